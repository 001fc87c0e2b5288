/** The wires of a line: what flows in them now, what a measurement has found, and what is wrong with that. */
import { frozen } from "../base/frozen.js";
import { jsonText } from "../base/json-text.js";
import { complaintsOf, type LineFigures } from "../line/line-limits.js";
import type { Ask } from "./ask.js";
import type { House } from "./house.js";
import { json, nothing, type Response, refuse } from "./http.js";

const REFUSALS = frozen({
  busy: { status: 409, words: "The line is in use." },
  down: { status: 409, words: "The line is out of service." },
  unable: { status: 501, words: "The chips of this board measure no more than the loop." },
} as const);

export function tellMeasurement({ house, line }: Ask): Response {
  const { measuring, offHook, loop } = house.measurement(line);
  return json({ measuring, offHook, loop, ...foundBy(house, line) });
}

/** Begun here; what has been found is told as an event, and by whoever asks. */
export function measureLine({ house, listeners, line }: Ask): Response {
  const outcome = house.measure(line, () => listeners.tell("test", jsonText({ line, ...foundBy(house, line) })));
  if (outcome === "started") return nothing(202);
  const { status, words } = REFUSALS[outcome];
  return refuse(status, words);
}

function foundBy(house: House, line: number) {
  const { report } = house.measurement(line);
  return { figures: report && figuresOf(report), complaints: report && complaintsOf(report) };
}

/** In JSON, where there is no Infinity. */
function figuresOf(report: LineFigures) {
  const { foreignVolts, foreignVoltsAlternating, tipRing, tipGround, ringGround, ringers } = report;
  return {
    foreignVolts: told(foreignVolts),
    foreignVoltsAlternating: told(foreignVoltsAlternating),
    tipRing: told(tipRing),
    tipGround: told(tipGround),
    ringGround: told(ringGround),
    ringers: told(ringers),
  };
}

const told = (figure: number | null) => (figure === Number.POSITIVE_INFINITY ? "over" : figure);
