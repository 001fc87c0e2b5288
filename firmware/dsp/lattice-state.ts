/** What a lattice of comfort noise keeps between frames, as places in an Int32Array. */
import { MOST_ORDER } from "./linear-prediction.js";

/** Places in the state of a lattice; the coefficients (Q15), the first first, and what is between its stages follow. */
export const ORDER = 0;
export const PEAK = 1;
export const CHANCE = 2;
export const REFLECTIONS = 3;
export const STAGES = REFLECTIONS + MOST_ORDER;
export const LATTICE = STAGES + MOST_ORDER + 1;
