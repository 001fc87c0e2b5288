/** The audio and network groups of the Line tab: codecs, keys and packets. */
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const sound = switchOf("Line", "sound");

export const lineSoundSettings = {
  RTP_ToS_DiffServ_Value: {
    tab: "Line",
    kind: "hex",
    fallback: "0xb8",
    label: "RTP ToS/DiffServ Value",
    help: "Priority of the sound (RFC 2474).",
    touches: "sound",
  },
  Network_Jitter_Level: {
    tab: "Line",
    kind: "choice",
    of: ["low", "medium", "high", "very high", "extremely high"],
    fallback: "high",
    help: "How unsteady the network is expected to be.",
    touches: "sound",
  },
  Jitter_Buffer_Adjustment: {
    tab: "Line",
    kind: "choice",
    of: ["up and down", "up only", "down only", "disable"],
    fallback: "up and down",
    help: "How the delay that evens it out may change in a call.",
    touches: "sound",
  },
  Preferred_Codec: {
    tab: "Line",
    kind: "choice",
    of: ["G711u", "G711a"],
    fallback: "G711u",
    help: "The codec offered first.",
    touches: "sound",
  },
  Use_Pref_Codec_Only: sound("No", "No other codec is offered or taken."),
  Silence_Supp_Enable: sound("No", "Silence is told of instead of sent (RFC 3389), to those who take that."),
  Silence_Threshold: {
    tab: "Line",
    kind: "choice",
    of: ["low", "medium", "high"],
    fallback: "medium",
    help: "How far a voice must stand out of the background to be sent.",
    touches: "sound",
  },
  DTMF_Tx_Method: {
    tab: "Line",
    kind: "choice",
    of: ["InBand", "AVT", "INFO", "Auto", "InBand+INFO", "AVT+INFO"],
    fallback: "Auto",
    help: "How keys reach the far end: as sound, as events (RFC 4733), by INFO; Auto takes events when it can.",
    touches: "sound",
  },
  DTMF_Tx_Mode: {
    tab: "Line",
    kind: "choice",
    of: ["Strict", "Normal"],
    fallback: "Strict",
    help: "A key goes out as an event or by INFO only when it has been held for the hold-off time, or at once.",
    touches: "sound",
  },
  DTMF_Tx_Strict_Hold_Off_Time: {
    tab: "Line",
    kind: "number",
    min: 40,
    max: 1000,
    unit: "ms",
    fallback: "40",
    help: "The longer, the fewer voices are taken for keys, and the more short keys are missed.",
    touches: "sound",
  },
  DTMF_Process_AVT: sound("Yes", "Keys that come as events are played."),
  DTMF_Process_INFO: sound("Yes", "Keys that come by INFO are played."),
  Hook_Flash_Tx_Method: {
    tab: "Line",
    kind: "choice",
    of: ["None", "AVT", "INFO"],
    fallback: "None",
    help: "A flash in a call reaches the far end: not at all, as an event (RFC 4733), by INFO.",
    touches: "phone",
  },
  Symmetric_RTP: sound("Yes", "Sound is sent to where it comes from."),
} as const satisfies Record<string, Setting>;
