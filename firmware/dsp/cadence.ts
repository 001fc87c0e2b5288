/** A cadence counted through: sections that last, segments of on and off that repeat while they do. */

/** All in ms, Infinity for ever. */
export type CadenceScript = readonly {
  readonly duration: number;
  readonly segments: readonly { readonly on: number; readonly off: number }[];
}[];

/** Stands on one stretch of on or off at a time. Stretches of no length are passed over. */
export class CadenceCounter {
  readonly #script: CadenceScript;
  readonly #unitsPerMs: number;
  #sectionLeft = 0;
  section = 0;
  segment = 0;
  on = false;
  /** Units until the stretch ends; Infinity when it does not. */
  left = 0;
  /** The last section is over: silence from here on. */
  done = false;

  /** Counts ms, or samples with 8 units in each of them. */
  constructor(script: CadenceScript, unitsPerMs: number) {
    this.#script = script;
    this.#unitsPerMs = unitsPerMs;
    this.#enter(0);
  }

  /** At most `left` units at a time. */
  advance(units: number): void {
    this.left -= units;
    this.#sectionLeft -= units;
    if (this.left > 0) return;
    if (this.#sectionLeft > 0) this.#next();
    else this.#enter(this.section + 1);
  }

  #enter(section: number): void {
    const script = this.#script;
    let entered = section;
    while (entered < script.length && script[entered].duration <= 0) entered++;
    this.section = entered;
    this.segment = 0;
    if (entered === script.length) {
      this.done = true;
      this.on = false;
      this.left = Number.POSITIVE_INFINITY;
      return;
    }
    const { duration, segments } = script[entered];
    this.#sectionLeft = duration * this.#unitsPerMs;
    let period = 0;
    for (const { on, off } of segments) period += on + off;
    if (period > 0) {
      this.segment = segments.length - 1;
      this.on = false;
      this.#next();
    } else {
      this.on = false;
      this.left = this.#sectionLeft;
    }
  }

  #next(): void {
    const { segments } = this.#script[this.section];
    let left = 0;
    while (left <= 0) {
      if (!this.on) this.segment = this.segment + 1 < segments.length ? this.segment + 1 : 0;
      this.on = !this.on;
      left = (this.on ? segments[this.segment].on : segments[this.segment].off) * this.#unitsPerMs;
    }
    this.left = Math.min(left, this.#sectionLeft);
  }
}
