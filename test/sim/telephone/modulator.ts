/** An FSK sender for tests, straight from the standards: one phase, bits as exact fractions of time. */

export type Fsk = { readonly mark: number; readonly space: number };
export const BELL_202: Fsk = { mark: 1200, space: 2200 };
export const V23: Fsk = { mark: 1300, space: 2100 };

export type Modulation = {
  readonly fsk: Fsk;
  readonly octets: readonly number[];
  readonly dbm?: number;
  /** Factor on every frequency, and on the bit rate. */
  readonly off?: number;
  readonly rate?: number;
  readonly seizure?: number;
  readonly marks?: number;
  /** Extra marks between characters. */
  readonly between?: number;
  /** Peak noise in dB below the signal, and where its chance comes from. */
  readonly noise?: number;
  readonly chance?: () => number;
};

export const hex = (text: string) => text.split(" ").map((octet) => Number.parseInt(octet, 16));

/** Silence, the message, silence: a whole number of frames. */
export function modulate({
  fsk,
  octets,
  dbm = -13.5,
  off = 1,
  rate = 1200,
  seizure = 300,
  marks = 180,
  between = 0,
  noise,
  chance,
}: Modulation): Int16Array {
  const bits: number[] = [];
  for (let i = 0; i < seizure; i++) bits.push(i % 2);
  for (let i = 0; i < marks; i++) bits.push(1);
  for (const octet of octets) {
    bits.push(0);
    for (let i = 0; i < 8; i++) bits.push((octet >> i) & 1);
    bits.push(1);
    for (let i = 0; i < between; i++) bits.push(1);
  }
  for (let i = 0; i < 8; i++) bits.push(1);
  const peak = 22826 * 10 ** (dbm / 20);
  const length = Math.floor((bits.length * 8000) / rate);
  const samples = new Int16Array(Math.ceil((length + 1600) / 160) * 160);
  let phase = 1;
  for (let i = 0; i < length; i++) {
    phase += (2 * Math.PI * off * (bits[Math.floor((i * rate) / 8000)] ? fsk.mark : fsk.space)) / 8000;
    samples[800 + i] = peak * Math.sin(phase);
  }
  if (noise !== undefined && chance) {
    const width = 2 * peak * 10 ** (noise / 20);
    for (let i = 0; i < samples.length; i++) samples[i] += (chance() / 2 ** 32 - 0.5) * width;
  }
  return samples;
}

/** Frame by frame. */
export function* framesOf(samples: Int16Array): Generator<Int16Array> {
  for (let i = 0; i < samples.length; i += 160) yield samples.subarray(i, i + 160);
}
