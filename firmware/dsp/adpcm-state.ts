/** What a decoder of ADPCM keeps, and its tables (IMA, as in RFC 3551 section 4.5.1). */

/** Places in the state: the last sample, and where in the table of steps it stands. Zeroed at the start of a word. */
export const PREDICTED = 0;
export const STEP_INDEX = 1;
export const ADPCM_STATE = 2;

/** The last of the steps. */
export const MOST_INDEX = 88;

/** The steps: each a tenth larger than the one before. */
export const STEPS = Int16Array.of(
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107],
  ...[
    118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
  ],
  ...[1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894],
  ...[6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794],
  32767,
);

/** Where the next step is to be found, by the three bits of how much. */
export const MOVES = Int16Array.of(-1, -1, -1, -1, 2, 4, 6, 8);
