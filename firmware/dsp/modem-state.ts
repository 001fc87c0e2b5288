/** What the receiver of modem tones and its kernel hand to each other: places in an Int32Array, and the waves looked for. */
import { RATE } from "./oscillator.js";

/** Samples of a block. A wave is told from its middle on: what comes before it is the mirror of what comes after. */
export const TONE_BLOCK = 80;

/** Where a block of the frame has its places. */
export const FIRST = 0;
/** Its energy in 1/256; the cosine and sine parts of CNG and of the answer tone in 1/256, zeros where there is too little. */
export const ENERGY = 0;
export const CALLING_BIN = 1;
export const ANSWER_BIN = 3;
export const SECOND = 5;

/** Parts of the two steps before, a step is a millisecond; what prevails, for how many steps; flags so far, and whether told. */
export const STEPS = 10;
export const PREVAILS = 14;
export const RUN = 15;
export const FLAGS = 16;
export const TOLD = 17;
export const MODEM_STATE = 18;

/** What `lookForModems` answers, as bits: a block holds a tone; flags have just been found. */
export const A_TONE = 1;
export const SOME_FLAGS = 2;

/** Cosines and sines of 1100 and 2100 Hz, sample after sample from the middle on, in Q15. */
export const MODEM_WAVES = new Int16Array(4 * (TONE_BLOCK / 2) + 2 * 32);
for (let i = 0; i < TONE_BLOCK / 2; i++) {
  const turns = (i + 0.5) / RATE;
  MODEM_WAVES[4 * i] = Math.round(32767 * Math.cos(2 * Math.PI * 1100 * turns));
  MODEM_WAVES[4 * i + 1] = Math.round(32767 * Math.sin(2 * Math.PI * 1100 * turns));
  MODEM_WAVES[4 * i + 2] = Math.round(32767 * Math.cos(2 * Math.PI * 2100 * turns));
  MODEM_WAVES[4 * i + 3] = Math.round(32767 * Math.sin(2 * Math.PI * 2100 * turns));
}

/** And from here on 1750 Hz, of which 7 turns are 32 samples. */
export const CARRIER = 4 * (TONE_BLOCK / 2);
for (let i = 0; i < 32; i++) {
  MODEM_WAVES[CARRIER + 2 * i] = Math.round(32767 * Math.cos((2 * Math.PI * 7 * i) / 32));
  MODEM_WAVES[CARRIER + 2 * i + 1] = Math.round(32767 * Math.sin((2 * Math.PI * 7 * i) / 32));
}
