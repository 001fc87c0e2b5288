import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { Nse } from "../../../firmware/media/nse.js";

const FRAME = 160;

/** What goes out in so many frames, each with the RTP time it is of. */
function sent(nse: Nse, frames: number, from = 1000): [event: number, timestamp: number][] {
  const packets: [number, number][] = [];
  const packet = new Uint8Array(4);
  for (let i = 1; i <= frames; i++) {
    nse.advance(from + FRAME * i);
    if (!nse.due) continue;
    nse.take(packet, 0);
    equal(nse.due, false, "one with each frame");
    packets.push([packet[0], nse.timestamp]);
  }
  return packets;
}

describe("NSE", () => {
  it("go out three times, a frame apart, all of the time they were told at", () => {
    const nse = new Nse();
    nse.tell(192, 1000);
    deepEqual(sent(nse, 2), [
      [192, 1000],
      [192, 1000],
    ]);
    deepEqual(sent(nse, 5), [[192, 1000]]);
  });

  it("wait for each other", () => {
    const nse = new Nse();
    nse.tell(192, 1000);
    nse.tell(193, 1000);
    const packets = sent(nse, 10);
    deepEqual(
      packets.map(([event]) => event),
      [192, 192, 192, 193, 193, 193],
    );
    deepEqual(new Set(packets.slice(3).map(([, at]) => at)), new Set([1000 + 4 * FRAME]));
  });

  it("are heard once, however many copies come", () => {
    const nse = new Nse();
    for (let i = 0; i < 3; i++) equal(nse.receive(Uint8Array.of(192, 0, 0, 0), 0, 4), true);
    equal(nse.receive(Uint8Array.of(193, 0, 0, 0), 0, 4), true);
    deepEqual([nse.heard(), nse.heard(), nse.heard()], [192, 193, 0]);
  });

  it("that are not known are not heard: what ends a fax, what begins T.38, what is broken", () => {
    const nse = new Nse();
    for (const event of [0, 16, 191, 194, 200, 255]) equal(nse.receive(Uint8Array.of(event, 0, 0, 0), 0, 4), false);
    equal(nse.receive(Uint8Array.of(192, 0, 0), 0, 3), false);
    equal(nse.heard(), 0);
  });

  it("go out in whole threes, whatever is told and when", () => {
    const steps = fc.array(fc.oneof(fc.constantFrom(192, 193), fc.constant(0)), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (list) => {
        const nse = new Nse();
        const packets: number[] = [];
        let at = 0;
        for (const step of list) {
          if (step > 0) nse.tell(step, at);
          packets.push(...sent(nse, 1, at).map(([event]) => event));
          at += FRAME;
        }
        packets.push(...sent(nse, 20, at).map(([event]) => event));
        const told = list.filter((step) => step > 0).length;
        return packets.length % 3 === 0 && packets.length <= 3 * told && packets.length >= Math.min(3, 3 * told);
      }),
    );
  });
});
