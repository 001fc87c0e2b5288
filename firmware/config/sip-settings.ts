/** The settings of the SIP tab: what both lines have in common on the network. */
import type { Setting } from "./setting.js";

/** Longest time in seconds, as on a PAP2T: 2^31 - 1. */
const EVER = 2_147_483_647;

/** One of RFC 3261's timers (table 4), in seconds. */
const timer = <F extends string>(fallback: F, help: string, min = 0.1) =>
  ({ tab: "SIP", kind: "number", min, max: 64, decimals: 3, unit: "s", fallback, help, touches: "account" }) as const;

/** Answers that sound one of the tones of special information. */
const codes = (help: string) =>
  ({ tab: "SIP", kind: "text", max: 128, ascii: true, fallback: "", help, touches: "phone" }) as const;

const seconds = <F extends string>(fallback: F, min: number, help: string) =>
  ({ tab: "SIP", kind: "number", min, max: EVER, unit: "s", fallback, help, touches: "account" }) as const;

export const sipSettings = {
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
  SIP_User_Agent_Name: {
    tab: "SIP",
    kind: "text",
    max: 64,
    ascii: true,
    fallback: "Two-Line ATA",
    help: "User-Agent and Server of our messages; empty leaves them out. Without a version, which only helps attackers.",
    touches: "account",
  },
  Use_Compact_Header: {
    tab: "SIP",
    kind: "yesno",
    fallback: "No",
    help: "Short names of header fields (RFC 3261 section 7.3.3).",
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
  SIT1_RSC: codes("Answers that sound SIT1: codes separated by commas, ? for any digit (404,5??)."),
  SIT2_RSC: codes("The same for SIT2."),
  SIT3_RSC: codes("The same for SIT3."),
  SIT4_RSC: codes("The same for SIT4."),
  RTP_Port_Min: {
    tab: "SIP",
    kind: "number",
    min: 1024,
    max: 65534,
    fallback: "16384",
    help: "Ports of the sound: the first.",
    touches: "sound",
  },
  RTP_Port_Max: {
    tab: "SIP",
    kind: "number",
    min: 1025,
    max: 65535,
    fallback: "16482",
    help: "Ports of the sound: the last. Each call needs two; keep four for each line.",
    touches: "sound",
  },
  RTP_Packet_Size: {
    tab: "SIP",
    kind: "number",
    min: 0.01,
    max: 0.16,
    decimals: 3,
    unit: "s",
    fallback: "0.020",
    help: "Sound in each packet we send. 0.030, once usual, breaks some providers.",
    touches: "sound",
  },
  RTCP_Tx_Interval: {
    tab: "SIP",
    kind: "number",
    min: 0,
    max: 255,
    unit: "s",
    fallback: "5",
    help: "Between reports on the sound (RFC 3550 section 6); 0 sends none.",
    touches: "sound",
  },
  AVT_Dynamic_Payload: {
    tab: "SIP",
    kind: "number",
    min: 96,
    max: 127,
    fallback: "101",
    help: "Payload type of telephone events (RFC 4733).",
    touches: "sound",
  },
} as const satisfies Record<string, Setting>;
