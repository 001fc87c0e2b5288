/** The RTP group of the SIP tab: ports, packets and payload types of the sound. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

export const sipRtpSettings = frozen({
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
  RTP_Timeout: {
    tab: "SIP",
    kind: "number",
    min: 0,
    max: 3600,
    unit: "s",
    fallback: "60",
    help: "A call from which neither sound nor reports come for so long, and which nobody holds, is ended; 0 never.",
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
  NSE_Dynamic_Payload: {
    tab: "SIP",
    kind: "number",
    min: 96,
    max: 127,
    fallback: "100",
    help: "Payload type of Cisco's events for faxes and modems.",
    touches: "sound",
  },
  Mark_All_AVT_Packets: switchOf("SIP", "sound")(
    "No",
    "Each packet of a telephone event carries the marker, not only the first (RFC 4733 section 2.5.1.1).",
  ),
  Stats_In_BYE: switchOf("SIP", "account")("No", "The end of a call tells how its sound fared (P-RTP-Stat)."),
} as const satisfies Record<string, Setting>);
