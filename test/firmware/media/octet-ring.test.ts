import { deepEqual, equal } from "node:assert/strict";
import { BLOCKS, OctetRing, RING } from "../../../firmware/media/octet-ring.js";

const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);
const at = (ring: OctetRing, start: number, length: number) => [...ring.octets.slice(start, start + length)];

describe("octet-ring", () => {
  it("knows a block whole when all its milliseconds are there", () => {
    const ring = new OctetRing();
    ring.keep(counting(72), 0, 72, 3, 0);
    equal(ring.whole(3), false);
    ring.keep(counting(12), 4, 8, 3, 72);
    equal(ring.whole(3), true);
    deepEqual(at(ring, 3 * 80 + 70, 10), [71, 72, 5, 6, 7, 8, 9, 10, 11, 12]);
    ring.empty(3);
    equal(ring.whole(3), false);
  });

  it("goes round", () => {
    const ring = new OctetRing();
    ring.keep(counting(240), 0, 240, BLOCKS - 1, 0);
    deepEqual(
      [ring.whole(BLOCKS - 2), ring.whole(BLOCKS - 1), ring.whole(0), ring.whole(1), ring.whole(2)],
      [false, true, true, true, false],
    );
    deepEqual([...at(ring, RING - 1, 1), ...at(ring, 0, 2)], [80, 81, 82]);
    ring.clear();
    equal(ring.whole(0), false);
  });

  it("fills what is left of a millisecond from the nearest octet, unless the neighbour is there", () => {
    const ring = new OctetRing();
    ring.keep(counting(10), 0, 10, 0, 19);
    deepEqual(at(ring, 16, 16), [1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]);
    ring.keep(counting(6).fill(99), 0, 6, 0, 29);
    deepEqual(at(ring, 26, 11), [8, 9, 10, 99, 99, 99, 99, 99, 99, 99, 99]);
  });
});
