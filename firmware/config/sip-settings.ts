/** The settings of the SIP tab: what both lines have in common on the network. */
import { frozen } from "../base/frozen.js";
import { secondsOf, switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const account = switchOf("SIP", "account");
const seconds = secondsOf("SIP", "account");

/** One of RFC 3261's timers (table 4), in seconds. */
const timer = <F extends string>(fallback: F, help: string, min = 0.1) =>
  ({ tab: "SIP", kind: "number", min, max: 64, decimals: 3, unit: "s", fallback, help, touches: "account" }) as const;

const codes = <W extends "account" | "phone">(touches: W, help: string) =>
  ({ tab: "SIP", kind: "codes", fallback: "", help, touches }) as const;

/** What stands in a header field as it is; empty leaves it out. */
const words = <F extends string>(fallback: F, help: string) =>
  ({ tab: "SIP", kind: "text", max: 64, ascii: true, fallback, help, touches: "account" }) as const;

const mediaType = <F extends string>(fallback: F, help: string) =>
  ({ tab: "SIP", kind: "mediatype", fallback, help, touches: "account" }) as const;

export const sipSettings = frozen({
  Max_Forward: {
    tab: "SIP",
    kind: "number",
    min: 1,
    max: 255,
    fallback: "70",
    help: "Hops a request of ours may take (RFC 3261 section 8.1.1.6).",
    touches: "account",
  },
  Max_Redirection: {
    tab: "SIP",
    kind: "number",
    min: 0,
    max: 255,
    fallback: "5",
    help: "Places a call of ours may be sent on to by redirections (3xx); 0 follows none.",
    touches: "account",
  },
  Max_Auth: {
    tab: "SIP",
    kind: "number",
    min: 0,
    max: 255,
    fallback: "2",
    help: "Challenges answered for one request.",
    touches: "account",
  },
  SIP_User_Agent_Name: words(
    "Two-Line ATA",
    "User-Agent of our requests; empty leaves it out. Without a version, which only helps attackers.",
  ),
  SIP_Server_Name: words("Two-Line ATA", "Server of our answers; empty leaves it out."),
  SIP_Reg_User_Agent_Name: words("", "User-Agent of registrations, where it shall be another."),
  SIP_Accept_Language: words("", "Accept-Language of our requests; empty leaves it out."),
  DTMF_Relay_MIME_Type: mediaType("application/dtmf-relay", "What a key in an INFO request is said to be."),
  Hook_Flash_MIME_Type: mediaType("application/hook-flash", "What a flash in an INFO request is said to be."),
  Remove_Last_Reg: account("No", "Before a registration the one of our former address is taken back."),
  Use_Compact_Header: account("No", "Short names of header fields (RFC 3261 section 7.3.3)."),
  Escape_Display_Name: account(
    "No",
    "Quotes and backslashes of the display name are sent escaped, instead of left out.",
  ),
  RFC_2543_Call_Hold: account("No", "Holding sends the address 0.0.0.0 as RFC 2543 did, besides sendonly."),
  SIP_Session_Expires: seconds("1800", 90, "Time within which a long call is refreshed (RFC 4028)."),
  SIP_Min_SE: seconds("90", 90, "Shortest such time the other side may ask for."),
  SIP_Session_Refresher: {
    tab: "SIP",
    kind: "choice",
    of: ["auto", "uac", "uas"],
    fallback: "auto",
    help: "Who refreshes: whoever called (uac), whoever was called (uas), or as the other side likes.",
    touches: "account",
  },
  SIP_T1: timer(".5", "T1: estimate of a round trip."),
  SIP_T2: timer("4", "T2: longest interval between retransmissions, but for an INVITE."),
  SIP_T4: timer("5", "T4: longest time a message stays in the network."),
  SIP_Timer_B: timer("32", "Timer B: an INVITE nobody answers is given up."),
  SIP_Timer_F: timer("32", "Timer F: any other request nobody answers is given up."),
  SIP_Timer_H: timer("32", "Timer H: waiting for the ACK of an answer is given up."),
  SIP_Timer_D: timer("32", "Timer D: how long a refused INVITE repeats its ACK.", 0),
  SIP_Timer_J: timer("32", "Timer J: how long an answer is repeated.", 0),
  INVITE_Expires: seconds("240", 0, "How long a call of ours may ring; 0 leaves the Expires header out."),
  ReINVITE_Expires: seconds("30", 0, "The same for a change within a call."),
  Reg_Min_Expires: seconds("1", 1, "Shortest registration a server may ask for."),
  Reg_Max_Expires: seconds("7200", 1, "Longest registration a server may ask for with 423."),
  Reg_Retry_Intvl: seconds("30", 1, "Wait before the next try after a registration that failed for now."),
  Reg_Retry_Long_Intvl: seconds("1200", 1, "Wait after any other failure."),
  Reg_Retry_Random_Delay: seconds("0", 0, "Random time added to the shorter wait."),
  Reg_Retry_Long_Random_Delay: seconds("0", 0, "Random time added to the longer wait."),
  Reg_Retry_Intvl_Cap: seconds("0", 0, "Each try doubles the shorter wait up to this; 0 does not double it."),
  SIT1_RSC: codes("phone", "Answers that sound SIT1: codes separated by commas, ? for any digit (404,5??)."),
  SIT2_RSC: codes("phone", "The same for SIT2."),
  SIT3_RSC: codes("phone", "The same for SIT3."),
  SIT4_RSC: codes("phone", "The same for SIT4."),
  Try_Backup_RSC: codes("account", "Answers after which the next server is tried, as if this one had not answered."),
  Retry_Reg_RSC: codes("account", "Answers to a registration after which the shorter wait is enough."),
} as const satisfies Record<string, Setting>);
