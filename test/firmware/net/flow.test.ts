import { deepEqual, equal, ok } from "node:assert/strict";
import { Flow, type FlowOutput } from "../../../firmware/net/flow.js";
import { emitStunResponse, parseStun } from "../../../firmware/wire/stun/stun.js";
import type { TransportAddress } from "../../../firmware/wire/stun/stun-address.js";
import { chanceOf } from "../../../sim/chance.js";

const REGISTRAR = { address: "198.51.100.1", port: 5060 };
const WISH = { ...REGISTRAR, seconds: 30 };

/** A flow, its clock, and a registrar that sees us where the test wants, or not at all. */
class Way {
  now = 0;
  mapped: TransportAddress | null = { address: "203.0.113.7", port: 40_000 };
  readonly asked: number[] = [];
  readonly broken: number[] = [];
  readonly flow = new Flow(chanceOf(3, "flow"));

  wait(ms: number): this {
    const until = this.now + ms;
    while (this.flow.deadline <= until) {
      this.now = Math.max(this.now, this.flow.deadline);
      this.#does(this.flow.poll(this.now));
    }
    this.now = until;
    return this;
  }

  #does(outputs: readonly FlowOutput[]): void {
    for (const output of outputs) {
      if ("broken" in output) {
        this.broken.push(this.now);
        continue;
      }
      deepEqual({ address: output.address, port: output.port }, REGISTRAR);
      this.asked.push(this.now);
      const request = parseStun(output.send);
      ok(request);
      const answer = this.mapped && emitStunResponse({ id: request.id, mapped: this.mapped });
      if (answer) this.#does(this.flow.receive(answer, REGISTRAR.address, REGISTRAR.port, this.now));
    }
  }
}

describe("a flow", () => {
  it("is kept open within the time the registrar wishes (RFC 5626 section 4.4)", () => {
    const way = new Way().wait(100_000);
    deepEqual(way.asked, []);
    way.flow.keep(WISH, way.now);
    way.wait(600_000);
    const pauses = way.asked.slice(1).map((time, at) => time - way.asked[at]);
    ok(pauses.length >= 19 && pauses.every((pause) => pause >= 24_000 && pause <= 30_000), pauses.join(" "));
    deepEqual(way.broken, []);
  });

  it("is broken when we are seen elsewhere, once", () => {
    const way = new Way();
    way.flow.keep(WISH, 0);
    way.wait(100_000);
    way.mapped = { address: "203.0.113.7", port: 40_001 };
    way.wait(300_000);
    equal(way.broken.length, 1);
    ok(way.broken[0] <= 130_000);
  });

  it("is broken when nobody answers any more, and not when nobody ever has", () => {
    const way = new Way();
    way.flow.keep(WISH, 0);
    way.wait(100_000);
    way.mapped = null;
    way.wait(600_000);
    equal(way.broken.length, 1);
    const deaf = new Way();
    deaf.mapped = null;
    deaf.flow.keep(WISH, 0);
    deepEqual(deaf.wait(600_000).broken, []);
  });

  it("is not kept without a wish, and the same wish again changes nothing", () => {
    const way = new Way();
    way.flow.keep(WISH, 0);
    const { deadline } = way.flow;
    way.wait(1000).flow.keep({ ...WISH }, way.now);
    equal(way.flow.deadline, deadline);
    way.flow.keep(null, way.now);
    equal(way.wait(600_000).asked.length, 0);
  });
});
