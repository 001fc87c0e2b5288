import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { type Gesture, Hook, type HookOptions } from "../../../firmware/line/hook.js";

const OPTIONS: HookOptions = { flashMin: 100, flashMax: 900, pulseDialling: true };

/** A hook under a hand that tells what it saw, with the time. */
class Hand {
  readonly hook: Hook;
  now = 0;
  closed = false;
  readonly seen: string[] = [];

  constructor(options: HookOptions = OPTIONS) {
    this.hook = new Hook(options);
  }

  /** Time passes; the hook is asked exactly when it wants to be. */
  wait(ms: number): this {
    const until = this.now + ms;
    while (this.hook.deadline <= until) {
      this.now = Math.max(this.now, this.hook.deadline);
      this.#tell(this.hook.poll(this.now));
    }
    this.now = until;
    return this;
  }

  edge(closed: boolean): this {
    this.closed = closed;
    this.#tell(this.hook.edge(closed, this.now));
    return this;
  }

  lift(): this {
    return this.edge(true);
  }

  open(): this {
    return this.edge(false);
  }

  pulses(count: number, open: number, closed: number): this {
    for (let i = 0; i < count; i++) this.open().wait(open).lift().wait(closed);
    return this;
  }

  /** What has been seen since the last time. */
  get said(): string {
    return this.seen.splice(0).join(" ");
  }

  #tell(gestures: readonly Gesture[]): void {
    for (const gesture of gestures) this.seen.push(`${"digit" in gesture ? gesture.digit : gesture.event}@${this.now}`);
  }
}

/** Off hook since 0, half a second ago. */
const lifted = (options?: HookOptions) => {
  const hand = new Hand(options).lift().wait(500);
  equal(hand.said, "offHook@100");
  return hand;
};

