/** µ-law and A-law (ITU-T G.711), whole frames: 16-bit linear samples to octets and back. */

// The formulae below are the specification; the tables that work fast are filled by them when the module is built.

/** Segment edges of table 2a start here, on a 16-bit scale. */
const ULAW_BIAS = 0x84;
const ULAW_CLIP = 32635;
/** Even bits of A-law are inverted on the line (table 1a, note 2). */
const ALAW_INVERSION = 0x55;
const ALAW_POSITIVE = 0x80;

/** The octets of no sound. */
export const ULAW_SILENCE = 0xff;
export const ALAW_SILENCE = 0xd5;

/** `magnitude >> 2` to the octet of the positive sample; the negative one lacks bit 7. */
const ULAW_OF_MAGNITUDE = new Uint8Array(8193);
for (let i = 0; i <= 8192; i++) {
  const biased = Math.min(4 * i, ULAW_CLIP) + ULAW_BIAS;
  const segment = 24 - Math.clz32(biased);
  ULAW_OF_MAGNITUDE[i] = ~((segment << 4) | ((biased >> (segment + 3)) & 0x0f));
}

/** The upper 13 bits of a sample, two's complement, to the octet. */
const ALAW_OF_SAMPLE = new Uint8Array(8192);
for (let sample = -4096; sample < 4096; sample++) {
  const value = sample < 0 ? ~sample : sample;
  const segment = value < 32 ? 0 : 27 - Math.clz32(value);
  const code = segment === 0 ? value >> 1 : (segment << 4) | ((value >> segment) & 0x0f);
  ALAW_OF_SAMPLE[sample & 0x1fff] = code ^ (sample < 0 ? ALAW_INVERSION : ALAW_INVERSION | ALAW_POSITIVE);
}

const LINEAR_OF_ULAW = new Int16Array(256);
const LINEAR_OF_ALAW = new Int16Array(256);
for (let octet = 0; octet < 256; octet++) {
  const u = ~octet & 0xff;
  const ulaw = ((((u & 0x0f) << 3) + ULAW_BIAS) << ((u >> 4) & 7)) - ULAW_BIAS;
  LINEAR_OF_ULAW[octet] = u & 0x80 ? -ulaw : ulaw;
  const a = octet ^ ALAW_INVERSION;
  const segment = (a >> 4) & 7;
  const step = (a & 0x0f) << 4;
  const alaw = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1);
  LINEAR_OF_ALAW[octet] = a & ALAW_POSITIVE ? alaw : -alaw;
}

/** Writes one octet for each sample, from `start` on. */
export function encodeUlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  const table = ULAW_OF_MAGNITUDE;
  const length = samples.length;
  let sample = 0;
  for (let i = 0; i < length; i++) {
    sample = samples[i];
    into[start + i] = sample < 0 ? table[-sample >> 2] & 0x7f : table[sample >> 2];
  }
}

/** Fills all of `into` from the octets at `start`. */
export function decodeUlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  const table = LINEAR_OF_ULAW;
  const length = into.length;
  for (let i = 0; i < length; i++) into[i] = table[payload[start + i]];
}

/** Writes one octet for each sample, from `start` on. */
export function encodeAlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  const table = ALAW_OF_SAMPLE;
  const length = samples.length;
  for (let i = 0; i < length; i++) into[start + i] = table[(samples[i] >> 3) & 0x1fff];
}

/** Fills all of `into` from the octets at `start`. */
export function decodeAlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  const table = LINEAR_OF_ALAW;
  const length = into.length;
  for (let i = 0; i < length; i++) into[i] = table[payload[start + i]];
}
