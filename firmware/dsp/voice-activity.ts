/**
 * Does somebody speak? A frame is speech when any quarter of it stands out of the background, by its energy or by that
 * of its hiss (the difference from sample to sample), which is where an f or an s begins; and for a while after one.
 *
 *   speech ______|‾‾‾‾‾‾‾‾|___________|‾|____      a short sound is held for 60 ms,
 *   active ______|‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|____|‾‾‾‾|_      speech for 200 ms: words end softly
 */
import { frozen } from "../base/frozen.js";
import { lookForVoice } from "./voice-look.js";
import {
  ABOVE,
  energyAt,
  FLOORS,
  FRAMES,
  HANGOVER,
  LEAST,
  LOUDEST,
  MOST_FLOOR,
  QUARTER,
  SOFTEST,
  SPOKEN,
  VOICE_STATE,
} from "./voice-state.js";

export type SilenceThreshold = "low" | "medium" | "high";

/** How far speech must stand out of the background, in dB, and how loud it must be at least, in dBm0. */
const THRESHOLDS: { readonly [name in SilenceThreshold]: { readonly above: number; readonly least: number } } = frozen({
  low: { above: 5, least: -60 },
  medium: { above: 7, least: -54 },
  high: { above: 10, least: -48 },
});

/** The background is at first this loud. */
const FIRST_FLOOR = 256 * energyAt(-60);

export class VoiceActivity {
  readonly #state = new Int32Array(VOICE_STATE);

  constructor(threshold: SilenceThreshold) {
    const { above, least } = THRESHOLDS[threshold];
    this.#state[ABOVE] = Math.round(256 * 10 ** (above / 10));
    this.#state[LEAST] = energyAt(least);
    this.reset();
  }

  /** Another line, another background. */
  reset(): void {
    const state = this.#state;
    for (let kind = 0; kind < 2; kind++) {
      state[FLOORS + kind] = FIRST_FLOOR;
      state[SOFTEST + kind] = MOST_FLOOR >> 8;
      state[LOUDEST + kind] = 0;
    }
    state[FRAMES] = 0;
    state[SPOKEN] = 0;
    state[HANGOVER] = 0;
  }

  /** The background's level in dBm0. */
  get floor(): number {
    return 10 * Math.log10(this.#state[FLOORS] / 4 / QUARTER / (22826 * 22826));
  }

  /** True while somebody speaks, and a little longer. */
  hear(frame: Int16Array): boolean {
    return lookForVoice(frame, this.#state) !== 0;
  }
}
