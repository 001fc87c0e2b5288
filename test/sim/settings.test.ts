import { deepEqual, equal, ok } from "node:assert/strict";
import { isRefused, readProfile, readSettings } from "../../sim/settings.js";
import { plain } from "../firmware/config/plain.js";

describe("settings of the command line", () => {
  it("are read in both ways of writing a name", () => {
    deepEqual(plain(readProfile('{"settings":{"Proxy[1]":"127.0.0.1:5060","Proxy_2_":"x"}}', 2)), {
      settings: { "Proxy[1]": "127.0.0.1:5060", "Proxy[2]": "x" },
      aside: {},
    });
    deepEqual(readSettings(["Proxy[1]=a", "Display_Name[2]=A=B"], 2, null), {
      "Proxy[1]": "a",
      "Display_Name[2]": "A=B",
    });
  });

  it("may come from the profile of an old device, of which not all has an effect here", () => {
    const text = "<flat-profile><Proxy_1_>x</Proxy_1_><G723_Enable_1_>No</G723_Enable_1_></flat-profile>";
    deepEqual(plain(readProfile(text, 2)), {
      settings: { "Proxy[1]": "x" },
      aside: { G723_Enable_1_: "only G.711 is spoken" },
    });
  });

  it("are taken in their order, whichever way a name is written", () => {
    const order = (...pairs: string[]) => Object.entries(readSettings(pairs, 2, null));
    deepEqual(order("Proxy[1]=a", "Proxy_1_=b", "Proxy[1]=c"), [
      ["Proxy_1_", "b"],
      ["Proxy[1]", "c"],
    ]);
  });

  it("are refused by name", () => {
    const wrong = (result: object) => (isRefused(result) ? result.wrong : "");
    ok(wrong(readSettings(["Proxy[3]=a"], 2, null)).startsWith("Proxy[3]: "));
    ok(wrong(readSettings(["SIP_Port[1]=-1"], 2, null)).startsWith("SIP_Port[1]: "));
    ok(wrong(readProfile('{"settings":{"Foo":"1"}}', 2)).startsWith("Foo: "));
    ok(wrong(readProfile('{"settings":{"SIP_Port_2_":"x"}}', 2)).startsWith("SIP_Port[2]: "));
    ok(wrong(readProfile('{"proxy":1}', 2)).length > 0);
    const xml = (contents: string) => wrong(readProfile(`<flat-profile>${contents}</flat-profile>`, 2));
    equal(xml("<SIP_T1>1</SIP_T1><Foo/>"), "Foo: unknown setting");
    equal(xml("<SIP_Port_2_>x</SIP_Port_2_>"), "SIP_Port_2_ (SIP_Port[2]): x is no number");
    equal(xml("<Foo/><Bar/><Baz/>"), "Foo: unknown setting; so are Bar, Baz");
    const many = Array.from({ length: 14 }, (_, i) => `<X${i}/>`).join("");
    equal(xml(many), "X0: unknown setting; so are X1, X2, X3, X4, X5, X6, X7, X8, X9, X10 and 3 more");
    equal(xml("<SIP_T1>x</SIP_T1>"), "SIP_T1: x is no number");
    equal(
      wrong(readSettings(["G729a_Enable[1]=No"], 2, null)),
      "G729a_Enable[1]: no setting here: only G.711 is spoken",
    );
    ok(wrong(readSettings(["RTP_Port_Min=20000"], 2, { RTP_Port_Max: "19000" })).startsWith("RTP_Port_M"));
  });
});
