/** What a board remembers in one piece of memory. */
import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { Annals } from "../../../firmware/web/annals.js";

const listIn = (annals: Annals, newestFirst = false): unknown[] =>
  JSON.parse(Buffer.from(annals.list("all", newestFirst)).toString()).all;

describe("annals", () => {
  it("keep what was written until it makes room, and tell it either way round", () => {
    const annals = new Annals(8);
    deepEqual(listIn(annals), []);
    deepEqual(listIn(annals, true), []);
    for (const line of ["1", "22", "333"]) annals.add(line);
    deepEqual(listIn(annals), [22, 333]);
    deepEqual(listIn(annals, true), [333, 22]);
    annals.add("12345678");
    annals.add("4");
    deepEqual(listIn(annals), [333, 4]);
    annals.clear();
    deepEqual(listIn(annals), []);
    annals.add("5");
    deepEqual(listIn(annals, true), [5]);
  });

  it("keep as many of the last lines as there is room for, and no more", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 900 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), fc.integer({ min: 1, max: 5000 }), (texts, most) => {
        const annals = new Annals(most);
        for (const one of texts) annals.add(JSON.stringify(one));
        const sizeOf = (some: readonly unknown[]) =>
          some.reduce<number>((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)) + 1, 0);
        const taken = texts.filter((one) => sizeOf([one]) <= most);
        const kept = listIn(annals);
        deepEqual(kept, taken.slice(taken.length - kept.length));
        deepEqual(listIn(annals, true), [...kept].reverse());
        ok(sizeOf(kept) <= most);
        const before = taken.at(-kept.length - 1);
        ok(kept.length === taken.length || before === undefined || sizeOf([before, ...kept]) > most);
      }),
    );
  });
});
