/** Values to what a user agent is told besides its account: servers, ways to them, NAT, headers. Times in seconds. */
import type { Config } from "./config.js";
import { parseCodes } from "./lists.js";
import { type Address, parseAddress, parseAddresses, parseTarget } from "./setting.js";

/** What keeps a NAT open: a request of this method, or this text. */
export type KeepAliveMessage = { readonly method: "NOTIFY" | "REGISTER" | "OPTIONS" } | { readonly text: string };

/** RFC 5626 section 3.5.1. */
const EMPTY_LINES = "\r\n\r\n";

export function signallingOptions(config: Config, line: number) {
  return {
    registration: {
      /** "" for none. */
      userAgentName: config.get("SIP_Reg_User_Agent_Name") || config.get("SIP_User_Agent_Name"),
      removesLast: config.yes("Remove_Last_Reg"),
      instanceId: config.yesLine("SIP_Instance_ID", line),
      outbound: config.yesLine("SIP_Outbound", line),
      gruu: config.yesLine("SIP_GRUU", line),
    },
    identity: {
      remotePartyId: config.yesLine("SIP_Remote-Party-ID", line),
      preferredIdentity: config.yesLine("SIP_P-Preferred-Identity", line),
      /** From is anonymous too when the number is withheld. */
      anonymousFrom: config.yesLine("Use_Anonymous_With_RPID", line),
      guid: config.yesLine("SIP_GUID", line),
      escapesDisplayName: config.yes("Escape_Display_Name"),
    },
    /** Values of header fields; "" leaves one out. */
    headers: {
      server: config.get("SIP_Server_Name"),
      acceptLanguage: config.get("SIP_Accept_Language"),
      proxyRequire: config.getLine("SIP_Proxy-Require", line),
    },
    /** Media types of INFO bodies. */
    info: {
      keyType: config.get("DTMF_Relay_MIME_Type"),
      flashType: config.get("Hook_Flash_MIME_Type"),
    },
    transport: {
      protocol: config.getLine("SIP_Transport", line) as "UDP" | "TCP" | "AUTO",
    },
    servers: serverOptions(config, line),
    /** `5??`: statuses after which the next server is tried, and after which a registration waits the shorter time. */
    backupCodes: parseCodes(config.get("Try_Backup_RSC")),
    retryCodes: parseCodes(config.get("Retry_Reg_RSC")),
    nat: natOptions(config, line),
    keepAlive: keepAliveOptions(config, line),
    sessionTimer: sessionTimerOptions(config, line),
    transfer: {
      referorByeDelay: config.numberLine("Referor_Bye_Delay", line),
      targetByeDelay: config.numberLine("Refer_Target_Bye_Delay", line),
      refereeByeDelay: config.numberLine("Referee_Bye_Delay", line),
      toContact: config.yesLine("Refer-To_Target_Contact", line),
      attendedAsBlind: config.yesLine("Blind_Attn-Xfer_Enable", line),
    },
    messages: messageOptions(config, line),
    /** 100rel is offered. */
    reliable: config.yesLine("SIP_100REL_Enable", line),
    sticky183: config.yesLine("Sticky_183", line),
    /** Whoever calls, and whoever asks for a restart or new settings, is challenged. */
    challengesInvite: config.yesLine("Auth_INVITE", line),
    challengesResync: config.yesLine("Auth_Resync-Reboot", line),
    holdsByAddress: config.yes("RFC_2543_Call_Hold"),
    statisticsInBye: config.yes("Stats_In_BYE"),
  } as const;
}

