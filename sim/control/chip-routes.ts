/** Calls to harm the chips of the desk, on a board that has any. */
import type { Wires } from "../../hal/si321x/emulator/world.js";
import { CHIP_FAULTS, type Harm, type Harming } from "../chip-harm.js";
import { json, NO_CONTENT, refuse } from "./answer.js";
import { type Checks, LONGEST_NAME, oneOf, parseBody, range } from "./fields.js";
import type { Outcome, Route } from "./routes.js";

/** Who harms chips, by line. */
export type Harmer = { of(line: number): Harm; change(line: number, harming: Harming): void };

type Check = Checks[string];

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? undefined : check(value);
const MOST = 1e9;
const ohms = orNull(range(0, MOST));
const WIRES: { readonly [wire in keyof Wires]: Check } = {
  ...{ tipRing: ohms, tipGround: ohms, ringGround: ohms },
  ...{ foreignVolts: range(0, 1000), foreignAlternating: range(0, 1000), foreignHertz: range(1, 400) },
  ringers: range(0, 100),
};

function wires(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "is an object";
  for (const [wire, one] of Object.entries(value)) {
    if (!Object.hasOwn(WIRES, wire)) return `has no ${wire.slice(0, LONGEST_NAME)}`;
    const wrong = WIRES[wire as keyof Wires](one);
    if (wrong !== undefined) return `has a ${wire} that ${wrong}`;
  }
  return undefined;
}

const HARMING: Checks = { fault: orNull(oneOf(...CHIP_FAULTS)), wires };

export function chipRoutes(harmer: Harmer): readonly Route[] {
  const path = "/api/lines/{n}/chip";
  return [
    { method: "GET", path, answer: ({ line }) => json(shown(harmer.of(line))) },
    { method: "POST", path, answer: ({ line, body }) => harm(harmer, line, body) },
  ];
}

function harm(harmer: Harmer, line: number, body: Uint8Array): Outcome {
  const asked = parseBody(body, HARMING);
  if ("wrong" in asked) return refuse(400, asked.wrong);
  const { wires, ...rest } = asked.ok as { readonly [field: string]: unknown };
  const meant = wires && Object.fromEntries(Object.entries(wires).map(([wire, one]) => [wire, one ?? INFINITE]));
  harmer.change(line, { ...rest, ...(meant ? { wires: meant } : {}) } as Harming);
  return NO_CONTENT;
}

const INFINITE = Number.POSITIVE_INFINITY;

/** Ohms of nothing are null, as in what is asked for. */
const shown = ({ fault, wires }: Harm) => ({
  fault,
  wires: Object.fromEntries(Object.entries(wires).map(([wire, one]) => [wire, one === INFINITE ? null : one])),
});
