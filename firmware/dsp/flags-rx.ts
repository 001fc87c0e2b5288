/**
 * The flags of HDLC at 300 bit/s, 0111 1110 over and over, in the upper channel of V.21: 1650 Hz for a one and 1850 Hz for
 * a zero. The stronger one of the two is looked for every millisecond; how long each prevails makes the flag.
 *
 *   ones  __|‾‾‾‾‾‾‾‾‾‾‾‾|____|‾‾‾‾‾‾‾‾‾‾‾‾|____      six bits, 20 ms;  two bits, 6.7 ms, or one shared by two flags
 */
import { waveOf } from "./correlate.js";
import { correlateSteps } from "./correlate-steps.js";

const FRAME = 160;
const STEP = 8;
const STEPS = 20;

/** Steps that are looked at together: a little less than a bit of 26.7 samples. */
const WINDOW = 3;

/** Both frequencies have whole turns in a frame, so that their phases go on from one to the next. */
const ONE = waveOf(1650, FRAME);
const ZERO = waveOf(1850, FRAME);

/** `energyOf` what is looked at together, for its squared correlation. */
const ENERGY = 512 / (WINDOW * STEP * 32767 * 32767);

/** So much of the energy of a frame is in the stronger one of the two, on average. */
const PURITY = 0.5;

/** Steps that six ones last, and one or two zeros. */
const LEAST_ONES = 18;
const MOST_ONES = 22;
const LEAST_ZEROS = 2;
const MOST_ZEROS = 9;
/** Nothing lasts longer in flags or in what follows them. */
const LONGEST = 40;

const FLAGS = 6;

export class FlagsRx {
  /** Cosine and sine parts of each step of a frame, after the last ones of the frame before. */
  readonly #ones = new Int32Array(2 * (WINDOW - 1 + STEPS));
  readonly #zeros = new Int32Array(2 * (WINDOW - 1 + STEPS));
  #one = false;
  #run = 0;
  #flags = 0;
  #told = false;

  reset(): void {
    this.#run = 0;
    this.#flags = 0;
    this.#told = false;
  }

  /** A frame of silence. */
  rest(): false {
    this.reset();
    return false;
  }

  /** A frame, of which `energyOf` is known; true when flags have just been found. */
  hear(frame: Int16Array, energy: number): boolean {
    const ones = this.#ones;
    const zeros = this.#zeros;
    ones.copyWithin(0, 2 * STEPS);
    zeros.copyWithin(0, 2 * STEPS);
    correlateSteps(frame, ONE, ones, 2 * (WINDOW - 1));
    correlateSteps(frame, ZERO, zeros, 2 * (WINDOW - 1));
    let explained = 0;
    let found = false;
    // what is under the window, moved on by one step at a time
    let oneRe = ones[0] + ones[2];
    let oneIm = ones[1] + ones[3];
    let zeroRe = zeros[0] + zeros[2];
    let zeroIm = zeros[1] + zeros[3];
    for (let at = 0; at < 2 * STEPS; at += 2) {
      oneRe += ones[at + 4];
      oneIm += ones[at + 5];
      zeroRe += zeros[at + 4];
      zeroIm += zeros[at + 5];
      const one = oneRe * oneRe + oneIm * oneIm;
      const zero = zeroRe * zeroRe + zeroIm * zeroIm;
      const more = one > zero;
      explained += more ? one : zero;
      if (more === this.#one && this.#run < LONGEST) this.#run++;
      else if (this.#turn(more)) found = true;
      oneRe -= ones[at];
      oneIm -= ones[at + 1];
      zeroRe -= zeros[at];
      zeroIm -= zeros[at + 1];
    }
    // a window is longer than the step it stands for
    if (explained * ENERGY < PURITY * WINDOW * energy) {
      this.reset();
      return false;
    }
    if (!found || this.#told) return false;
    this.#told = true;
    return true;
  }

  /** The other one prevails from here on, or it has been long; true when there are flags enough. */
  #turn(one: boolean): boolean {
    const run = this.#run;
    const fits = this.#one ? run >= LEAST_ONES && run <= MOST_ONES : run >= LEAST_ZEROS && run <= MOST_ZEROS;
    if (!fits) {
      this.#flags = 0;
      if (run >= LONGEST) this.#told = false;
    } else if (this.#one) this.#flags++;
    this.#one = one;
    this.#run = 1;
    return this.#flags >= FLAGS;
  }
}
