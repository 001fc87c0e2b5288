import { deepEqual } from "node:assert/strict";
import { Dropped } from "../../../firmware/adapter/dropped.js";

describe("dropped", () => {
  it("says so at once, then once a minute with the number since", () => {
    const told: string[] = [];
    const dropped = new Dropped("SIP");
    const note = (total: number, now: number) => {
      const text = dropped.note(total, now);
      if (text !== null) told.push(text.split(" dropped")[0]);
    };
    note(0, 0);
    note(1, 10);
    for (let n = 2; n < 1000; n++) note(n, 20 + n);
    note(1000, 60_010);
    note(1000, 200_000);
    deepEqual(told, ["1 packet was", "999 packets were"]);
  });
});
