/** Dials a number as a person would, in virtual time, and says what became of it. */
import { Dialling, type DialPlanOptions, type Verdict } from "../../../firmware/dialplan/dial-plan.js";
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";

const KEY_TIME = 200;

type Wishes = Partial<DialPlanOptions> & { readonly services?: readonly string[] };

export function dialling(plan: string, { services, ...options }: Wishes = {}): Dialling {
  const parsed = parseDialPlan(plan);
  if (isRefusal(parsed)) throw new Error(`${plan}: column ${parsed.column}: ${parsed.reason}`);
  const usual = { longTimer: 10_000, shortTimer: 3000, sendIncomplete: false, emergency: [] };
  return new Dialling({ plan: parsed, ...usual, ...options }, services);
}

export type Outcome = {
  verdict: Verdict;
  /** Keys pressed before it was decided, and ms from the last of them (or from off hook). */
  keys: number;
  after: number;
  /** After which keys the outside tone began. */
  outside: string[];
};

/** Off hook, all `keys` one by one, then waiting for whatever comes. */
export function dialled(plan: string, keys: string, options: Wishes = {}): Outcome {
  const machine = dialling(plan, options);
  let now = 1000;
  let last = now;
  const outside: string[] = [];
  let verdict = machine.start(now);
  let pressed = 0;
  for (const key of keys) {
    if (verdict.verdict !== "more") break;
    if (verdict.tone === "outside") outside.push(keys.slice(0, pressed));
    now += KEY_TIME;
    last = now;
    verdict = machine.key(key, now);
    pressed++;
  }
  if (verdict.verdict === "more" && verdict.tone === "outside") outside.push(keys.slice(0, pressed));
  while (verdict.verdict === "more") {
    const due = machine.deadline;
    if (machine.poll(due - 1).verdict !== "more") throw new Error("decided before its deadline");
    now = due;
    verdict = machine.poll(now);
  }
  return { verdict, keys: pressed, after: now - last, outside };
}
