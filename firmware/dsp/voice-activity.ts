/**
 * Does somebody speak? A frame is speech when any quarter of it stands out of the background, by its energy or by that
 * of its hiss (the difference from sample to sample), which is where an f or an s begins; and for a while after one.
 *
 *   speech ______|‾‾‾‾‾‾‾‾|___________|‾|____      a short sound is held for 60 ms,
 *   active ______|‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|____|‾‾‾‾|_      speech for 200 ms: words end softly
 */
import { frozen } from "../base/frozen.js";
import { quarterEnergies } from "./quarters.js";
import { ENERGIES, QUARTER } from "./span.js";

/** The energy of a quarter of a level in dBm0, in 1/32. */
const energyAt = (dbm0: number) => ((22826 * 10 ** (dbm0 / 20)) ** 2 * QUARTER) / 64;

export type SilenceThreshold = "low" | "medium" | "high";

/** How far speech must stand out of the background, in dB, and how loud it must be at least, in dBm0. */
const THRESHOLDS: { readonly [name in SilenceThreshold]: { readonly above: number; readonly least: number } } = frozen({
  low: { above: 5, least: -60 },
  medium: { above: 7, least: -54 },
  high: { above: 10, least: -48 },
});

/** The background is at least, and at first, and at most this loud. */
const LEAST_FLOOR = energyAt(-78);
const FIRST_FLOOR = energyAt(-60);
const MOST_FLOOR = energyAt(-30);

/** Frames of speech after which it is more than a click, and frames that follow the one and the other. */
const WORD = 4;
const WORD_HANGOVER = 10;
const CLICK_HANGOVER = 3;

/** What lasts this many frames and never falls silent is background: 2 s without a quarter as soft as a pause. */
const STEADY = 100;
/** The softest quarter of those is this part of the loudest. */
const STEADY_RANGE = 1 / 8;

export class VoiceActivity {
  readonly #above: number;
  readonly #least: number;
  readonly #energies = new Int32Array(ENERGIES);
  readonly #floors = new Float64Array(2);
  /** Least and most of both energies since the last look at what is steady. */
  readonly #softest = new Float64Array(2);
  readonly #loudest = new Float64Array(2);
  #last = 0;
  #frames = 0;
  #spoken = 0;
  #hangover = 0;

  constructor(threshold: SilenceThreshold) {
    const { above, least } = THRESHOLDS[threshold];
    this.#above = 10 ** (above / 10);
    this.#least = energyAt(least);
    this.reset();
  }

  /** Another line, another background. */
  reset(): void {
    this.#floors.fill(FIRST_FLOOR);
    this.#softest.fill(MOST_FLOOR);
    this.#loudest.fill(0);
    this.#frames = 0;
    this.#spoken = 0;
    this.#hangover = 0;
  }

  /** The background's level in dBm0. */
  get floor(): number {
    return 10 * Math.log10((64 * this.#floors[0]) / QUARTER / (22826 * 22826));
  }

  /** True while somebody speaks, and a little longer. */
  hear(frame: Int16Array): boolean {
    const energies = this.#energies;
    this.#last = quarterEnergies(frame, this.#last, energies);
    let speech = false;
    for (let i = 0; i < ENERGIES; i++) {
      const kind = i & 1;
      const energy = energies[i];
      if (energy > this.#least && energy > this.#above * this.#floors[kind]) speech = true;
    }
    this.#follow(speech);
    if (speech) {
      this.#spoken++;
      this.#hangover = Math.max(this.#hangover, this.#spoken >= WORD ? WORD_HANGOVER : CLICK_HANGOVER);
      return true;
    }
    this.#spoken = 0;
    if (this.#hangover === 0) return false;
    this.#hangover--;
    return true;
  }

  /** The background: what is left when speech is taken away, followed down quickly and up slowly. */
  #follow(speech: boolean): void {
    const energies = this.#energies;
    const floors = this.#floors;
    for (let i = 0; i < ENERGIES; i++) {
      const kind = i & 1;
      const energy = energies[i];
      const floor = floors[kind];
      if (energy < this.#softest[kind]) this.#softest[kind] = energy;
      if (energy > this.#loudest[kind]) this.#loudest[kind] = energy;
      if (energy < floor / 2) floors[kind] = Math.max(LEAST_FLOOR, floor - floor / 8);
      else if (!speech) floors[kind] = Math.min(MOST_FLOOR, floor + (energy - floor) / 64);
    }
    if (++this.#frames < STEADY) return;
    for (let kind = 0; kind < 2; kind++) {
      if (this.#softest[kind] > STEADY_RANGE * this.#loudest[kind] && this.#softest[kind] > floors[kind])
        floors[kind] = Math.min(MOST_FLOOR, (this.#softest[kind] + this.#loudest[kind]) / 2);
      this.#softest[kind] = MOST_FLOOR;
      this.#loudest[kind] = 0;
    }
    this.#frames = 0;
  }
}
