/** µ-law and A-law (ITU-T G.711), whole frames: 16-bit linear samples to octets and back. */

// The formulae below are the specification; the tables that work fast are filled by them when the module is built.

/** Segment edges of table 2a start here, on a 16-bit scale. */
const ULAW_BIAS = 0x84;
const ULAW_CLIP = 32635;
const ULAW_POSITIVE = 0x80;
/** Even bits of A-law are inverted on the line (table 1a, note 2). */
const ALAW_INVERSION = 0x55;
const ALAW_POSITIVE = 0x80;

/** The octets of no sound. */
export const ULAW_SILENCE = 0xff;
export const ALAW_SILENCE = 0xd5;

/** All 16 bits of a sample to the octet: the steps of negative ones do not begin where multiples of four do. */
const ULAW_OF_SAMPLE = new Uint8Array(65536);
for (let magnitude = 0; magnitude <= 32768; magnitude++) {
  const biased = Math.min(magnitude & ~3, ULAW_CLIP) + ULAW_BIAS;
  const segment = 24 - Math.clz32(biased);
  const code = ~((segment << 4) | ((biased >> (segment + 3)) & 0x0f));
  ULAW_OF_SAMPLE[-magnitude & 0xffff] = code & ~ULAW_POSITIVE;
  if (magnitude < 32768) ULAW_OF_SAMPLE[magnitude] = code;
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

// A turn of a loop costs the engine as much as a sample does, so four samples share one.

/** Writes one octet for each sample, from `start` on. */
export function encodeUlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  const table = ULAW_OF_SAMPLE;
  const length = samples.length;
  let at = start;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    into[at] = table[samples[i] & 0xffff];
    into[at + 1] = table[samples[i + 1] & 0xffff];
    into[at + 2] = table[samples[i + 2] & 0xffff];
    into[at + 3] = table[samples[i + 3] & 0xffff];
    at += 4;
  }
  for (; i < length; i++) into[start + i] = table[samples[i] & 0xffff];
}

/** Fills all of `into` from the octets at `start`. */
export function decodeUlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  decode(LINEAR_OF_ULAW, payload, start, into);
}

/** Writes one octet for each sample, from `start` on. */
export function encodeAlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  const table = ALAW_OF_SAMPLE;
  const length = samples.length;
  let at = start;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    into[at] = table[(samples[i] >> 3) & 0x1fff];
    into[at + 1] = table[(samples[i + 1] >> 3) & 0x1fff];
    into[at + 2] = table[(samples[i + 2] >> 3) & 0x1fff];
    into[at + 3] = table[(samples[i + 3] >> 3) & 0x1fff];
    at += 4;
  }
  for (; i < length; i++) into[start + i] = table[(samples[i] >> 3) & 0x1fff];
}

/** Fills all of `into` from the octets at `start`. */
export function decodeAlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  decode(LINEAR_OF_ALAW, payload, start, into);
}

function decode(table: Int16Array, payload: Uint8Array, start: number, into: Int16Array): void {
  const length = into.length;
  let at = start;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    into[i] = table[payload[at]];
    into[i + 1] = table[payload[at + 1]];
    into[i + 2] = table[payload[at + 2]];
    into[i + 3] = table[payload[at + 3]];
    at += 4;
  }
  for (; i < length; i++) into[i] = table[payload[start + i]];
}
