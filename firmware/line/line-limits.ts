/** What a line must be like, and what is wrong with one that has been measured: the five metallic loop tests of GR-909. */
import { frozen } from "../base/frozen.js";

/** V, V rms, ohms, ringer equivalence; Infinity where it is more than can be measured, null where it was not measured. */
export type LineFigures = {
  readonly foreignVolts: number | null;
  readonly foreignVoltsAlternating: number | null;
  readonly tipRing: number | null;
  readonly tipGround: number | null;
  readonly ringGround: number | null;
  readonly ringers: number | null;
};

export type LineComplaint =
  | "hazardous"
  | "foreign"
  | "receiver-off"
  | "tip-ring"
  | "tip-ground"
  | "ring-ground"
  | "no-bell"
  | "many-bells";

type Limit = {
  readonly complaint: LineComplaint;
  readonly figure: keyof LineFigures;
  readonly bad: "above" | "below";
  readonly limit: number;
  /** Of the five tests, as Silicon Labs AN273 section 2 counts them after GR-909. */
  readonly test: 1 | 2 | 3 | 4 | 5;
};

const limit = (
  test: Limit["test"],
  complaint: LineComplaint,
  figure: keyof LineFigures,
  bad: Limit["bad"],
  limit: number,
): Limit => ({ complaint, figure, bad, limit, test });

/** Of those for one figure, the first that it breaks counts. */
export const LINE_LIMITS: readonly Limit[] = frozen([
  limit(1, "hazardous", "foreignVolts", "above", 135),
  limit(1, "hazardous", "foreignVoltsAlternating", "above", 50),
  limit(2, "foreign", "foreignVolts", "above", 6),
  limit(2, "foreign", "foreignVoltsAlternating", "above", 10),
  // a receiver that is off is no fault of the wires: about 2.5 kilohms tell them apart
  limit(4, "receiver-off", "tipRing", "below", 2500),
  limit(3, "tip-ring", "tipRing", "below", 150_000),
  limit(3, "tip-ground", "tipGround", "below", 150_000),
  limit(3, "ring-ground", "ringGround", "below", 150_000),
  limit(5, "no-bell", "ringers", "below", 0.175),
  limit(5, "many-bells", "ringers", "above", 5),
]);

/** Worst first, each once. */
export function complaintsOf(figures: LineFigures): readonly LineComplaint[] {
  const complaints: LineComplaint[] = [];
  const judged: (keyof LineFigures)[] = [];
  for (const { complaint, figure, bad, limit } of LINE_LIMITS) {
    const value = figures[figure];
    if (value === null || judged.includes(figure) || (bad === "above" ? value <= limit : value >= limit)) continue;
    judged.push(figure);
    if (!complaints.includes(complaint)) complaints.push(complaint);
  }
  return complaints;
}
