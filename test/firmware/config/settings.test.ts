import { deepEqual, equal, ok } from "node:assert/strict";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../firmware/config/line-settings.js";
import { fallbackOf, labelOf, settingsNamed } from "../../../firmware/config/names.js";
import { canonical, refuse, type Setting } from "../../../firmware/config/setting.js";

const adapter: [string, Setting][] = Object.entries(adapterSettings);
const line: [string, Setting][] = Object.entries(lineSettings);

describe("the table of settings", () => {
  for (const [name, setting] of [...adapter, ...line])
    it(`${name} accepts its own default, and says what it is`, () => {
      const fallbacks = typeof setting.fallback === "string" ? [setting.fallback] : setting.fallback;
      for (const fallback of fallbacks) {
        equal(refuse(setting, fallback), null);
        equal(canonical(setting, fallback), fallback);
      }
      ok(/^[A-Z0-9].+\.$/s.test(setting.help), setting.help);
      ok(/^[A-Za-z0-9_-]{1,48}$/.test(name));
      equal(Object.isFrozen(setting), true);
    });

  it("uses no name twice", () => {
    const names = [...adapter, ...line].map(([name]) => name.toLowerCase());
    equal(new Set(names).size, names.length);
  });

  it("has the PAP2T's defaults but where they are unsafe or broken today", () => {
    const differences = {
      RTP_Packet_Size: "0.020",
      RTCP_Tx_Interval: "5",
      SIP_User_Agent_Name: "Two-Line ATA",
      SIP_Server_Name: "Two-Line ATA",
      RFC_2543_Call_Hold: "No",
      Mark_All_AVT_Packets: "No",
      Handle_VIA_received: "Yes",
      Handle_VIA_rport: "Yes",
      Insert_VIA_received: "Yes",
      Insert_VIA_rport: "Yes",
      Use_DNS_SRV: "Yes",
      DNS_SRV_Auto_Prefix: "Yes",
      SIP_100REL_Enable: "Yes",
      Mailbox_Subscribe_Expires: "3600",
      Symmetric_RTP: "Yes",
      Restrict_Source_IP: "Yes",
      Pulse_Dialling: "Yes",
      FAX_Passthru_Method: "ReINVITE",
      Password: "",
      Time_Zone: "Automatic",
      Daylight_Saving_Time_Rule: "start=3/8/7/2;end=11/1/7/2;save=1",
      Dial_Plan: "([3469]11S0|112S0|999S0|*xx|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xx.)",
    };
    const table: { [name: string]: Setting } = { ...adapterSettings, ...lineSettings };
    for (const [name, fallback] of Object.entries(differences)) equal(table[name].fallback, fallback, name);
    const same = {
      ...{ Remove_Last_Reg: "No", Escape_Display_Name: "No" },
      ...{ DTMF_Relay_MIME_Type: "application/dtmf-relay", Hook_Flash_MIME_Type: "application/hook-flash" },
      ...{ SIP_Accept_Language: "", SIP_Reg_User_Agent_Name: "", Try_Backup_RSC: "", Retry_Reg_RSC: "" },
      ...{ Substitute_VIA_Addr: "No", Send_Resp_To_Src_Port: "No", STUN_Enable: "No", STUN_Test_Enable: "No" },
      ...{ STUN_Server: "", EXT_IP: "", EXT_RTP_Port_Min: "", NAT_Keep_Alive_Intvl: "15", Redirect_Keep_Alive: "No" },
      ...{ NAT_Mapping_Enable: "No", NAT_Keep_Alive_Enable: "No", NAT_Keep_Alive_Msg: "$NOTIFY" },
      ...{ NAT_Keep_Alive_Dest: "$PROXY", SIP_Transport: "UDP", EXT_SIP_Port: "", "Auth_Resync-Reboot": "Yes" },
      ...{ "SIP_Proxy-Require": "", "SIP_Remote-Party-ID": "Yes", SIP_GUID: "No", Auth_INVITE: "No", Sticky_183: "No" },
      ...{ Referor_Bye_Delay: "4", Refer_Target_Bye_Delay: "0", Referee_Bye_Delay: "0" },
      ...{ "Refer-To_Target_Contact": "No", "Blind_Attn-Xfer_Enable": "No", Use_Anonymous_With_RPID: "Yes" },
      ...{ Use_OB_Proxy_In_Dialog: "Yes", Proxy_Fallback_Intvl: "3600", Proxy_Redundancy_Method: "Normal" },
      ...{ Voice_Mail_Server: "", Mailbox_ID: "", Enable_IP_Dialing: "No", DTMF_Process_INFO: "Yes" },
      ...{ Hook_Flash_Tx_Method: "None", Three_Way_Call_Serv: "Yes", Attn_Transfer_Serv: "Yes", MWI_Serv: "Yes" },
      ...{ Unattn_Transfer_Serv: "Yes", VMWI_Serv: "Yes", Block_CID_Serv: "Yes", Block_CID_Setting: "No" },
      ...{ Hold_Reminder_Ring: "8", Message_Waiting: "No", Blind_Transfer_Code: "*98", Stats_In_BYE: "No" },
      ...{ FAX_CED_Detect_Enable: "Yes", FAX_CNG_Detect_Enable: "Yes", FAX_Passthru_Codec: "G711u" },
      ...{ FAX_Codec_Symmetric: "Yes", FAX_Process_NSE: "Yes", FAX_Disable_ECAN: "No", Modem_Line: "No" },
      ...{ FAX_Tone_Detect_Mode: "caller or callee", NSE_Dynamic_Payload: "100" },
      ...{ FAX_Line_Toggle_Code: "#99", Modem_Line_Toggle_Code: "*99" },
      Voice_Menu_Code: "****",
      ...{ Block_CID_Act_Code: "*67", Block_CID_Deact_Code: "*68" },
      ...{ DNS_Server_Order: "Manual", Domain: "", Primary_NTP_Server: "", Secondary_NTP_Server: "" },
      ...{ Idle_Polarity: "Forward", Caller_Conn_Polarity: "Forward", Callee_Conn_Polarity: "Forward" },
      ...{ CPC_Delay: "2", CPC_Duration: "0", Callee_On_Hook_Delay: "0" },
      ...{ Set_Local_Date__mm_dd_: "", Set_Local_Time__HH_mm_: "" },
      ...{ Block_CID_Per_Call_Act_Code: "*81", Block_CID_Per_Call_Deact_Code: "*82" },
    };
    for (const [name, fallback] of Object.entries(same)) equal(table[name].fallback, fallback, name);
  });

  it("says as much as the page needs", () => {
    equal(labelOf("Use_Outbound_Proxy", lineSettings.Use_Outbound_Proxy), "Use Outbound Proxy");
    equal(labelOf("SIP_ToS_DiffServ_Value", lineSettings.SIP_ToS_DiffServ_Value), "SIP ToS/DiffServ Value");
    equal(fallbackOf(lineSettings.SIP_Port, 1), "5060");
    equal(fallbackOf(lineSettings.SIP_Port, 2), "5061");
  });
});

