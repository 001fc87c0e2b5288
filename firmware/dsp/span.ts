/** Stretches of sound that are looked at as a whole: a span, through a window, and the quarters of a frame. */

/** Samples that are looked at together. */
export const SPAN = 160;

/** Hann's window over them, in Q15: without it the ends of the span pass for hiss. */
export const WINDOW = new Int16Array(SPAN);
for (let i = 0; i < SPAN; i++) WINDOW[i] = Math.round(32767 * Math.sin((Math.PI * (i + 0.5)) / SPAN) ** 2);

/** Samples of a quarter of a frame. */
export const QUARTER = 40;
export const QUARTERS = 4;

/** The energies of a quarter: as it is, and of half its differences from sample to sample; four pairs. */
export const ENERGIES = 2 * QUARTERS;
