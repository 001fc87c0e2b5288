/**
 * Three agents: one brings the other two together, in every way there is (RFC 5589). Bob's and Ann's server is where Cat
 * is, so that whoever calls a number calls her. What the far ends of the other tests say by heart, these say by themselves.
 */
import { deepEqual, ok } from "node:assert/strict";
import type { CallId, SipEvent, SipOrder } from "../../../firmware/sip/seam.js";
import { type SipOutput, UserAgent } from "../../../firmware/sip/user-agent.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { ACCOUNT, dice, digest, MEDIA } from "./far-end.js";

const HOPS: readonly Hop[] = [11, 12, 13].map((n) => ({ address: `192.0.2.${n}`, port: 5060, transport: "udp" }));
const [ANN, BOB, CAT] = [0, 1, 2];
/** ms on the way. */
const DELAY = 20;

type Packet = { readonly at: number; readonly from: number; readonly to: number; readonly octets: Uint8Array };

class Village {
  now = 0;
  readonly agents = HOPS.map((local, n) => {
    const [{ address: host, port, transport }] = [HOPS[n === CAT ? ANN : CAT]];
    const account = { ...ACCOUNT, user: `10${n + 1}`, servers: [{ host, port, transport }], registers: false };
    const free = { ...account, restrictSource: false, restrictContactUser: false };
    return new UserAgent({ account: free, local, chance: dice(n + 5), digest, maxCalls: 3 });
  });
  readonly stories: string[][] = [[], [], []];
  /** What each of them does at an event, if anything. */
  readonly ways: ((event: SipEvent) => SipOrder | undefined)[] = HOPS.map(() => () => undefined);
  #packets: Packet[] = [];

  order(who: number, order: SipOrder): this {
    this.#perform(who, this.agents[who].handle(order, this.now));
    return this;
  }

  invite(who: number, call: CallId, target: string): this {
    return this.order(who, { do: "invite", call, target, media: MEDIA });
  }

  #perform(who: number, outputs: readonly SipOutput[]): void {
    for (const output of outputs) {
      if ("event" in output) {
        const { event } = output;
        this.stories[who].push("call" in output ? `${event} ${output.call}` : event);
        const order = this.ways[who](output);
        if (order) this.order(who, order);
      } else if ("send" in output) {
        const to = HOPS.findIndex(({ address }) => address === output.to.address);
        ok(to >= 0, "they know each other");
        this.#packets.push({ at: this.now + DELAY, from: who, to, octets: output.send });
      }
    }
  }

  after(ms: number): this {
    const until = this.now + ms;
    for (let steps = 0; ; steps++) {
      ok(steps < 10_000, "nobody goes round in circles");
      const next = Math.min(...this.agents.map(({ deadline }) => deadline), ...this.#packets.map(({ at }) => at));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      const due = this.#packets.filter(({ at }) => at <= this.now);
      this.#packets = this.#packets.filter(({ at }) => at > this.now);
      for (const { from, to, octets } of due) this.#perform(to, this.agents[to].receive(octets, HOPS[from], this.now));
      for (const [who, agent] of this.agents.entries())
        if (agent.deadline <= this.now) this.#perform(who, agent.poll(this.now));
    }
    this.now = until;
    return this;
  }

  /** What has happened to someone since last asked, without the sound of it. */
  told(who: number): string[] {
    return this.stories[who].splice(0).filter((word) => !word.startsWith("agreed"));
  }
}

const answers = (event: SipEvent): SipOrder | undefined =>
  event.event === "invited" ? { do: "answer", call: event.call, media: MEDIA } : undefined;
const rings = (event: SipEvent): SipOrder | undefined =>
  event.event === "invited" ? { do: "progress", call: event.call, status: 180 } : undefined;
const follows = (event: SipEvent): SipOrder | undefined =>
  event.event === "referred"
    ? { do: "invite", call: 3, target: event.target, media: MEDIA, referral: event.call }
    : undefined;
/** A telephone gives each call of its own the next odd number. */
const followsAgain = (): ((event: SipEvent) => SipOrder | undefined) => {
  let call = 1;
  return (event) => {
    const order = follows(event);
    if (order?.do !== "invite") return undefined;
    call += 2;
    return { ...order, call };
  };
};

