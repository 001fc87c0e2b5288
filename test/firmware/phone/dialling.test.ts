import { deepEqual } from "node:assert/strict";
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { type Dialled, Dialling } from "../../../firmware/phone/dialling.js";

function dialled(planText: string, keys: string, services: readonly string[] = []): Dialled {
  const plan = parseDialPlan(planText);
  if (isRefusal(plan)) throw new Error(plan.reason);
  const options = { plan, longTimer: 10_000, shortTimer: 3_000, sendIncomplete: false, emergency: ["112"] };
  const dialling = new Dialling(options, services);
  let last = dialling.start(0);
  for (const key of keys) last = dialling.key(key, 0);
  return last;
}

describe("dialling", () => {
  it("becomes a number at our server", () => deepEqual(dialled("(xxx)", "123"), { target: "123", emergency: false }));
  it("knows what cannot wait", () => deepEqual(dialled("(xxxxxx)", "112"), { target: "112", emergency: true }));
  it("becomes a URI where the plan names another server", () => {
    deepEqual(dialled("(xx<:@192.0.2.1:5070>)", "12"), { target: "sip:12@192.0.2.1:5070", emergency: false });
    deepEqual(dialled("(xx<:@192.0.2.1>)", "12"), { target: "sip:12@192.0.2.1", emergency: false });
  });
  it("knows star codes whatever the plan says", () => {
    deepEqual(dialled("(xxx)", "*98", ["*98"]), { service: "*98" });
    deepEqual(dialled("(*xx)", "*98", ["*98"]), { service: "*98" });
    deepEqual(dialled("(*xx)", "*97", ["*98"]), { target: "*97", emergency: false });
  });
  it("says what is heard meanwhile", () => {
    deepEqual(dialled("(9,xxx)", ""), { hears: "dial" });
    deepEqual(dialled("(9,xxx)", "9"), { hears: "outside" });
    deepEqual(dialled("(9,xxx)", "91"), { hears: "none" });
  });
  it("refuses what fits nothing, and what would need a gateway", () => {
    deepEqual(dialled("(xxx!)", "123"), { refused: "barred" });
    deepEqual(dialled("(xxx)", "*"), { refused: "invalid" });
    deepEqual(dialled("(xx<:@gw0>)", "12"), { refused: "no way out" });
  });
});
