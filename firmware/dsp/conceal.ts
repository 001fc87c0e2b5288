/**
 * What to play for a block of 10 ms that was lost: the last pitch period over and over, fading away.
 * Times and lags are those of ITU-T G.711 Appendix I; unlike there nothing is delayed, so the first joint is
 * smoothed after the loss instead of before it.
 */

/** Samples in a block. */
export const BLOCK = 80;

const SHORTEST_LAG = 40;
const LONGEST_LAG = 120;
/** Samples that a lag is judged by. */
const WINDOW = 160;
const HISTORY = WINDOW + LONGEST_LAG;

/** The fade begins after the first block and is over at 60 ms: 20 % in 10 ms, in Q15 a sample. */
const FADE_STEP = 82;
/** The way back to what is real: a quarter of the period, and 4 ms more for each lost block. */
const RETURN_BLOCK = 32;

export class Concealment {
  /** The last 35 ms heard, concealed ones included. */
  readonly #history = new Int16Array(HISTORY);
  readonly #scaled = new Int16Array(HISTORY);
  readonly #period = new Int16Array(LONGEST_LAG);
  readonly #joint = new Int16Array(BLOCK);
  #lag = LONGEST_LAG;
  #at = 0;
  /** Blocks since the last good one. */
  #lost = 0;
  #gain = 0x8000;
  #still = true;

  /** One or two blocks that arrived; their beginning is blended with what was made up before. */
  good(samples: Int16Array): void {
    if (this.#lost > 0) {
      const joint = this.#joint;
      this.#continue(joint);
      blend(joint, samples, Math.min(BLOCK, (this.#lag >> 2) + RETURN_BLOCK * this.#lost));
      this.#lost = 0;
    }
    this.#remember(samples);
    this.#still = false;
  }

  /** Fills a block that did not. */
  lost(block: Int16Array): void {
    if (this.#lost === 0) {
      this.#begin();
      this.#continue(block);
      this.#smooth(block);
    } else this.#continue(block);
    this.#lost++;
    this.#remember(block);
    this.#still = false;
  }

  /** Silence is played, and nothing is missed. */
  rest(): void {
    if (this.#still) return;
    this.#history.fill(0);
    this.#lost = 0;
    this.#still = true;
  }

  #remember(samples: Int16Array): void {
    this.#history.copyWithin(0, samples.length);
    this.#history.set(samples, HISTORY - samples.length);
  }

  /** Cuts out the last period and makes its end lead into its beginning. */
  #begin(): void {
    const history = this.#history;
    const period = this.#period;
    const lag = pitchOf(history, this.#scaled);
    const overlap = lag >> 2;
    const start = HISTORY - lag;
    for (let i = 0; i < lag; i++) period[i] = history[start + i];
    for (let i = 1; i <= overlap; i++) {
      const late = history[HISTORY - overlap + i - 1];
      const early = history[start - overlap + i - 1];
      period[lag - overlap + i - 1] = late + ((((early - late) * i) / overlap) | 0);
    }
    this.#lag = lag;
    this.#at = 0;
    this.#gain = 0x8000;
  }

  /** The next samples of the repeated period; the first block at full level, then ever softer. */
  #continue(block: Int16Array): void {
    const period = this.#period;
    const lag = this.#lag;
    const step = this.#lost === 0 ? 0 : FADE_STEP;
    let at = this.#at;
    let gain = this.#gain;
    for (let i = 0; i < BLOCK; i++) {
      block[i] = (period[at] * gain) >> 15;
      if (++at === lag) at = 0;
      gain = gain > step ? gain - step : 0;
    }
    this.#at = at;
    this.#gain = gain;
  }

  /** Takes away the step between the last sample heard and the first one repeated. */
  #smooth(block: Int16Array): void {
    const overlap = this.#lag >> 2;
    const step = this.#history[HISTORY - 1] - this.#history[HISTORY - this.#lag - 1];
    for (let i = 0; i < overlap; i++) {
      const sample = block[i] + (((step * (overlap - i)) / (overlap + 1)) | 0);
      if (sample > 32767) block[i] = 32767;
      else if (sample < -32768) block[i] = -32768;
      else block[i] = sample;
    }
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
  for (let i = 0; i < HISTORY; i++) bits |= history[i] < 0 ? ~history[i] : history[i];
  const shift = Math.max(0, 23 - Math.clz32(bits));
  for (let i = 0; i < HISTORY; i++) scaled[i] = history[i] >> shift;
  let best = LONGEST_LAG;
  let most = 0;
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 2) {
    const likeness = likenessAt(scaled, lag, 2);
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  const middle = best;
  most = likenessAt(scaled, middle, 1);
  for (let lag = Math.max(SHORTEST_LAG, middle - 1); lag <= Math.min(LONGEST_LAG, middle + 1); lag += 2) {
    const likeness = likenessAt(scaled, lag, 1);
    if (likeness > most) {
      most = likeness;
      best = lag;
    }
  }
  return best;
}

/** Correlation squared by energy; 0 when the two go against each other. */
function likenessAt(scaled: Int16Array, lag: number, step: number): number {
  let correlation = 0;
  let energy = 1;
  for (let i = HISTORY - WINDOW; i < HISTORY; i += step) {
    const sample = scaled[i - lag];
    correlation += scaled[i] * sample;
    energy += sample * sample;
  }
  return correlation <= 0 ? 0 : Math.floor((correlation * correlation) / energy);
}
