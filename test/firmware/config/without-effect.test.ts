import { equal, match, ok } from "node:assert/strict";
import { settingsNamed } from "../../../firmware/config/names.js";
import { namesWithoutEffect, PAGE_PASSWORDS, withoutEffect } from "../../../firmware/config/without-effect.js";

describe("a parameter without effect", () => {
  it("has a reason, whichever way its name is written", () => {
    for (const name of ["G729a_Enable[1]", "G729a_Enable_2_", "G729a_Enable", "G729a Enable[1]"])
      equal(withoutEffect(name), "only G.711 is spoken", name);
    for (const name of ["Cfwd_Sel1_Caller_1_", "Cfwd_Sel8_Dest[2]", "Cfwd_No_Ans_Delay_1_"])
      equal(withoutEffect(name), "calls are not forwarded", name);
    equal(withoutEffect("Speed_Dial_9_2_"), withoutEffect("Speed_Dial_2[1]"));
    equal(withoutEffect("Custom_CA_URL"), "authorities are believed that Provision_CA holds");
    equal(withoutEffect("Resync_Trigger_1"), undefined);
    equal(withoutEffect("Call_1_Peer_Name_2_"), "it is shown by a device, not set");
  });

  it("is a password of the page only where nobody has a page", () => {
    for (const name of PAGE_PASSWORDS) {
      match(withoutEffect(name) ?? "", /taken by the page/);
      equal(namesWithoutEffect.includes(name), false);
    }
  });

  it("is one of those alone that are known", () => {
    for (const name of [
      "",
      "Foo",
      "Proxy_3_",
      "Cfwd_Sel0_Caller_1_",
      "constructor",
      "__proto__",
      "GPP_Q",
      "_1_",
      "g729a_enable",
    ])
      equal(withoutEffect(name), undefined, name);
  });

  it("is no setting: one that has become a setting leaves this table", () => {
    for (const name of namesWithoutEffect)
      for (const written of [name, `${name}[1]`]) {
        const digit = written.replace("#", "2");
        equal(settingsNamed(digit, 2).length, 0, name);
        ok(withoutEffect(digit), name);
      }
  });

  it("is listed once", () => {
    equal(new Set(namesWithoutEffect).size, namesWithoutEffect.length);
    ok(namesWithoutEffect.length > 240);
  });
});
