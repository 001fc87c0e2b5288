/** Everything random on the desk, from one seed: xoshiro128** streams (Blackman and Vigna 2018), one for each purpose. */

/** 32 random bits, as an unsigned integer. */
export type Chance = () => number;

/** The same seed and purpose always give the same numbers; what one purpose draws does not move another's. */
export function chanceOf(seed: number, purpose: string): Chance {
  let mixed = (seed ^ Math.floor(seed / 0x1_0000_0000)) >>> 0;
  for (let i = 0; i < purpose.length; i++) mixed = Math.imul(mixed ^ purpose.charCodeAt(i), 0x0100_0193) >>> 0;
  // SplitMix spreads a small seed over the whole state, which must not be all zeros.
  const spread = () => {
    mixed = (mixed + 0x9e37_79b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85eb_ca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2_ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, d] = [spread(), spread(), spread(), spread() | 1];
  return () => {
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}
