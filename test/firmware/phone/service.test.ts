/** A telephone whose line fails, in every state a call can be in. */
import { deepEqual, equal } from "node:assert/strict";
import type { PhoneOrder } from "../../../firmware/phone/seam.js";
import { agreement, invited, Talk } from "./talk.js";

const DOWN = { event: "service", up: false } as const;
const UP = { event: "service", up: true } as const;

/** A telephone and its refusals. */
function watched() {
  const refused: PhoneOrder[] = [];
  const t = new Talk({}, true, (orders) => refused.push(...orders.filter((order) => order.do === "refuse")));
  return { t, refused };
}

describe("a telephone whose line is out of service", () => {
  it("refuses who calls, saying that it is out of order, until it works again", () => {
    const { t, refused } = watched();
    t.hear(DOWN);
    deepEqual(t.hear(invited(2)), ["refuse 2 480"]);
    deepEqual(refused, [{ do: "refuse", call: 2, status: 480, cause: 27 }]);
    equal(t.phone.idle, true);
    deepEqual(t.hear(UP), []);
    equal(t.hear(invited(4))[0], "progress 4 180");
  });

  it("refuses who is ringing it, and lets the bell rest", () => {
    const { t, refused } = watched();
    t.hear(invited(2));
    deepEqual(t.hear(DOWN).slice(0, 3), ["refuse 2 480", "release 2", "stopRinging"]);
    deepEqual([refused.length, t.state, t.calls, t.phone.idle], [1, "idle", [], true]);
  });

  it("hangs up on whoever is called, talked to, held or waiting", () => {
    const { t, refused } = watched();
    t.hear({ event: "offHook" });
    t.dial("101");
    deepEqual(t.hear(DOWN).slice(0, 2), ["hangUp 1", "release 1"]);
    deepEqual([t.state, t.calls], ["idle", []]);
    t.hear(UP);
    t.hear({ event: "offHook" });
    t.dial("101");
    t.hear({ event: "agreed", call: 3, agreement });
    t.hear({ event: "answered", call: 3 });
    t.hear(invited(4));
    equal(t.calls.length, 2);
    const words = t.hear(DOWN);
    deepEqual([words.includes("hangUp 3"), words.includes("refuse 4 480"), t.calls], [true, true, []]);
    deepEqual([refused.length, t.state, t.phone.idle], [1, "idle", true]);
  });

  it("hands nobody over and calls nobody back", () => {
    const { t } = watched();
    t.hear({ event: "offHook" });
    t.dial("101");
    t.hear({ event: "agreed", call: 1, agreement });
    t.hear({ event: "answered", call: 1 });
    t.hear({ event: "flash" });
    t.held(1);
    t.dial("102");
    t.hear({ event: "agreed", call: 3, agreement });
    t.hear({ event: "answered", call: 3 });
    const words = t.hear(DOWN);
    deepEqual(
      words.filter((word) => /^(hangUp|connect|transfer|ring)/.test(word)),
      ["hangUp 1", "hangUp 3"],
    );
    deepEqual(t.wait(60_000), []);
    equal(t.phone.idle, true);
  });

  it("stays silent to a receiver that is still off, and works when that is lifted anew", () => {
    const { t } = watched();
    t.hear({ event: "offHook" });
    equal(t.hear(DOWN).includes("quiet"), true);
    deepEqual(t.hear({ event: "onHook" }), []);
    t.hear(UP);
    deepEqual(t.hear({ event: "offHook" }), ["tone dial"]);
  });
});