describe("a setting's name", () => {
  const names = (given: string, lines = 2) => settingsNamed(given, lines).map(({ name }) => name);

  it("is that of the page, of the XML profile, or the label", () => {
    deepEqual(names("SIP_T1"), ["SIP_T1"]);
    deepEqual(names("SIP T1"), ["SIP_T1"]);
    deepEqual(names("Proxy[1]"), ["Proxy[1]"]);
    deepEqual(names("Proxy_2_"), ["Proxy[2]"]);
    deepEqual(names("SIP ToS/DiffServ Value[2]"), ["SIP_ToS_DiffServ_Value[2]"]);
    deepEqual(names("CWT1_Cadence"), ["CWT1_Cadence"]);
    deepEqual(names("Auth_Resync-Reboot_1_"), ["Auth_Resync-Reboot[1]"]);
    deepEqual(names("Refer-To Target Contact[2]"), ["Refer-To_Target_Contact[2]"]);
  });

  it("needs a line that exists, but for the few that stand for all", () => {
    for (const wrong of ["Proxy", "Proxy[0]", "Proxy[3]", "Proxy[01]", "Proxy_3_", "Proxy[1]_1_", "SIP_T1[1]"])
      deepEqual(names(wrong), [], wrong);
    deepEqual(names("Proxy[2]", 1), []);
    deepEqual(names("Send_Incomplete_Digits"), ["Send_Incomplete_Digits[1]", "Send_Incomplete_Digits[2]"]);
    deepEqual(names("Pulse_Dialling[2]"), ["Pulse_Dialling[2]"]);
  });

  it("is none of the language's own", () => {
    for (const wrong of ["constructor", "__proto__", "toString", "__proto__[1]", "", "[1]", "_1_", "x".repeat(1e5)])
      deepEqual(names(wrong), []);
  });
});
