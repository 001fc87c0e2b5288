import { deepEqual } from "node:assert/strict";
import { settingsNamed } from "../../../firmware/config/names.js";
import { adapted } from "../../../firmware/config/pap2t-values.js";

const take = (name: string, text: string) => adapted(settingsNamed(name, 2)[0], text);

describe("a value of a PAP2T", () => {
  it("comes in our spelling", () => {
    const cases: [name: string, text: string, value: string][] = [
      ["Register[1]", "1", "Yes"],
      ["Register[1]", "0", "No"],
      ["Register[1]", "True", "Yes"],
      ["Caller_ID_Method", "ETSI FSK With PR(UK)", "ETSI FSK With PR (UK)"],
      ["Caller_ID_Method", "Bellcore (N.Amer, China)", "Bellcore(N.Amer,China)"],
      ["Jitter_Buffer_Adjustment[1]", "Yes", "up and down"],
      ["Jitter_Buffer_Adjustment[1]", "no", "disable"],
      ["DTMF_Tx_Method[2]", "avt+info", "AVT+INFO"],
      ["RTP_Packet_Size", ".0300", "0.03"],
      ["RTP_Packet_Size", ".030", ".030"],
      ["Reorder_Delay", "5.00", "5"],
      ["SIP_User_Agent_Name", "$VERSION", "Two-Line ATA"],
      ["SIP_Server_Name", "Acme $VERSION", "Acme Two-Line ATA"],
      ["SIP_Reg_User_Agent_Name", "$VERSION", ""],
      ["Display_Name[1]", "$VERSION", "$VERSION"],
      ["NAT_Keep_Alive_Msg[1]", "$NOTIFY", "$NOTIFY"],
      ["Proxy[1]", "", ""],
    ];
    for (const [name, text, value] of cases) deepEqual(take(name, text), { value }, `${name} ${text}`);
  });

  it("stays as it is when our table has to refuse it", () => {
    for (const [name, text] of [
      ["Register[1]", "maybe"],
      ["Register[1]", "constructor"],
      ["Jitter_Buffer_Adjustment[1]", "constructor"],
      ["SIP_Transport[1]", "TLS"],
      ["SIP_T1", "1e3"],
      ["Max_Forward", "70.5"],
      ["Preferred_Codec[1]", "G999"],
      ["Ring_Voltage", "100"],
      ["Dial_Plan[1]", "(xx.<:@gw0>)"],
    ])
      deepEqual(take(name, text), { value: text });
  });

  it("leaves the default where there is nothing, or a codec we do not have", () => {
    for (const codec of ["G729a", "G723", "G726-32", "Unspecified"])
      deepEqual(take("Preferred_Codec[2]", codec), { aside: `${codec} is not spoken` });
    for (const name of ["Register[1]", "SIP_T1", "Dial_Tone", "Ring8_Cadence", "Preferred_Codec[1]"])
      deepEqual(take(name, ""), { aside: "it is empty" });
  });

  it("names no server of its own accord: the rules of the factory stay out", () => {
    const aside = "it is its maker's, and names no server";
    for (const rule of ["/spa$PSN.cfg", "/init.cfg"]) deepEqual(take("Profile_Rule", rule), { aside });
    deepEqual(take("Profile_Rule", "/ours$MA.cfg"), { value: "/ours$MA.cfg" });
  });
});
