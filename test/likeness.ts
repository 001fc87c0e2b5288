/** How like two sounds are, at the shift that likens them best. */

/** `delay` in samples: how much later `heard` has it. */
export type Likeness = { readonly correlation: number; readonly delay: number };

/** Looks for `spoken` in `heard`, up to `most` samples late, coarsely first. */
export function likeness(spoken: Int16Array, heard: Int16Array, most = 4000): Likeness {
  let best = { correlation: 0, delay: 0 };
  for (let delay = 0; delay <= Math.min(most, heard.length - 1); delay += 2) {
    const correlation = at(spoken, heard, delay, 16);
    if (correlation > best.correlation) best = { correlation, delay };
  }
  const coarse = best.delay;
  best = { correlation: 0, delay: coarse };
  for (let delay = Math.max(0, coarse - 4); delay <= coarse + 4; delay++) {
    const correlation = at(spoken, heard, delay, 1);
    if (correlation > best.correlation) best = { correlation, delay };
  }
  return best;
}

/** Normalised correlation over every `step`th sample. */
function at(spoken: Int16Array, heard: Int16Array, delay: number, step: number): number {
  const end = Math.min(spoken.length, heard.length - delay);
  let [product, one, other] = [0, 0, 0];
  for (let i = 0; i < end; i += step) {
    const [a, b] = [spoken[i], heard[i + delay]];
    product += a * b;
    one += a * a;
    other += b * b;
  }
  return one > 0 && other > 0 ? product / Math.sqrt(one * other) : 0;
}
