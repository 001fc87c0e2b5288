import { equal } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { Dialling, type DialPlanOptions } from "../../../firmware/dialplan/dial-plan.js";
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { permits } from "../../../firmware/dialplan/permission.js";
import { goodPlan } from "./plans.js";

function optionsOf(text: string, more: Partial<DialPlanOptions> = {}): DialPlanOptions {
  const plan = parseDialPlan(text);
  if (isRefusal(plan)) throw new Error(plan.reason);
  return { plan, longTimer: 10_000, shortTimer: 3000, sendIncomplete: false, emergency: ["112", "91x"], ...more };
}

const judged = (plan: string, numbers: readonly string[], more?: Partial<DialPlanOptions>) =>
  numbers.filter((number) => permits(optionsOf(plan, more), number)).join(" ");

describe("a number that others name", () => {
  it("is permitted when the plan can lead to it", () => {
    equal(judged("(1xx)", ["101", "10", "1011", "201", "0900123"]), "101");
    equal(judged("(xx.)", ["1", "10", "0900123", "*72900", "10#"]), "1 10 0900123");
    equal(judged("(*xx|[2-9]xx)", ["*72", "*72900", "200"]), "*72 200");
  });

  it("is not when the plan bars it, whatever else fits", () => {
    equal(judged("(xx.|0900xx.!)", ["0901", "0900", "09001", "090012"]), "0901 0900");
    equal(judged("(0900xx.!|xx.)", ["09001234", "0800"]), "0800");
  });

  it("is compared with what the plan sends, not with what is dialled", () => {
    equal(judged("(<9,:>[2-9]xx)", ["9234", "234"]), "234");
    equal(judged("(<0:+49>[1-9]xx.)", ["030123", "+4930123", "4930123"]), "+4930123");
    equal(judged("(<5:>xx.<:00>)", ["1200", "12", "00"]), "1200");
    equal(judged("(S0<:100>)", ["100", "101"]), "100");
  });

  it("needs no pause between its keys", () => {
    equal(judged("([3469]11S0|xx.)", ["311", "3115551234"]), "311 3115551234");
  });

  it("may begin with a plus, which nobody can dial", () => {
    equal(judged("(xx.)", ["+4930123"]), "+4930123");
    equal(judged("(0xx.)", ["+4930123"]), "+4930123");
    equal(judged("(xx.|00xx.!)", ["+4930123", "030123"]), "030123");
    equal(judged("(1xx)", ["+4930123"]), "");
  });

  it("is no way to another host", () => {
    equal(judged("(<:@gw1>2xx|<8:sip.test>xx.|1xx)", ["200", "812", "12", "101"]), "101");
  });

  it("is always one to call for help, and may be a name", () => {
    equal(judged("(1xx|112!)", ["112", "911", "91", "bob", "0900x"]), "112 911 bob 0900x");
  });

  it("may be incomplete where such numbers are sent", () => {
    equal(judged("(1xxx|2xx!)", ["10", "3", "2", "1234", "12345"], { sendIncomplete: true }), "10 1234");
  });

  it("is permitted whenever it could be dialled, and nothing is barred", () => {
    const keys = fc.array(fc.constantFrom(..."0123456789*#"), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(goodPlan, keys, (text, pressed) => {
        const options = optionsOf(text, { emergency: [] });
        const run = new Dialling(options);
        run.start(0);
        for (const key of pressed) run.key(key, 0);
        const verdict = run.poll(NEVER);
        if (verdict.verdict !== "ready" || verdict.route.kind !== "proxy" || verdict.number === "") return;
        if (options.plan.sequences.some(({ barred }) => barred)) return;
        equal(permits(options, verdict.number), true, `${text} ${verdict.number}`);
      }),
    );
  });

  it("is judged soon, however long number and plan are", () => {
    const plan = `(${Array.from({ length: 100 }, () => "x.x.x.x.x.x.").join("|")})`;
    equal(permits(optionsOf(plan), "1".repeat(64)), true);
    equal(permits(optionsOf(plan), "1".repeat(65)), false);
  });
});
