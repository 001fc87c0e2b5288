/** Each setting that a port is told of, and where it is told: one that nobody passes on has no effect. */
import { deepEqual, notDeepEqual, ok } from "node:assert/strict";
import { nameServers, natOptions, portOptions } from "../../../firmware/adapter/options.js";
import { Config } from "../../../firmware/config/config.js";
import { lineAccountSettings } from "../../../firmware/config/line-account-settings.js";
import { lineNatSettings } from "../../../firmware/config/line-nat-settings.js";
import { lineSipSettings } from "../../../firmware/config/line-sip-settings.js";
import { sipNatSettings } from "../../../firmware/config/sip-nat-settings.js";
import { sipRtpSettings } from "../../../firmware/config/sip-rtp-settings.js";
import { sipSettings } from "../../../firmware/config/sip-settings.js";
import type { SettingValues } from "../../../hal/board.js";

const INSTANCE = "urn:uuid:1ebe44d2-02c4-40b6-af5d-7420d23689ab";

/** A line that uses everything there is, so that each setting counts. */
const USED: SettingValues = {
  ...{ "Proxy[1]": "desk.test", "User_ID[1]": "101", "Outbound_Proxy[1]": "edge.test:5070" },
  ...{
    "NAT_Mapping_Enable[1]": "Yes",
    STUN_Enable: "Yes",
    STUN_Server: "stun.test",
    "NAT_Keep_Alive_Enable[1]": "Yes",
  },
  ...{ "Voice_Mail_Server[1]": "mail.test", "Auth_ID[1]": "secret" },
  "Alternate_Outbound_Proxy[1]": "192.0.2.1",
};

function told(values: SettingValues, line = 1) {
  const config = new Config({ lines: 2, overrides: { ...USED, ...values } });
  deepEqual(config.refused, []);
  return { ...portOptions(config, line, INSTANCE, null), stun: natOptions(config) };
}

/** What stands at `agent.account.user`. */
const at = (options: object, path: string): unknown =>
  path.split(".").reduce<unknown>((part, name) => (part as { [name: string]: unknown } | null)?.[name], options);

type Row = readonly [setting: string, value: string, path: string, is: unknown, besides?: SettingValues];

const PLACE = (host: string, port: number | null = null, transport: string | null = "udp") => ({
  host,
  port,
  transport,
});
const OUTBOUND: SettingValues = { "Use_Outbound_Proxy[1]": "Yes" };

