/** The paper of a fax: something like a written page, in memory as in `machine.c`, one bit a dot, black is 1. */

/** Dots of a row: A4 at 204 an inch. */
export const WIDTH = 1728;
/** Octets of a row. */
export const ROW = WIDTH / 8;

const MARGIN = 12;
const LINE = 24;
/** A letter is 24 dots wide with the space behind it, and four strokes high. */
const LETTER = 3;
const STROKES = 4;
const STROKE = 4;
const WORD = 6;

/** Lines of words of letters, the same every time. */
export function writtenPage(rows: number): Uint8Array {
  const page = new Uint8Array(rows * ROW);
  let state = 1;
  const chance = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
  for (let top = LINE; top + LINE <= rows; top += LINE)
    for (let at = MARGIN; at + LETTER <= ROW - MARGIN; at += LETTER) {
      if (chance(WORD) === 0) continue; // between two words
      for (let stroke = 0; stroke < STROKES; stroke++) {
        const ink = doubled(chance(256) & chance(256));
        for (let row = top + stroke * STROKE; row < top + (stroke + 1) * STROKE; row++) {
          page[row * ROW + at] = ink >> 8;
          page[row * ROW + at + 1] = ink & 0xff;
        }
      }
    }
  return page;
}

/** Each bit of an octet twice. */
function doubled(octet: number): number {
  let wide = 0;
  for (let bit = 0; bit < 8; bit++) if (octet & (1 << bit)) wide |= 3 << (2 * bit);
  return wide;
}
