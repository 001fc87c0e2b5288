/** Faxes and modems in a call: what is heard, and what is ordered then. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { ANS, ANS_REVERSED, ANSAM, ANSAM_REVERSED, CNG, V21_FLAGS } from "../../../firmware/dsp/modem-tones.js";
import { type Carried, ModemCall, type ModemCallOptions, type ModemOrder } from "../../../firmware/media/modem-call.js";

const OPTIONS: ModemCallOptions = {
  hearsAnswers: true,
  hearsCalling: true,
  asCaller: true,
  asCallee: true,
  codec: "PCMU",
  symmetric: true,
  method: "reinvite",
  processesNse: true,
  withoutCanceller: false,
};

const word = (order: ModemOrder): string => {
  switch (order.do) {
    case "pass":
      return `pass ${order.carries} ${order.cause}`;
    case "rename":
      return `rename ${order.carries}`;
    case "signal":
      return `signal ${order.event}`;
    default:
      return order.do;
  }
};

/** A call that is up, unless it is said to ring, and a clock turned by hand. */
class Talk {
  now = 1000;
  readonly call: ModemCall;
  constructor(
    options: Partial<ModemCallOptions> = {},
    { caller = true, carries = "voice" as Carried, nse = false, rings = false, offered = false } = {},
  ) {
    this.call = new ModemCall({ ...OPTIONS, ...options }, caller, carries);
    deepEqual(this.agreed({ nse, offered }), []);
    if (!rings) this.first = this.#told(this.call.answered(this.now));
  }
  readonly first: string[] = [];
  near = (found: number) => this.#told(this.call.heard("near", found, this.now));
  far = (found: number) => this.#told(this.call.heard("far", found, this.now));
  nse = (event: number) => this.#told(this.call.signalled(event, this.now));
  agreed = ({ nse = false, offered = false } = {}) => this.#told(this.call.agreed(nse, offered, this.now));
  wait(ms: number): string[] {
    const until = this.now + ms;
    const said: string[] = [];
    while (this.call.deadline <= until) {
      this.now = Math.max(this.now, this.call.deadline);
      said.push(...this.#told(this.call.poll(this.now)));
    }
    this.now = until;
    return said;
  }
  #told = (orders: readonly ModemOrder[]) => orders.map(word);
}

describe("a fax or a modem in a call", () => {
  it("that our telephone answers with passes, and the far end is asked at once", () => {
    const t = new Talk();
    deepEqual(t.near(ANS), ["pass fax near", "ask"]);
    deepEqual([t.call.carries, t.call.passing, t.call.bypassed], ["fax", true, false]);
    deepEqual(t.near(V21_FLAGS), [], "it is one for certain");
    deepEqual(t.wait(60_000), []);
  });

  it("at the far end passes at once, and is told of after a second", () => {
    const t = new Talk();
    deepEqual(t.far(ANS), ["pass fax far"]);
    deepEqual(t.wait(999), []);
    deepEqual(t.wait(1), ["ask"]);
    deepEqual(t.wait(60_000), []);
  });

  it("at the far end is not told of, when the far end has an offer for it", () => {
    const t = new Talk();
    t.far(ANS);
    t.wait(500);
    deepEqual(t.agreed({ offered: true }), []);
    deepEqual(t.wait(60_000), []);
  });

  it("is told of by an offer that allows nothing but a fax, where there was more before", () => {
    const t = new Talk();
    deepEqual(t.agreed(), [], "a hold");
    deepEqual(t.agreed({ offered: true }), ["pass fax offer"]);
    deepEqual(t.agreed({ offered: true }), []);
    const plain = new Talk({}, { offered: true });
    deepEqual(plain.agreed({ offered: true }), [], "who always says so says nothing by it");
  });

  it("is not what CNG alone says", () => {
    const t = new Talk();
    deepEqual(t.near(CNG), ["note"]);
    deepEqual([t.near(CNG), t.far(CNG), t.wait(60_000)], [[], [], []]);
    deepEqual([t.call.carries, t.call.passing], ["voice", false]);
    deepEqual(t.far(ANSAM), ["pass fax far"], "a modem does not call so");
  });

  it("is a fax by its flags, from either side", () => {
    deepEqual(new Talk().near(V21_FLAGS), ["pass fax near", "ask"]);
    deepEqual(new Talk().far(V21_FLAGS), ["pass fax far"]);
    const t = new Talk();
    deepEqual(t.near(ANSAM), ["pass modem near", "ask"]);
    deepEqual(t.far(V21_FLAGS), ["rename fax"]);
    equal(t.call.listens, false);
    const late = new Talk();
    late.near(ANSAM);
    deepEqual(late.far(CNG), ["note", "rename fax"]);
  });

  it("whose tone turns around has no echo cancelled until there is silence", () => {
    const t = new Talk();
    t.near(ANS);
    deepEqual(t.near(ANS_REVERSED), ["rename modem", "canceller"]);
    ok(t.call.bypassed && t.call.awaitsSilence);
    deepEqual(t.near(ANSAM_REVERSED), []);
    for (let frame = 0; frame < 12; frame++) equal(t.call.rest(true), false);
    equal(t.call.rest(false), false);
    for (let frame = 0; frame < 12; frame++) equal(t.call.rest(true), false);
    equal(t.call.rest(true), true, "260 ms in a row");
    ok(!t.call.bypassed && t.call.passing);
    deepEqual(t.near(ANSAM_REVERSED), ["canceller"], "another time");
  });

  it("has none cancelled at all, where the owner wants it so", () => {
    const t = new Talk({ withoutCanceller: true });
    deepEqual(t.near(ANS), ["pass fax near", "canceller", "ask"]);
    ok(t.call.bypassed && !t.call.awaitsSilence);
  });

  it("is listened for in calls that are up, until ten seconds after it was found", () => {
    const t = new Talk({}, { rings: true });
    equal(t.call.listens, false);
    deepEqual(t.far(ANS), []);
    t.call.answered(t.now);
    equal(t.call.listens, true);
    t.wait(3_600_000);
    equal(t.call.listens, true);
    t.near(ANS);
    t.wait(9_999);
    equal(t.call.listens, true);
    t.wait(1);
    equal(t.call.listens, false);
    deepEqual(t.near(ANSAM_REVERSED), []);
    equal(t.call.deadline, NEVER);
  });

  it("is listened for as the owner wants it", () => {
    equal(new Talk({ asCaller: false }).call.listens, false);
    equal(new Talk({ asCaller: false }, { caller: false }).call.listens, true);
    equal(new Talk({ asCallee: false }, { caller: false }).call.listens, false);
    equal(new Talk({ hearsAnswers: false, hearsCalling: false }).call.listens, false);
    const deaf = new Talk({ hearsAnswers: false });
    deepEqual([deaf.near(ANS), deaf.near(V21_FLAGS), deaf.near(CNG)], [[], [], ["note"]]);
    const calm = new Talk({ hearsCalling: false });
    deepEqual([calm.near(CNG), calm.near(ANSAM)], [[], ["pass modem near", "ask"]]);
  });

  it("is nobody's business by the method None, and passes all the same", () => {
    const t = new Talk({ method: "none" }, { nse: true });
    deepEqual(t.near(ANS_REVERSED), ["pass modem near", "canceller"]);
    deepEqual(t.wait(60_000), []);
  });
});

describe("NSE in a call", () => {
  const nse = { method: "nse" } as const;

  it("tell at once of our own fax, three times in all while nobody answers", () => {
    const t = new Talk(nse, { nse: true });
    deepEqual(t.near(ANS), ["pass fax near", "signal 192"]);
    t.wait(200);
    deepEqual(t.near(ANS_REVERSED), ["rename modem", "canceller", "signal 193"]);
    deepEqual(t.wait(500), ["signal 192", "signal 193"]);
    deepEqual(t.wait(60_000), ["signal 192", "signal 193"]);
  });

  it("are not repeated when they have been answered", () => {
    const t = new Talk(nse, { nse: true });
    t.near(ANS);
    deepEqual(t.nse(192), []);
    t.near(ANS_REVERSED);
    deepEqual(t.wait(500), ["signal 193"]);
    deepEqual(t.nse(193), []);
    deepEqual(t.wait(60_000), []);
  });

  it("tell of the far end's fax when it says nothing itself, its turns included", () => {
    const t = new Talk(nse, { nse: true });
    deepEqual(t.far(ANS_REVERSED), ["pass modem far", "canceller"]);
    deepEqual(t.wait(1000), ["signal 192", "signal 193"]);
  });

  it("of the far end are obeyed and answered, whichever the method", () => {
    for (const method of ["nse", "reinvite", "none"] as const) {
      const t = new Talk({ method }, { nse: true });
      deepEqual(t.nse(192), ["pass fax nse", "signal 192"]);
      deepEqual(t.nse(192), []);
      deepEqual(t.nse(193), ["canceller", "signal 193"]);
      deepEqual(t.wait(60_000), []);
    }
    const late = new Talk(nse, { nse: true });
    deepEqual(late.nse(193), ["pass modem nse", "signal 192", "canceller", "signal 193"]);
  });

  it("of the far end are not obeyed where the owner does not want it, or they were not agreed to", () => {
    deepEqual(new Talk({ processesNse: false }, { nse: true }).nse(192), []);
    deepEqual(new Talk().nse(192), []);
    deepEqual(new Talk({}, { nse: true }).nse(200), []);
    deepEqual(new Talk(nse).near(ANS), ["pass fax near"], "the far end knows none");
  });
});

describe("a call that is a fax's or a modem's from its start", () => {
  it("passes, and is not listened to", () => {
    const fax = new Talk({}, { carries: "fax" });
    deepEqual([fax.call.passing, fax.call.bypassed, fax.call.listens], [true, false, false]);
    const modem = new Talk({}, { carries: "modem" });
    deepEqual([modem.call.passing, modem.call.bypassed, modem.call.awaitsSilence], [true, true, false]);
    equal(new Talk({ withoutCanceller: true }, { carries: "fax" }).call.bypassed, true);
    deepEqual([fax.first, modem.first], [[], []], "the first offer has said it");
  });

  it("says so by NSE when it is up", () => {
    deepEqual(new Talk({ method: "nse" }, { carries: "fax", nse: true }).first, ["signal 192"]);
    deepEqual(new Talk({ method: "nse" }, { carries: "modem", nse: true }).first, ["signal 192", "signal 193"]);
  });

  it("says so by NSE when it is up before it is known that the far end takes them", () => {
    const t = new Talk({ method: "nse" }, { carries: "modem" });
    deepEqual(t.first, []);
    deepEqual(t.agreed({ nse: true }), ["signal 192", "signal 193"]);
    deepEqual(t.agreed({ nse: true }), [], "once");
    deepEqual(t.wait(500), ["signal 192", "signal 193"]);
  });
});

describe("any call with a fax or a modem", () => {
  const founds = fc.constantFrom(CNG, ANS, ANS_REVERSED, ANSAM, ANSAM_REVERSED, V21_FLAGS, 0, 99);
  const steps = fc.oneof(
    fc.record({ near: founds }),
    fc.record({ far: founds }),
    fc.record({ nse: fc.constantFrom(192, 193, 194, 0) }),
    fc.record({ agrees: fc.boolean(), offered: fc.boolean() }),
    fc.record({ silent: fc.boolean(), frames: fc.nat(20) }),
    fc.record({ wait: fc.nat(3000) }),
  );
  const options = fc.record({
    hearsAnswers: fc.boolean(),
    hearsCalling: fc.boolean(),
    asCaller: fc.boolean(),
    asCallee: fc.boolean(),
    symmetric: fc.boolean(),
    processesNse: fc.boolean(),
    withoutCanceller: fc.boolean(),
    method: fc.constantFrom("none", "nse", "reinvite"),
  });

  it("begins to pass once, asks once, and stays; nothing is told that was not agreed to", () => {
    const scenes = fc.record({
      caller: fc.boolean(),
      nse: fc.boolean(),
      carries: fc.constantFrom<Carried>("voice", "fax", "modem"),
    });
    fc.assert(
      fc.property(options, scenes, fc.array(steps, { maxLength: 40 }), (wishes, scene, list) => {
        const t = new Talk(wishes as Partial<ModemCallOptions>, scene);
        const said = [...t.first];
        let agrees = scene.nse;
        const hear = (step: (typeof list)[number]): string[] => {
          if ("near" in step) return t.near(step.near);
          if ("far" in step) return t.far(step.far);
          if ("nse" in step) return t.nse(step.nse);
          if ("wait" in step) return t.wait(step.wait);
          if ("agrees" in step) {
            agrees ||= step.agrees;
            return t.agreed({ nse: step.agrees, offered: step.offered });
          }
          for (let i = 0; i < step.frames && t.call.awaitsSilence; i++) t.call.rest(step.silent);
          return [];
        };
        for (const step of list) {
          const passed = t.call.passing;
          said.push(...hear(step));
          ok(t.call.passing || !passed, "it stays");
          equal(t.call.passing, t.call.carries !== "voice");
          ok(t.call.passing || !t.call.bypassed);
        }
        said.push(...t.wait(60_000));
        equal(t.call.deadline, NEVER, "it comes to rest");
        const count = (begin: string) => said.filter((order) => order.startsWith(begin)).length;
        equal(count("pass"), scene.carries === "voice" && t.call.passing ? 1 : 0);
        ok(count("ask") <= (wishes.method === "reinvite" ? 1 : 0));
        ok(count("signal 192") <= 3 && count("signal 193") <= 4);
        if (!agrees) equal(count("signal"), 0);
        ok(count("note") <= 1);
      }),
    );
  });
});