const rows: readonly Row[] = [
  ["Max_Forward", "9", "agent.account.maxForwards", 9],
  ["Max_Redirection", "9", "agent.maxRedirections", 9],
  ["Max_Auth", "9", "agent.account.maxChallenges", 9],
  ["SIP_User_Agent_Name", "x", "agent.account.userAgentName", "x"],
  ["SIP_User_Agent_Name", "x", "agent.account.registration.userAgentName", "x"],
  ["SIP_Server_Name", "x", "agent.account.headers.server", "x"],
  ["SIP_Reg_User_Agent_Name", "x", "agent.account.registration.userAgentName", "x"],
  ["SIP_Accept_Language", "de", "agent.account.headers.acceptLanguage", "de"],
  ["DTMF_Relay_MIME_Type", "a/b", "agent.account.keyType", "a/b"],
  ["Hook_Flash_MIME_Type", "a/b", "agent.account.flashType", "a/b"],
  ["Remove_Last_Reg", "Yes", "agent.account.registration.removesLast", true],
  ["Use_Compact_Header", "Yes", "agent.account.compact", true],
  ["Escape_Display_Name", "Yes", "agent.account.identity.escapesDisplayName", true],
  ["RFC_2543_Call_Hold", "Yes", "agent.account.holdsOldWay", true],
  ["SIP_Session_Expires", "600", "agent.account.sessionExpires", 600],
  ["SIP_Min_SE", "120", "agent.account.minSe", 120],
  ["SIP_Session_Refresher", "uas", "agent.account.refresher", "uas"],
  ["SIP_T1", "1", "agent.timers.t1", 1000],
  ["SIP_T2", "2", "agent.timers.t2", 2000],
  ["SIP_T4", "4", "agent.timers.t4", 4000],
  ["SIP_Timer_B", "3", "agent.timers.b", 3000],
  ["SIP_Timer_F", "3", "agent.timers.f", 3000],
  ["SIP_Timer_H", "3", "agent.timers.h", 3000],
  ["SIP_Timer_D", "3", "agent.timers.d", 3000],
  ["SIP_Timer_J", "3", "agent.timers.j", 3000],
  ["INVITE_Expires", "9", "agent.inviteExpires", 9],
  ["ReINVITE_Expires", "9", "agent.account.reInviteExpires", 9],
  ["Reg_Min_Expires", "9", "agent.account.registerExpiresMin", 9],
  ["Reg_Max_Expires", "9", "agent.account.registerExpiresMax", 9],
  ["Reg_Retry_Intvl", "9", "agent.retry.retryInterval", 9],
  ["Reg_Retry_Long_Intvl", "9", "agent.retry.longRetryInterval", 9],
  ["Reg_Retry_Random_Delay", "9", "agent.retry.retryRandom", 9],
  ["Reg_Retry_Long_Random_Delay", "9", "agent.retry.longRetryRandom", 9],
  ["Reg_Retry_Intvl_Cap", "99", "agent.retry.retryIntervalCap", 99],
  ["SIT1_RSC", "404", "phone.sitCodes.0", ["404"]],
  ["SIT2_RSC", "404", "phone.sitCodes.1", ["404"]],
  ["SIT3_RSC", "404", "phone.sitCodes.2", ["404"]],
  ["SIT4_RSC", "404", "phone.sitCodes.3", ["404"]],
  ["Try_Backup_RSC", "5??", "agent.account.backupCodes", ["5??"]],
  ["Retry_Reg_RSC", "403", "agent.account.retryCodes", ["403"]],
  ["RTP_Port_Min", "10000", "sound.session.portMin", 10_000],
  ["RTP_Port_Max", "20000", "sound.session.portMax", 20_000],
  ["RTP_Packet_Size", "0.03", "sound.session.packetTime", 30],
  ["RTCP_Tx_Interval", "9", "sound.session.controlInterval", 9000],
  ["RTP_Timeout", "9", "sound.session.timeout", 9000],
  ["AVT_Dynamic_Payload", "99", "sound.session.eventPayloadType", 99],
  ["NSE_Dynamic_Payload", "99", "sound.session.nse.payloadType", 99],
  ["Mark_All_AVT_Packets", "Yes", "sound.session.marksAllEvents", true],
  ["Stats_In_BYE", "Yes", "sound.tellsStatistics", true],
  ["Handle_VIA_received", "No", "nat.handlesReceived", false],
  ["Handle_VIA_rport", "No", "nat.handlesRport", false],
  ["Insert_VIA_received", "No", "agent.nat.insertsReceived", false],
  ["Insert_VIA_rport", "No", "agent.nat.insertsRport", false],
  ["Substitute_VIA_Addr", "Yes", "agent.nat.substitutesVia", true],
  ["Send_Resp_To_Src_Port", "Yes", "agent.nat.answersToSource", true],
  ["STUN_Enable", "No", "nat.asks", false],
  ["STUN_Enable", "No", "stun", null],
  ["STUN_Test_Enable", "Yes", "stun.tests", true],
  ["STUN_Server", "other.test:3479", "stun.server", PLACE("other.test", 3479)],
  ["EXT_IP", "203.0.113.7", "nat.external.address", "203.0.113.7"],
  ["EXT_RTP_Port_Min", "30000", "sound.session.externalPortMin", 30_000],
  ["NAT_Keep_Alive_Intvl", "20", "agent.keepAlive.interval", 20_000],
  ["NAT_Keep_Alive_Intvl", "20", "sound.session.keepAlive", 20_000],
  ["NAT_Keep_Alive_Intvl", "20", "nat.interval", 20_000],
  ["Redirect_Keep_Alive", "Yes", "agent.keepAlive.followsRedirection", true],
  ["Line_Enable[1]", "No", "enabled", false],
  ["Line_Enable[1]", "No", "agent.account.servers", []],
  ["Line_Enable[1]", "No", "agent.keepAlive", null],
  ["Line_Enable[1]", "No", "nat", null],
  ["Proxy[1]", "192.0.2.9:5099", "agent.account.domain", "192.0.2.9:5099"],
  ["Proxy[1]", "192.0.2.9:5099", "agent.account.servers", [PLACE("192.0.2.9", 5099)]],
  ["Alternate_Proxy[1]", "b.test", "agent.account.servers", [PLACE("desk.test"), PLACE("b.test")]],
  ["Use_Outbound_Proxy[1]", "Yes", "agent.account.servers", [PLACE("edge.test", 5070), PLACE("192.0.2.1")]],
  ["Use_Outbound_Proxy[1]", "Yes", "agent.account.outboundProxy", true],
  ["Outbound_Proxy[1]", "x.test", "agent.account.servers", [PLACE("x.test"), PLACE("192.0.2.1")], OUTBOUND],
  ["Alternate_Outbound_Proxy[1]", "", "agent.account.servers", [PLACE("edge.test", 5070)], OUTBOUND],
  ["Use_OB_Proxy_In_Dialog[1]", "No", "agent.account.outboundInDialog", false],
  ["Register[1]", "No", "agent.account.registers", false],
  ["Make_Call_Without_Reg[1]", "Yes", "phone.callsWithoutRegistration", true],
  ["Ans_Call_Without_Reg[1]", "Yes", "agent.account.answersWithoutRegistration", true],
  ["Register_Expires[1]", "60", "agent.account.registerExpires", 60],
  ["Use_DNS_SRV[1]", "No", "names.services", "none"],
  ["DNS_SRV_Auto_Prefix[1]", "No", "names.services", "name"],
  ["Proxy_Fallback_Intvl[1]", "60", "agent.account.fallbackInterval", 60_000],
  ["Proxy_Redundancy_Method[1]", "Based on SRV Port", "names.byPort", true],
  ["Voice_Mail_Server[1]", "", "agent.account.messages", null],
  ["Voice_Mail_Server[1]", "9@m.test", "agent.account.messages.uri", "sip:9@m.test"],
  ["Mailbox_Subscribe_Expires[1]", "60", "agent.account.messages.expires", 60],
  ["Mailbox_ID[1]", "9", "agent.account.messages.uri", "sip:9@mail.test"],
  ["Display_Name[1]", "Ann", "agent.account.displayName", "Ann"],
  ["User_ID[1]", "102", "agent.account.user", "102"],
  ["Password[1]", "pw", "agent.account.password", "pw"],
  ["Use_Auth_ID[1]", "Yes", "agent.account.authUser", "secret"],
  ["Auth_ID[1]", "other", "agent.account.authUser", "other", { "Use_Auth_ID[1]": "Yes" }],
  ["SIP_Transport[1]", "TCP", "agent.account.servers", [PLACE("desk.test", null, "tcp")]],
  ["SIP_Transport[1]", "TCP", "listens", true],
  ["SIP_Transport[1]", "AUTO", "agent.account.servers", [PLACE("desk.test", null, null)]],
  ["SIP_Transport[1]", "AUTO", "agent.account.enlarges", true],
  ["SIP_Port[1]", "5099", "sipPort", 5099],
  ["SIP_ToS_DiffServ_Value[1]", "0xb8", "sipDscp", 46],
  ["Auth_Resync-Reboot[1]", "No", "agent.account.challengesResync", false],
  ["SIP_Proxy-Require[1]", "x", "agent.account.headers.proxyRequire", "x"],
  ["SIP_Remote-Party-ID[1]", "No", "agent.account.identity.remotePartyId", false],
  ["SIP_P-Preferred-Identity[1]", "No", "agent.account.identity.preferredIdentity", false],
  ["Use_Anonymous_With_RPID[1]", "No", "agent.account.identity.anonymousFrom", false],
  ["SIP_GUID[1]", "Yes", "agent.account.identity.guid", INSTANCE.slice("urn:uuid:".length)],
  ["SIP_Instance_ID[1]", "No", "agent.account.registration.instanceId", null],
  ["SIP_Outbound[1]", "Yes", "agent.account.registration.outbound", true],
  ["SIP_GRUU[1]", "No", "agent.account.registration.gruu", false],
  ["SIP_100REL_Enable[1]", "No", "agent.account.reliable", false],
  ["SIP_Session_Timer[1]", "No", "agent.account.sessionTimer", false],
  ["Restrict_Source_IP[1]", "No", "agent.account.restrictSource", false],
  ["Restrict_Contact_User[1]", "No", "agent.account.restrictContactUser", false],
  ["Auth_INVITE[1]", "Yes", "agent.account.challengesInvite", true],
  ["Sticky_183[1]", "Yes", "agent.account.sticky183", true],
  ["SIP_Follow_REFER[1]", "No", "phone.followsReferrals", false],
  ["Reply_182_On_Call_Waiting[1]", "Yes", "phone.says182", true],
  ["Referor_Bye_Delay[1]", "9", "agent.account.transfer.referorByeDelay", 9000],
  ["Refer_Target_Bye_Delay[1]", "9", "agent.account.transfer.targetByeDelay", 9000],
  ["Referee_Bye_Delay[1]", "9", "phone.refereeByeDelay", 9000],
  ["Refer-To_Target_Contact[1]", "Yes", "agent.account.transfer.toContact", true],
  ["Blind_Attn-Xfer_Enable[1]", "Yes", "phone.attendedAsBlind", true],
  ["EXT_SIP_Port[1]", "40000", "nat.external.port", 40_000],
  ["NAT_Mapping_Enable[1]", "No", "nat", null],
  ["NAT_Keep_Alive_Enable[1]", "No", "agent.keepAlive", null],
  ["NAT_Keep_Alive_Enable[1]", "No", "sound.session.keepAlive", 0],
  ["NAT_Keep_Alive_Msg[1]", "$REGISTER", "agent.keepAlive.message", { method: "REGISTER" }],
  ["NAT_Keep_Alive_Msg[1]", "hello", "agent.keepAlive.message", { text: "hello" }],
  ["NAT_Keep_Alive_Dest[1]", "nat.test:5099", "agent.keepAlive.destination", PLACE("nat.test", 5099)],
];

