import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { type Call, Calls } from "../../../firmware/phone/calls.js";
import { Leaving, MOST_DIALOGS } from "../../../firmware/phone/leaving.js";
import { bob } from "./talk.js";

const call = (id: number): Call => new Calls().add(id, "in", bob, null);

describe("calls that leave", () => {
  it("are each waited for until their own time", () => {
    const leaving = new Leaving();
    equal(leaving.deadline, NEVER);
    const [a, b] = [call(2), call(4)];
    leaving.add(a, null, 300);
    leaving.add(b, null, 200);
    equal(leaving.deadline, 200);
    equal(leaving.overdue(199), null);
    equal(leaving.overdue(200), b);
    leaving.remove(b);
    equal(leaving.deadline, 300);
    leaving.remove(a);
    deepEqual([leaving.empty, leaving.deadline], [true, NEVER]);
  });

  it("may be waited for less, never longer", () => {
    const leaving = new Leaving();
    leaving.add(call(2), null, 300);
    leaving.hurry(2, 400);
    equal(leaving.deadline, 300);
    leaving.hurry(2, 100);
    equal(leaving.deadline, 100);
    leaving.hurry(8, 1);
    equal(leaving.deadline, 100);
  });

  it("know with whom they leave, for as long as that one does", () => {
    const leaving = new Leaving();
    const [a, b] = [call(2), call(1)];
    leaving.add(a, 1, 300);
    leaving.add(b, 2, 300);
    deepEqual([leaving.partnerOf(2), leaving.partnerOf(1), leaving.partnerOf(9)], [b, a, null]);
    leaving.remove(b);
    equal(leaving.partnerOf(2), null);
  });

  it("are so many at most: the oldest makes room", () => {
    const leaving = new Leaving();
    const calls = [2, 4, 6, 8, 10].map(call);
    deepEqual(
      calls.map((call) => leaving.add(call, null, 300)),
      [null, null, null, null, calls[0]],
    );
    equal(leaving.get(2), null);
    equal(MOST_DIALOGS, 6);
  });
});
