/** A Sipura dial plan, `L:8,S:4,(sequence|sequence|...)`, read whole: the language of the PAP2T's `Dial_Plan[n]`. */

import { type DialPlanRefusal, Reader } from "./reader.js";
import { type KnownSteps, readSeconds, readSequence, type Sequence } from "./sequence.js";

export type DialPlan = {
  readonly sequences: readonly Sequence[];
  /** The plan's own timers (`L:`, `S:`) in ms, or null where it leaves them to the settings. */
  readonly longTimer: number | null;
  readonly shortTimer: number | null;
};

/** Characters and sequences of one plan; no sequence has more steps than characters. */
export const MAX_PLAN = 2048;
export const MAX_SEQUENCES = 512;

export function isRefusal(plan: DialPlan | DialPlanRefusal): plan is DialPlanRefusal {
  return "reason" in plan;
}

/** The plan, or the first place where the text is none. */
export function parseDialPlan(text: string): DialPlan | DialPlanRefusal {
  if (text.length > MAX_PLAN) return { column: MAX_PLAN + 1, reason: `longer than ${MAX_PLAN} characters` };
  const reader = new Reader(text);
  const plan = readPlan(reader);
  return plan && !reader.refusal ? plan : (reader.refusal ?? { column: 1, reason: "no dial plan" });
}

function readPlan(reader: Reader): DialPlan | null {
  let longTimer: number | null = null;
  let shortTimer: number | null = null;
  while (reader.peek() === "L" || reader.peek() === "S") {
    const timer = reader.next();
    if (!reader.skip(":")) return reader.refuseNext(`: after ${timer}`);
    const at = reader.at;
    const ms = readSeconds(reader, reader.until(",("), at);
    if (ms === null) return null;
    if (timer === "L") longTimer = ms;
    else shortTimer = ms;
    if (!reader.skip(",")) return reader.refuseNext(", after a timer of the plan");
  }
  if (!reader.skip("(")) return reader.refuseNext("(");
  const sequences: Sequence[] = [];
  const known: KnownSteps = new Map();
  do {
    const at = reader.at;
    const sequence = readSequence(reader, known);
    if (!sequence) return null;
    if (sequences.length === MAX_SEQUENCES) return reader.refuse(`more than ${MAX_SEQUENCES} sequences`, at);
    sequences.push(sequence);
  } while (reader.skip("|"));
  if (!reader.skip(")")) return reader.refuseNext(")");
  if (reader.peek()) return reader.refuse("nothing may follow the closing )");
  return { sequences, longTimer, shortTimer };
}