describe("hook", () => {
  it("believes a lifted receiver after 100 ms, and after 40 while the bell rings", () => {
    equal(new Hand().lift().wait(1000).said, "offHook@100");
    const ringing = new Hand();
    ringing.hook.ringing = true;
    equal(ringing.lift().wait(1000).said, "offHook@40");
  });

  it("does not mind how the contact bounces on the way", () => {
    const hand = new Hand();
    hand.hook.ringing = true;
    for (const ms of [2, 3, 1, 5]) hand.lift().wait(ms).open().wait(ms);
    hand.lift().wait(1000);
    equal(hand.said, "offHook@40");
  });

  it("takes a short closure for noise", () => {
    const hand = new Hand().lift().wait(60).open().wait(1000);
    equal(hand.said, "");
    equal(hand.hook.lifted, false);
    equal(hand.hook.deadline, NEVER);
  });

  it("takes a break under 15 ms for noise", () => equal(lifted().open().wait(14).lift().wait(2000).said, ""));

  it("sees a flash when the break ends within its limits", () => {
    for (const ms of [100, 300, 600, 899]) equal(lifted().open().wait(ms).lift().wait(2000).said, `flash@${512 + ms}`);
    equal(lifted().open().wait(99).lift().wait(2000).said, "");
  });

  it("sees a hang-up at flashMax, to the millisecond", () => {
    const hand = lifted().open().wait(899);
    equal(hand.said, "");
    equal(hand.hook.lifted, true);
    equal(hand.wait(1).said, "onHook@1400");
    equal(hand.hook.lifted, false);
    equal(hand.lift().wait(500).said, "offHook@1500");
  });

  it("has other limits when they are set", () => {
    const german = { flashMin: 80, flashMax: 310, pulseDialling: false };
    equal(lifted(german).open().wait(85).lift().wait(2000).said, "flash@597");
    equal(lifted(german).open().wait(2000).said, "onHook@810");
    const hand = lifted();
    hand.hook.configure(german);
    equal(hand.open().wait(2000).said, "onHook@810");
    const broken = lifted().open().wait(100);
    broken.hook.configure(german);
    equal(broken.wait(2000).said, "onHook@810");
  });

  it("counts pulses to digits, ten of them to 0", () => {
    for (let count = 1; count <= 10; count++) {
      const hand = lifted().pulses(count, 60, 40).wait(1000);
      equal(hand.said, `${count % 10}@${500 + 100 * count - 40 + 250}`);
    }
  });

  it("counts slow pulses and fast ones, of old dials and new", () => {
    for (const [open, closed] of [
      [60, 40],
      [67, 33],
      [50, 50],
      [80, 40],
      [30, 20],
      [33, 17],
    ])
      equal(lifted().pulses(7, open, closed).wait(1000).said.split("@")[0], "7", `${open}/${closed}`);
  });

  it("counts pulses whose contacts bounce", () => {
    const hand = lifted();
    for (let i = 0; i < 4; i++) {
      hand.open().wait(2).lift().wait(2).open().wait(56);
      hand.lift().wait(2).open().wait(2).lift().wait(36);
    }
    equal(hand.wait(1000).said.split("@")[0], "4");
  });

  it("ends a digit after 250 ms, so that the next one is another", () => {
    const hand = lifted().pulses(2, 60, 40).wait(220).pulses(3, 60, 40).wait(1000);
    deepEqual(
      hand.said.split(" ").map((said) => said.split("@")[0]),
      ["2", "3"],
    );
  });

  it("throws away what no dial sends", () => {
    equal(lifted().pulses(11, 60, 40).wait(1000).said, "");
    equal(lifted().pulses(2, 60, 40).open().wait(300).lift().wait(1000).said, "flash@1012");
    equal(lifted().pulses(2, 60, 40).open().wait(1000).said, "onHook@1600");
    equal(
      lifted({ ...OPTIONS, pulseDialling: false })
        .pulses(5, 60, 40)
        .wait(1000).said,
      "",
    );
  });

  it("takes a break for a flash or a pulse, where it could be both, as digits are wanted or not", () => {
    const british = { flashMin: 50, flashMax: 120, pulseDialling: true };
    const dialling = lifted(british).open().wait(60).lift().wait(1000);
    equal(dialling.said, "1@810");
    dialling.hook.collecting = false;
    equal(dialling.open().wait(60).lift().wait(1000).said, "flash@1632");
  });

  it("catches up when it is asked late", () => {
    const hook = new Hook(OPTIONS);
    hook.edge(true, 0);
    deepEqual(hook.edge(false, 500), [{ event: "offHook" }]);
    deepEqual(hook.edge(true, 560), []);
    deepEqual(hook.edge(false, 2000), [{ event: "digit", digit: "1", source: "pulse" }]);
    deepEqual(hook.edge(true, 5000), [{ event: "onHook" }]);
    deepEqual(hook.poll(5050), []);
    deepEqual(hook.poll(6000), [{ event: "offHook" }]);
  });

  it("does not mind an edge that is none", () => {
    const hand = lifted();
    deepEqual(hand.hook.edge(true, 600), []);
    equal(hand.hook.deadline, NEVER);
  });

  it("has a way out of every state, whatever the hand does", () => {
    const times = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 120 }),
      fc.integer({ max: 1200, min: 0 }),
    );
    const moves = fc.array(fc.record({ closed: fc.boolean(), ms: times, polled: fc.boolean() }), { maxLength: 60 });
    const options = fc.record({
      flashMin: fc.integer({ min: 50, max: 400 }),
      flashMax: fc.integer({ min: 400, max: 1600 }),
      pulseDialling: fc.boolean(),
    });
    fc.assert(
      fc.property(options, moves, fc.boolean(), (options, moves, ringing) => {
        const hand = new Hand(options);
        hand.hook.ringing = ringing;
        for (const { closed, ms, polled } of moves) {
          hand.edge(closed);
          if (polled) hand.wait(ms);
          else hand.now += ms;
        }
        // on hook and off hook take turns, and everything else happens off hook
        const check = () => {
          let off = false;
          for (const said of hand.seen) {
            const [what] = said.split("@");
            if (what === "offHook" || what === "onHook") {
              equal(off, what === "onHook", hand.seen.join(" "));
              off = !off;
            } else ok(off, hand.seen.join(" "));
          }
          equal(hand.hook.lifted, off);
        };
        hand.open().wait(2000);
        check();
        equal(hand.hook.lifted, false);
        equal(hand.hook.lifted, false);
        equal(hand.hook.deadline, NEVER);
        hand.lift().wait(200);
        check();
        equal(hand.hook.lifted, true);
      }),
      { numRuns: 500 },
    );
  });
});
