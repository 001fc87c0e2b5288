import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { type ChangeResult, Config } from "../../../firmware/config/config.js";
import { type LineSetting, lineSettings } from "../../../firmware/config/line-settings.js";

const config = (layers = {}) => new Config({ lines: 2, ...layers });
const refusals = (result: ChangeResult) =>
  "refused" in result ? result.refused.map(({ name, reason }) => `${name}: ${reason}`) : [];

describe("the configuration", () => {
  it("has a value for every setting before anybody has set one", () => {
    const c = config();
    equal(c.get("SIP_T1"), ".5");
    equal(c.number("SIP_T1"), 0.5);
    equal(c.getLine("SIP_Port", 1), "5060");
    equal(c.numberLine("SIP_Port", 2), 5061);
    equal(c.numberLine("RTP_ToS_DiffServ_Value", 1), 0xb8);
    equal(c.yes("Enable_Web_Server"), true);
    equal(c.yesLine("Use_Auth_ID", 2), false);
    deepEqual(c.owned, {});
    deepEqual(c.refused, []);
  });

  it("lays what the owner wants over the board's values, and what this start wants over all", () => {
    const layers = {
      factory: { "Proxy[1]": "factory", "Proxy[2]": "factory", "User_ID[1]": "101" },
      owner: { "Proxy[1]": "owner", "Display_Name[1]": "Hall" },
      profile: { Proxy_1_: "profile", "Auth_ID[1]": "me" },
      overrides: { "Proxy[1]": "override" },
    };
    const proxy = (without: object) => config({ ...layers, ...without }).getLine("Proxy", 1);
    equal(proxy({}), "override");
    equal(proxy({ overrides: undefined }), "profile");
    equal(proxy({ overrides: undefined, profile: undefined }), "owner");
    equal(proxy({ overrides: undefined, profile: undefined, owner: undefined }), "factory");
    equal(new Config({ lines: 2 }).getLine("Proxy", 1), "");
    equal(config(layers).getLine("Proxy", 2), "factory");
  });

  it("keeps a record of what the owner has set, and of nothing else", () => {
    const c = config({
      factory: { "User_ID[1]": "101" },
      owner: { "Proxy[1]": "owner" },
      overrides: { "Proxy[2]": "x" },
    });
    deepEqual(c.change({ "SIP T2": "3", Register_1_: "yes" }), {
      touches: [{ what: "account", line: null }],
    });
    deepEqual(c.owned, { "Proxy[1]": "owner", "Register[1]": "Yes", SIP_T2: "3" });
    deepEqual(c.change({ "Proxy[1]": null, "Register[1]": null }), { touches: [{ what: "account", line: 1 }] });
    deepEqual(c.owned, { SIP_T2: "3" });
    deepEqual(config({ owner: c.owned }).owned, c.owned);
  });

  it("says who must be told, once each", () => {
    deepEqual(config().change({ "Proxy[1]": "a", "User_ID[1]": "b", "Proxy[2]": "c", "Dial_Plan[2]": "(xx.)" }), {
      touches: [
        { what: "account", line: 1 },
        { what: "account", line: 2 },
        { what: "phone", line: 2 },
      ],
    });
    deepEqual(config().change({ "Proxy[1]": "" }), { touches: [] });
    deepEqual(config({ overrides: { "Proxy[1]": "x" } }).change({ "Proxy[1]": "y" }), { touches: [] });
    deepEqual(config().change({ Pulse_Dialling: "no" }), {
      touches: [
        { what: "line", line: 1 },
        { what: "line", line: 2 },
      ],
    });
  });

  it("takes a change whole or not at all, and names what was wrong", () => {
    const c = config({ owner: { "Proxy[1]": "before" } });
    const result = c.change({ "Proxy[1]": "after", "Proxy[3]": "x", RTP_Packet_Size: "0.5", "Password[1]": "a\nb" });
    deepEqual(refusals(result), [
      "Proxy[3]: unknown setting",
      "RTP_Packet_Size: 0.5 is more than 0.16",
      "Password[1]: a control character is not text",
    ]);
    deepEqual(c.owned, { "Proxy[1]": "before" });
    equal(c.getLine("Proxy", 1), "before");
  });

  it("refuses two values that cannot stand together", () => {
    const c = config();
    deepEqual(refusals(c.change({ RTP_Port_Min: "20000" })), ["RTP_Port_Min: 20000 is not below RTP_Port_Max, 16482"]);
    deepEqual(refusals(c.change({ RTP_Port_Max: "16384" })), ["RTP_Port_Max: 16384 is not above RTP_Port_Min, 16384"]);
    deepEqual(c.owned, {});
    deepEqual(c.change({ RTP_Port_Min: "20000", RTP_Port_Max: "20100" }), { touches: [{ what: "sound", line: null }] });
    deepEqual(c.change({ Reg_Min_Expires: "7200" }), { touches: [{ what: "account", line: null }] });
    deepEqual(refusals(c.change({ Reg_Min_Expires: "7201" })), [
      "Reg_Min_Expires: 7201 is not below Reg_Max_Expires, 7200",
    ]);
  });

  it("leaves out of a layer what is wrong in it, and says so", () => {
    const c = config({
      owner: { "Proxy[1]": "kept", Proxy_9_: "x", "SIP_Port[1]": "70000", RTP_Port_Min: "20000", SIP_T1: "1" },
      overrides: { "Nothing\u0007": "x" },
    });
    deepEqual(
      c.refused.map(({ name, reason }) => `${name}: ${reason}`),
      [
        "Proxy_9_: unknown setting",
        "SIP_Port[1]: 70000 is more than 65535",
        "RTP_Port_Min: 20000 is not below RTP_Port_Max, 16482",
        "Nothing?: unknown setting",
      ],
    );
    deepEqual(c.owned, { "Proxy[1]": "kept", SIP_T1: "1" });
    equal(c.getLine("SIP_Port", 1), "5060");
    equal(c.get("RTP_Port_Min"), "16384");
  });

  it("is not fooled by names of the language", () => {
    const changes = Object.fromEntries([
      ["__proto__", "x"],
      ["constructor", "x"],
    ]);
    deepEqual(refusals(config().change(changes)), ["__proto__: unknown setting", "constructor: unknown setting"]);
  });

  it("accepts or refuses any text for any setting, keeps what it accepts and is unmoved by what it refuses", () => {
    const names = [...Object.keys(adapterSettings), ...Object.keys(lineSettings).map((name) => `${name}[2]`)];
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.nat(99_999).map(String),
      fc.constantFrom("Yes", "no", ".1"),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, "Proxy[3]", "x"), value, { maxKeys: 4 }), (changes) => {
        const c = config({ owner: { "Proxy[2]": "before" } });
        const before = c.owned;
        const result = c.change(changes);
        if ("refused" in result) {
          ok(result.refused.length > 0);
          deepEqual(c.owned, before);
          return;
        }
        for (const [name, text] of Object.entries(changes)) {
          ok(c.owned[name] === text || c.owned[name].toLowerCase() === text.toLowerCase());
          const line = /^(.*)\[2\]$/.exec(name);
          if (line) equal(c.getLine(line[1] as LineSetting, 2), c.owned[name]);
        }
        const again = config({ owner: c.owned });
        deepEqual([again.owned, again.refused], [c.owned, []]);
      }),
      { numRuns: 500 },
    );
  });
});