/** Bob has called Ann, who is to send him on: his call 1, her call 2. */
function village(): Village {
  const v = new Village();
  v.ways[ANN] = answers;
  v.ways[CAT] = answers;
  v.ways[BOB] = follows;
  v.invite(BOB, 1, "sip:101@192.0.2.11").after(1000);
  deepEqual([v.told(ANN), v.told(BOB)], [["invited 2", "answered 2"], ["answered 1"]]);
  return v;
}

describe("three agents", () => {
  it("hand a call over without asking", () => {
    const v = village();
    v.order(ANN, { do: "transfer", call: 2, target: "103" }).after(1000);
    deepEqual(v.told(BOB), ["referred 1", "answered 3"]);
    deepEqual(v.told(CAT), ["invited 2", "answered 2"]);
    deepEqual(v.told(ANN), ["transferred 2", "transferred 2"]);
    v.after(4000);
    deepEqual([v.told(ANN), v.told(BOB), v.told(CAT)], [["ended 2"], ["ended 1"], []]);
    v.order(BOB, { do: "hangUp", call: 3 }).after(60_000);
    deepEqual(v.told(CAT), ["ended 2"]);
    deepEqual(
      v.agents.map(({ size }) => size),
      [0, 0, 0],
    );
  });

  it("hand a call over after asking, and it takes the place of the question", () => {
    const v = village();
    v.invite(ANN, 5, "103").after(1000);
    deepEqual([v.told(ANN), v.told(CAT)], [["answered 5"], ["invited 2", "answered 2"]]);
    v.order(ANN, { do: "connect", call: 2, other: 5 }).after(1000);
    deepEqual(v.told(BOB), ["referred 1", "answered 3"]);
    deepEqual(v.told(CAT), ["invited 4", "ended 2", "answered 4"]);
    deepEqual(v.told(ANN), ["transferred 2", "ended 5", "transferred 2"]);
    v.after(4000);
    deepEqual([v.told(ANN), v.told(BOB), v.told(CAT)], [["ended 2"], ["ended 1"], []]);
    v.order(CAT, { do: "hangUp", call: 4 }).after(60_000);
    deepEqual(v.told(BOB), ["ended 3"]);
    deepEqual(
      v.agents.map(({ size }) => size),
      [0, 0, 0],
    );
  });

  it("go on as they were when nobody takes it", () => {
    const v = village();
    v.ways[CAT] = (event) => (event.event === "invited" ? { do: "refuse", call: event.call, status: 486 } : undefined);
    v.order(ANN, { do: "transfer", call: 2, target: "103" }).after(60_000);
    deepEqual(v.told(BOB), ["referred 1", "refused 3"]);
    deepEqual(v.told(ANN), ["transferred 2", "transferred 2"]);
    v.ways[BOB] = () => undefined;
    v.order(ANN, { do: "transfer", call: 2, target: "103" }).after(60_000);
    deepEqual([v.told(ANN), v.told(BOB)], [["transferred 2"], ["referred 1"]]);
    v.order(ANN, { do: "hangUp", call: 2 }).after(60_000);
    deepEqual(v.told(BOB), ["ended 1"]);
  });

  it("hand over to one who is still being rung, who cannot be taken over and is rung anew (RFC 3891 section 3)", () => {
    const v = village();
    v.ways[CAT] = rings;
    v.ways[BOB] = followsAgain();
    v.invite(ANN, 5, "103").after(1000);
    v.told(CAT);
    v.order(ANN, { do: "connect", call: 2, other: 5 }).after(1000);
    deepEqual(v.told(BOB), ["referred 1", "refused 3", "referred 1", "progressed 5"]);
    deepEqual(v.told(CAT), ["cancelled 2", "invited 4"]);
    v.order(CAT, { do: "answer", call: 4, media: MEDIA }).after(1000);
    deepEqual(v.told(BOB), ["answered 5"]);
    v.after(4000);
    deepEqual([v.told(ANN).at(-1), v.told(BOB), v.told(CAT)], ["ended 2", ["ended 1"], ["answered 4"]]);
  });
});
