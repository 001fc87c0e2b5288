/** How much is kept for those who are told what happens, and for how long. Times in ms. */

/** Events that wait for one who is told; the oldest gives way. */
export const MOST_WAITING = 16;
/** After which an event is of no use. */
export const LIFE = 600_000;
/** Until the answer to one event has to be there. */
export const ANSWER_WITHIN = 10_000;
/** Until a broker has to have let us in. */
export const CONNECT_WITHIN = 30_000;
/** A broker is asked whether it is there. */
export const KEEP_ALIVE = 60_000;
/** Until the next try after a failure: the first, twice as long each time, and the longest. */
export const RETRY_FIRST = 2_000;
export const RETRY_MOST = 300_000;
/** Characters of a number or a name, of a text, and of a topic's beginning. */
export const LONGEST_WORD = 64;
export const LONGEST_TEXT = 200;
export const LONGEST_PREFIX = 64;

export const backOff = (failures: number) => Math.min(RETRY_MOST, RETRY_FIRST * 2 ** Math.min(failures - 1, 16));
