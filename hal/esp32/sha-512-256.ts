/** SHA-512/256 (FIPS 180-4 section 6.7) in halves of 32 bits, for digest authentication (RFC 7616): the platform has all the others. */

const BLOCK = 128;
const LENGTH = 32;
const ROUNDS = 80;

/** Words of 64 bits, their upper halves first. */
const START: readonly number[] = Object.freeze([
  0x22312194, 0xfc2bf72c, 0x9f555fa3, 0xc84c64c2, 0x2393b86b, 0x6f53b151, 0x96387719, 0x5940eabd, 0x96283ee2,
  0xa88effe3, 0xbe5e1e25, 0x53863992, 0x2b0199fc, 0x2c85b8aa, 0x0eb72ddc, 0x81c52ca2,
]);

/** Fractions of the cube roots of the first eighty primes (section 4.2.3). */
const K: readonly number[] = Object.freeze([
  0x428a2f98, 0xd728ae22, 0x71374491, 0x23ef65cd, 0xb5c0fbcf, 0xec4d3b2f, 0xe9b5dba5, 0x8189dbbc, 0x3956c25b,
  0xf348b538, 0x59f111f1, 0xb605d019, 0x923f82a4, 0xaf194f9b, 0xab1c5ed5, 0xda6d8118, 0xd807aa98, 0xa3030242,
  0x12835b01, 0x45706fbe, 0x243185be, 0x4ee4b28c, 0x550c7dc3, 0xd5ffb4e2, 0x72be5d74, 0xf27b896f, 0x80deb1fe,
  0x3b1696b1, 0x9bdc06a7, 0x25c71235, 0xc19bf174, 0xcf692694, 0xe49b69c1, 0x9ef14ad2, 0xefbe4786, 0x384f25e3,
  0x0fc19dc6, 0x8b8cd5b5, 0x240ca1cc, 0x77ac9c65, 0x2de92c6f, 0x592b0275, 0x4a7484aa, 0x6ea6e483, 0x5cb0a9dc,
  0xbd41fbd4, 0x76f988da, 0x831153b5, 0x983e5152, 0xee66dfab, 0xa831c66d, 0x2db43210, 0xb00327c8, 0x98fb213f,
  0xbf597fc7, 0xbeef0ee4, 0xc6e00bf3, 0x3da88fc2, 0xd5a79147, 0x930aa725, 0x06ca6351, 0xe003826f, 0x14292967,
  0x0a0e6e70, 0x27b70a85, 0x46d22ffc, 0x2e1b2138, 0x5c26c926, 0x4d2c6dfc, 0x5ac42aed, 0x53380d13, 0x9d95b3df,
  0x650a7354, 0x8baf63de, 0x766a0abb, 0x3c77b2a8, 0x81c2c92e, 0x47edaee6, 0x92722c85, 0x1482353b, 0xa2bfe8a1,
  0x4cf10364, 0xa81a664b, 0xbc423001, 0xc24b8b70, 0xd0f89791, 0xc76c51a3, 0x0654be30, 0xd192e819, 0xd6ef5218,
  0xd6990624, 0x5565a910, 0xf40e3585, 0x5771202a, 0x106aa070, 0x32bbd1b8, 0x19a4c116, 0xb8d2d0c8, 0x1e376c08,
  0x5141ab53, 0x2748774c, 0xdf8eeb99, 0x34b0bcb5, 0xe19b48a8, 0x391c0cb3, 0xc5c95a63, 0x4ed8aa4a, 0xe3418acb,
  0x5b9cca4f, 0x7763e373, 0x682e6ff3, 0xd6b2b8a3, 0x748f82ee, 0x5defb2fc, 0x78a5636f, 0x43172f60, 0x84c87814,
  0xa1f0ab72, 0x8cc70208, 0x1a6439ec, 0x90befffa, 0x23631e28, 0xa4506ceb, 0xde82bde9, 0xbef9a3f7, 0xb2c67915,
  0xc67178f2, 0xe372532b, 0xca273ece, 0xea26619c, 0xd186b8c7, 0x21c0c207, 0xeada7dd6, 0xcde0eb1e, 0xf57d4f7f,
  0xee6ed178, 0x06f067aa, 0x72176fba, 0x0a637dc5, 0xa2c898a6, 0x113f9804, 0xbef90dae, 0x1b710b35, 0x131c471b,
  0x28db77f5, 0x23047d84, 0x32caab7b, 0x40c72493, 0x3c9ebe0a, 0x15c9bebc, 0x431d67c4, 0x9c100d4c, 0x4cc5d4be,
  0xcb3e42b6, 0x597f299c, 0xfc657e2a, 0x5fcb6fab, 0x3ad6faec, 0x6c44198c, 0x4a475817,
]);

