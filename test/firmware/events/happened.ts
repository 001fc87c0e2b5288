/** Whatever may happen, for property tests. */
import fc from "fast-check";
import type { Happened } from "../../../firmware/events/event.js";

const line = fc.integer({ min: 1, max: 2 });
const text = fc.string({ unit: "binary", maxLength: 600 });
const number = fc.option(text);
const whom = { line, direction: fc.constantFrom("in" as const, "out" as const), number, name: text };

export const happened: fc.Arbitrary<Happened> = fc.oneof(
  fc.record({ event: fc.constant("start" as const), product: text, version: text }),
  fc.record({ event: fc.constant("hook" as const), line, state: fc.constantFrom("off" as const, "on" as const) }),
  fc.record({ event: fc.constant("ring" as const), line, from: number, name: text, waiting: fc.boolean() }),
  fc.record({ event: fc.constant("dial" as const), line, to: number }),
  fc.record({ event: fc.constant("answer" as const), ...whom }),
  fc.record({ event: fc.constant("end" as const), ...whom, answered: fc.boolean(), seconds: fc.nat(), reason: text }),
  fc.record({
    event: fc.constant("registration" as const),
    line,
    state: fc.constantFrom("registering", "registered", "failed", "unregistered"),
    code: fc.option(fc.integer({ min: 100, max: 699 })),
  }),
  fc.record({ event: fc.constant("messages" as const), line, waiting: fc.boolean(), fresh: fc.option(fc.nat()) }),
  fc.record({ event: fc.constant("fault" as const), line, text }),
);
