import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import type { PhoneEvent, PhoneOrder } from "../../../firmware/phone/seam.js";
import { phoneTable } from "../../../firmware/phone/states.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";
import { agreement, bob, invited, Talk } from "./talk.js";

describe("a telephone", () => {
  it("calls, hears ringback, talks and hangs up", () => {
    const t = new Talk();
    deepEqual(t.hear({ event: "offHook" }), ["tone dial"]);
    equal(t.state, "dialing");
    deepEqual(t.dial("10"), ["quiet", "quiet"]);
    deepEqual(t.dial("2"), ["quiet", "hear null", "invite 1 102"]);
    equal(t.state, "calling");
    deepEqual(t.hear({ event: "progressed", call: 1, status: 180 }), ["tone ringback"]);
    equal(t.state, "proceeding");
    deepEqual(t.hear({ event: "agreed", call: 1, agreement }), ["agree 1", "quiet", "hear 1"]);
    deepEqual(t.hear({ event: "answered", call: 1 }), ["quiet", "hear 1"]);
    equal(t.state, "connected");
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 1", "release 1", "quiet", "hear null"]);
    equal(t.state, "idle");
    equal(t.phone.deadline, NEVER);
  });

  it("counts its own calls in odd numbers", () => {
    const t = new Talk();
    for (const call of [1, 3, 5]) {
      t.hear({ event: "offHook" });
      equal(t.dial("101").at(-1), `invite ${call} 101`);
      t.hear({ event: "onHook" });
    }
  });

  it("sends an open number after the short timer, and at once with #", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("55");
    deepEqual(t.wait(2_999), []);
    deepEqual(t.wait(1), ["quiet", "hear null", "invite 1 55"]);
    t.hear({ event: "onHook" });
    t.hear({ event: "offHook" });
    equal(t.dial("44#").at(-1), "invite 3 44");
  });

  it("plays the outside tone behind a comma", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    deepEqual(t.dial("9"), ["tone outside"]);
    deepEqual(t.dial("5"), ["quiet"]);
  });

  it("goes from busy over the warning to silence, and home from there", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    deepEqual(t.hear({ event: "refused", call: 1, status: 486, reason: "Busy Here" }), [
      "release 1",
      "hear null",
      "tone busy",
    ]);
    equal(t.phone.status.code, 486);
    deepEqual(t.wait(10_000), ["hear null", "tone offHookWarning"]);
    deepEqual(t.wait(10_000), ["quiet", "hear null"]);
    equal(t.phone.deadline, NEVER);
    t.hear({ event: "onHook" });
    equal(t.state, "idle");
  });

  it("plays reorder for every other refusal", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    equal(t.hear({ event: "refused", call: 1, status: 404, reason: "Not Found" }).at(-1), "tone reorder");
  });

  it("goes back from early media to ringback when the call is sent on", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    t.hear({ event: "agreed", call: 1, agreement });
    deepEqual(t.hear({ event: "progressed", call: 1, status: 183 }), ["quiet", "hear 1"]);
    deepEqual(t.hear({ event: "sentOn", call: 1 }), ["hear null"]);
    deepEqual(t.hear({ event: "progressed", call: 1, status: 180 }), ["tone ringback"]);
  });

  it("plays special information where its owner asks for it, then warns", () => {
    const t = new Talk({ sitCodes: [["404", "48?"], [], [], ["5??", "404"]] });
    let call = -1;
    const refused = (status: number) => {
      t.hear({ event: "onHook" });
      t.hear({ event: "offHook" });
      t.dial("101");
      call += 2;
      return t.hear({ event: "refused", call, status, reason: "" }).at(-1);
    };
    equal(refused(404), "tone sit1");
    equal(t.state, "reorder");
    equal(refused(486), "tone sit1");
    deepEqual(t.wait(19_999), []);
    deepEqual(t.wait(1), ["hear null", "tone offHookWarning"]);
    equal(refused(503), "tone sit4");
    deepEqual(t.wait(5_000), ["hear null", "tone offHookWarning"]);
    equal(refused(600), "tone busy");
    equal(refused(403), "tone reorder");
  });

  it("is silent when the far end has gone, then says so", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    t.hear({ event: "answered", call: 1 });
    deepEqual(t.hear({ event: "ended", call: 1, reason: "BYE" }), ["release 1", "quiet", "hear null"]);
    equal(t.state, "ended");
    deepEqual(t.wait(4_999), []);
    deepEqual(t.wait(1), ["hear null", "tone reorder"]);
  });

  it("keeps that silence for ever, or not at all, if its owner wants it so", () => {
    for (const [reorderDelay, state] of [
      [0, "reorder"],
      [Number.POSITIVE_INFINITY, "ended"],
    ] as const) {
      const t = new Talk({ reorderDelay });
      t.hear({ event: "offHook" });
      t.dial("101");
      t.hear({ event: "answered", call: 1 });
      t.hear({ event: "ended", call: 1, reason: "BYE" });
      t.wait(5_000);
      equal(t.state, state);
    }
  });

  it("rings, shows who calls, and answers", () => {
    const t = new Talk();
    deepEqual(t.hear(invited(2)), ["progress 2 180", "ring 102"]);
    equal(t.state, "ringing");
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "answer 2", "quiet", "hear 2"]);
    equal(t.state, "answering");
    deepEqual(t.hear({ event: "answered", call: 2 }), ["quiet", "hear 2"]);
    deepEqual(t.phone.status.calls, [{ state: "connected", peer: "102", direction: "in", held: false }]);
  });

  it("remembers who hung up until the receiver is back", () => {
    const t = new Talk();
    t.hear(invited(2));
    t.hear({ event: "offHook" });
    t.hear({ event: "answered", call: 2 });
    t.hear({ event: "ended", call: 2, reason: "BYE" });
    deepEqual([t.state, t.phone.status.peer, t.phone.status.reason], ["ended", "102", "BYE"]);
    t.hear({ event: "onHook" });
    deepEqual([t.state, t.phone.status.peer, t.phone.status.reason], ["idle", null, null]);
  });

  it("says why there is no number", () => {
    equal(new Talk().hear(invited(2, { ...bob, private: true })).at(-1), "ring private");
    equal(new Talk().hear(invited(2, { ...bob, number: "" })).at(-1), "ring unavailable");
    equal(new Talk({ showsCaller: false }).hear(invited(2)).at(-1), "ring -");
  });

  it("falls silent when the caller gives up", () => {
    const t = new Talk();
    t.hear(invited(2));
    deepEqual(t.hear({ event: "cancelled", call: 2 }), ["stopRinging", "release 2", "quiet", "hear null"]);
    equal(t.state, "idle");
  });

  it("has room for a second call, and none for a third", () => {
    const t = new Talk();
    t.hear(invited(2));
    t.hear({ event: "offHook" });
    t.hear({ event: "answered", call: 2 });
    deepEqual(t.hear(invited(4)), ["progress 4 180", "beep callWaiting"]);
    deepEqual(t.hear(invited(6)), ["refuse 6 486"]);
  });

  it("changes between two calls with a flash", () => {
    const t = new Talk({ secondCall: false });
    t.hear(invited(2));
    t.hear({ event: "offHook" });
    t.hear({ event: "answered", call: 2 });
    deepEqual(t.hear({ event: "flash" }), []);
    t.hear(invited(4));
    deepEqual(t.hear({ event: "flash" }), ["stopBeeping", "hold 2", "answer 4", "quiet", "hear 4"]);
    t.hear({ event: "held", call: 2, held: true });
    t.hear({ event: "answered", call: 4 });
    deepEqual(
      t.phone.status.calls.map(({ state, held }) => [state, held]),
      [
        ["hold", true],
        ["connected", false],
      ],
    );
    deepEqual(t.hear({ event: "flash" }), ["hold 4", "resume 2", "quiet", "hear 2"]);
    equal(t.state, "resuming");
    t.hear({ event: "held", call: 2, held: false });
    equal(t.state, "connected");
  });

  it("rings for the call that waited when the receiver is put down", () => {
    const t = new Talk();
    t.hear(invited(2));
    t.hear({ event: "offHook" });
    t.hear({ event: "answered", call: 2 });
    t.hear(invited(4));
    deepEqual(t.hear({ event: "onHook" }), ["hangUp 2", "release 2", "quiet", "hear null", "ring 102"]);
    deepEqual(t.hear({ event: "offHook" }), ["stopRinging", "answer 4", "quiet", "hear 4"]);
  });

  it("refuses who calls while nobody can be reached", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    deepEqual(t.hear(invited(2)), ["refuse 2 486"]);
    const without = new Talk({ callWaiting: false });
    without.hear(invited(2));
    deepEqual(without.hear(invited(4)), ["refuse 4 486"]);
  });

  it("gives no dial tone without a registration, but lets an emergency number out", () => {
    const t = new Talk({}, false);
    deepEqual(t.hear({ event: "offHook" }), ["hear null", "tone reorder"]);
    equal(t.state, "reorder");
    deepEqual(t.dial("112"), ["quiet", "hear null", "invite 1 112"]);
    const other = new Talk({}, false);
    other.hear({ event: "offHook" });
    other.dial("101");
    equal(other.state, "reorder");
    equal(new Talk({ callsWithoutRegistration: true }, false).hear({ event: "offHook" })[0], "tone dial");
  });

  it("hears what the other side plays before it answers", () => {
    const t = new Talk();
    t.hear({ event: "offHook" });
    t.dial("101");
    deepEqual(t.hear({ event: "agreed", call: 1, agreement }), ["agree 1", "quiet", "hear 1"]);
    deepEqual(t.hear({ event: "progressed", call: 1, status: 180 }), ["quiet", "hear 1"]);
  });

  it("knows that it is held", () => {
    const t = new Talk();
    t.hear(invited(2));
    t.hear({ event: "offHook" });
    t.hear({ event: "answered", call: 2 });
    const held = (direction: Agreement["direction"], remote = agreement.remote) =>
      t.hear({ event: "agreed", call: 2, agreement: { ...agreement, direction, remote } });
    deepEqual(held("recvonly"), ["agree 2", "quiet", "hear 2"]);
    equal(t.state, "holding");
    deepEqual(held("sendrecv"), ["agree 2", "quiet", "hear 2"]);
    equal(t.state, "connected");
    deepEqual(held("inactive"), ["agree 2", "tone holding", "hear 2"]);
    deepEqual(held("sendrecv", null), ["agree 2", "tone holding", "hear 2"]);
    equal(t.state, "holding");
  });
});

