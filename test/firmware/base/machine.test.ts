import { deepEqual, equal } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { Machine, type Table } from "../../../firmware/base/machine.js";

type S = "shut" | "open";
type E = "push" | "close" | "late";
const door: Table<S, E, "creak" | "bang" | "greet", "draught"> = {
  shut: { enter: ["bang"], on: { push: { to: "open", act: ["creak"] } } },
  open: {
    enter: ["greet"],
    on: { close: { to: "shut" }, push: { act: ["creak"] } },
    after: { patience: "draught", event: "close" },
  },
};

describe("machine", () => {
  it("answers an event with what to do on the way and on arrival", () => {
    const machine = new Machine(door, "shut", { draught: 500 });
    deepEqual(machine.handle("push", 0), ["creak", "greet"]);
    equal(machine.state, "open");
    deepEqual(machine.handle("push", 10), ["creak"]);
    deepEqual(machine.handle("late", 10), []);
  });

  it("leaves a state by itself, once, when its time has come", () => {
    const machine = new Machine(door, "shut", { draught: 500 });
    machine.handle("push", 100);
    equal(machine.deadline, 600);
    deepEqual(machine.poll(599), []);
    deepEqual(machine.poll(600), ["bang"]);
    equal(machine.deadline, NEVER);
    deepEqual(machine.poll(601), []);
  });
});
