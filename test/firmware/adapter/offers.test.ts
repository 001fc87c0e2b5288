/** Orders that wait for STUN, on a bench: sound that asks when it is told to, and a user agent that only listens. */
import { deepEqual, equal } from "node:assert/strict";
import { Offers } from "../../../firmware/adapter/offers.js";
import type { Sound } from "../../../firmware/adapter/sound.js";
import type { CallId, SipOrder } from "../../../firmware/sip/seam.js";
import type { MediaOffer } from "../../../firmware/wire/agreement.js";

const MEDIA: MediaOffer = {
  ...{ address: "203.0.113.7", port: 40_000, codecs: ["PCMU"], eventPayloadType: null, packetTime: 20 },
};

class Bench {
  asks = true;
  full = false;
  readonly #asking = new Set<CallId>();
  readonly #calls = new Set<CallId>();
  /** What the user agent was told, as "do call". */
  readonly told: string[] = [];
  readonly offers: Offers;

  constructor() {
    const sound: Pick<Sound, "open" | "offer" | "asking" | "ask" | "calls"> = {
      calls: [],
      open: (call) => {
        if (this.full) return false;
        this.#calls.add(call);
        if (this.asks) this.#asking.add(call);
        return true;
      },
      offer: (call) => (this.#calls.has(call) ? MEDIA : null),
      asking: (call) => this.#asking.has(call),
      ask: (call) => {
        if (this.asks) this.#asking.add(call);
      },
    };
    Object.defineProperty(sound, "calls", { get: () => [...this.#calls] });
    this.offers = new Offers(sound as Sound, { order: (order) => this.#note(order) });
  }

  #note(order: SipOrder): void {
    this.told.push(
      `${order.do} ${"call" in order ? order.call : ""}${"media" in order ? ` at ${order.media.port}` : ""}`,
    );
  }

  answered(call: CallId): void {
    this.#asking.delete(call);
    this.offers.ready(call, 0);
  }
}

const invite = { do: "invite", call: 1, target: "102" } as const;
const answer = { do: "answer", call: 2 } as const;

describe("offers and answers", () => {
  it("go out at once where nobody is asked", () => {
    const bench = new Bench();
    bench.asks = false;
    equal(bench.offers.open(invite, 0), true);
    deepEqual(bench.told, ["invite 1 at 40000"]);
  });

  it("wait for the ports, and other orders for the call behind them, in their order", () => {
    const bench = new Bench();
    bench.offers.open(answer, 0);
    bench.offers.order({ do: "hold", call: 2 }, 0);
    bench.offers.order({ do: "resume", call: 2 }, 0);
    bench.offers.order({ do: "hold", call: 1 }, 0);
    bench.offers.order({ do: "register" }, 0);
    deepEqual(bench.told.splice(0), ["hold 1", "register "]);
    bench.answered(2);
    deepEqual(bench.told, ["answer 2 at 40000", "hold 2", "resume 2"]);
  });

  it("are not made for a call that is over before", () => {
    const bench = new Bench();
    bench.offers.open(invite, 0);
    bench.offers.order({ do: "hangUp", call: 1 }, 0);
    bench.offers.order({ do: "hold", call: 1 }, 0);
    deepEqual(bench.told, ["hangUp 1", "hold 1"], "nothing waits any more");
    const cancelled = new Bench();
    cancelled.offers.open(answer, 0);
    cancelled.offers.release(2);
    cancelled.offers.order({ do: "hold", call: 2 }, 0);
    deepEqual(cancelled.told, ["hold 2"]);
  });

  it("need a port", () => {
    const bench = new Bench();
    bench.full = true;
    equal(bench.offers.open(invite, 0), false);
    deepEqual(bench.told, []);
  });

  it("are made again when we are seen elsewhere, of each call as soon as its ports are known", () => {
    const bench = new Bench();
    bench.asks = false;
    bench.offers.open(invite, 0);
    bench.offers.open(answer, 0);
    bench.told.length = 0;
    bench.asks = true;
    bench.offers.renew(0);
    deepEqual(bench.told, []);
    bench.answered(2);
    deepEqual(bench.told, ["change 2 at 40000"]);
    bench.answered(1);
    deepEqual(bench.told, ["change 2 at 40000", "change 1 at 40000"]);
  });
});
