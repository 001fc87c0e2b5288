import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  emitEvent,
  emitSubscriptionState,
  parseEvent,
  parseSubscriptionState,
} from "../../../../firmware/wire/sip/event.js";
import { record } from "./sip-samples.js";

const WORD = fc.stringMatching(/^[a-z0-9.-]{1,8}$/);
const SECONDS = fc.option(fc.nat());

describe("events", () => {
  it("have a package, and at times an id", () => {
    deepEqual(parseEvent("message-summary"), { package: "message-summary", id: null });
    deepEqual(parseEvent("Refer ; id=93809824"), { package: "refer", id: "93809824" });
    deepEqual(parseEvent("presence.winfo;x=y;id="), { package: "presence.winfo", id: null });
    for (const text of ["", ";id=1", "a b", "a,b", "refer;", "refer;id=a b"]) equal(parseEvent(text), undefined, text);
  });

  it("are written as they are read", () => {
    equal(emitEvent({ package: "refer", id: "2" }), "refer;id=2");
    const events = record({ package: WORD, id: fc.option(WORD) });
    fc.assert(fc.property(events, (event) => deepEqual(parseEvent(emitEvent(event)), event)));
  });
});

describe("subscription states", () => {
  const none = { expires: null, reason: null, retryAfter: null };

  it("are read", () => {
    deepEqual(parseSubscriptionState("active;expires=60"), { ...none, state: "active", expires: 60 });
    deepEqual(parseSubscriptionState("Pending"), { ...none, state: "pending" });
    deepEqual(parseSubscriptionState("terminated ; reason=Probation;retry-after=30"), {
      state: "terminated",
      expires: null,
      reason: "probation",
      retryAfter: 30,
    });
    deepEqual(parseSubscriptionState("waiting;expires=soon"), { ...none, state: "other" });
    for (const text of ["", ";expires=1", "a b", "active;;", "active,pending"])
      equal(parseSubscriptionState(text), undefined, text);
  });

  it("are written as they are read", () => {
    equal(
      emitSubscriptionState({ ...none, state: "terminated", reason: "noresource" }),
      "terminated;reason=noresource",
    );
    const states = record({
      state: fc.constantFrom("active" as const, "pending" as const, "terminated" as const, "other" as const),
      expires: SECONDS,
      reason: fc.option(WORD),
      retryAfter: SECONDS,
    });
    fc.assert(fc.property(states, (state) => deepEqual(parseSubscriptionState(emitSubscriptionState(state)), state)));
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(active|;|=|expires|id|"|,| |9){0,12}$/), (text) => {
        ok(parseSubscriptionState(text) !== null && parseEvent(text) !== null);
      }),
    );
  });
});