/** What is for the log, and arrives there. */
const ELSEWHERE = ["SIP_Debug_Option"];

describe("what a port is told", () => {
  for (const [setting, value, path, is, besides = {}] of rows)
    it(`is ${setting}=${value}, as ${path}`, () => {
      notDeepEqual(at(told(besides), path), is);
      deepEqual(at(told({ ...besides, [setting]: value }), path), is);
    });

  it("is every setting of the SIP tab and of the SIP, NAT, proxy and subscriber groups of a line", () => {
    const all = { ...sipSettings, ...sipNatSettings, ...sipRtpSettings };
    const ofLine = { ...lineAccountSettings, ...lineSipSettings, ...lineNatSettings };
    const names = [...Object.keys(all), ...Object.keys(ofLine).map((name) => `${name}[1]`)];
    const tested = new Set(rows.map(([name]) => name));
    deepEqual(
      names.filter((name) => !tested.has(name) && !ELSEWHERE.includes(name.replace("[1]", ""))),
      [],
    );
  });

  it("is of its own line alone", () => {
    for (const [setting, value, path, , besides = {}] of rows) {
      if (!setting.endsWith("[1]")) continue;
      deepEqual(at(told({ ...besides, [setting]: value }, 2), path), at(told(besides, 2), path), setting);
    }
  });
});

describe("the DNS servers an adapter asks", () => {
  const servers = (values: SettingValues, dns: readonly string[] | null = ["10.0.0.1"]) => {
    const lease = dns && { dns, domain: "lan" };
    const { servers, domain } = nameServers(new Config({ lines: 2, overrides: values }), lease);
    return [...servers.map(({ address, port }) => `${address}:${port}`), domain].join(" ");
  };

  it("are those of their owner, and those of DHCP where he wants them or has named none", () => {
    const named = { Primary_DNS: "10.0.0.53:5353", Secondary_DNS: "10.0.0.54" };
    ok(servers({}).startsWith("10.0.0.1:53 "));
    const ours = "10.0.0.53:5353 10.0.0.54:53";
    deepEqual(servers(named), `${ours} lan`);
    deepEqual(servers({ ...named, DNS_Server_Order: "Manual,DHCP" }), `${ours} 10.0.0.1:53 lan`);
    deepEqual(servers({ ...named, DNS_Server_Order: "DHCP,Manual" }), `10.0.0.1:53 ${ours} lan`);
    deepEqual(
      servers({ ...named, DNS_Server_Order: "DHCP,Manual", Domain: "example.org" }, null),
      `${ours} example.org`,
    );
  });
});
