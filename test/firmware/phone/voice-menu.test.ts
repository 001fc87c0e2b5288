import { deepEqual, equal } from "node:assert/strict";
import { invited, options, Talk } from "./talk.js";

describe("a telephone in the voice menu", () => {
  /** Off hook, and `****` dialled. */
  function listening(): Talk {
    const t = new Talk();
    t.hear({ event: "offHook" });
    equal(t.dial("****").at(-1), "say menu");
    return t;
  }

  it("hears it after four stars, even without a registration", () => {
    const t = new Talk();
    t.hear({ event: "registration", state: "failed", code: 403, reason: "no" });
    t.hear({ event: "offHook" });
    t.dial("***");
    deepEqual(t.hear({ event: "digit", digit: "*", source: "dtmf" }), ["quiet", "hear null", "say menu"]);
  });

  it("asks for what it is to be read, and says it", () => {
    const t = listening();
    t.dial("110");
    deepEqual(t.hear({ event: "digit", digit: "#", source: "dtmf" }), ["quiet", 'manage {"read":"address"}']);
    deepEqual(t.hear({ event: "menuRead", item: "address", value: "10.0.0.2" }), [
      "say address 1 0 point 0 point 0 point 2 menu",
    ]);
  });

  it("has done what was decided when the receiver lies", () => {
    const t = listening();
    t.dial("732668#");
    deepEqual(t.hear({ event: "onHook" }), ['manage {"do":"restart"}', "quiet", "hear null"]);
    equal(t.state, "idle");
    t.hear({ event: "offHook" });
    equal(t.hear({ event: "onHook" }).includes('manage {"do":"restart"}'), false);
  });

  it("is busy for whoever calls, and hears silence when the menu has been left", () => {
    const t = listening();
    deepEqual(t.hear(invited(2)), ["refuse 2 486"]);
    deepEqual(t.dial("3948#").slice(-2), ["quiet", "hear null"]);
    deepEqual(t.dial("110#"), []);
    const idle = listening();
    deepEqual(idle.wait(61_000), ["quiet", "hear null"]);
    deepEqual(idle.dial("110#"), []);
  });

  it("has no such code where its owner wants none", () => {
    const t = new Talk({ starCodes: { ...options.starCodes, Voice_Menu_Code: "" } });
    t.hear({ event: "offHook" });
    equal(t.dial("****").includes("say menu"), false);
  });
});
