/** Whole calls between the two telephones of the desk, in virtual time. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

describe("a call from line 1 to line 2", () => {
  it("registers both lines", () => {
    const d = new VirtualDesk().wait(1000);
    deepEqual(
      d.desk.adapter.status().lines.map(({ registration }) => registration.state),
      ["registered", "registered"],
    );
  });

  it("rings, shows who calls, talks, and ends", () => {
    const d = new VirtualDesk().wait(1000);
    d.line(1).lift();
    d.wait(700);
    equal(d.line(1).hears, "dial");
    d.dial(1, "102");
    d.wait(1000);
    equal(d.call(1), "proceeding");
    ok(d.line(2).ringing);
    d.wait(3500);
    d.line(2).lift();
    d.wait(1000);
    equal(d.call(1), "connected");
    equal(d.call(2), "connected");
    d.wait(5000);
    d.line(1).hangUp();
    d.wait(3000);
    equal(d.call(1), "idle");
    equal(d.call(2), "ended");
    d.wait(5000);
    equal(d.call(2), "reorder");
    equal(d.line(2).hears, "reorder");
  });
});
