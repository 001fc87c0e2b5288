/** Calls whose other side falls silent, in virtual time. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

/** Line 1 is connected to line 2; all sound goes by the network. */
function connected(settings: { readonly [name: string]: string } = {}): VirtualDesk {
  const d = new VirtualDesk({ settings }).started();
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  d.wait(2000);
  deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  return d;
}

const warnings = (d: VirtualDesk) =>
  d.events("log").flatMap(({ text }) => (String(text).startsWith("nothing has come") ? [text] : []));

describe("a call whose other side has fallen silent", () => {
  it("ends after a minute, and the log says why", () => {
    const d = connected();
    d.desk.changeFaults({ loss: 1 });
    d.wait(55_000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    d.wait(6500);
    deepEqual([d.call(1), d.call(2)], ["ended", "ended"]);
    deepEqual(warnings(d), Array(2).fill("nothing has come for 60 s: the call is ended"));
    d.desk.changeFaults({ loss: 0 });
    d.line(1).hangUp();
    d.line(2).hangUp();
    d.wait(3000);
    deepEqual([d.call(1), d.call(2)], ["idle", "idle"]);
  });

  it("goes on when its owner does not mind", () => {
    const d = connected({ RTP_Timeout: "0" });
    d.desk.changeFaults({ loss: 1 });
    d.wait(100_000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    deepEqual(warnings(d), []);
  });

  it("goes on while sound comes now and then, or one side holds the other", () => {
    const d = connected({ RTP_Timeout: "10", RTCP_Tx_Interval: "0" });
    for (let i = 0; i < 4; i++) {
      d.desk.changeFaults({ loss: 1 });
      d.wait(8000);
      d.desk.changeFaults({ loss: 0 });
      d.wait(200);
    }
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    d.line(1).flash(300, () => {});
    d.wait(40_000);
    ok(!["idle", "ended"].includes(d.call(1)), d.call(1));
    equal(warnings(d).length, 0);
  });
});
