import { deepEqual, equal, throws } from "node:assert/strict";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";

const octets = (...values: number[]) => Uint8Array.from(values);

describe("the flash of a simulated board", () => {
  it("reads what was written, and nothing after it was erased", () => {
    const flash = new SimulatedFlash();
    equal(flash.isNew, true);
    flash.write("settings", octets(1, 2, 3));
    equal(flash.isNew, false);
    deepEqual(flash.read("settings"), octets(1, 2, 3));
    flash.erase("settings");
    equal(flash.read("settings"), undefined);
    equal(flash.isNew, true);
  });

  it("keeps its own copy, both ways", () => {
    const flash = new SimulatedFlash();
    const value = octets(1);
    flash.write("a", value);
    value[0] = 9;
    const read = flash.read("a");
    deepEqual(read, octets(1));
    if (read) read[0] = 7;
    deepEqual(flash.read("a"), octets(1));
  });

  it("hands all of it over after each change", () => {
    const kept: string[] = [];
    const flash = new SimulatedFlash({
      contents: new Map([["a", octets(1)]]),
      keep: (contents) => kept.push([...contents].map(([key, value]) => `${key}=${value}`).join(" ")),
    });
    flash.write("b", octets(2));
    flash.write("a", octets(3));
    flash.erase("b");
    flash.erase("b");
    deepEqual(kept, ["a=1 b=2", "a=3 b=2", "a=3"]);
  });

  it("stays as it was when a change cannot be kept", () => {
    const flash = new SimulatedFlash({
      contents: new Map([["a", octets(1)]]),
      keep: () => {
        throw new Error("the disk is full");
      },
    });
    throws(() => flash.write("a", octets(2)), /the disk is full/);
    throws(() => flash.erase("a"), /the disk is full/);
    deepEqual(flash.read("a"), octets(1));
  });

  it("is of limited size", () => {
    const flash = new SimulatedFlash();
    throws(() => flash.write("a", new Uint8Array(256 * 1024 + 1)), /too many/);
    for (let i = 0; i < 64; i++) flash.write(`key ${i}`, octets(i));
    throws(() => flash.write("one more", octets(1)), /full/);
    flash.write("key 3", octets(33));
    deepEqual(flash.read("key 3"), octets(33));
  });
});
