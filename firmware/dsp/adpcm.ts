/** Sound of four bits a sample (IMA ADPCM, RFC 3551 section 4.5.1), as spoken words lie in flash: the first in the upper half of an octet. */
import { MOST_INDEX, MOVES, PREDICTED, STEP_INDEX, STEPS } from "./adpcm-state.js";

/** Fills `frame` from `start` up to `end` with the samples from the `from`th on; `octets` holds them all. */
export function decodeAdpcm(
  octets: Uint8Array,
  from: number,
  state: Int32Array,
  frame: Int16Array,
  start: number,
  end: number,
): void {
  let predicted = state[PREDICTED];
  let index = state[STEP_INDEX];
  let at = from;
  let code = 0;
  let step = 0;
  let change = 0;
  for (let i = start; i < end; i++) {
    code = at & 1 ? octets[at >> 1] & 15 : octets[at >> 1] >> 4;
    step = STEPS[index];
    change = step >> 3;
    if (code & 4) change += step;
    if (code & 2) change += step >> 1;
    if (code & 1) change += step >> 2;
    predicted += code & 8 ? -change : change;
    if (predicted > 32767) predicted = 32767;
    else if (predicted < -32768) predicted = -32768;
    index += MOVES[code & 7];
    if (index < 0) index = 0;
    else if (index > MOST_INDEX) index = MOST_INDEX;
    frame[i] = predicted;
    at++;
  }
  state[PREDICTED] = predicted;
  state[STEP_INDEX] = index;
}
