/** A tone of one to six components in a cadence, as samples. */
import { CadenceCounter } from "./cadence.js";
import { OSCILLATOR, PEAK, peakOf, RATE, STEP, stepOf } from "./oscillator.js";
import { addSine } from "./sine.js";

/** `components` of a segment are places in the tone's own list; durations in ms, Infinity for ever. */
export type ToneScript = {
  readonly components: readonly { readonly hertz: number; readonly dbm: number }[];
  readonly sections: readonly {
    readonly duration: number;
    readonly segments: readonly {
      readonly on: number;
      readonly off: number;
      readonly components: readonly number[];
    }[];
  }[];
};

export class ToneTx {
  readonly #oscillators: Int32Array;
  readonly #sections: ToneScript["sections"];
  readonly #cadence: CadenceCounter;

  constructor({ components, sections }: ToneScript) {
    this.#oscillators = new Int32Array(OSCILLATOR * components.length);
    for (let i = 0; i < components.length; i++) {
      this.#oscillators[OSCILLATOR * i + STEP] = stepOf(components[i].hertz);
      this.#oscillators[OSCILLATOR * i + PEAK] = peakOf(components[i].dbm);
    }
    this.#sections = sections;
    this.#cadence = new CadenceCounter(sections, RATE / 1000);
  }

  /** The script has come to its end: silence from here on. */
  get done(): boolean {
    return this.#cadence.done;
  }

  /** The tone in place of what was in the frame. */
  fill(frame: Int16Array): void {
    frame.fill(0);
    this.mix(frame);
  }

  /** The tone on top of what is in the frame. */
  mix(frame: Int16Array): void {
    const cadence = this.#cadence;
    const oscillators = this.#oscillators;
    const length = frame.length;
    let at = 0;
    while (at < length) {
      const end = Math.min(at + cadence.left, length);
      if (cadence.on) {
        const { components } = this.#sections[cadence.section].segments[cadence.segment];
        for (let i = 0; i < components.length; i++) addSine(frame, at, end, oscillators, OSCILLATOR * components[i]);
      }
      cadence.advance(end - at);
      at = end;
    }
  }
}
