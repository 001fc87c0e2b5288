import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { parseRule, type Rule } from "../../../firmware/provision/rule.js";
import {
  Upgrade,
  type UpgradeOptions,
  type UpgradeOrder,
  type UpgradeOutcome,
} from "../../../firmware/provision/upgrade.js";
import { facts } from "./facts.js";

const rule = (text: string) => parseRule(text) as Rule;

const OPTIONS: UpgradeOptions = {
  enabled: true,
  rule: rule("http://h/a"),
  randomDelay: 40_000,
  periodic: 3_600_000,
  retryDelays: [
    { least: 60, spread: 0 },
    { least: 300, spread: 10 },
  ],
  messages: { request: "ask $SERV$PATH", success: "got $PATH: $ERR", failure: "failed: $ERR" },
};

const said = (orders: readonly UpgradeOrder[]) =>
  orders.map((order) =>
    order.do === "tell" ? order.text : order.do === "fetch" ? `do ${order.request.target.path}` : order.do,
  );

/** A machine, and what surrounds it. */
class Bench {
  idleSince = 0;
  dice = 7;
  software = "0.1.0";
  readonly machine: Upgrade;
  constructor(options: Partial<UpgradeOptions> = {}, isStart = true, now = 0) {
    const around = {
      facts: () => facts({ software: this.software }),
      idleSince: () => this.idleSince,
      chance: () => this.dice,
    };
    this.machine = new Upgrade({ ...OPTIONS, ...options }, around, isStart, now);
  }
  poll = (now: number) => said(this.machine.poll(now));
  done = (outcome: UpgradeOutcome, now: number) => said(this.machine.done(outcome, now));
}

