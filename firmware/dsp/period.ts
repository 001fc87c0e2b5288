/** The last period of what was heard: found, cut out, repeated, and joined to what comes before and after. */
import { HISTORY, LONGEST_LAG, SHORTEST_LAG, WINDOW } from "./pitch.js";

/** Cuts out the last period of the history and makes its end lead into its beginning; returns its length. */
export function cutPeriod(history: Int16Array, scaled: Int16Array, period: Int16Array): number {
  const lag = pitchOf(history, scaled);
  const overlap = lag >> 2;
  const start = HISTORY - lag;
  for (let i = 0; i < lag; i++) period[i] = history[start + i];
  let late = 0;
  for (let i = 1; i <= overlap; i++) {
    late = history[HISTORY - overlap + i - 1];
    period[lag - overlap + i - 1] = late + ((((history[start - overlap + i - 1] - late) * i) / overlap) | 0);
  }
  return lag;
}

/** Fills a block from the `lag` samples of a period, the one at `from` first; the gain in Q15 falls by `step` a sample. */
export function repeatPeriod(
  period: Int16Array,
  lag: number,
  from: number,
  gain: number,
  step: number,
  block: Int16Array,
): void {
  const length = block.length;
  let at = from;
  let left = gain;
  for (let i = 0; i < length; i++) {
    block[i] = (period[at] * left) >> 15;
    if (++at === lag) at = 0;
    left = left > step ? left - step : 0;
  }
}

/** Takes away the step between the last sample of the history and the first one repeated. */
export function smoothJoint(history: Int16Array, lag: number, block: Int16Array): void {
  const overlap = lag >> 2;
  const step = history[HISTORY - 1] - history[HISTORY - lag - 1];
  let sample = 0;
  for (let i = 0; i < overlap; i++) {
    sample = block[i] + (((step * (overlap - i)) / (overlap + 1)) | 0);
    block[i] = sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample;
  }
}

/** Fades from one block to another over its first `length` samples; the result is left in `to`. */
export function blend(from: Int16Array, to: Int16Array, length: number): void {
  for (let i = 0; i < length; i++) to[i] = from[i] + ((((to[i] - from[i]) * (i + 1)) / (length + 1)) | 0);
}

/**
 * The lag at which the history resembles itself most (normalised cross-correlation of the last 20 ms): first every
 * second sample at every second lag, then around the best. `scaled` is room of the same length.
 */
export function pitchOf(history: Int16Array, scaled: Int16Array): number {
  // nine bits and a sign, so that 160 products are exact in 26 bits, and their square in 52
  let bits = 0;
  let sample = 0;
  for (let i = 0; i < HISTORY; i++) {
    sample = history[i];
    bits |= sample < 0 ? ~sample : sample;
  }
  const shift = Math.max(0, 23 - Math.clz32(bits));
  for (let i = 0; i < HISTORY; i++) scaled[i] = history[i] >> shift;
  let energy = energyAt(scaled, SHORTEST_LAG, 2);
  let best = LONGEST_LAG;
  let most = 0;
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 2) {
    if (lag > SHORTEST_LAG) {
      // what lies before the window has moved on by two samples, of which one counts
      const gained = scaled[HISTORY - WINDOW - lag];
      const dropped = scaled[HISTORY - lag];
      energy += gained * gained - dropped * dropped;
    }
    const likeness = likenessOf(correlationAt(scaled, lag, 2), energy);
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  const middle = best;
  most = likenessOf(correlationAt(scaled, middle, 1), energyAt(scaled, middle, 1));
  for (let lag = middle - 1; lag <= middle + 1; lag += 2) {
    if (lag < SHORTEST_LAG || lag > LONGEST_LAG) continue;
    const likeness = likenessOf(correlationAt(scaled, lag, 1), energyAt(scaled, lag, 1));
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  return best;
}

/** Of the window with what lies `lag` before it, one sample in `step`. */
function correlationAt(scaled: Int16Array, lag: number, step: number): number {
  let correlation = 0;
  for (let i = HISTORY - WINDOW; i < HISTORY; i += step) correlation += scaled[i] * scaled[i - lag];
  return correlation;
}

/** Of what lies `lag` before the window; never 0. */
function energyAt(scaled: Int16Array, lag: number, step: number): number {
  const end = HISTORY - lag;
  let energy = 1;
  for (let i = end - WINDOW; i < end; i += step) energy += scaled[i] * scaled[i];
  return energy;
}

/** Correlation squared by energy; 0 when the two go against each other. */
const likenessOf = (correlation: number, energy: number) =>
  correlation <= 0 ? 0 : Math.floor((correlation * correlation) / energy);
