/** Speech as IMA ADPCM, by the same steps that its receiver takes. */
import { decodeAdpcm } from "../firmware/dsp/adpcm.js";
import { ADPCM_STATE, PREDICTED, STEP_INDEX, STEPS } from "../firmware/dsp/adpcm-state.js";

export function encodeAdpcm(samples: Int16Array): Uint8Array {
  const octets = new Uint8Array((samples.length + 1) >> 1);
  const state = new Int32Array(ADPCM_STATE);
  const sample = new Int16Array(1);
  for (let at = 0; at < samples.length; at++) {
    const code = codeFor(samples[at] - state[PREDICTED], STEPS[state[STEP_INDEX]]);
    octets[at >> 1] |= at & 1 ? code : code << 4;
    decodeAdpcm(octets, at, state, sample, 0, 1);
  }
  return octets;
}

/** The code whose change comes nearest from below. */
function codeFor(difference: number, step: number): number {
  const quarters = Math.min(7, Math.floor((Math.abs(difference) * 4) / step));
  return difference < 0 ? 8 | quarters : quarters;
}
