/** What the DTMF receiver and its kernel hand to each other: places in an Int32Array, and the waves that are looked for. */
import { frozen } from "../base/frozen.js";
import { COLUMNS, ROWS } from "./dtmf.js";
import { RATE } from "./oscillator.js";

/** Samples of a block. A wave is told from its middle on: what comes before it is the mirror of what comes after. */
export const BLOCK = 80;
const HALF = BLOCK / 2;

/** Frames in which an echo can be late, the one of now included; how loud they were, or -1 where it is not known yet. */
export const HEARD = 4;
export const LOUDNESS = 0;

/** Where a block of the frame has its places, and what stands there. */
export const FIRST = HEARD;
/** The key it may hold, as its place in `KEYS`; energy that is no echo, and all of it, in 1/256. */
export const CANDIDATE = 0;
export const UNEXPLAINED = 1;
export const ENERGY = 2;
/** Of its row and of its column: cosine and sine parts in 1/256. */
export const ROW_BIN = 3;
export const COLUMN_BIN = 5;
export const SECOND = FIRST + 7;

/** Room for four tones. */
export const BINS = SECOND + 7;

/** Row and column one after the other: energies and phases of the last block, and how its phases differed. */
export const LAST = BINS + 8;

/** Not 0 while the telephone is made to hear a tone of ours and nobody's voice. */
export const TONE = LAST + 6;
export const DTMF_STATE = TONE + 1;

/** What `lookForKeys` answers, as bits: a block of the frame may hold a key. */
export const IN_FIRST = 1;
export const IN_SECOND = 2;

/** Rows, then columns. */
export const TONES: readonly number[] = frozen([...ROWS, ...COLUMNS]);

/** Cosines and sines of the four rows, sample after sample from the middle on, then those of the columns, in Q15. */
export const WAVES = new Int16Array(2 * 8 * HALF);
TONES.forEach((hertz, tone) => {
  for (let i = 0; i < HALF; i++) {
    const angle = (2 * Math.PI * hertz * (i + 0.5)) / RATE;
    const at = (tone < 4 ? 0 : 8 * HALF) + 8 * i + 2 * (tone & 3);
    WAVES[at] = Math.round(32767 * Math.cos(angle));
    WAVES[at + 1] = Math.round(32767 * Math.sin(angle));
  }
});

/** The squares of a tone's cosine and sine parts, in 1/16, for its energy in 1/256 in the block. */
export const UNIT = Math.floor((BLOCK * 32767 * 32767) / 512 / 256);
