import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { DateTime } from "../../../firmware/base/date-time.js";
import { NEVER } from "../../../firmware/base/instant.js";
import { type Outcome, Resync, type ResyncOptions, type ResyncOrder } from "../../../firmware/provision/resync.js";
import { type Condition, parseCondition, parseRule, type Rule } from "../../../firmware/provision/rule.js";
import { facts } from "./facts.js";

const rule = (text: string) => parseRule(text) as Rule;
const trigger = (text: string) => parseCondition(text) as Condition;

const OPTIONS: ResyncOptions = {
  enabled: true,
  onReset: true,
  failsOnMissing: true,
  randomDelay: 40_000,
  at: null,
  atRandomDelay: 600_000,
  periodic: 3_600_000,
  retryDelays: [
    { least: 60, spread: 0 },
    { least: 300, spread: 10 },
  ],
  forcedDelay: 14_400_000,
  triggers: [null, null],
  rules: [rule("http://h/a"), [], [], []],
  messages: { request: "ask $SERV$PATH", success: "got $SERV$PATH", failure: "failed: $ERR" },
};

const OK: Outcome = { ok: true };
const failed = (reason: string, missing = false): Outcome => ({ ok: false, reason, missing });

/** A machine, and what surrounds it. */
class Bench {
  options: ResyncOptions;
  idleSince = 0;
  time: DateTime | null = null;
  dice = 7;
  lost = 0;
  readonly machine: Resync;
  constructor(options: Partial<ResyncOptions> = {}, isStart = true, now = 0) {
    this.options = { ...OPTIONS, ...options };
    const around = {
      facts: () => facts({ lostFor: () => this.lost }),
      idleSince: () => this.idleSince,
      today: () => this.time,
      chance: () => this.dice,
    };
    this.machine = new Resync(this.options, around, isStart, now);
  }
  poll(now: number) {
    return said(this.machine.poll(now));
  }
  done(outcome: Outcome, now: number) {
    return said(this.machine.done(outcome, now));
  }
  /** To the next thing that is asked for, which is answered; at what time that was. */
  run(outcome: Outcome = OK, limit = 10_000_000): number {
    for (;;) {
      const now = this.machine.deadline;
      if (now > limit) return now;
      if (this.poll(now).some((one) => one.startsWith("do"))) {
        while (this.done(outcome, now).some((one) => one.startsWith("do")));
        return now;
      }
    }
  }
}

const said = (orders: readonly ResyncOrder[]) =>
  orders.map((order) => {
    if (order.do === "tell") return order.text;
    if (order.do === "fetch") return `do ${order.request.target.path}`;
    return `do ${order.assignments.map(({ name, value }) => `${name}=${value}`).join(",")}`;
  });

