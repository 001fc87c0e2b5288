/** Places in the state of an FSK sender: what it is to send, how far it has come, and its oscillator. */
import { OSCILLATOR } from "./oscillator.js";

/** Steps of the oscillator for a 1 and for a 0. */
export const MARK = 0;
export const SPACE = 1;
export const BAUD = 2;
/** Bits to send, and those that are sent. */
export const COUNT = 3;
export const SENT = 4;
/** How far the next sample is into its bit, in 1/RATE of a bit. */
export const CLOCK = 5;
/** The first of the oscillator's places. */
export const CARRIER = 6;

export const FSK_STATE = CARRIER + OSCILLATOR;
