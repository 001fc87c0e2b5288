/**
 * Silence that is not sent, but told of (RFC 3389 sections 4 and 5): what the background is when somebody falls silent,
 * when it changes, and now and then, for nobody must think us gone.
 *
 *   voice |‾‾‾‾‾|_____________________|‾‾‾‾
 *   told         *     *            *
 */
import { NoiseAnalysis } from "../dsp/comfort-noise.js";
import { type SilenceThreshold, VoiceActivity } from "../dsp/voice-activity.js";

/** Coefficients told of the spectrum. */
const COEFFICIENTS = 6;
/** Octets of a payload. */
export const LONGEST_NOISE = 1 + COEFFICIENTS;
/** Frames between two of them, at least and at most: 200 ms and 5 s. */
const SOONEST = 10;
const LATEST = 250;
/** The first one waits until the background is known: 40 ms. */
const FIRST = 2;

export class SilenceTx {
  /** There is something to tell: `describe`. */
  due = false;
  readonly #activity: VoiceActivity;
  readonly #noise = new NoiseAnalysis(COEFFICIENTS);
  /** Frames of silence since it began, or since it was told of. */
  #frames = 0;
  #told = false;

  constructor(threshold: SilenceThreshold) {
    this.#activity = new VoiceActivity(threshold);
  }

  /** A frame of what the telephone says: true while it is to be sent. */
  hear(frame: Int16Array): boolean {
    const noise = this.#noise;
    if (this.#activity.hear(frame)) {
      if (this.#frames > 0 || this.#told) this.reset();
      return true;
    }
    noise.hear(frame);
    const frames = ++this.#frames;
    if (!this.#told) this.due = frames >= FIRST;
    else if (frames >= LATEST || (frames >= SOONEST && noise.changed)) this.due = true;
    return false;
  }

  /** Writes the payload; returns its length. */
  describe(into: Uint8Array, start: number): number {
    this.due = false;
    this.#told = true;
    this.#frames = 0;
    return this.#noise.describe(into, start);
  }

  /** What was silent is so no more. */
  reset(): void {
    this.due = false;
    this.#told = false;
    this.#frames = 0;
    this.#noise.reset();
  }
}
