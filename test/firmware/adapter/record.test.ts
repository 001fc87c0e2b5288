import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { TextRecord, VERSION } from "../../../firmware/adapter/record.js";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";

const textIn = (flash: SimulatedFlash) => new TextRecord(flash, "r").kept?.text ?? null;

/** Keys of the record and what they hold. */
const copies = (flash: SimulatedFlash) => ["r.0", "r.1"].map((key) => flash.read(key)?.length ?? 0);

describe("a text in flash", () => {
  it("is there at the next start, and the last one counts", () => {
    const flash = new SimulatedFlash();
    const record = new TextRecord(flash, "r");
    deepEqual([record.kept, record.damaged], [null, false]);
    for (const text of ["one", "two", "three", "größer"]) {
      record.keep(text);
      equal(textIn(flash), text);
    }
    deepEqual(record.kept?.version, VERSION);
  });

  it("is written in two places in turn, and only when it has changed", () => {
    let writes = 0;
    const flash = new SimulatedFlash({ keep: () => writes++ });
    const record = new TextRecord(flash, "r");
    record.keep("one");
    deepEqual(copies(flash), [12, 0]);
    record.keep("one");
    equal(writes, 1);
    record.keep("three");
    deepEqual(copies(flash), [12, 14]);
    const again = new TextRecord(flash, "r");
    again.keep("three");
    equal(writes, 2);
    again.keep("");
    deepEqual(copies(flash), [9, 14]);
    equal(textIn(flash), "");
  });

  it("falls back to the copy before when a bit of the last one has turned, whichever", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), fc.nat(), (one, two, bit) => {
        fc.pre(one !== two);
        const flash = new SimulatedFlash();
        const record = new TextRecord(flash, "r");
        record.keep(one);
        record.keep(two);
        const bad = flash.read("r.1") ?? new Uint8Array();
        const at = bit % (8 * bad.length);
        bad[at >> 3] ^= 1 << (at & 7);
        flash.write("r.1", bad);
        const read = new TextRecord(flash, "r");
        deepEqual([read.kept?.text, read.damaged], [new TextDecoder().decode(new TextEncoder().encode(one)), true]);
        read.keep("three");
        equal(textIn(flash), "three");
      }),
    );
  });

  it("is nothing when no copy is whole, whatever lies there", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const flash = new SimulatedFlash({ contents: new Map([["r.0", octets]]) });
        const record = new TextRecord(flash, "r");
        deepEqual([record.kept, record.damaged], [null, true]);
      }),
    );
  });

  it("stays what it was when it cannot be kept", () => {
    let full = false;
    const flash = new SimulatedFlash({
      keep: () => {
        if (full) throw new Error("the disk is full");
      },
    });
    const record = new TextRecord(flash, "r");
    record.keep("one");
    full = true;
    throws(() => record.keep("two"), /full/);
    equal(record.kept?.text, "one");
    full = false;
    record.keep("two");
    equal(textIn(flash), "two");
  });

  it("is gone when it is erased, and the older copy does not come back, wherever the power is cut", () => {
    for (const cut of [0, 1, 2]) {
      let left = Number.POSITIVE_INFINITY;
      const flash = new SimulatedFlash({
        keep: () => {
          if (left-- <= 0) throw new Error("no power");
        },
      });
      const record = new TextRecord(flash, "r");
      record.keep("secret one");
      record.keep("secret two");
      left = cut;
      try {
        record.erase();
      } catch {}
      left = Number.POSITIVE_INFINITY;
      equal(textIn(flash), cut === 2 ? null : "secret two", `after ${cut}`);
      if (cut === 2) deepEqual(copies(flash), [0, 0]);
    }
  });
});
