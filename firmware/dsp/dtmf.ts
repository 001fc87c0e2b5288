/** The sixteen keys and their tones (ITU-T Q.23). */
import { frozen } from "../base/frozen.js";

export const ROWS: readonly number[] = frozen([697, 770, 852, 941]);
export const COLUMNS: readonly number[] = frozen([1209, 1336, 1477, 1633]);

/** Row by row: the key at 4 * row + column. */
export const KEYS = "123A456B789C*0#D";
