/** What voice activity and its kernel hand to each other: places in an Int32Array. */

/** Samples of a quarter of a frame, which is judged by its energy and by that of its hiss: one kind after the other. */
export const QUARTER = 40;

/** The last sample of the frame before. */
export const LAST = 0;
/** How far speech stands out of the background, as a ratio of energies in Q8; how loud it is at least, in 1/32. */
export const ABOVE = 1;
export const LEAST = 2;
/** The background, in 1/32 and in Q8. */
export const FLOORS = 3;
/** Least and most of both kinds since the last look at what is steady, in 1/32. */
export const SOFTEST = 5;
export const LOUDEST = 7;
/** Frames since then; frames of speech until now, and those that still follow it. */
export const FRAMES = 9;
export const SPOKEN = 10;
export const HANGOVER = 11;
/** Energies of the quarters of this frame: one kind and the other of the first, of the second, ... */
export const ENERGIES = 12;
export const VOICE_STATE = 20;

/** The energy of a quarter of a level in dBm0, in 1/32. */
export const energyAt = (dbm0: number) => Math.round(((22826 * 10 ** (dbm0 / 20)) ** 2 * QUARTER) / 64);

/** The background is at least this loud, and at most, in Q8: -78 and -30 dBm0. */
export const LEAST_FLOOR = 256 * energyAt(-78);
export const MOST_FLOOR = 256 * energyAt(-30);
