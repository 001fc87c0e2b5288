/**
 * What the kernels of the echo canceller keep, as places in an Int32Array, and in an Int16Array of sound beside it:
 *
 *   state   the places below, then the learning path: a tap each, Q30, the direct sound first
 *   sound   the trusted path, Q14, likewise │ flattened sound │ sound as it was sent
 *                      TAPS                 │  TAPS + FRAME   │  TAPS + FRAME + DELAY
 *
 * In both of the latter the newest frame that may have an echo by now is what follows TAPS older samples.
 */

/** Samples that are cancelled together, and those that are judged together. */
export const ECHO_FRAME = 160;
export const ECHO_BLOCK = 40;

/** Samples that an echo lasts, and those until it begins; whether the path is learnt, and how much of what is left is suppressed. */
export const TAPS = 0;
export const DELAY = 1;
export const ADAPT = 2;
export const SUPPRESS = 3;

/** Sum of the squares of the flattened samples under the taps, in 1/256. */
export const UNDER_TAPS = 4;
/** Last sample received and last one that went on; each is followed by what it was flattened to. */
export const LAST_RECEIVED = 5;
export const LAST_LEFT = 7;
/** Energies of the last block, in 1/32: flattened, of what was received, left by the trusted path, by the learning one ... */
export const RECEIVED = 9;
export const LEFT = 10;
export const LEARNER_LEFT = 11;
/** ... and as it was heard, of what was sent, and left. */
export const SOUND_SENT = 12;
export const SOUND_LEFT = 13;

/** Frames for which nothing is learnt because of tones; and what is needed to find them, of each `LAGS` places. */
export const NARROW = 14;
export const FORWARD = 15;
export const BACKWARD = 20;
export const LAGS = 5;

/** The three flattened energies over the last blocks. */
export const MEAN_RECEIVED = 25;
export const MEAN_LEFT = 26;
export const MEAN_LEARNT = 27;
/** Blocks in a row: the learning path better, it worse, the trusted one useless. */
export const BETTER = 28;
export const WORSE = 29;
export const USELESS = 30;
/** Blocks of an examination that are still to come, and an eighth of the energies of those that were. */
export const EXAM = 31;
export const EXAM_RECEIVED = 32;
export const EXAM_LEFT = 33;
export const EXAM_LEARNT = 34;
/** The trusted path has been found good. */
export const GOOD = 35;

/** Energy sent of late, as an echo of it fades; energy of the noise at the near end in 1/256. */
export const FADING = 36;
export const FLOOR = 37;
/** The part of the energy sent that is left, in Q24. */
export const LEAK = 38;
/** Blocks in which nothing is suppressed; and those in which noise was looked for, up to enough. */
export const HOLD = 39;
export const HEARD = 40;
/** Gain of what is left, in Q15; and where the chance of the noise over it stands. */
export const GAIN = 41;
export const CHANCE = 42;

/** The trusted path has stood its trial: what it says is taken out. Until then it is only watched ... */
export const PROVEN = 43;
/** ... for so many blocks more. Once a path was proven, others are tried for less time. */
export const TRIAL = 44;
export const EXPERIENCED = 45;
/** Largest energy sent of late, flattened; and blocks for which the telephone says something that is no echo. */
export const LOUDEST = 46;
export const DOUBLE = 47;

/** The learning path. */
export const LEARNING = 48;

/** What is left is suppressed more than it has to be. */
export const MORE = 2;

/** A gain of all. */
export const OPEN = 0x8000;

/** Energies are sums over a block, in 1/32; this one is that of a level in dBm0. */
export const energyAt = (dbm0: number) => Math.round(((22826 * 10 ** (dbm0 / 20)) ** 2 * ECHO_BLOCK) / 64);

/** The noise is as loud as this until it has been heard, and as much of what is sent is left at the most. */
export const FIRST_FLOOR = 256 * energyAt(-66);
export const FIRST_LEAK = Math.round(2 ** 24 / 6);

/** How long both arrays are. */
export const stateLength = (taps: number) => LEARNING + taps;
export const soundLength = (taps: number, delay: number) => 3 * taps + 2 * ECHO_FRAME + delay;
