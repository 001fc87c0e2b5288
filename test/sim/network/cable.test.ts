import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Udp } from "../../../hal/network.js";
import { chanceOf } from "../../../sim/chance.js";
import { Cable, type Faults } from "../../../sim/network/cable.js";
import { Lan } from "../../../sim/network/lan.js";
import { VirtualTime } from "../../../sim/time.js";

/** An adapter behind a cable, and a peer on the open network; both write down `number @ time` of what arrives. */
function stage(seed = 1) {
  const time = new VirtualTime();
  const lan = new Lan({ time });
  const cable = new Cable({ inner: lan.host("a"), time, chance: chanceOf(seed, "cable") });
  const arrived = { adapter: [] as string[], peer: [] as string[] };
  const listen = (socket: () => Udp, into: string[]) => () => {
    for (let got = socket().read(); got; got = socket().read())
      into.push(`${(got.octets[0] << 8) | got.octets[1]} @ ${Math.round(time.now())}`);
  };
  const adapter: Udp = cable.openUdp({ port: 10, onReadable: listen(() => adapter, arrived.adapter) });
  const peer: Udp = lan.host("p").openUdp({ port: 20, onReadable: listen(() => peer, arrived.peer) });
  const lent = new Uint8Array(2);
  const send = (socket: Udp, number: number) => {
    lent[0] = number >> 8;
    lent[1] = number;
    if (socket === adapter) socket.write(lent, "p", 20);
    else socket.write(lent, "a", 10);
  };
  return { time, cable, adapter, peer, arrived, send };
}

const numbers = (arrived: string[]) => arrived.map((text) => Number.parseInt(text, 10));