function serverOptions(config: Config, line: number) {
  const first = parseAddress(config.getLine("Outbound_Proxy", line));
  const others = parseAddresses(config.getLine("Alternate_Outbound_Proxy", line));
  const none: readonly Address[] = [];
  return {
    primary: parseAddress(config.getLine("Proxy", line)),
    alternates: parseAddresses(config.getLine("Alternate_Proxy", line)),
    /** In the order to try them; none when they are not used. */
    outbound: config.yesLine("Use_Outbound_Proxy", line) ? (first ? [first, ...others] : others) : none,
    outboundInDialog: config.yesLine("Use_OB_Proxy_In_Dialog", line),
    useSrv: config.yesLine("Use_DNS_SRV", line),
    /** A name is a domain, not yet that of a service. */
    autoPrefix: config.yesLine("DNS_SRV_Auto_Prefix", line),
    /** 0 stays with the server that was found. */
    fallbackInterval: config.numberLine("Proxy_Fallback_Intvl", line),
    redundancy: config.getLine("Proxy_Redundancy_Method", line) === "Normal" ? "normal" : "port",
  } as const;
}

function natOptions(config: Config, line: number) {
  const stun = config.yes("STUN_Enable") ? parseAddress(config.get("STUN_Server")) : null;
  return {
    maps: config.yesLine("NAT_Mapping_Enable", line),
    handlesReceived: config.yes("Handle_VIA_received"),
    handlesRport: config.yes("Handle_VIA_rport"),
    insertsReceived: config.yes("Insert_VIA_received"),
    insertsRport: config.yes("Insert_VIA_rport"),
    substitutesVia: config.yes("Substitute_VIA_Addr"),
    answersToSource: config.yes("Send_Resp_To_Src_Port"),
    /** The STUN server; null when none is asked. */
    stun,
    stunTest: stun !== null && config.yes("STUN_Test_Enable"),
    /** What the owner knows of our address outside; null where he says nothing. */
    external: {
      address: externalAddress(config.get("EXT_IP")),
      sipPort: config.numberLine("EXT_SIP_Port", line) || null,
      rtpPortMin: config.number("EXT_RTP_Port_Min") || null,
    },
  } as const;
}

/** Old devices write 0.0.0.0 where there is none. */
const externalAddress = (address: string) => (address === "" || address === "0.0.0.0" ? null : address);

/** Null when calls are not refreshed. */
function sessionTimerOptions(config: Config, line: number) {
  if (!config.yesLine("SIP_Session_Timer", line)) return null;
  return {
    expires: config.number("SIP_Session_Expires"),
    minimum: config.number("SIP_Min_SE"),
    refresher: config.get("SIP_Session_Refresher") as "auto" | "uac" | "uas",
  } as const;
}

/** Null when nothing is sent. */
function keepAliveOptions(config: Config, line: number) {
  const interval = config.number("NAT_Keep_Alive_Intvl");
  if (!config.yesLine("NAT_Keep_Alive_Enable", line) || interval === 0) return null;
  const destination = config.getLine("NAT_Keep_Alive_Dest", line);
  return {
    interval,
    message: messageOf(config.getLine("NAT_Keep_Alive_Msg", line)),
    /** Null for the server in use. */
    destination: destination.startsWith("$") ? null : parseAddress(destination),
    followsRedirection: config.yes("Redirect_Keep_Alive"),
  } as const;
}

function messageOf(text: string): KeepAliveMessage {
  switch (text.toUpperCase()) {
    case "$NOTIFY":
      return { method: "NOTIFY" };
    case "$REGISTER":
      return { method: "REGISTER" };
    case "$OPTIONS":
      return { method: "OPTIONS" };
    case "$CRLF":
    case "":
      return { text: EMPTY_LINES };
    default:
      return { text };
  }
}

/** Whose news to subscribe to; null when the server tells of messages by itself. */
function messageOptions(config: Config, line: number) {
  const target = parseTarget(config.getLine("Voice_Mail_Server", line));
  const expires = config.numberLine("Mailbox_Subscribe_Expires", line);
  if (!target || expires === 0) return null;
  const mailbox = config.getLine("Mailbox_ID", line) || target.user || config.getLine("User_ID", line);
  return { server: { host: target.host, port: target.port }, mailbox, expires } as const;
}