describe("the table of a telephone", () => {
  const onHookStates = ["idle", "ringing"];

  it("leads home with the receiver from every state in which it is off the hook", () => {
    for (const [state, row] of Object.entries(phoneTable))
      if (!onHookStates.includes(state)) equal(row.on.onHook?.to, "idle", state);
  });

  it("answers an INVITE in every state", () => {
    for (const [state, row] of Object.entries(phoneTable)) ok(row.on.invited, state);
  });

  it("can be left and reached, each state of it", () => {
    const reached = new Set(["idle"]);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const state of [...reached])
        for (const { to } of Object.values(phoneTable[state as keyof typeof phoneTable].on)) if (to) reached.add(to);
    }
    deepEqual([...reached].sort(), Object.keys(phoneTable).sort());
  });

  const call = fc.integer({ min: 0, max: 9 });
  const event: fc.Arbitrary<PhoneEvent> = fc.oneof(
    fc.constantFrom<PhoneEvent>(
      { event: "offHook" },
      { event: "onHook" },
      { event: "flash" },
      { event: "ringingEnded" },
    ),
    fc.constantFrom(..."0123456789*#").map((digit): PhoneEvent => ({ event: "digit", digit, source: "dtmf" })),
    call.map((n) => invited(2 * n)),
    call.map((n): PhoneEvent => ({ event: "cancelled", call: n })),
    call.map((n): PhoneEvent => ({ event: "answered", call: n })),
    call.map((n): PhoneEvent => ({ event: "agreed", call: n, agreement })),
    call.map((n): PhoneEvent => ({ event: "ended", call: n, reason: "" })),
    call.map((n): PhoneEvent => ({ event: "sentOn", call: n })),
    fc
      .tuple(call, fc.constantFrom(180, 182, 183))
      .map(([n, status]): PhoneEvent => ({ event: "progressed", call: n, status })),
    fc
      .tuple(call, fc.constantFrom(404, 486))
      .map(([n, status]): PhoneEvent => ({ event: "refused", call: n, status, reason: "" })),
    fc.tuple(call, fc.boolean()).map(([n, held]): PhoneEvent => ({ event: "held", call: n, held })),
    fc.tuple(call, call).map(([n, replaces]) => invited(2 * n, bob, { replaces })),
    call.map((n): PhoneEvent => ({ event: "referred", call: n, target: "sip:103@desk", by: null })),
    fc
      .tuple(call, fc.constantFrom(100, 200, 486, 603), fc.boolean())
      .map(([n, status, over]): PhoneEvent => ({ event: "transferred", call: n, status, over })),
    fc.boolean().map((waiting): PhoneEvent => ({ event: "messages", waiting, fresh: null, old: null })),
    call.map((n): PhoneEvent => ({ event: "signalled", call: n, signal: { flash: true } })),
    fc.boolean().map((up): PhoneEvent => ({ event: "service", up })),
  );
  /** More likely to lead somewhere: calls come up, flashes and numbers make second ones, and receivers are put down. */
  const phrase: fc.Arbitrary<readonly PhoneEvent[]> = fc.oneof(
    event.map((event) => [event]),
    fc
      .constantFrom("101", "112", "*98101", "*81101", "*67")
      .map((digits): PhoneEvent[] => [
        { event: "flash" },
        ...[...digits].map((digit): PhoneEvent => ({ event: "digit", digit, source: "dtmf" })),
      ]),
    fc.constantFrom<PhoneEvent[][]>([{ event: "onHook" }, { event: "offHook" }]),
  );

  /** What a user agent knows of calls: none is ordered about after it has been released, and each is released once. */
  class Ledger {
    readonly gone = new Set<number>();
    readonly made = new Set<number>();
    /** Who has been let in before is released besides. */
    readonly #refused = new Set<number>();
    note(orders: readonly PhoneOrder[]): void {
      for (const order of orders) {
        if (!("call" in order) || order.call === null || order.do === "declineReferral") continue;
        if (order.do === "release" && this.#refused.delete(order.call)) continue;
        ok(!this.gone.has(order.call), `${order.do} ${order.call} after its release`);
        if (order.do === "connect") ok(!this.gone.has(order.other), "connected to nobody");
        if (order.do === "invite") this.made.add(order.call);
        else if (order.do === "refuse") this.gone.add(order.call) && this.#refused.add(order.call);
        else if (order.do === "release") this.gone.add(order.call);
      }
    }
  }

  it("never keeps more than two calls, and ends at home whatever has happened", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(phrase, fc.nat(20_000)), { maxLength: 60 }), (steps) => {
        const ledger = new Ledger();
        const t = new Talk({}, true, (orders) => ledger.note(orders));
        const taken = new Set<number>();
        let made = 0;
        for (const [phrase, ms] of steps) {
          for (let event of phrase) {
            // A user agent never gives a number twice, and speaks of no call that is over.
            const live = [...taken, ...ledger.made].filter((call) => !ledger.gone.has(call));
            const known = (n: number) => live[n % live.length] ?? n;
            if (event.event === "invited") {
              const replaces = event.replaces === null ? null : known(event.replaces);
              event = { ...event, replaces, call: 2 * ++made };
              taken.add(event.call);
            } else if ("call" in event) event = { ...event, call: known(event.call) };
            t.hear(event);
            ok(t.phone.status.calls.length <= 2);
            for (const { state } of t.phone.status.calls) ok(state !== "idle" && state !== "dialing", state);
          }
          t.wait(ms);
        }
        t.hear({ event: "onHook" });
        for (let n = 0; n < 2 * made + 200; n++) t.hear({ event: "ended", call: n, reason: "" });
        t.hear({ event: "onHook" });
        equal(t.state, "idle");
        equal(t.phone.idle, true);
        equal(t.phone.deadline, NEVER);
        for (const call of [...taken, ...ledger.made]) ok(ledger.gone.has(call), `call ${call} was never released`);
      }),
      { numRuns: 300 },
    );
  });
});
