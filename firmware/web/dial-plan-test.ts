/** A dial plan tried key by key, without a telephone: which sequences are left, what is waited for, and what comes of it. */
import { DialOptions } from "../config/options.js";
import { Dialling, MAX_KEYS, type Verdict } from "../dialplan/dial-plan.js";
import { isRefusal, parseDialPlan } from "../dialplan/digit-map.js";
import type { Ask } from "./ask.js";
import { json, type Response, refuse } from "./http.js";
import { textIn } from "./json.js";

/** Sequences told of each key: more would not be looked at. */
const MOST_TOLD = 32;
const BLANKS = /\s+/;

type Step = {
  readonly key: string;
  readonly candidates: readonly { readonly sequence: string; readonly state: "open" | "complete" | "dead" }[];
  readonly timer: { readonly name: "short" | "long"; readonly ms: number } | null;
};

export function tryDialPlan({ body, house }: Ask): Response {
  const text = textIn(body, "plan");
  const keys = textIn(body, "keys");
  if (text === undefined || keys === undefined || keys.length > MAX_KEYS + 1)
    return refuse(400, "A plan and the keys to try are wanted.");
  const plan = parseDialPlan(text);
  if (isRefusal(plan)) {
    const { column, reason } = plan;
    return json({ steps: [], result: null, error: { column, reason } });
  }
  const written = sequencesOf(text);
  const run = new Dialling({ ...new DialOptions(house.config, 1), plan });
  let verdict = run.start(0);
  const steps: Step[] = [];
  let told = plan.sequences.map((sequence, at) => ({ sequence, text: written[at] ?? "" }));
  for (const key of keys) {
    if (verdict.verdict !== "more") break;
    // Each key comes at once: only what is waited for after it is told.
    verdict = run.key(key, 0);
    const candidates = told.map(({ sequence, text }) => ({ sequence: text, state: run.standingOf(sequence) }));
    told = told.filter((_, at) => candidates[at].state !== "dead");
    const name = candidates.some(({ state }) => state === "complete") ? "short" : "long";
    const timer = verdict.verdict === "more" ? ({ name, ms: run.deadline } as const) : null;
    steps.push({ key, candidates: candidates.slice(0, MOST_TOLD), timer });
  }
  return json({ steps, result: resultOf(verdict.verdict === "more" ? run.poll(run.deadline) : verdict), error: null });
}

/** The texts of a plan's sequences: in none of them stands a bar or a parenthesis. */
function sequencesOf(text: string): readonly string[] {
  const within = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
  return within.split("|").map((sequence) => sequence.split(BLANKS).join(""));
}

function resultOf(verdict: Verdict) {
  switch (verdict.verdict) {
    case "ready": {
      const { number, route, emergency } = verdict;
      const host = route.kind === "host" ? route.host : route.kind === "gateway" ? `gw${route.gateway}` : null;
      return { number, host, emergency };
    }
    case "service":
      return { service: verdict.code };
    case "refused":
      return { refused: verdict.reason };
    case "more":
      return { refused: "timeout" };
  }
}