describe("the cable", () => {
  it("is no different from none without faults", () => {
    const { time, arrived, send, adapter, peer, cable } = stage();
    for (let i = 0; i < 5; i++) {
      send(adapter, i);
      send(peer, 10 + i);
    }
    time.advance(0);
    deepEqual(numbers(arrived.peer), [0, 1, 2, 3, 4]);
    deepEqual(numbers(arrived.adapter), [10, 11, 12, 13, 14]);
    equal(cable.address, "a");
    equal(adapter.port, 10);
  });

  it("loses its share, each way by itself, the same with the same seed", () => {
    const lost = (seed: number) => {
      const { time, cable, arrived, send, adapter, peer } = stage(seed);
      cable.change({ loss: 0.2 });
      for (let i = 0; i < 2000; i++) {
        send(adapter, i);
        send(peer, i);
        time.advance(20);
      }
      return [2000 - arrived.peer.length, 2000 - arrived.adapter.length];
    };
    const [out, into] = lost(7);
    ok(out > 320 && out < 480 && into > 320 && into < 480, `${out}, ${into}`);
    deepEqual(lost(7), [out, into]);
    ok(lost(8).join() !== lost(7).join());
  });

  it("loses everything at 1 and nothing at 0", () => {
    const { time, cable, arrived, send, adapter } = stage();
    cable.change({ loss: 1 });
    for (let i = 0; i < 100; i++) send(adapter, i);
    cable.change({ loss: 0 });
    for (let i = 100; i < 200; i++) send(adapter, i);
    time.advance(1);
    deepEqual(
      numbers(arrived.peer),
      [...Array(100).keys()].map((i) => 100 + i),
    );
  });

  it("sends every packet twice at 1", () => {
    const { time, cable, arrived, send, adapter } = stage();
    cable.change({ duplicate: 1 });
    for (let i = 0; i < 3; i++) send(adapter, i);
    time.advance(1);
    deepEqual(numbers(arrived.peer), [0, 0, 1, 1, 2, 2]);
  });

  it("lets a reordered packet be overtaken by the next", () => {
    const { time, cable, arrived, send, adapter } = stage();
    cable.change({ reorder: 1 });
    for (let i = 0; i < 6; i++) {
      send(adapter, i);
      time.advance(20);
    }
    deepEqual(arrived.peer, ["1 @ 20", "0 @ 20", "3 @ 60", "2 @ 60", "5 @ 100", "4 @ 100"]);
  });

  it("holds a packet that nobody overtakes for half a second", () => {
    const { time, cable, arrived, send, adapter } = stage();
    cable.change({ reorder: 1 });
    send(adapter, 1);
    time.advance(499);
    deepEqual(arrived.peer, []);
    time.advance(1);
    deepEqual(arrived.peer, ["1 @ 500"]);
  });

  it("delays both ways, and keeps what was lent", () => {
    const { time, cable, arrived, send, adapter, peer } = stage();
    cable.change({ delay: 40 });
    send(adapter, 1);
    send(peer, 2);
    time.advance(10);
    send(adapter, 3);
    time.advance(100);
    deepEqual(arrived.peer, ["1 @ 40", "3 @ 50"]);
    deepEqual(arrived.adapter, ["2 @ 40"]);
  });

  it("delivers at once again when the delay is gone", () => {
    const { time, cable, arrived, send, adapter } = stage();
    cable.change({ delay: 10_000 });
    send(adapter, 1);
    time.advance(100);
    cable.change({ delay: 0 });
    send(adapter, 2);
    time.advance(0);
    deepEqual(arrived.peer, ["2 @ 100"]);
    time.advance(10_000);
    deepEqual(arrived.peer, ["2 @ 100", "1 @ 10000"]);
  });

  it("jitters without reordering", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 50 }),
        (seed, jitter, delay) => {
          const { time, cable, arrived, send, peer } = stage(seed);
          cable.change({ jitter, delay });
          for (let i = 0; i < 50; i++) {
            send(peer, i);
            time.advance(20);
          }
          time.advance(500);
          deepEqual(numbers(arrived.adapter), [...Array(50).keys()]);
          arrived.adapter.forEach((text, i) => {
            const late = Number(text.split("@ ")[1]) - 20 * i;
            ok(late >= delay && late <= delay + jitter + 1, text);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("loses nothing but what it is told to, whatever else it does", () => {
    const fault = fc.record({
      duplicate: fc.constantFrom(0, 0.3),
      reorder: fc.constantFrom(0, 0.3, 1),
      delay: fc.constantFrom(0, 30),
      jitter: fc.constantFrom(0, 60),
    });
    fc.assert(
      fc.property(fc.nat(), fault, (seed, faults) => {
        const { time, cable, arrived, send, adapter } = stage(seed);
        cable.change(faults);
        for (let i = 0; i < 40; i++) {
          send(adapter, i);
          time.advance(i % 30);
        }
        time.advance(1000);
        const seen = new Set(numbers(arrived.peer));
        equal(seen.size, 40);
        if (faults.duplicate === 0) equal(arrived.peer.length, 40);
      }),
      { numRuns: 50 },
    );
  });

  it("drops everything while it is down, what is under way too, and tells of the link", () => {
    const { time, cable, arrived, send, adapter, peer } = stage();
    const links: (string | null)[] = [];
    cable.watch(() => links.push(cable.address));
    cable.change({ delay: 50 });
    send(adapter, 1);
    time.advance(10);
    cable.change({ down: true });
    send(adapter, 2);
    send(peer, 3);
    time.advance(100);
    cable.change({ down: false });
    cable.change({ down: false });
    send(adapter, 4);
    time.advance(100);
    deepEqual(numbers(arrived.peer), [4]);
    deepEqual(arrived.adapter, []);
    deepEqual(links, [null, "a"]);
  });

  it("changes only what it is given", () => {
    const { cable } = stage();
    cable.change({ loss: 0.5, delay: 3 });
    cable.change({ jitter: 2 });
    deepEqual(cable.faults, { loss: 0.5, duplicate: 0, reorder: 0, delay: 3, jitter: 2, down: false } satisfies Faults);
  });

  it("carries nothing for a closed socket", () => {
    const { time, cable, arrived, send, adapter, peer } = stage();
    cable.change({ delay: 20 });
    send(peer, 1);
    time.advance(5);
    adapter.close();
    send(adapter, 2);
    time.advance(100);
    deepEqual(arrived, { adapter: [], peer: [] });
    equal(adapter.read(), undefined);
  });
});
