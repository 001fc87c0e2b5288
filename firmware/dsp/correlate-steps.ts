/** How strong a frequency is, millisecond by millisecond of a frame. */

const FRAME = 160;
const STEP = 8;

/** The correlation of each 8 samples of a frame with a wave of the frame's length: cosine and sine parts, in 1/256. */
export function correlateSteps(frame: Int16Array, wave: Int16Array, into: Int32Array, start: number): void {
  for (let step = 0; step < FRAME / STEP; step++) {
    let inPhase = 0;
    let quadrature = 0;
    for (let i = step * STEP; i < (step + 1) * STEP; i++) {
      const sample = frame[i];
      inPhase += (sample * wave[i]) >> 8;
      quadrature += (sample * wave[FRAME + i]) >> 8;
    }
    into[start + 2 * step] = inPhase;
    into[start + 2 * step + 1] = quadrature;
  }
}
