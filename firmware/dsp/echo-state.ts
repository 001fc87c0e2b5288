/** What the kernels of the echo canceller keep between blocks, as places in an Int32Array. */

/** Samples that are judged together. */
export const ECHO_BLOCK = 40;

/** Places in the state of a path. */
export const TAPS = 0;
/** Sum of the squares of the flattened samples under the taps, in 1/256. */
export const UNDER_TAPS = 1;
/** Energies of the last block, in 1/32: flattened, of what was received, left by the trusted one, by the learning one ... */
export const RECEIVED = 2;
export const LEFT = 3;
export const LEARNER_LEFT = 4;
/** ... and as it was heard, of what was sent, and left. */
export const SOUND_SENT = 5;
export const SOUND_LEFT = 6;
/** Last sample received and last one that went on; each is followed by what it was flattened to. */
export const LAST_RECEIVED = 7;
export const LAST_LEFT = 9;
export const PATH_STATE = 11;

/** A gain of all, in Q15. */
export const OPEN = 0x8000;

/** Places in the state of a shade. */
export const GAIN = 0;
export const GOAL = 1;
/** Root of three times the mean square of the noise, in 1/16; and where its chance stands. */
export const NOISE_PEAK = 2;
export const CHANCE = 3;
export const SHADE_STATE = 4;
