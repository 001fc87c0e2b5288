/** How the period of a voice is looked for (ITU-T G.711 Appendix I): lags of 5 to 15 ms, judged by the last 20 ms. */

export const SHORTEST_LAG = 40;
export const LONGEST_LAG = 120;

/** Samples that a lag is judged by. */
export const WINDOW = 160;

/** Samples that have to be remembered for it. */
export const HISTORY = WINDOW + LONGEST_LAG;
