/** The ringing generator: from hertz, volts and shape to what the registers want. */

import type { LineDrive } from "../slic.js";
import { frozen } from "./frozen.js";
import { Ringing, Step } from "./registers.js";

export type RingingSettings = Pick<LineDrive, "ringHertz" | "ringVolts" | "ringWaveform"> & {
  /** V of direct voltage under the ringing. */
  readonly offset?: number;
};

export type RingingRegisters = {
  readonly control: number;
  readonly RCO: number;
  readonly RNGX: number;
  readonly RNGY: number;
  readonly ROFF: number;
  /** DR74, 1.5 V a step. */
  readonly highBattery: number;
  /** Ring trip: the filter, and DR70, 1.25 ms a step. */
  readonly NRTP: number;
  readonly debounce: number;
};

/** V of a full-scale sample of the generator. */
const FULL_SCALE = 96;
const SINE_RATE = 1000;
const TRAPEZOID_RATE = 8000;
/** Peak over rms of the trapezoid. */
const CREST = 1.3;
const LEAST_HERTZ = 15;
const MOST_HERTZ = 100;
const MOST_PEAK = 90;
/** V that the battery has to stand above the peak, and the most and the least it can be, in steps. */
const HEADROOM = 7.5;
const MOST_BATTERY = 0x3f;
const LEAST_BATTERY = 0x32;

/** Hz, NRTP and debounce: slower ringing is looked at for longer. */
const TRIP: readonly (readonly [hertz: number, filter: number, debounce: number])[] = frozen([
  [16.67, 0x0200, 0x0f],
  [20, 0x0320, 0x0b],
  [25, 0x0350, 0x0a],
  [30, 0x0380, 0x09],
  [40, 0x0400, 0x07],
  [50, 0x06a8, 0x05],
  [60, 0x0800, 0x05],
]);

/** `ringVolts` is the peak, as the PAP2T counts; out of reach is brought into it. */
export function ringingOf({ ringHertz, ringVolts, ringWaveform, offset = 0 }: RingingSettings): RingingRegisters {
  const hertz = within(ringHertz, LEAST_HERTZ, MOST_HERTZ);
  const peak = within(ringVolts, 0, MOST_PEAK - Math.abs(offset));
  const highest = peak + Math.abs(offset) + HEADROOM;
  const [NRTP, debounce] = tripOf(hertz);
  const shape = ringWaveform === "sinusoid" ? sine(hertz, peak) : trapezoid(hertz, peak);
  return {
    control: (ringWaveform === "trapezoid" ? Ringing.TRAPEZOID : 0) | (offset !== 0 ? Ringing.OFFSET : 0),
    ...shape,
    ROFF: Math.round((offset / FULL_SCALE) * 2 ** 15) & 0xffff,
    highBattery: within(Math.ceil(highest / Step.VOLTS), LEAST_BATTERY, MOST_BATTERY),
    NRTP,
    debounce,
  };
}

function sine(hertz: number, peak: number) {
  const coefficient = Math.cos((2 * Math.PI * hertz) / SINE_RATE);
  const start = Math.sqrt((1 - coefficient) / (1 + coefficient)) / 4;
  return {
    RCO: Math.round(coefficient * 2 ** 15),
    RNGX: Math.round(start * 2 ** 15 * (peak / FULL_SCALE)),
    RNGY: 0,
  };
}

function trapezoid(hertz: number, peak: number) {
  const RNGX = Math.min(0x7fff, Math.round((peak / FULL_SCALE) * 2 ** 15));
  const rise = (3 / 4 / hertz) * (1 - 1 / CREST ** 2);
  return {
    RCO: Math.round((2 * RNGX) / (rise * TRAPEZOID_RATE)),
    RNGX,
    RNGY: Math.round(TRAPEZOID_RATE / hertz / 2),
  };
}

/** Between two rows, in a straight line. */
function tripOf(hertz: number): [filter: number, debounce: number] {
  let below = TRIP[0];
  for (const row of TRIP) {
    if (row[0] >= hertz) {
      const part = row === below ? 0 : (hertz - below[0]) / (row[0] - below[0]);
      return [Math.round(below[1] + part * (row[1] - below[1])), Math.round(below[2] + part * (row[2] - below[2]))];
    }
    below = row;
  }
  return [below[1], below[2]];
}

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
