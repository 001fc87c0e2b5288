import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { canDial, planDial } from "../../../sim/telephone/dial.js";

describe("dial", () => {
  it("knows what can be dialled, and by which means", () => {
    for (const digits of ["0", "5551212", "*69", "#31#", "ABCD", "1,,2", ",", "1".repeat(64)])
      equal(canDial(digits, "dtmf"), true, digits);
    for (const digits of ["", "a", "1 2", "E", "1".repeat(65), "1\n", "٣"])
      equal(canDial(digits, "dtmf"), false, digits);
    for (const digits of ["0123456789", "1,2"]) equal(canDial(digits, "pulse"), true, digits);
    for (const digits of ["*", "#", "A", ""]) equal(canDial(digits, "pulse"), false, digits);
  });

  it("plans keys one after another", () => {
    deepEqual(planDial("1,2", { method: "dtmf", on: 50, off: 60 }), {
      steps: [
        { key: "1", from: 0, to: 50 },
        { key: "2", from: 1050, to: 1100 },
      ],
      end: 1100,
      pause: 60,
    });
    equal(planDial("12,", { method: "dtmf", on: 50, off: 60 }).end, 1160);
  });

  it("plans pulses: as many as the digit says, ten for 0", () => {
    const { steps, end, pause } = planDial("20", { method: "pulse", on: 1, off: 1 });
    deepEqual(steps.slice(0, 3), [
      { key: "2", from: 0, to: 60 },
      { key: "2", from: 100, to: 160 },
      { key: "0", from: 1000, to: 1060 },
    ]);
    deepEqual([steps.length, end, pause], [12, 2000, 800]);
  });

  it("never presses two keys at once", () => {
    const times = fc.integer({ min: 20, max: 5000 });
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9,]{1,64}$/),
        fc.constantFrom("dtmf", "pulse"),
        times,
        times,
        (digits, method, on, off) => {
          const { steps, end } = planDial(digits, { method: method as "dtmf", on, off });
          for (let i = 1; i < steps.length; i++) equal(steps[i].from > steps[i - 1].to, true);
          equal(
            steps.every(({ to }) => to <= end),
            true,
          );
        },
      ),
    );
  });
});
