/** Two agents on a bad cable: whatever is lost, late or doubled, both come to rest. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { CallId, SipEvent, SipOrder } from "../../../firmware/sip/seam.js";
import { type SipOutput, UserAgent } from "../../../firmware/sip/user-agent.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { ACCOUNT, dice, digest, MEDIA } from "./far-end.js";

type Packet = { readonly at: number; readonly to: number; readonly octets: Uint8Array };
type Cable = { readonly loss: number; readonly double: number; readonly delay: number; readonly seed: number };

/** A telephone that lets each call ring, and believes what it is told. */
class Telephone {
  readonly agent: UserAgent;
  readonly calls = new Map<CallId, "calling" | "ringing" | "answering" | "up">();
  readonly story: string[] = [];
  #next: CallId = -1;

  constructor(hop: Hop, server: Hop, seed: number) {
    const servers = [{ host: server.address, port: server.port, transport: server.transport }];
    const account = { ...ACCOUNT, servers, registers: false, restrictSource: false, restrictContactUser: false };
    this.agent = new UserAgent({ account, local: hop, chance: dice(seed), digest, maxCalls: 2 });
  }

  call(): SipOrder {
    this.#next += 2;
    this.calls.set(this.#next, "calling");
    return { do: "invite", call: this.#next, target: "7", media: MEDIA };
  }

  hear(event: SipEvent): SipOrder | undefined {
    this.story.push(event.event);
    switch (event.event) {
      case "invited":
        this.calls.set(event.call, "ringing");
        return { do: "progress", call: event.call, status: 180 };
      case "answered":
        ok(this.calls.has(event.call), "nobody answers a call that is gone");
        this.calls.set(event.call, "up");
        return undefined;
      case "refused":
      case "cancelled":
      case "ended":
        ok(this.calls.delete(event.call), `${event.event} only what there is`);
        return undefined;
      default:
        return undefined;
    }
  }
}

class Street {
  now = 0;
  readonly #hops: Hop[] = [
    { address: "192.0.2.1", port: 5060, transport: "udp" },
    { address: "192.0.2.2", port: 5060, transport: "udp" },
  ];
  readonly phones = [new Telephone(this.#hops[0], this.#hops[1], 11), new Telephone(this.#hops[1], this.#hops[0], 13)];
  #cable: Cable;
  readonly #dice: () => number;
  #packets: Packet[] = [];

  constructor(cable: Cable) {
    this.#cable = cable;
    this.#dice = dice(cable.seed);
  }

  order(phone: number, order: SipOrder): void {
    this.#perform(phone, this.phones[phone].agent.handle(order, this.now));
  }

  #perform(phone: number, outputs: readonly SipOutput[]): void {
    for (const output of outputs) {
      if ("event" in output) {
        const order = this.phones[phone].hear(output);
        if (order) this.order(phone, order);
        continue;
      }
      if ("find" in output) continue;
      const copies = this.#percent(this.#cable.loss) ? 0 : this.#percent(this.#cable.double) ? 2 : 1;
      const to = this.#hops.findIndex(({ address }) => address === output.to.address);
      ok(to === 1 - phone, "they only know each other");
      for (let n = 0; n < copies; n++)
        this.#packets.push({ at: this.now + (this.#dice() % (this.#cable.delay + 1)), to, octets: output.send });
    }
  }

  #percent(percent: number): boolean {
    return this.#dice() % 100 < percent;
  }

  #nextAt(): number {
    const deadlines = this.phones.map(({ agent }) => agent.deadline);
    return Math.min(...deadlines, ...this.#packets.map(({ at }) => at));
  }

  /** Nothing gets through any more. */
  cut(): void {
    this.#cable = { ...this.#cable, loss: 100 };
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (let steps = 0; this.#nextAt() <= until; steps++) {
      ok(steps < 100_000, "nobody goes round in circles");
      this.now = Math.max(this.now, this.#nextAt());
      const due = this.#packets.filter(({ at }) => at <= this.now);
      this.#packets = this.#packets.filter(({ at }) => at > this.now);
      for (const { to, octets } of due) {
        this.#perform(to, this.phones[to].agent.receive(octets, this.#hops[1 - to], this.now));
      }
      for (const [i, { agent }] of this.phones.entries())
        if (agent.deadline <= this.now) this.#perform(i, agent.poll(this.now));
    }
    this.now = until;
  }

  /** Everything any telephone may do with any of its calls. */
  act(phone: number, deed: string): void {
    const { calls } = this.phones[phone];
    if (deed === "call") {
      if (calls.size < 2) this.order(phone, this.phones[phone].call());
      return;
    }
    const [call] = [...calls.keys()].slice(-1);
    if (call === undefined) return;
    if (deed === "answer") {
      if (calls.get(call) !== "ringing") return;
      calls.set(call, "answering");
      this.order(phone, { do: "answer", call, media: MEDIA });
    } else if (deed === "refuse") {
      if (calls.get(call) !== "ringing") return;
      calls.delete(call);
      this.order(phone, { do: "refuse", call, status: 486 });
    } else if (deed === "hangUp") {
      calls.delete(call);
      this.order(phone, { do: "hangUp", call });
    } else this.order(phone, { do: deed as "hold" | "resume", call });
  }

  rest(): void {
    for (const phone of [0, 1]) while (this.phones[phone].calls.size > 0) this.act(phone, "hangUp");
  }
}

const PERFECT: Cable = { loss: 0, double: 0, delay: 10, seed: 1 };

describe("two agents", () => {
  it("call, hold, resume and hang up on a good cable", () => {
    const street = new Street(PERFECT);
    const [a, b] = street.phones;
    const turn = (phone: number, deed: string) => {
      street.act(phone, deed);
      street.pass(5000);
    };
    turn(0, "call");
    turn(1, "answer");
    deepEqual([a.calls.get(1), b.calls.get(2)], ["up", "up"]);
    for (const deed of ["hold", "resume"]) for (const phone of [0, 1]) turn(phone, deed);
    turn(1, "hangUp");
    deepEqual(a.story.slice(0, 3), ["progressed", "agreed", "answered"]);
    deepEqual(a.story.filter((event) => event === "held").length, 2);
    deepEqual(a.story.at(-1), "ended");
    street.pass(70_000);
    deepEqual([a.agent.size, b.agent.size], [0, 0]);
  });

  it("both hold at the same moment, and both get through the glare", () => {
    const street = new Street(PERFECT);
    street.act(0, "call");
    street.pass(1000);
    street.act(1, "answer");
    street.pass(1000);
    street.act(0, "hold");
    street.act(1, "hold");
    street.pass(20_000);
    for (const { story } of street.phones) equal(story.filter((event) => event === "held").length, 1);
    street.act(1, "hangUp");
    street.pass(70_000);
    equal(street.phones[0].calls.size, 0);
  });

  it("get a call through a cable that loses a third", () => {
    let up = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const street = new Street({ loss: 33, double: 10, delay: 300, seed: seed * 7919 });
      street.act(0, "call");
      street.pass(20_000);
      street.act(1, "answer");
      street.pass(20_000);
      if (street.phones.every(({ calls }) => [...calls.values()].includes("up"))) up++;
    }
    ok(up >= 18, `${up} of 20`);
  });

  it("come to rest after any story on any cable", () => {
    const deeds = fc.constantFrom("call", "call", "answer", "answer", "hold", "resume", "hangUp", "refuse");
    const steps = fc.array(fc.tuple(fc.nat(1), deeds, fc.constantFrom(0, 5, 200, 3000, 40_000)), { maxLength: 14 });
    const cables = fc.record({
      loss: fc.integer({ min: 0, max: 100 }),
      ...{ double: fc.nat(50), delay: fc.constantFrom(0, 20, 1000, 5000), seed: fc.integer({ min: 1, max: 2 ** 31 }) },
    });
    fc.assert(
      fc.property(cables, steps, (cable, story) => {
        const street = new Street(cable);
        for (const [phone, deed, pause] of story) {
          street.act(phone, deed);
          street.pass(pause);
        }
        street.rest();
        street.pass(150_000);
        street.rest(); // what began to ring only after the first rest
        street.pass(150_000);
        for (const { agent, calls } of street.phones) {
          equal(agent.size, 0);
          equal(agent.deadline, Infinity);
          equal(calls.size, 0);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("talk for a day, refreshed every quarter of an hour, and neither hears of it", () => {
    for (const cable of [PERFECT, { loss: 30, double: 10, delay: 300, seed: 77 }]) {
      const street = new Street(cable);
      street.act(0, "call");
      street.pass(20_000);
      street.act(1, "answer");
      street.pass(20_000);
      for (const phone of street.phones) phone.story.length = 0;
      street.pass(86_400_000);
      for (const { calls, story } of street.phones) {
        deepEqual([...calls.values()], ["up"]);
        deepEqual(story, []);
      }
    }
  });

  it("both find out that the cable was cut in the middle of the call", () => {
    for (const cut of [0, 1]) {
      const street = new Street(PERFECT);
      street.act(0, "call");
      street.pass(1000);
      street.act(1, "answer");
      street.pass(1000);
      street.order(cut, { do: "hold", call: cut + 1 });
      street.pass(1000);
      street.cut();
      street.pass(1_800_000);
      for (const { calls, agent } of street.phones) deepEqual([calls.size, agent.size], [0, 0]);
    }
  });

  it("leave nobody ringing or talking alone when one of them falls silent for ever", () => {
    for (const deed of ["nothing", "answer"]) {
      const street = new Street(PERFECT);
      street.act(0, "call");
      street.pass(1000);
      const { agent } = street.phones[0];
      agent.receive = () => [];
      agent.poll = () => [];
      Object.defineProperty(agent, "deadline", { value: Infinity });
      if (deed === "answer") street.act(1, "answer");
      street.pass(700_000);
      deepEqual([street.phones[1].calls.size, street.phones[1].agent.size], [0, 0]);
    }
  });
});
