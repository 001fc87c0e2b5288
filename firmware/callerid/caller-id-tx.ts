/**
 * A message as samples (GR-30-CORE 2.3, EN 300 659-1 clause 5).
 *
 *   0101...01  1111...1  0 d0..d7 1  0 d0..d7 1 ... 1111
 *   seizure    mark      octets, least bit first    trailing
 */
import { FskTx, type Modem } from "../dsp/fsk-tx.js";
import type { Framing } from "./standards.js";

/** Start, eight data, stop. */
const BITS_OF_OCTET = 10;
const STOP_BIT = 0x200;

export class CallerIdTx {
  /** ms that the whole message takes. */
  readonly duration: number;
  readonly #fsk: FskTx;

  constructor(message: Uint8Array, modem: Modem, level: number, framing: Framing) {
    const count = bitsOf(message.length, framing);
    const bits = new Uint8Array((count + 7) >> 3).fill(0xff);
    bits.fill(0xaa, 0, framing.seizure >> 3);
    for (let i = framing.seizure & ~7; i < framing.seizure; i += 2) bits[i >> 3] &= ~(1 << (i & 7));
    const start = framing.seizure + framing.mark;
    let at = start >> 3;
    // bits that wait for an octet of `bits` to be full, the first one lowest
    let waiting = (1 << (start & 7)) - 1;
    if (at << 3 < framing.seizure) waiting &= bits[at];
    let held = start & 7;
    for (let i = 0; i < message.length; i++) {
      waiting |= ((message[i] << 1) | STOP_BIT) << held;
      held += BITS_OF_OCTET;
      while (held >= 8) {
        bits[at++] = waiting;
        waiting >>= 8;
        held -= 8;
      }
    }
    if (held > 0) bits[at] = waiting | (0xff << held);
    this.duration = durationOf(message.length, modem, framing);
    this.#fsk = new FskTx(modem, level, bits, count);
  }

  /** The last bit has been sent. */
  get done(): boolean {
    return this.#fsk.done;
  }

  /** The message goes on in place of what was in the frame; returns the samples it took of it. */
  fill(frame: Int16Array): number {
    frame.fill(0);
    return this.#fsk.add(frame, 0);
  }
}

/** ms that a message of so many octets takes. */
export function durationOf(octets: number, modem: Modem, framing: Framing): number {
  return (1000 * bitsOf(octets, framing)) / modem.baud;
}

const bitsOf = (octets: number, { seizure, mark, trailing }: Framing) =>
  seizure + mark + BITS_OF_OCTET * octets + trailing;