describe("an upgrade", () => {
  it("comes after a start, by chance within the random delay, or as soon as its rule is set", () => {
    const t = new Bench();
    t.dice = 7;
    equal(t.machine.deadline, 1000);
    equal(new Bench({ randomDelay: 0 }, true, 500).machine.deadline, 1000);
    equal(new Bench({}, false, 5000).machine.deadline, 5000);
    deepEqual(t.poll(999), []);
    deepEqual(t.poll(1000), ["ask h/a", "do /a"]);
    equal(t.machine.deadline, NEVER);
  });

  it("that is taken wants a restart, and nothing more", () => {
    const t = new Bench();
    t.poll(1000);
    deepEqual(t.done({ taken: "2.0" }, 2000), ["got /a: version 2.0", "restart"]);
    t.machine.consider(3000);
    t.machine.renew({ ...OPTIONS, rule: rule("http://h/b") }, 4000);
    equal(t.machine.deadline, NEVER);
  });

  it("of the version that runs says nothing, and is looked at again in time", () => {
    const t = new Bench();
    t.poll(1000);
    deepEqual(t.done({ same: true }, 2000), []);
    equal(t.machine.deadline, 3_602_000);
    t.machine.consider(10_000);
    equal(t.machine.deadline, 10_000);
  });

  it("that cannot be is told of once, and let be until the rule is another", () => {
    const t = new Bench();
    t.poll(1000);
    deepEqual(t.done({ impossible: "no room" }, 2000), ["failed: no room"]);
    t.machine.consider(3000);
    t.machine.renew({ ...OPTIONS, periodic: 60_000 }, 4000);
    equal(t.machine.deadline, NEVER);
    t.machine.renew({ ...OPTIONS, rule: rule("http://h/b") }, 5000);
    deepEqual(t.poll(5000), ["ask h/b", "do /b"]);
  });

  it("that has failed waits for its time, whatever else happens", () => {
    const t = new Bench();
    t.poll(1000);
    deepEqual(t.done({ failed: "no route" }, 2000), ["failed: no route"]);
    equal(t.machine.deadline, 62_000);
    t.machine.consider(10_000);
    equal(t.machine.deadline, 62_000);
    t.poll(62_000);
    t.done({ failed: "no route" }, 63_000);
    equal(t.machine.deadline, 370_000);
    const never = new Bench({ retryDelays: [], periodic: 0 });
    never.poll(1000);
    never.done({ failed: "no route" }, 2000);
    equal(never.machine.deadline, NEVER);
  });

  it("waits while somebody calls", () => {
    const t = new Bench();
    t.idleSince = NEVER;
    equal(t.machine.deadline, NEVER);
    deepEqual(t.poll(50_000), []);
    t.idleSince = 60_000;
    equal(t.machine.deadline, 61_000);
  });

  it("is looked for only where a condition holds, which may know of the upgrade itself", () => {
    const t = new Bench({ rule: rule("($SWVER ge 1)? http://h/a") });
    deepEqual(t.poll(1000), []);
    equal(t.machine.deadline, 3_601_000);
    t.software = "1.0";
    deepEqual(t.poll(3_601_000), ["ask h/a", "do /a"]);
    t.done({ failed: "full" }, 3_602_000);
    t.machine.renew(
      { ...OPTIONS, rule: rule('($UPGST eq 2 and $UPGTMR ge 60 and "$UPGERR" eq "full")? http://h/$UPGCOND') },
      3_700_000,
    );
    deepEqual(t.poll(3_700_000), []);
    const again = new Bench({
      rule: rule('($UPGST eq 2 and $UPGTMR ge 60 and "$UPGERR" eq "full")? http://h/c | http://h/b'),
    });
    again.poll(1000);
    again.done({ failed: "full" }, 1500);
    deepEqual(again.poll(61_500), ["ask h/c", "do /c"]);
  });

  it("refuses in words what no upgrade can be", () => {
    for (const [text, reason] of [
      ['(SIP_T1="1")! http://h/a', "Upgrade_Rule sets no settings"],
      ["[--key x] http://h/a", "an image is signed, not enciphered: it has no --key"],
      ["http://$UPGERR/a", "the URL names no server"],
    ])
      deepEqual(new Bench({ rule: rule(text) }).poll(1000), [`failed: ${reason}`]);
  });

  it("is off where it is switched off, and on again with the switch", () => {
    const t = new Bench({ enabled: false });
    equal(t.machine.deadline, NEVER);
    t.machine.renew(OPTIONS, 5000);
    equal(t.machine.deadline, 5000);
    t.machine.renew({ ...OPTIONS, enabled: false }, 5001);
    equal(t.machine.deadline, NEVER);
    t.machine.renew({ ...OPTIONS, rule: [] }, 5002);
    equal(t.machine.deadline, NEVER);
    const other = new Bench();
    other.poll(1000);
    other.done({ same: true }, 2000);
    other.machine.renew({ ...OPTIONS, periodic: 60_000 }, 3000);
    equal(other.machine.deadline, 63_000);
  });

  it("asks for one thing at a time, and nothing while somebody calls, whatever happens", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("wait" as const), ms: fc.nat(4_000_000) }),
      fc.record({ do: fc.constant("call" as const), up: fc.boolean() }),
      fc.record({ do: fc.constant("consider" as const) }),
      fc.record({
        do: fc.constant("done" as const),
        how: fc.constantFrom<UpgradeOutcome>({ taken: "2" }, { same: true }, { failed: "x" }, { impossible: "x" }),
      }),
      fc.record({
        do: fc.constant("renew" as const),
        text: fc.constantFrom("http://h/a", "http://h/b", "", "($SWVER gt 9)? http://h/c"),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const t = new Bench();
        let now = 0;
        let isFetching = false;
        let isTaken = false;
        for (const one of steps) {
          if (one.do === "wait") now += one.ms;
          else if (one.do === "call") t.idleSince = one.up ? NEVER : now;
          else if (one.do === "consider") t.machine.consider(now);
          else if (one.do === "renew") t.machine.renew({ ...OPTIONS, rule: rule(one.text) }, now);
          else {
            const orders = t.done(one.how, now);
            if (!isFetching) deepEqual(orders, []);
            else if ("taken" in one.how) isTaken = true;
            isFetching = false;
          }
          const orders = t.machine.poll(now);
          if (orders.some((order) => order.do === "fetch")) {
            ok(!isFetching && !isTaken && t.idleSince < now);
            isFetching = true;
          }
          ok(t.machine.deadline > now || orders.length > 0 || t.machine.deadline === NEVER);
        }
      }),
    );
  });
});
