import { deepEqual, equal } from "node:assert/strict";
import { Config, type SettingValues } from "../../../firmware/config/config.js";
import { accountOptions } from "../../../firmware/config/options.js";

const account = (owner: SettingValues = {}, line = 1) => {
  const config = new Config({ lines: 2, owner });
  deepEqual(config.refused, []);
  return accountOptions(config, line);
};

describe("signalling options", () => {
  it("of a line nobody has set up", () => {
    const { registration, identity, headers, info, transport, sessionTimer, transfer, ...rest } = account();
    deepEqual(registration, {
      userAgentName: "Two-Line ATA",
      removesLast: false,
      instanceId: true,
      outbound: false,
      gruu: true,
    });
    deepEqual(identity, {
      remotePartyId: true,
      preferredIdentity: true,
      anonymousFrom: true,
      guid: false,
      escapesDisplayName: false,
    });
    deepEqual(headers, { server: "Two-Line ATA", acceptLanguage: "", proxyRequire: "" });
    deepEqual(info, { keyType: "application/dtmf-relay", flashType: "application/hook-flash" });
    deepEqual(transport, { protocol: "UDP" });
    deepEqual(sessionTimer, { expires: 1800, minimum: 90, refresher: "auto" });
    deepEqual(transfer, {
      referorByeDelay: 4,
      targetByeDelay: 0,
      refereeByeDelay: 0,
      toContact: false,
      attendedAsBlind: false,
    });
    deepEqual([rest.backupCodes, rest.retryCodes], [[], []]);
    deepEqual(
      [rest.reliable, rest.sticky183, rest.challengesInvite, rest.challengesResync],
      [true, false, false, true],
    );
    deepEqual([rest.holdsByAddress, rest.statisticsInBye], [false, false]);
    deepEqual([rest.messages, rest.keepAlive], [null, null]);
  });

  it("of servers: the first, those to turn to, and the ways to them", () => {
    const values = {
      "Proxy[1]": "a.example.net",
      "Alternate_Proxy[1]": "b.example.net:5070, 192.0.2.3",
      "Outbound_Proxy[1]": "sbc1.example.net",
      "Alternate_Outbound_Proxy[1]": "sbc2.example.net",
    };
    const direct = {
      primary: { host: "a.example.net", port: null },
      alternates: [
        { host: "b.example.net", port: 5070 },
        { host: "192.0.2.3", port: null },
      ],
      outbound: [],
      outboundInDialog: true,
      useSrv: true,
      autoPrefix: true,
      fallbackInterval: 3600,
      redundancy: "normal",
    };
    deepEqual(account(values).servers, direct);
    const through = account({
      ...values,
      "Use_Outbound_Proxy[1]": "Yes",
      "Use_OB_Proxy_In_Dialog[1]": "No",
      "Use_DNS_SRV[1]": "No",
      "DNS_SRV_Auto_Prefix[1]": "No",
      "Proxy_Fallback_Intvl[1]": "0",
      "Proxy_Redundancy_Method[1]": "based on srv port",
    });
    deepEqual(through.servers, {
      ...direct,
      outbound: [
        { host: "sbc1.example.net", port: null },
        { host: "sbc2.example.net", port: null },
      ],
      outboundInDialog: false,
      useSrv: false,
      autoPrefix: false,
      fallbackInterval: 0,
      redundancy: "port",
    });
    deepEqual(account(values, 2).servers, { ...direct, primary: null, alternates: [] });
  });

  it("of codes that turn to another server, or ask again soon", () => {
    const told = account({ Try_Backup_RSC: "503, 5??", Retry_Reg_RSC: "403" });
    deepEqual([told.backupCodes, told.retryCodes], [["503", "5??"], ["403"]]);
  });

  it("of a NAT nobody speaks of, and of one that is known", () => {
    const unknown = {
      maps: false,
      handlesReceived: true,
      handlesRport: true,
      insertsReceived: true,
      insertsRport: true,
      substitutesVia: false,
      answersToSource: false,
      stun: null,
      stunTest: false,
      external: { address: null, sipPort: null, rtpPortMin: null },
    };
    deepEqual(account().nat, unknown);
    deepEqual(account({ STUN_Server: "stun.example.net", STUN_Test_Enable: "Yes" }).nat, unknown);
    deepEqual(account({ STUN_Enable: "Yes", STUN_Test_Enable: "Yes" }).nat, unknown);
    deepEqual(account({ EXT_IP: "0.0.0.0", "EXT_SIP_Port[1]": "0", EXT_RTP_Port_Min: "0" }).nat, unknown);
    const known = account({
      "NAT_Mapping_Enable[1]": "Yes",
      STUN_Enable: "Yes",
      STUN_Test_Enable: "Yes",
      STUN_Server: "stun.example.net:3479",
      EXT_IP: "2001:db8::9",
      "EXT_SIP_Port[1]": "40000",
      EXT_RTP_Port_Min: "40100",
      Handle_VIA_received: "No",
      Handle_VIA_rport: "No",
      Insert_VIA_received: "No",
      Insert_VIA_rport: "No",
      Substitute_VIA_Addr: "Yes",
      Send_Resp_To_Src_Port: "Yes",
    });
    deepEqual(known.nat, {
      maps: true,
      handlesReceived: false,
      handlesRport: false,
      insertsReceived: false,
      insertsRport: false,
      substitutesVia: true,
      answersToSource: true,
      stun: { host: "stun.example.net", port: 3479 },
      stunTest: true,
      external: { address: "2001:db8::9", sipPort: 40_000, rtpPortMin: 40_100 },
    });
  });

  it("of what keeps a NAT open", () => {
    const keepAlive = (values: SettingValues = {}) =>
      account({ "NAT_Keep_Alive_Enable[1]": "Yes", ...values }).keepAlive;
    deepEqual(keepAlive(), {
      interval: 15,
      message: { method: "NOTIFY" },
      destination: null,
      followsRedirection: false,
    });
    const message = (text: string) => keepAlive({ "NAT_Keep_Alive_Msg[1]": text })?.message;
    deepEqual(message("$register"), { method: "REGISTER" });
    deepEqual(message("$OPTIONS"), { method: "OPTIONS" });
    deepEqual(message("$CRLF"), { text: "\r\n\r\n" });
    deepEqual(message(""), { text: "\r\n\r\n" });
    deepEqual(message("ping"), { text: "ping" });
    const told = keepAlive({
      "NAT_Keep_Alive_Dest[1]": "192.0.2.9:5070",
      NAT_Keep_Alive_Intvl: "29",
      Redirect_Keep_Alive: "Yes",
    });
    deepEqual([told?.interval, told?.followsRedirection], [29, true]);
    deepEqual(told?.destination, { host: "192.0.2.9", port: 5070 });
    equal(keepAlive({ "NAT_Keep_Alive_Dest[1]": "" })?.destination, null);
    equal(keepAlive({ NAT_Keep_Alive_Intvl: "0" }), null);
    equal(keepAlive({ "NAT_Keep_Alive_Enable[1]": "No" }), null);
  });

  it("of long calls: as the owner likes, or not at all", () => {
    const told = { SIP_Session_Expires: "600", SIP_Min_SE: "120", SIP_Session_Refresher: "UAC" };
    deepEqual(account(told).sessionTimer, { expires: 600, minimum: 120, refresher: "uac" });
    equal(account({ "SIP_Session_Timer[1]": "No" }).sessionTimer, null);
  });

  it("of a mailbox: ours, unless another is named", () => {
    const messages = (where: string, values: SettingValues = {}) =>
      account({ "User_ID[1]": "101", "Voice_Mail_Server[1]": where, ...values }).messages;
    deepEqual(messages("mail.example.net:5070", { "Mailbox_Subscribe_Expires[1]": "600" }), {
      server: { host: "mail.example.net", port: 5070 },
      mailbox: "101",
      expires: 600,
    });
    equal(messages("*97@mail.example.net")?.mailbox, "*97");
    equal(messages("*97@mail.example.net", { "Mailbox_ID[1]": "7" })?.mailbox, "7");
    equal(messages("mail.example.net", { "Mailbox_Subscribe_Expires[1]": "0" }), null);
    equal(messages("", { "Mailbox_ID[1]": "7" }), null);
  });

  it("of a registration under a name of its own, and of a call's identity", () => {
    const told = account({
      SIP_Reg_User_Agent_Name: "Registrar's friend",
      Remove_Last_Reg: "Yes",
      "SIP_Instance_ID[1]": "No",
      "SIP_Outbound[1]": "Yes",
      "SIP_GRUU[1]": "No",
      "SIP_Remote-Party-ID[1]": "No",
      "SIP_P-Preferred-Identity[1]": "No",
      "Use_Anonymous_With_RPID[1]": "No",
      "SIP_GUID[1]": "Yes",
      Escape_Display_Name: "Yes",
    });
    equal(told.userAgentName, "Two-Line ATA");
    deepEqual(told.registration, {
      userAgentName: "Registrar's friend",
      removesLast: true,
      instanceId: false,
      outbound: true,
      gruu: false,
    });
    deepEqual(told.identity, {
      remotePartyId: false,
      preferredIdentity: false,
      anonymousFrom: false,
      guid: true,
      escapesDisplayName: true,
    });
  });

  it("keeps a session's shortest time below its usual one", () => {
    const refused = (changes: SettingValues) => new Config({ lines: 2, owner: changes }).refused;
    deepEqual(refused({ SIP_Min_SE: "1801" }), [
      { name: "SIP_Min_SE", reason: "1801 is not below SIP_Session_Expires, 1800" },
    ]);
    deepEqual(refused({ SIP_Min_SE: "1800" }), []);
    deepEqual(refused({ SIP_Session_Expires: "89" }), [{ name: "SIP_Session_Expires", reason: "89 is less than 90" }]);
  });
});
