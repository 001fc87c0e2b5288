import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { Config, type SettingValues } from "../../../firmware/config/config.js";
import { emitFlatProfile, parseFlatProfile } from "../../../firmware/config/flat-profile.js";
import { lineSettings } from "../../../firmware/config/line-settings.js";
import { fallbackOf, nameOf } from "../../../firmware/config/names.js";
import { emitProfile, importProfile, parseProfile } from "../../../firmware/config/profile.js";
import { canonical, refuse, type Setting } from "../../../firmware/config/setting.js";
import { plain } from "./plain.js";

const LINES = 2;
const sample = readFileSync(new URL("samples/pap2t.xml", import.meta.url), "utf8");

const imported = (text: string, lines = LINES) => {
  const profile = parseProfile(text);
  ok("settings" in profile, JSON.stringify(profile));
  return importProfile(profile, lines);
};
const read = (text: string) => plain(parseFlatProfile(text));
const refusal = (text: string) => {
  const profile = parseFlatProfile(text);
  return "refused" in profile ? profile.refused : null;
};
const flat = (contents: string) => `<flat-profile>${contents}</flat-profile>`;

/** Values as people write them, of which each kind takes its own. */
const VALUES: { readonly [kind in Setting["kind"]]: readonly string[] } = {
  text: ["", "x", " a <b> & 'c' \"d\" ", "$NOTIFY", "]]>", "&lt;", "<!-- x -->"],
  password: ["", "geheim", " ", "a&b<c>", "ключ\u{1f511}", "\u00a0x\ufeff", "&#32;"],
  yesno: ["Yes", "No"],
  number: ["", "0", "1", "40", ".1", "0.5", "0.020", "90", "100", "1024", "20000", "65535", "-3"],
  choice: [],
  hex: ["0x00", "0xB8"],
  address: ["", "pbx.example.net", "192.0.2.1:5070", "[2001:db8::1]:5060", "$PROXY"],
  addresses: ["", "a.example.net, b.example.net:5070"],
  target: ["", "box@pbx.example.net", "sip:box@192.0.2.1:5070"],
  ip: ["", "192.0.2.1", "2001:db8::1"],
  host: ["", "ata-1.example.net"],
  tone: ["350@-19,440@-19;10(*/0/1+2)"],
  cadence: ["60(2/4)"],
  frequencies: ["440@-10,480@-10"],
  dialplan: ["(<9:>xx.|[2-9]xxxxxxS0|P5<:1>)", "(xx.)"],
  numbers: ["", "112,999"],
  codes: ["", "404, 5??"],
  mediatype: ["", "application/dtmf-relay"],
  servicecode: ["", "*98"],
  levels: ["", "debug", "sip=debug, *=warning"],
  rule: ["", "# off", '($A ne "x")? (SIP_T1="1";)! [--key $SA] https://example.net/$MA.xml | tftp://192.0.2.1/a'],
  expression: ["", '$REGTMR1 gt 300 and "$A" ne ""'],
  delays: ["", "3600", "30,300,1800+3600"],
  version: ["", "1.0.2", "5.1.10(LS)"],
  timeofday: ["", "0330", "23:59"],
  date: ["", "11/21", "2/29/2028"],
  daylight: ["", "start=4/1/7;end=10/-1/7;save=1", "start=3/-1/7/2:00:00;end=10/-1/7/3;save=0:30"],
  weburl: ["", "https://example.net/hook?id=1", "http://192.0.2.1:8123/api/webhook/ata"],
  broker: ["", "192.0.2.1", "broker.example.net:1884", "mqtts://broker.example.net"],
  topic: ["", "ata", "house/hall/telephone"],
  eventkinds: ["", "*", "ring, end"],
  certificates: ["", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
};

const all: readonly { name: string; setting: Setting; line: number | null }[] = [
  ...Object.entries(adapterSettings).map(([name, setting]) => ({ name, setting, line: null })),
  ...Object.entries(lineSettings).flatMap(([name, setting]) =>
    [1, 2].map((line) => ({ name: nameOf(name, line), setting, line })),
  ),
];

const valuesOf = ({ setting, line }: (typeof all)[number]) =>
  fc
    .oneof(
      fc.constantFrom(
        fallbackOf(setting, line),
        ...VALUES[setting.kind],
        ...(setting.kind === "choice" ? setting.of : []),
      ),
      fc.string({ unit: "grapheme" }),
    )
    .filter((text) => refuse(setting, text) === null && !text.includes("$VERSION"));

describe("a flat profile", () => {
  it("is settings by the names of the PAP2T, with what the user may do", () => {
    deepEqual(read(flat('<Proxy_1_ ua="na"> pbx </Proxy_1_><SIP_T1 group="SIP">.5</SIP_T1>')), {
      settings: { Proxy_1_: "pbx", SIP_T1: ".5" },
      aside: {},
      access: { Proxy_1_: "na" },
    });
  });

  it("takes the last of two", () => {
    const profile = parseFlatProfile(flat("<SIP_T1>1</SIP_T1><SIP_T2>2</SIP_T2><SIP_T1>3</SIP_T1>"));
    deepEqual("settings" in profile && Object.entries(profile.settings.record), [
      ["SIP_T2", "2"],
      ["SIP_T1", "3"],
    ]);
    deepEqual(imported(flat("<__proto__>x</__proto__>")).unknown, ["__proto__"]);
  });

  it("may have a device around it, and a router beside it", () => {
    const device = `<device><sshUserId>x</sshUserId>${flat("<SIP_T1>1</SIP_T1>")}</device>`;
    deepEqual(read(device), {
      settings: { SIP_T1: "1" },
      aside: { sshUserId: "it is not within <flat-profile>" },
      access: {},
    });
    const router = "<router-configuration><WAN><Mode>dhcp</Mode></WAN></router-configuration>";
    for (const text of [flat(`<SIP_T1>1</SIP_T1>${router}`), `<device>${flat("<SIP_T1>1</SIP_T1>")}${router}</device>`])
      deepEqual(read(text), {
        settings: { SIP_T1: "1" },
        aside: { Mode: "there is no router" },
        access: {},
      });
  });

  it("is refused when it is something else, or not flat", () => {
    equal(refusal("<html></html>"), "a profile is <flat-profile>...</flat-profile>, not <html>");
    equal(refusal(flat("<SIP><SIP_T1>1</SIP_T1></SIP>")), "<SIP_T1> within <SIP>: a profile is flat");
    equal(refusal(`${flat("")}x`), "line 1: x is outside of the root");
  });

  it("is refused wherever it breaks off", () => {
    const whole = `<?xml version="1.0"?><!-- a -->${flat('<Proxy_1_ ua="na">a&amp;b</Proxy_1_><Register_1_/><a><![CDATA[x]]></a>')}`;
    equal(refusal(whole), null);
    for (let end = 0; end < whole.length; end++) ok(refusal(whole.slice(0, end)) !== null, whole.slice(0, end));
    const last = sample.lastIndexOf(">");
    for (let end = last; end > 0; end -= 509)
      match(refusal(sample.slice(0, end)) ?? "", /^(line \d+: .+|there is no element)$/);
  });

  it("is read or refused when it has been damaged", () => {
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.nat(200), fc.string({ maxLength: 5 }), (at, removed, added) => {
        const profile = parseProfile(sample.slice(0, at) + added + sample.slice(at + removed));
        if ("settings" in profile) importProfile(profile, LINES);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the profile of a PAP2T 5.1.8", () => {
  const { settings, aside, unknown, refused } = imported(sample);
  const config = new Config({ lines: LINES, owner: settings });

  it("is understood whole", () => {
    deepEqual(unknown, []);
    deepEqual(refused, []);
    deepEqual(config.refused, []);
  });

  it("brings its accounts, dial plans and tones", () => {
    equal(config.getLine("Display_Name", 1), "Tom & Lisa");
    deepEqual([config.getLine("User_ID", 2), config.getLine("Password", 2)], ["104", "pw-104"]);
    equal(config.getLine("Dial_Plan", 1), "(10[1-9]S0|<#9,:>xx.|*xx|[2-9]xxxxxx|xx.)");
    equal(config.get("Dial_Tone"), "440@-16;10(*/0/1)");
    equal(config.get("Ring1_Cadence"), "60(1.5/3.5)");
    equal(config.number("RTP_Packet_Size"), 0.03);
    equal(config.get("FXS_Port_Impedance"), "220+820||115nF");
    equal(config.get("Caller_ID_Method"), "ETSI FSK With PR (UK)");
    equal(config.get("SIP_User_Agent_Name"), "Two-Line ATA");
    equal(config.getLine("Preferred_Codec", 1), "G711a");
  });

  it("says of the rest why it has no effect", () => {
    const reasons = aside;
    equal(reasons.get("G729a_Enable_1_"), "only G.711 is spoken");
    equal(reasons.get("Preferred_Codec[2]"), "G729a is not spoken");
    equal(config.getLine("Preferred_Codec", 2), "G711u");
    equal(reasons.get("Call_2_Mapped_RTP_Port_2_"), "it is shown by a device, not set");
    for (const name of reasons.names) equal(settings.has(name), false);
  });

  it("goes out and comes in again as it was", () => {
    const again = imported(emitFlatProfile(config, { which: "owned", secrets: true }));
    deepEqual(plain(again), { settings: settings.record, aside: {}, unknown: [], refused: [] });
  });
});

describe("settings as a flat profile", () => {
  it("are in the order of the pages, a comment over each", () => {
    const owner = {
      "Proxy[2]": "b",
      "Proxy[1]": "a",
      "Default_Ring[1]": "2",
      Dial_Tone: "440@-16;*(*/0/1)",
      SIP_T1: "1",
    };
    const text = emitFlatProfile(new Config({ lines: LINES, owner }), { which: "owned", secrets: false });
    deepEqual(text.split("\n"), [
      '<?xml version="1.0" encoding="UTF-8"?>',
      "<flat-profile>",
      "<!-- SIP -->",
      "<SIP_T1>1</SIP_T1>",
      "<!-- Regional -->",
      "<Dial_Tone>440@-16;*(*/0/1)</Dial_Tone>",
      "<!-- Line 1 -->",
      "<Proxy_1_>a</Proxy_1_>",
      "<!-- Line 2 -->",
      "<Proxy_2_>b</Proxy_2_>",
      "<!-- User 1 -->",
      "<Default_Ring_1_>2</Default_Ring_1_>",
      "</flat-profile>",
      "",
    ]);
  });

  it("are all there, whoever set them, and tell no secret unless asked", () => {
    const config = new Config({ lines: LINES, factory: { "Password[1]": "geheim" } });
    const told = (secrets: boolean) => emitFlatProfile(config, { which: "all", secrets });
    equal(told(false).includes("geheim") || told(false).includes("Password"), false);
    ok(told(true).includes("<Password_1_>geheim</Password_1_>"));
    const { settings, ...rest } = imported(told(true));
    deepEqual(plain(rest), { aside: {}, unknown: [], refused: [] });
    deepEqual([...settings.names].sort(), all.map(({ name }) => name).sort());
  });

  for (const one of all.filter(({ line }) => line !== 2))
    it(`carry ${one.name} through XML and JSON`, () => {
      fc.assert(
        fc.property(valuesOf(one), (text) => {
          const config = new Config({ lines: LINES, owner: { [one.name]: text } });
          if (config.refused.length > 0) return; // it does not fit to a default
          const owned: SettingValues = { [one.name]: canonical(one.setting, text) ?? "" };
          deepEqual(imported(emitFlatProfile(config, { which: "owned", secrets: true })).settings.record, owned);
          deepEqual(imported(emitProfile(config.owned)).settings.record, owned);
        }),
        { numRuns: 12 },
      );
    });
});
