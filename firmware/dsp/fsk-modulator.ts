/** Bits as sound, as far as a frame goes: frequency shift keying whose phase never jumps. */
import { BAUD, CARRIER, CLOCK, COUNT, MARK, SENT, SPACE } from "./fsk-state.js";
import { RATE, STEP } from "./oscillator.js";
import { addSine } from "./sine.js";

/**
 * Adds to the frame from `start` on, from the bits of `bits`, least significant bit of each octet first.
 * Returns where the carrier stopped, or the frame's length.
 */
export function modulate(frame: Int16Array, start: number, bits: Uint8Array, state: Int32Array): number {
  const length = frame.length;
  const baud = state[BAUD];
  const count = state[COUNT];
  let sent = state[SENT];
  let clock = state[CLOCK];
  let at = start;
  while (at < length && sent < count) {
    const bit = (bits[sent >> 3] >> (sent & 7)) & 1;
    state[CARRIER + STEP] = state[bit ? MARK : SPACE];
    // the samples that begin within this bit: a bit need not be a whole number of them
    const end = Math.min(at + Math.ceil((RATE - clock) / baud), length);
    addSine(frame, at, end, state, CARRIER);
    clock += (end - at) * baud;
    at = end;
    if (clock >= RATE) {
      clock -= RATE;
      sent++;
    }
  }
  state[SENT] = sent;
  state[CLOCK] = clock;
  return at;
}
