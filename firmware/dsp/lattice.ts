/** Noise with a spectrum: white noise through a lattice of reflections (RFC 3389 section 3.2). */
import { CHANCE, ORDER, PEAK, REFLECTIONS, STAGES } from "./lattice-state.js";

/** White noise through the lattice, in halves of a sample: no stage is louder than the last one, which is heard. */
export function fillNoise(lattice: Int32Array, frame: Int16Array): void {
  const order = lattice[ORDER];
  const peak = lattice[PEAK];
  const length = frame.length;
  let chance = lattice[CHANCE];
  for (let i = 0; i < length; i++) {
    chance = (Math.imul(chance, 1664525) + 1013904223) | 0;
    const one = chance >> 16;
    chance = (Math.imul(chance, 1664525) + 1013904223) | 0;
    let forward = ((one + (chance >> 16)) * peak) >> 17;
    for (let stage = order - 1; stage >= 0; stage--) {
      const reflection = lattice[REFLECTIONS + stage];
      const behind = lattice[STAGES + stage];
      forward -= (Math.imul(reflection, behind) + 0x4000) >> 15;
      lattice[STAGES + stage + 1] = behind + ((Math.imul(reflection, forward) + 0x4000) >> 15);
    }
    lattice[STAGES] = forward;
    const sample = (forward + 1) >> 1;
    frame[i] = sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample;
  }
  lattice[CHANCE] = chance;
}
