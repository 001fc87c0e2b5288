import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { LONGEST_REST, SHORTEST_REST } from "../../../firmware/net/limits.js";
import { Mapping, type MappingOptions, type MappingOutput } from "../../../firmware/net/mapping.js";
import { emitStunResponse, parseStun } from "../../../firmware/wire/stun/stun.js";
import type { TransportAddress } from "../../../firmware/wire/stun/stun-address.js";
import { chanceOf } from "../../../sim/chance.js";

const SERVER = { address: "198.51.100.1", port: 3478 };
const LOCAL = { address: "192.168.1.20", port: 5060 };
const OUTSIDE = { address: "203.0.113.7", port: 40_000 };
const OTHER = { address: "203.0.113.9", port: 41_000 };

/** A socket, its clock, and a STUN server that sees us where the test wants. */
class Socket {
  now = 0;
  asked = 0;
  mapped: TransportAddress | null = OUTSIDE;
  /** Everything told, as "time place". */
  readonly told: string[] = [];
  readonly mapping: Mapping;

  constructor(options: Partial<MappingOptions> = {}) {
    this.mapping = new Mapping({
      ...{
        local: LOCAL,
        chance: chanceOf(3, "nat"),
        asks: true,
        interval: 15_000,
        handlesReceived: false,
        handlesRport: false,
      },
      ...{ external: { address: null, port: null }, ...options },
    });
  }

  does(outputs: readonly MappingOutput[]): this {
    for (const output of outputs) {
      if ("mapped" in output) {
        this.told.push(`${this.now} ${output.mapped ? `${output.mapped.address}:${output.mapped.port}` : "here"}`);
        continue;
      }
      deepEqual({ address: output.address, port: output.port }, SERVER);
      this.asked++;
      const request = parseStun(output.send);
      ok(request);
      if (!this.mapped) continue;
      const answer = emitStunResponse({ id: request.id, mapped: this.mapped });
      ok(answer);
      this.does(this.mapping.receive(answer, SERVER.address, SERVER.port, this.now));
    }
    return this;
  }

  begin(): this {
    return this.does(this.mapping.ask(SERVER, this.now));
  }

  wait(ms: number): this {
    const until = this.now + ms;
    while (this.mapping.deadline <= until) {
      this.now = Math.max(this.now, this.mapping.deadline);
      this.does(this.mapping.poll(this.now));
    }
    this.now = until;
    return this;
  }

  noted(place: TransportAddress): this {
    return this.does(this.mapping.noted(place, this.now));
  }
}

describe("where a SIP socket is seen from outside", () => {
  it("is where STUN says, and that is asked again from 80 to 100 % of the interval later", () => {
    const socket = new Socket();
    ok(socket.mapping.waiting);
    socket.begin();
    equal(socket.mapping.waiting, false);
    deepEqual(socket.mapping.place, OUTSIDE);
    socket.wait(11_999);
    equal(socket.asked, 1);
    socket.wait(3_001);
    equal(socket.asked, 2);
    socket.wait(300_000);
    deepEqual(socket.told, ["0 203.0.113.7:40000"]);
  });

  it("is found to be another within one interval", () => {
    const socket = new Socket().begin().wait(60_000);
    socket.mapped = OTHER;
    socket.wait(15_000);
    equal(socket.told.length, 2);
    deepEqual(socket.mapping.place, OTHER);
  });

  it("stays what STUN has said when STUN falls silent, which is asked for ever", () => {
    const socket = new Socket().begin();
    socket.mapped = null;
    socket.wait(600_000);
    deepEqual(socket.mapping.place, OUTSIDE);
    ok(socket.asked > 50);
  });

  it("is where we are when nobody says otherwise, and when STUN says so", () => {
    const alone = new Socket();
    alone.mapped = null;
    alone.begin().wait(39_400);
    ok(alone.mapping.waiting);
    alone.wait(200);
    equal(alone.mapping.waiting, false);
    equal(alone.mapping.place, null);
    const open = new Socket();
    open.mapped = LOCAL;
    open.begin();
    equal(open.mapping.place, null);
    deepEqual(open.told, []);
  });

  it("is what the owner says until STUN or our server know better", () => {
    const external = { address: OTHER.address, port: 5070 };
    const socket = new Socket({ external, handlesReceived: true, handlesRport: true });
    deepEqual(socket.mapping.place, external);
    socket.noted(OUTSIDE);
    deepEqual(socket.mapping.place, OUTSIDE);
    socket.mapped = { address: "203.0.113.8", port: 44_000 };
    socket.now = 20_000;
    socket.begin();
    deepEqual(socket.mapping.place, socket.mapped);
  });

  it("takes of Via what it may", () => {
    const place = (handlesReceived: boolean, handlesRport: boolean) =>
      new Socket({ asks: false, handlesReceived, handlesRport }).noted(OUTSIDE).mapping.place;
    equal(place(false, false), null);
    deepEqual(place(true, false), { address: OUTSIDE.address, port: LOCAL.port });
    deepEqual(place(false, true), { address: LOCAL.address, port: OUTSIDE.port });
    deepEqual(place(true, true), OUTSIDE);
  });

  it("is what the owner says behind a symmetric NAT, and nothing else", () => {
    const socket = new Socket({ external: { address: OTHER.address, port: null }, handlesReceived: true });
    socket.begin().noted(OUTSIDE).wait(20_000);
    socket.does(socket.mapping.judged(true, socket.now));
    deepEqual(socket.mapping.place, { address: OTHER.address, port: LOCAL.port });
    socket.wait(20_000);
    socket.does(socket.mapping.judged(false, socket.now));
    deepEqual(socket.mapping.place, OUTSIDE);
  });

  it("is asked anew, and told at once, when we have moved", () => {
    const socket = new Socket().begin().wait(1000);
    const local = { address: "192.168.2.20", port: 5060 };
    socket.mapped = OTHER;
    socket.does(socket.mapping.moved(local, socket.now));
    deepEqual(socket.mapping.place, OTHER);
    equal(socket.mapping.waiting, false);
  });

  it("has no news of a NAT that never settles but ever more seldom", () => {
    const socket = new Socket({ asks: false, handlesRport: true });
    for (let port = 40_000; port < 50_000; port++) socket.noted({ ...OUTSIDE, port }).wait(100);
    const times = socket.told.map((line) => Number(line.split(" ")[0]));
    const rests = times.slice(1).map((time, at) => time - times[at]);
    ok(
      rests.every((rest, at) => rest >= SHORTEST_REST && (at === 0 || rest >= rests[at - 1])),
      rests.join(" "),
    );
    ok(rests.length < 9, rests.join(" "));
    // and it is quick again when it has
    socket.wait(2 * LONGEST_REST + 1000);
    const known = socket.told.length;
    socket.noted(OTHER);
    equal(socket.told.length, known + 1);
  });

  it("withstands any octets", () => {
    const socket = new Socket();
    socket.mapped = null;
    socket.begin();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        deepEqual(socket.mapping.receive(octets, SERVER.address, SERVER.port, 1), []);
      }),
    );
  });
});
