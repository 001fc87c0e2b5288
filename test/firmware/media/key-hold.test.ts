import { equal } from "node:assert/strict";
import { KeyHold } from "../../../firmware/media/key-hold.js";

/** What is believed of the keys that are down, each 20 ms. */
const settled = (holdOff: number, keys: string) => {
  const hold = new KeyHold(holdOff);
  return [...keys].map((key, i) => hold.settle(key === " " ? null : key, 20 * i) ?? " ").join("");
};

describe("key-hold", () => {
  it("believes a key at once when the receiver has taken long enough", () => {
    for (const holdOff of [0, 40]) equal(settled(holdOff, " 55 6"), " 55 6");
  });

  it("waits until a key has been held so long from its beginning", () => {
    equal(settled(70, " 5555 "), "   55 ");
    equal(settled(100, "555555"), "   555");
  });

  it("knows when the key was told first", () => {
    const hold = new KeyHold(100);
    hold.settle("5", 1000);
    equal(hold.settle("5", 1060), "5");
    equal(hold.since, 1000);
    const prompt = new KeyHold(0);
    prompt.settle("5", 1000);
    equal(prompt.since, 1000);
  });

  it("leaves out what is too short, and does not add up two of them", () => {
    equal(settled(100, "555 555 5555"), "           5");
    equal(settled(100, "555666777"), "         ");
  });
});
