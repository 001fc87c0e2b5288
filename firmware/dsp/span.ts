/** Stretches of sound that are looked at as a whole, through a window. */

/** Samples that are looked at together. */
export const SPAN = 160;

/** Hann's window over them, in Q15: without it the ends of the span pass for hiss. */
export const WINDOW = new Int16Array(SPAN);
for (let i = 0; i < SPAN; i++) WINDOW[i] = Math.round(32767 * Math.sin((Math.PI * (i + 0.5)) / SPAN) ** 2);
