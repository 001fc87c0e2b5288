import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { MAX_PROFILE } from "../../../firmware/config/names.js";
import { emitProfile, importProfile, parseProfile, tellAside } from "../../../firmware/config/profile.js";
import { SettingList } from "../../../firmware/config/setting-list.js";
import { plain } from "./plain.js";

const read = (text: string) => plain(parseProfile(text));
const refusal = (text: string) => {
  const profile = parseProfile(text);
  return "refused" in profile ? profile.refused : null;
};

describe("a profile", () => {
  it("is settings by name", () => {
    deepEqual(read('{"settings":{"Proxy[1]":"pbx:5060","Proxy_2_":"other"}}'), {
      settings: { "Proxy[1]": "pbx:5060", Proxy_2_: "other" },
      aside: {},
      form: "json",
    });
    deepEqual(read('\ufeff {"settings":{}}\n'), { settings: {}, aside: {}, form: "json" });
  });

  it("may be XML as well", () => {
    deepEqual(read("\ufeff\n<flat-profile><Proxy_2_> other </Proxy_2_></flat-profile>"), {
      settings: { Proxy_2_: "other" },
      aside: {},
      form: "xml",
    });
  });

  it("may use the numbers and truths of JSON", () => {
    deepEqual(read('{"settings":{"SIP_T1":0.5,"Register[1]":false,"Register[2]":true}}'), {
      settings: { SIP_T1: "0.5", "Register[1]": "No", "Register[2]": "Yes" },
      aside: {},
      form: "json",
    });
  });

  it("is refused in one line", () => {
    const nothing = 'a profile is {"settings":{...}} in JSON';
    for (const text of [
      "",
      "{}",
      "[]",
      "null",
      "7",
      "{",
      '{"settings":[]}',
      '{"settings":null}',
      '{"settings":{"a":{}}}',
    ])
      equal(refusal(text), nothing, text);
    equal(refusal('{"settings":{"Proxy[1]":null}}'), "Proxy[1]: a value is a text, a number, true or false");
    equal(refusal('{"settings":{},"lines":2}'), "lines: not part of a profile");
    equal(refusal(" <flat-profile>"), "line 1: <flat-profile> is not closed");
    equal(refusal(" ".repeat(MAX_PROFILE + 1)), "a profile has at most 65536 characters");
    equal(refusal("[".repeat(MAX_PROFILE)), nothing);
    equal(refusal('{"settings":'.repeat(5000)), nothing);
  });

  it("keeps braces and quotes within its texts", () => {
    const settings = { "Password[1]": '[{"\\', "Dial_Plan[1]": '(<1:"[2-9]>)' };
    deepEqual(read(JSON.stringify({ settings })), { settings, aside: {}, form: "json" });
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: "binary" })), (settings) => {
        const profile = parseProfile(emitProfile(settings));
        ok("settings" in profile);
        deepEqual(Object.entries(profile.settings.record), Object.entries(settings));
      }),
    );
  });

  it("is read or refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        const profile = parseProfile(text);
        if ("refused" in profile) ok(profile.refused.length < 200);
        else for (const value of profile.settings.values) equal(typeof value, "string");
      }),
    );
  });
});

describe("what a profile brings", () => {
  const sorted = (text: string, lines = 2) => {
    const profile = parseProfile(text);
    ok("settings" in profile);
    return importProfile(profile, lines);
  };
  const xml = (contents: string) => sorted(`<flat-profile>${contents}</flat-profile>`);
  const json = (settings: object) => sorted(JSON.stringify({ settings }));

  it("is settings as they are kept, whichever way it was written", () => {
    const settings = { "Proxy[1]": "pbx", "Register[2]": "No", SIP_T1: "1" };
    const nothing = { aside: {}, unknown: [], refused: [] };
    deepEqual(plain(json({ Proxy_1_: "pbx", "Register[2]": "no", SIP_T1: 1 })), { settings, ...nothing });
    deepEqual(plain(xml("<Proxy_1_> pbx </Proxy_1_><Register_2_>0</Register_2_><SIP_T1>1</SIP_T1>")), {
      settings,
      ...nothing,
    });
  });

  it("is sorted by what can be done with it", () => {
    deepEqual(
      plain(
        xml(
          "<SIP_T1>1</SIP_T1><G729a_Enable_1_>Yes</G729a_Enable_1_><Foo>1</Foo><Proxy_3_>a</Proxy_3_>" +
            "<SIP_Port_2_>x</SIP_Port_2_><Preferred_Codec_1_>G729a</Preferred_Codec_1_><SIP_T2/>",
        ),
      ),
      {
        settings: { SIP_T1: "1" },
        aside: {
          G729a_Enable_1_: "only G.711 is spoken",
          "Preferred_Codec[1]": "G729a is not spoken",
          SIP_T2: "it is empty",
        },
        unknown: ["Foo", "Proxy_3_"],
        refused: [{ name: "SIP_Port[2]", reason: "x is no number" }],
      },
    );
  });

  it("is held to our own spelling in JSON, which no old device writes", () => {
    const { settings, aside, refused } = json({ "Preferred_Codec[1]": "G729a", "G729a_Enable[1]": true, SIP_T2: "" });
    deepEqual(settings.record, {});
    deepEqual(aside.names, ["G729a_Enable[1]"]);
    deepEqual(
      refused.map(({ name }) => name),
      ["Preferred_Codec[1]", "SIP_T2"],
    );
  });

  it("keeps a pair that does not fit out, and says so", () => {
    const { settings, refused } = xml("<RTP_Port_Min>20000</RTP_Port_Min><RTP_Port_Max>19000</RTP_Port_Max>");
    deepEqual(settings.record, {});
    equal(refused.length, 1);
  });

  it("is told of by reason, lines taken together, without what a device only shows", () => {
    const { aside } = xml(
      "<Current_IP>192.0.2.1</Current_IP><G729a_Enable_1_>Yes</G729a_Enable_1_><VLAN_ID>1</VLAN_ID>" +
        "<G729a_Enable_2_>Yes</G729a_Enable_2_><G723_Enable_2_>Yes</G723_Enable_2_>",
    );
    equal(tellAside(aside), "only G.711 is spoken: G729a_Enable, G723_Enable; there is no VLAN: VLAN_ID");
    equal(tellAside(new SettingList()), "");
  });
});
