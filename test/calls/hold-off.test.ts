/** Keys in a call that must be held before they go out as events. */
import { equal } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

/** The keys line 2 hears of as events when line 1 presses some for `on` ms each. */
function heard(on: number, settings: { readonly [name: string]: string }): string {
  const d = new VirtualDesk({ settings: { "DTMF_Tx_Method[1]": "AVT", ...settings } }).started();
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  d.wait(1000);
  d.line(1).dial("159", { method: "dtmf", on, off: 100 }, () => {});
  d.wait(3000);
  return d
    .events("digit", 2)
    .filter(({ source }) => source === "event")
    .map(({ digit }) => digit)
    .join("");
}

describe("the hold-off of keys", () => {
  const long = { "DTMF_Tx_Strict_Hold_Off_Time[1]": "200" };

  it("is as long as the receiver takes, without more ado", () => {
    equal(heard(60, {}), "159");
  });

  it("leaves out keys that are not held for it", () => {
    equal(heard(120, long), "");
    equal(heard(320, long), "159");
  });

  it("holds in the strict mode alone", () => {
    equal(heard(120, { ...long, "DTMF_Tx_Mode[1]": "Normal" }), "159");
  });
});
