/** Chance, and tokens made from it: branches, tags, Call-IDs. */

/** 32 random bits, as an unsigned integer. */
export type Chance = () => number;

const DIGITS = "0123456789abcdefghijklmnopqrstuv";

/** A word of `length` letters and digits, 5 bits of chance each. */
export function token(chance: Chance, length: number): string {
  let text = "";
  let bits = 0;
  let left = 0;
  while (text.length < length) {
    if (left < 5) {
      bits = chance();
      left = 32;
    }
    text += DIGITS[bits & 31];
    bits >>>= 5;
    left -= 5;
  }
  return text;
}

/** A whole number from 0 to `below` - 1. */
export function below(chance: Chance, limit: number): number {
  return Math.floor((chance() / 0x1_0000_0000) * limit);
}
