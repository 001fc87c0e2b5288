import { deepEqual, equal } from "node:assert/strict";
import { OctetRing } from "../../../firmware/media/octet-ring.js";

const BLOCKS = 60;
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);
const block = (ring: OctetRing, index: number) => [...ring.octets.slice(ring.placeOf(index), ring.placeOf(index) + 80)];

describe("octet-ring", () => {
  it("knows a block whole when all its milliseconds are there", () => {
    const ring = new OctetRing(BLOCKS);
    ring.keep(counting(72), 0, 72, 3, 0);
    equal(ring.whole(3), false);
    ring.keep(counting(12), 4, 8, 3, 72);
    equal(ring.whole(3), true);
    deepEqual(block(ring, 3).slice(70), [71, 72, 5, 6, 7, 8, 9, 10, 11, 12]);
    ring.empty(3);
    equal(ring.whole(3), false);
  });

  it("goes round", () => {
    const ring = new OctetRing(BLOCKS);
    ring.keep(counting(240), 0, 240, BLOCKS - 1, 0);
    deepEqual(
      [ring.whole(BLOCKS - 2), ring.whole(BLOCKS - 1), ring.whole(0), ring.whole(1), ring.whole(2)],
      [false, true, true, true, false],
    );
    deepEqual([...block(ring, BLOCKS - 1), ...block(ring, 0), ...block(ring, 1)], [...counting(240)]);
    ring.clear();
    equal(ring.whole(0), false);
  });

  it("puts the usual packet down whole, and touches no neighbour", () => {
    for (const ahead of [0, 80, 160, 240]) {
      const ring = new OctetRing(BLOCKS);
      for (let i = 0; i < 20; i++) ring.keep(new Uint8Array(80).fill(200 + i), 0, 80, 50, 80 * i);
      ring.keep(counting(172), 12, 160, 56, ahead);
      const first = 56 + ahead / 80;
      const packet = [...counting(172).slice(12)];
      deepEqual([...block(ring, first % BLOCKS), ...block(ring, (first + 1) % BLOCKS)], packet);
      const even = (first + (first & 1)) % BLOCKS;
      deepEqual([ring.whole(even), ring.whole(even + 1)], [true, true]);
      for (const other of [first - 1, first + 2])
        deepEqual(block(ring, other % BLOCKS), Array(80).fill(200 + other - 50));
      deepEqual([ring.takePair(58), ring.takePair(58)], [ring.placeOf(58), -1]);
      deepEqual([ring.whole(57), ring.whole(58), ring.whole(59), ring.whole(0)], [true, false, false, true]);
    }
  });

  it("leaves out header extension and padding", () => {
    const ring = new OctetRing(BLOCKS);
    ring.keep(counting(200), 20, 160, 0, 0);
    ring.keep(counting(176), 12, 160, 2, 0);
    deepEqual([...block(ring, 0), ...block(ring, 1)], [...counting(200).slice(20, 180)]);
    deepEqual([...block(ring, 2), ...block(ring, 3)], [...counting(176).slice(12, 172)]);
  });

  it("fills what is left of a millisecond from the nearest octet, unless the neighbour is there", () => {
    const ring = new OctetRing(BLOCKS);
    ring.keep(counting(10), 0, 10, 0, 19);
    deepEqual(block(ring, 0).slice(16, 32), [1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]);
    ring.keep(new Uint8Array(6).fill(99), 0, 6, 0, 29);
    deepEqual(block(ring, 0).slice(26, 37), [8, 9, 10, 99, 99, 99, 99, 99, 99, 99, 99]);
  });

  it("keeps nothing but usual packets, on even blocks, where it does not unpack", () => {
    const ring = new OctetRing(8, false);
    equal(ring.octets.length, 4 * 172);
    deepEqual([ring.keep(counting(172), 12, 160, 1, 80), ring.whole(2), ring.whole(3)], [true, true, true]);
    equal(ring.keep(counting(172), 12, 160, 1, 0), false);
    equal(ring.keep(counting(172), 12, 160, 0, 8), false);
    equal(ring.keep(counting(92), 12, 80, 0, 0), false);
    deepEqual(
      Array.from({ length: 8 }, (_, at) => ring.whole(at)),
      [false, false, true, true, false, false, false, false],
    );
  });

  it("takes over what waits in a smaller one, wherever that stands", () => {
    for (let reading = 0; reading < 8; reading++) {
      const small = new OctetRing(8, false);
      const first = reading + (reading & 1);
      small.keep(counting(172), 12, 160, reading, 80 * (first - reading));
      small.keep(counting(172).reverse(), 12, 160, reading, 80 * (first + 4 - reading));
      const ring = new OctetRing(20);
      const at = ring.inherit(small, reading);
      const waiting = Array.from({ length: 20 }, (_, ahead) => ring.whole((at + ahead) % 20));
      const expected = Array.from({ length: 20 }, (_, ahead) => [0, 1, 4, 5].includes(ahead - (first - reading)));
      deepEqual(waiting, expected, `${reading}`);
      const next = at + first - reading;
      deepEqual([...block(ring, next % 20), ...block(ring, (next + 1) % 20)], [...counting(172).slice(12)]);
      equal(block(ring, (next + 4) % 20)[0], 160);
      equal(ring.keep(counting(92), 12, 80, at, 80 * 11), true);
    }
  });

  it("knows whether anything waits before a block", () => {
    const ring = new OctetRing(8, false);
    ring.keep(counting(172), 12, 160, 6, 0);
    deepEqual(
      [ring.isClearBefore(2, 2), ring.isClearBefore(2, 3), ring.isClearBefore(6, 6), ring.isClearBefore(0, 0)],
      [true, false, true, true],
    );
  });
});
