/** Settings that are changed while the adapter runs, in virtual time. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { SettingChanges } from "../../firmware/config/config.js";
import { VirtualDesk } from "./desk.js";

function change(d: VirtualDesk, changes: SettingChanges): void {
  const result = d.desk.adapter.change(changes);
  ok("touches" in result, JSON.stringify(result));
}
const hears = (d: VirtualDesk, line: 1 | 2) => d.line(line).hears;
const registered = (d: VirtualDesk) =>
  d.desk.adapter.status().lines.map(({ registration: { state } }) => state === "registered");

describe("a changed setting", () => {
  it("is heard at the next lift of the receiver, without a restart", () => {
    const d = new VirtualDesk().started();
    change(d, { Dial_Tone: "480@-19,620@-19;10(.5/.5/1+2)" });
    d.wait(3000);
    deepEqual(registered(d), [true, true]);
    d.line(1).lift();
    d.wait(4000);
    equal(hears(d, 1), "busy");
    equal(d.events("reboot").length, 0);
  });

  it("waits for the end of a call, and lets the other line have it at once", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(500).dial(1, "600").wait(1000);
    equal(d.call(1), "connected");
    change(d, { "User_ID[1]": "103", "Password[1]": "pw-103", Dial_Tone: "480@-19,620@-19;10(.5/.5/1+2)" });
    d.wait(4000);
    deepEqual([d.call(1), d.desk.adapter.waiting], ["connected", [1]]);
    d.line(2).lift();
    d.wait(4000);
    equal(hears(d, 2), "busy");
    d.line(2).hangUp();
    d.line(1).hangUp();
    d.wait(5000);
    deepEqual([d.desk.adapter.waiting, registered(d)], [[], [true, true]]);
    d.line(2).lift();
    d.wait(500).dial(2, "103").wait(1000);
    equal(d.line(1).ringing, true);
  });

  it("takes the line to another server, and off the old one", () => {
    const d = new VirtualDesk().started();
    change(d, { "User_ID[2]": "109", "Password[2]": "pw-109" });
    d.wait(3000);
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(2000);
    ok(["busy", "reorder"].includes(String(hears(d, 1))), String(hears(d, 1)));
    d.line(1).hangUp();
    d.wait(2000).line(1).lift();
    d.wait(500).dial(1, "109").wait(1000);
    equal(d.line(2).ringing, true);
  });

  it("takes effect where the server of a line does not answer", () => {
    const d = new VirtualDesk({ settings: {} }).started();
    change(d, { "Proxy[1]": "10.0.0.77" });
    d.wait(5000);
    deepEqual(registered(d), [false, true]);
    change(d, { "Proxy[1]": null });
    d.wait(6000);
    deepEqual(registered(d), [true, true]);
  });

  it("that all lines share waits for both", () => {
    const d = new VirtualDesk().started();
    d.line(1).lift();
    d.wait(500);
    change(d, { Primary_DNS: "10.0.0.1" });
    d.wait(3000);
    deepEqual(d.desk.adapter.waiting, [1, 2]);
    d.line(1).hangUp();
    d.wait(4000);
    deepEqual([d.desk.adapter.waiting, registered(d)], [[], [true, true]]);
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(1000);
    equal(d.line(2).ringing, true);
  });

  it("that cannot be, is refused, and nothing changes", () => {
    const d = new VirtualDesk().started();
    deepEqual(d.desk.adapter.change({ "User_ID[1]": "7", Reorder_Delay: "soon" }), {
      refused: [{ name: "Reorder_Delay", reason: "soon is no number" }],
    });
    deepEqual([d.desk.adapter.waiting, d.desk.adapter.config.getLine("User_ID", 1)], [[], "101"]);
  });

  it("may come a hundred times in a row, and in the middle of everything", () => {
    const d = new VirtualDesk().started();
    for (let i = 0; i < 100; i++) {
      change(d, { "Display_Name[1]": `n${i}`, Reorder_Delay: String(i % 9) });
      if (i % 7 === 0) d.line(1).lift();
      if (i % 7 === 3) d.line(1).hangUp();
      d.wait(13 * (i % 50));
    }
    d.line(1).hangUp();
    d.wait(5000);
    deepEqual([registered(d), d.desk.adapter.waiting], [[true, true], []]);
    equal(d.desk.adapter.config.getLine("Display_Name", 1), "n99");
  });

  it("forgets everything with a factory reset, which starts the adapter anew", () => {
    const d = new VirtualDesk().started();
    change(d, { "Display_Name[1]": "Ann" });
    d.desk.adapter.reset();
    d.wait(5000);
    deepEqual(
      d.events("reboot").map(({ reason }) => reason),
      ["factory reset"],
    );
    deepEqual([d.desk.adapter.config.owned, registered(d)], [{}, [true, true]]);
  });
});
