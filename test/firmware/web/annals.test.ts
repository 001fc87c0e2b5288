/** What a board remembers in one piece of memory. */
import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { Annals } from "../../../firmware/web/annals.js";

describe("annals", () => {
  it("keep what was written, oldest first, until it makes room", () => {
    const annals = new Annals(12);
    deepEqual(annals.lines, []);
    for (const line of ["one", "two", "three"]) annals.add(line);
    deepEqual(annals.lines, ["two", "three"]);
    annals.add("far too long for it");
    annals.add("");
    deepEqual(annals.lines, ["two", "three", ""]);
    annals.clear();
    deepEqual(annals.lines, []);
    annals.add("four");
    deepEqual(annals.lines, ["four"]);
  });

  it("keep as many of the last lines as there is room for, and no more", () => {
    const line = fc.string({ unit: "grapheme", maxLength: 900 }).map((text) => text.replaceAll("\n", " "));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 1, max: 5000 }), (lines, most) => {
        const annals = new Annals(most);
        for (const one of lines) annals.add(one);
        const sizeOf = (some: readonly string[]) => some.reduce((sum, one) => sum + Buffer.byteLength(one) + 1, 0);
        const taken = lines.filter((one) => sizeOf([one]) <= most);
        const { lines: kept } = annals;
        deepEqual(kept, taken.slice(taken.length - kept.length));
        ok(sizeOf(kept) <= most);
        const before = taken.at(-kept.length - 1);
        ok(kept.length === taken.length || before === undefined || sizeOf([before, ...kept]) > most);
      }),
    );
  });
});
