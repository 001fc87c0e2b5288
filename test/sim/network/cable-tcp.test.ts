import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { Network, Tcp } from "../../../hal/network.js";
import { chanceOf } from "../../../sim/chance.js";
import { Cable } from "../../../sim/network/cable.js";
import { WINDOW } from "../../../sim/network/cable-tcp.js";
import { Lan } from "../../../sim/network/lan.js";
import { VirtualTime } from "../../../sim/time.js";

const octets = (...values: number[]) => Uint8Array.from(values);
const FAULTS = { loss: 1, duplicate: 1, reorder: 1, jitter: 500 };

/** A connection from one network to another, and what each end hears of it. */
function between(time: VirtualTime, from: Network, to: Network) {
  const heard = { caller: [] as string[], called: [] as string[] };
  const ends: { called: Tcp | null } = { called: null };
  const user = (into: string[], tcp: () => Tcp | null) => ({
    onReadable: () => {
      for (let got = tcp()?.read(); got; got = tcp()?.read()) into.push(`${Math.round(time.now())} ${got}`);
    },
    onWritable: () => void into.push(`${Math.round(time.now())} room`),
    onError: () => void into.push(`${Math.round(time.now())} end`),
  });
  to.listenTcp({
    port: 5060,
    onConnection: (tcp) => {
      ends.called = tcp;
      heard.called.push(`${Math.round(time.now())} called from ${tcp.address}`);
      return user(heard.called, () => tcp);
    },
  });
  const caller: Tcp = from.connectTcp({ address: to.address ?? "", port: 5060, ...user(heard.caller, () => caller) });
  return { caller, ends, heard };
}

function stage() {
  const time = new VirtualTime();
  const lan = new Lan({ time });
  const cable = new Cable({ inner: lan.host("a"), time, chance: chanceOf(1, "cable") });
  return { time, cable, peer: lan.host("p") };
}

describe("a connection through the cable", () => {
  it("knows delay alone of the faults of packets", () => {
    const { time, cable, peer } = stage();
    cable.change({ ...FAULTS, delay: 40 });
    const { caller, ends, heard } = between(time, cable, peer);
    equal(caller.write(octets(1)), 0);
    time.advance(80);
    const lent = octets(1);
    caller.write(lent);
    lent[0] = 9;
    caller.write(octets(2, 3));
    ends.called?.write(octets(4));
    time.advance(40);
    ends.called?.write(octets(5));
    ends.called?.close();
    time.advance(100);
    deepEqual(heard, {
      caller: ["80 room", "120 4", "160 5", "160 end"],
      called: ["0 called from a", "120 1", "120 2,3"],
    });
  });

  it("is heard of later when it comes to the adapter, and closed after its last words", () => {
    const { time, cable, peer } = stage();
    cable.change({ ...FAULTS, delay: 40 });
    const { caller, ends, heard } = between(time, peer, cable);
    time.advance(1);
    caller.write(octets(1));
    time.advance(50);
    ends.called?.write(octets(2));
    ends.called?.close();
    equal(ends.called?.write(octets(3)), 0);
    time.advance(100);
    deepEqual(heard, { caller: ["0 room", "91 2", "91 end"], called: ["40 called from p", "41 1"] });
  });

  it("waits while the cable is down, and loses nothing", () => {
    const { time, cable, peer } = stage();
    const { caller, ends, heard } = between(time, cable, peer);
    time.advance(10);
    cable.change({ down: true });
    caller.write(octets(1));
    ends.called?.write(octets(2));
    time.advance(1990);
    cable.change({ down: false });
    time.advance(1);
    cable.change({ down: true });
    ends.called?.close();
    time.advance(1000);
    cable.change({ down: false });
    time.advance(10);
    deepEqual(heard, { caller: ["0 room", "2000 2", "3001 end"], called: ["0 called from a", "2000 1"] });
  });

  it("cannot be made where nobody listens", () => {
    const { time, cable } = stage();
    cable.change({ delay: 20 });
    let lost = -1;
    cable.connectTcp({
      ...{ address: "p", port: 1, onReadable: () => {}, onWritable: () => {} },
      onError: () => {
        lost = time.now();
      },
    });
    time.advance(100);
    equal(lost, 20);
  });

  it("is not wanted by everybody", () => {
    const { time, cable, peer } = stage();
    cable.listenTcp({ port: 5060, onConnection: () => null });
    let lost = false;
    peer.connectTcp({
      ...{ address: "a", port: 5060, onReadable: () => {}, onWritable: () => {} },
      onError: () => {
        lost = true;
      },
    });
    time.advance(10);
    equal(lost, true);
  });

  it("carries everything in order, whatever its ends take and however it is shaken", () => {
    const step = fc.record({
      from: fc.constantFrom("caller", "called"),
      count: fc.constantFrom(1, 100, 30_000, WINDOW, 2 * WINDOW),
      reads: fc.boolean(),
      change: fc.constantFrom({}, { down: true }, { down: false }, { delay: 0 }, { delay: 50 }),
      pause: fc.constantFrom(0, 1, 60),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, outward) => {
        const { time, cable, peer } = stage();
        const [from, to] = outward ? [cable, peer] : [peer, cable];
        type End = { tcp: Tcp | null; said: number; heard: number; wants: number; reads: boolean };
        const end = (): End => ({ tcp: null, said: 0, heard: 0, wants: 0, reads: true });
        const ends = { caller: end(), called: end() };
        const write = (end: End) => {
          while (end.wants > 0) {
            const taken = end.tcp?.write(Uint8Array.from({ length: end.wants }, (_, i) => (end.said + i) % 251)) ?? 0;
            if (taken === 0) return;
            end.said += taken;
            end.wants -= taken;
          }
        };
        const read = (end: End) => {
          for (let got = end.reads && end.tcp?.read(); got; got = end.tcp?.read())
            for (const octet of got) if (octet !== end.heard++ % 251) throw new Error("out of order");
        };
        const user = (end: End) => ({
          onReadable: () => read(end),
          onWritable: () => write(end),
          onError: () => {
            throw new Error("lost");
          },
        });
        to.listenTcp({
          port: 1,
          onConnection: (tcp) => {
            ends.called.tcp = tcp;
            return user(ends.called);
          },
        });
        ends.caller.tcp = from.connectTcp({ address: to.address ?? "", port: 1, ...user(ends.caller) });
        let wanted = 0;
        time.advance(1);
        for (const { from, count, reads, change, pause } of steps) {
          ends[from as "caller"].wants += count;
          wanted += count;
          write(ends[from as "caller"]);
          ends.called.reads = ends.caller.reads = reads;
          for (const end of Object.values(ends)) read(end);
          cable.change(change);
          time.advance(pause);
        }
        cable.change({ down: false });
        for (let i = 0; i < 200; i++) {
          for (const end of Object.values(ends)) {
            end.reads = true;
            read(end);
          }
          time.advance(100);
        }
        deepEqual(ends.called.heard + ends.caller.heard, wanted);
        deepEqual([ends.called.heard, ends.caller.heard], [ends.caller.said, ends.called.said]);
      }),
      { numRuns: 40 },
    );
  });
});
