/** How hard a password is to guess, roughly: by its length and the variety of its characters. */

/** Characters of a password. */
export const LEAST = 8;
export const MOST = 64;

export type Strength = 0 | 1 | 2 | 3;

const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
const SIZES = [26, 26, 10, 30];
/** Bits from which on it is fair, good, very good. */
const STEPS = [36, 52, 72];

export function strengthOf(password: string): Strength {
  const alphabet = KINDS.reduce((sum, kind, i) => sum + (kind.test(password) ? SIZES[i] : 0), 0);
  if (password.length < LEAST || alphabet === 0) return 0;
  // what is said twice counts once
  const variety = new Set(password).size;
  const bits = Math.min(password.length, 1.5 * variety) * Math.log2(Math.min(alphabet, 4 * variety));
  return STEPS.filter((step) => bits >= step).length as Strength;
}