/** Sums carry from one half to the other as doubles, which hold 53 bits. */
const carry = (low: number) => Math.floor(low / 0x1_0000_0000);

export function sha512256(octets: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((octets.length + 17) / BLOCK) * BLOCK);
  padded.set(octets);
  padded[octets.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(octets.length / 2 ** 29));
  view.setUint32(padded.length - 4, (octets.length * 8) >>> 0);

  const state = Uint32Array.from(START);
  const w = new Uint32Array(2 * ROUNDS);
  for (let at = 0; at < padded.length; at += BLOCK) {
    for (let i = 0; i < 32; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 32; i < 2 * ROUNDS; i += 2) extend(w, i);
    compress(state, w);
  }
  const digest = new DataView(new ArrayBuffer(LENGTH));
  for (let i = 0; i < LENGTH / 4; i++) digest.setUint32(4 * i, state[i]);
  return new Uint8Array(digest.buffer);
}

function extend(w: Uint32Array, i: number): void {
  const [ah, al, bh, bl] = [w[i - 30], w[i - 29], w[i - 4], w[i - 3]];
  const highA = ((ah >>> 1) | (al << 31)) ^ ((ah >>> 8) | (al << 24)) ^ (ah >>> 7);
  const lowA = ((al >>> 1) | (ah << 31)) ^ ((al >>> 8) | (ah << 24)) ^ ((al >>> 7) | (ah << 25));
  const highB = ((bh >>> 19) | (bl << 13)) ^ ((bl >>> 29) | (bh << 3)) ^ (bh >>> 6);
  const lowB = ((bl >>> 19) | (bh << 13)) ^ ((bh >>> 29) | (bl << 3)) ^ ((bl >>> 6) | (bh << 26));
  const low = (lowA >>> 0) + (lowB >>> 0) + w[i - 31] + w[i - 13];
  w[i + 1] = low;
  w[i] = (highA >>> 0) + (highB >>> 0) + w[i - 32] + w[i - 14] + carry(low);
}

/** Words a to h stand in `v` one after another, and move on by one place each round. */
function compress(state: Uint32Array, w: Uint32Array): void {
  const v = state.slice();
  for (let i = 0; i < 2 * ROUNDS; i += 2) {
    const [ah, al, eh, el] = [v[0], v[1], v[8], v[9]];
    const highE = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
    const lowE = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
    const choiceHigh = (eh & v[10]) ^ (~eh & v[12]);
    const choiceLow = (el & v[11]) ^ (~el & v[13]);
    const low = v[15] + (lowE >>> 0) + (choiceLow >>> 0) + K[i + 1] + w[i + 1];
    const high = v[14] + (highE >>> 0) + (choiceHigh >>> 0) + K[i] + w[i] + carry(low);
    const highA = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
    const lowA = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
    const majorityHigh = (ah & v[2]) ^ (ah & v[4]) ^ (v[2] & v[4]);
    const majorityLow = (al & v[3]) ^ (al & v[5]) ^ (v[3] & v[5]);
    v.copyWithin(2, 0, 14);
    const toE = v[9] + (low >>> 0);
    v[8] = v[8] + (high >>> 0) + carry(toE);
    v[9] = toE;
    const toA = (low >>> 0) + (lowA >>> 0) + (majorityLow >>> 0);
    v[0] = (high >>> 0) + (highA >>> 0) + (majorityHigh >>> 0) + carry(toA);
    v[1] = toA;
  }
  for (let i = 0; i < 16; i += 2) {
    const low = state[i + 1] + v[i + 1];
    state[i] = state[i] + v[i] + carry(low);
    state[i + 1] = low;
  }
}
