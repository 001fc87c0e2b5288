/** How loud the quarters of a frame are, and how much of that is hiss. */
import { QUARTER, QUARTERS } from "./span.js";

/** The energies of a frame's quarters, in 1/32; `last` is the sample before it. Returns its last sample. */
export function quarterEnergies(frame: Int16Array, last: number, into: Int32Array): number {
  let before = last;
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    let energy = 0;
    let hiss = 0;
    for (let i = quarter * QUARTER; i < (quarter + 1) * QUARTER; i++) {
      const sample = frame[i];
      const difference = (sample - before) >> 1;
      energy += sample * sample;
      hiss += difference * difference;
      before = sample;
    }
    into[2 * quarter] = Math.floor(energy / 32);
    into[2 * quarter + 1] = Math.floor(hiss / 32);
  }
  return before;
}
