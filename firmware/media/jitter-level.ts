/**
 * `Network_Jitter_Level` and `Jitter_Buffer_Adjustment` as depths: how long the most punctual packets wait, in ms.
 * A depth that moves begins low and follows the network between its bounds; one that does not grow begins deep enough.
 */
import { frozen } from "../base/frozen.js";

export type JitterLevel = "low" | "medium" | "high" | "very high" | "extremely high";
/** Which way the depth may change while a stream goes on. */
export type JitterAdjustment = "up and down" | "up only" | "down only" | "disable";

export type JitterOptions = {
  /** Depth held at least, and at most, in ms; a frame of 20 ms is always held. */
  readonly least: number;
  readonly most: number;
  /** Depth a stream begins with. */
  readonly first: number;
  /** One packet in so many may be late. */
  readonly outliers: number;
  readonly adjustment: JitterAdjustment;
};

type Row = {
  readonly least: number;
  readonly most: number;
  readonly first: number;
  /** Where the depth must not grow. */
  readonly fixed: number;
  readonly outliers: number;
};

const LEVELS: { readonly [level in JitterLevel]: Row } = frozen({
  low: { least: 20, most: 80, first: 20, fixed: 40, outliers: 20 },
  medium: { least: 20, most: 140, first: 20, fixed: 60, outliers: 33 },
  high: { least: 20, most: 200, first: 20, fixed: 100, outliers: 50 },
  "very high": { least: 40, most: 250, first: 60, fixed: 140, outliers: 100 },
  "extremely high": { least: 60, most: 300, first: 100, fixed: 200, outliers: 200 },
});

export function jitterFor(level: JitterLevel, adjustment: JitterAdjustment): JitterOptions {
  const { least, most, first, fixed, outliers } = LEVELS[level];
  const grows = adjustment === "up and down" || adjustment === "up only";
  return { least, most, first: grows ? first : fixed, outliers, adjustment };
}
