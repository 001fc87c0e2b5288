/** SHA-512/256 (FIPS 180-4 section 6.7), for digest authentication (RFC 7616): the platform has all the others. */

const BLOCK = 128;
const LENGTH = 32;

/** Words of 64 bits, their upper half first. */
const START = Object.freeze([
  0x22312194, 0xfc2bf72c, 0x9f555fa3, 0xc84c64c2, 0x2393b86b, 0x6f53b151, 0x96387719, 0x5940eabd, 0x96283ee2,
  0xa88effe3, 0xbe5e1e25, 0x53863992, 0x2b0199fc, 0x2c85b8aa, 0x0eb72ddc, 0x81c52ca2,
]);

const MASK = (1n << 64n) - 1n;

/** Fractions of the cube roots of the first eighty primes. */
function constants(): readonly bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2; found.length < 80; candidate++) {
    let prime = true;
    for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) prime = false;
    if (prime) found.push(cubeRoot(BigInt(candidate) << 192n) & MASK);
  }
  return found;
}

/** Rounded down. */
function cubeRoot(of: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 68n; bit > 0n; bit >>= 1n) {
    const tried = root | bit;
    if (tried * tried * tried <= of) root = tried;
  }
  return root;
}

const K: readonly bigint[] = Object.freeze(constants());

const right = (x: bigint, by: bigint) => ((x >> by) | (x << (64n - by))) & MASK;

export function sha512256(octets: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((octets.length + 17) / BLOCK) * BLOCK);
  padded.set(octets);
  padded[octets.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(octets.length / 2 ** 29));
  view.setUint32(padded.length - 4, (octets.length * 8) >>> 0);

  const state: bigint[] = [];
  for (let i = 0; i < 8; i++) state.push((BigInt(START[2 * i]) << 32n) | BigInt(START[2 * i + 1]));
  const w: bigint[] = [];
  for (let at = 0; at < padded.length; at += BLOCK) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i);
    for (let i = 16; i < 80; i++) {
      const [a, b] = [w[i - 15], w[i - 2]];
      const low = right(a, 1n) ^ right(a, 8n) ^ (a >> 7n);
      const high = right(b, 19n) ^ right(b, 61n) ^ (b >> 6n);
      w[i] = (w[i - 16] + low + w[i - 7] + high) & MASK;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const one = h + (right(e, 14n) ^ right(e, 18n) ^ right(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + K[i] + w[i];
      const two = (right(a, 28n) ^ right(a, 34n) ^ right(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK, c, b, a, (one + two) & MASK];
    }
    const next = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) state[i] = (state[i] + next[i]) & MASK;
  }

  const digest = new DataView(new ArrayBuffer(64));
  for (let i = 0; i < 8; i++) digest.setBigUint64(8 * i, state[i]);
  return new Uint8Array(digest.buffer, 0, LENGTH).slice();
}