describe("a resync", () => {
  it("comes after a start, by chance within the random delay, and then periodically", () => {
    const t = new Bench();
    t.dice = 7;
    equal(t.machine.deadline, 1000); // 7 ms, and a moment's rest
    const late = new Bench({ randomDelay: 5 });
    equal(late.machine.view.next, 7 % 6);
    deepEqual(t.poll(1000), ["ask h/a", "do /a"]);
    equal(t.machine.deadline, NEVER);
    deepEqual(t.done(OK, 1500), ["got h/a"]);
    deepEqual(t.machine.view, { last: 1500, error: null, next: 3_601_500 });
    deepEqual(t.poll(3_601_500), ["ask h/a", "do /a"]);
  });

  it("does not come without a rule, when it is switched off, or at a start that wants none", () => {
    equal(new Bench({ rules: [[], [], [], []] }).machine.deadline, NEVER);
    equal(new Bench({ enabled: false }).machine.deadline, NEVER);
    equal(new Bench({ onReset: false }).machine.deadline, 3_600_000);
    equal(new Bench({ onReset: false, periodic: 0 }).machine.deadline, NEVER);
  });

  it("takes the rules one after the other, those that have no file to fetch with what they set", () => {
    const t = new Bench({
      rules: [rule('($SWVER eq 9)? /x | (GPP_A="$MA")! http://h/a'), rule('(GPP_B="1")!'), [], rule("http://h/d")],
    });
    deepEqual(t.poll(1000), ["do GPP_A=000e08aabbcc"]);
    deepEqual(t.done(OK, 1050), ["ask h/a", "do /a"]);
    deepEqual(t.done(OK, 1100), ["got h/a", "do GPP_B=1"]);
    deepEqual(t.done(OK, 1200), ["ask h/d", "do /d"]);
    deepEqual(t.done(OK, 1300), ["got h/d"]);
    equal(t.machine.deadline, 3_601_300);
  });

  it("ends with the first failure, and begins anew after the delay that is due", () => {
    const t = new Bench({ rules: [rule("http://h/a"), rule("http://h/b"), [], []] });
    t.poll(1000);
    t.done(OK, 1000);
    deepEqual(t.done(failed("no answer"), 2000), ["failed: no answer"]);
    deepEqual(t.machine.view, { last: 2000, error: "no answer", next: 62_000 });
    deepEqual(t.poll(62_000), ["ask h/a", "do /a"]);
    t.done(failed("no"), 62_000);
    equal(t.machine.deadline, 62_000 + 307_000);
    equal(t.run(), 369_000);
    equal(t.machine.deadline, 369_000 + 3_600_000);
    t.run(failed("no"));
    equal(t.machine.deadline, 369_000 + 3_600_000 + 60_000);
  });

  it("without retries waits for its period", () => {
    const t = new Bench({ retryDelays: [] });
    t.run(failed("no"));
    equal(t.machine.deadline, 3_601_000);
  });

  it("lets a file be missing where its owner does", () => {
    const t = new Bench({ failsOnMissing: false, rules: [rule("http://h/a"), rule("http://h/b"), [], []] });
    t.poll(1000);
    deepEqual(t.done(failed("404", true), 1000), ["ask h/b", "do /b"]);
    deepEqual(t.done(failed("500"), 1000), ["failed: 500"]);
    const strict = new Bench();
    strict.poll(1000);
    deepEqual(strict.done(failed("404", true), 1000), ["failed: 404"]);
  });

  it("waits for the end of calls, but not for ever", () => {
    const t = new Bench({ forcedDelay: 100_000 });
    t.idleSince = NEVER;
    deepEqual(t.poll(50_000), []);
    equal(t.machine.deadline, 100_007);
    t.idleSince = 60_000;
    equal(t.machine.deadline, 61_000);
    t.idleSince = NEVER;
    deepEqual(t.poll(100_007), ["ask h/a", "do /a"]);
  });

  it("comes when a condition comes true, once", () => {
    const t = new Bench({ triggers: [trigger("$REGTMR1 gt 300"), null] });
    equal(t.run(), 1000);
    t.lost = 301;
    equal(t.run(), 11_000);
    equal(t.run(), 11_000 + 3_600_000);
    t.lost = 0;
    t.poll(t.machine.deadline);
    t.lost = 301;
    ok(t.run() < 3_640_000);
  });

  it("comes at a time of day, when somebody has told it", () => {
    const t = new Bench({ at: 3 * 60 + 30, atRandomDelay: 0, periodic: 0 });
    t.run();
    equal(t.machine.deadline, 61_000);
    t.time = { year: 2026, month: 11, day: 21, hour: 3, minute: 0, second: 0 };
    deepEqual(t.poll(61_000), []);
    equal(t.machine.deadline, 61_000 + 1_800_000);
    t.time = { ...t.time, minute: 30 };
    deepEqual(t.poll(1_861_000), ["ask h/a", "do /a"]);
    t.done(OK, 1_862_000);
    equal(t.machine.deadline, 1_862_000 + 3_600_000); // the clock may have been set by then
    deepEqual(t.poll(5_462_000), []);
  });

  it("comes when it is asked for: by all rules, or by one alone, which is not tried again", () => {
    const t = new Bench({ periodic: 0 });
    t.run();
    t.machine.ask(null, 5000);
    deepEqual(t.poll(5000), ["ask h/a", "do /a"]);
    t.done(OK, 5000);
    t.machine.ask(rule("http://h/other"), 6000);
    deepEqual(t.poll(6000), ["ask h/other", "do /other"]);
    deepEqual(t.done(failed("no"), 6000), ["failed: no"]);
    equal(t.machine.deadline, NEVER);
  });

  it("follows a rule that has changed, its own too, but not for ever", () => {
    const t = new Bench({}, false);
    equal(t.run(), 1000);
    t.machine.renew({ ...t.options, rules: [rule("http://h/b"), [], [], []] }, 50_000);
    deepEqual(t.poll(50_000), ["ask h/b", "do /b"]);
    for (let n = 0; n < 4; n++) {
      t.machine.renew({ ...t.options, rules: [rule(`http://h/${n}`), [], [], []] }, 50_000);
      t.done(OK, 50_000);
      equal(t.machine.deadline, 50_000);
      deepEqual(t.poll(50_000), [`ask h/${n}`, `do /${n}`]);
    }
    t.machine.renew({ ...t.options, rules: [rule("http://h/x"), [], [], []] }, 50_000);
    t.done(OK, 50_000);
    equal(t.machine.deadline, 50_000 + 3_600_000);
  });

  it("ends where the owner ends it", () => {
    const t = new Bench();
    t.machine.renew({ ...t.options, enabled: false }, 10);
    equal(t.machine.deadline, NEVER);
    t.machine.renew(t.options, 20);
    equal(t.run(), 1000);
  });

  it("says why it failed when a URL comes out wrong", () => {
    const t = new Bench({ rules: [rule("https:$B//$A/a"), [], [], []] });
    deepEqual(t.poll(1000), ["failed: the URL names no server"]);
    equal(t.machine.deadline, 61_000);
  });

  it("comes once at a time of day, though the alarm rings a moment early", () => {
    const t = new Bench({ at: 210, atRandomDelay: 0, periodic: 0 });
    t.time = { year: 2026, month: 11, day: 21, hour: 3, minute: 0, second: 0 };
    t.run();
    t.time = { ...t.time, minute: 29, second: 59 };
    equal(t.run(), 1_801_000);
    t.poll(1_802_000);
    ok(t.run(OK, 4_000_000) > 4_000_000);
  });

  it("asks for one thing at a time, whatever happens", () => {
    const event = fc.record({
      after: fc.integer({ min: 0, max: 4_000_000 }),
      what: fc.constantFrom("poll", "ok", "fail", "ask", "busy", "idle", "off", "on", "other"),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const t = new Bench({ triggers: [trigger("$PRVTMR gt 5"), null], at: 60 });
        let now = 0;
        let under = 0;
        const count = (orders: readonly ResyncOrder[]) => {
          under += orders.filter((order) => order.do !== "tell").length;
          ok(under <= 1);
        };
        for (const { after, what } of events) {
          now += after;
          if (what === "poll") count(t.machine.poll(now));
          else if (what === "ask") t.machine.ask(null, now);
          else if (what === "busy") t.idleSince = NEVER;
          else if (what === "idle") t.idleSince = now;
          else if (what === "off") t.machine.renew({ ...t.options, enabled: false }, now);
          else if (what === "on") t.machine.renew(t.options, now);
          else if (what === "other") t.machine.renew({ ...t.options, rules: [rule(`http://h/${now}`)] }, now);
          else if (under > 0) {
            under = 0;
            count(t.machine.done(what === "ok" ? OK : failed("no"), now));
          }
          if (under > 0) equal(t.machine.deadline, NEVER);
        }
      }),
    );
  });
});
