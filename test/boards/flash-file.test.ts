import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { contentsOf, octetsOf } from "../../boards/lin/flash-file.js";

describe("the flash of the desktop program in a file", () => {
  const contents = fc.array(fc.tuple(fc.stringMatching(/^[ -~]{1,15}$/), fc.uint8Array({ maxLength: 600 })));

  it("is what it was, and of what was cut off the beginning", () => {
    fc.assert(
      fc.property(contents, fc.nat(), (entries, cut) => {
        const all = new Map(entries);
        const octets = octetsOf(all);
        deepEqual(contentsOf(octets), all);
        const left = [...contentsOf(octets.subarray(0, cut % (octets.length + 1)))];
        deepEqual(left, [...all].slice(0, left.length));
      }),
    );
  });
});
