/** Values to the plain options each room asks for: times in ms, scripts and addresses read. */
import { frozen } from "../base/frozen.js";
import { NEVER } from "../base/instant.js";
import type { DialPlanOptions } from "../dialplan/dial-plan.js";
import { type DialPlan, isRefusal, parseDialPlan } from "../dialplan/digit-map.js";
import type { Suppression } from "../dsp/echo-canceller.js";
import type { SilenceThreshold } from "../dsp/voice-activity.js";
import { type Cadence, isRefusal as isScriptRefusal, parseCadence, parseTone, type Tone } from "../line/script.js";
import type { JitterAdjustment, JitterLevel } from "../media/jitter-level.js";
import type { Codec } from "../wire/agreement.js";
import type { AdapterSetting } from "./adapter-settings.js";
import type { Config } from "./config.js";
import { faxOptions } from "./fax-options.js";
import { parseCodes as codesOf } from "./lists.js";
import { parseAddress, parseFrequencies, parseNumbers } from "./setting.js";
import { signallingOptions } from "./signalling-options.js";

const RINGS = 8;
const SITS = frozen(["SIT1_RSC", "SIT2_RSC", "SIT3_RSC", "SIT4_RSC"] as const);
/** `Reorder_Delay` that never ends. */
const NEVER_REORDER = 255;

/** ms until a receiver that is only off the hook is given up, where dial tone never ends. */
const LONGEST_WAIT = 60_000;

/** How the DNS names a service of a domain (RFC 2782). */
const SERVICE = /^_sips?\._(udp|tcp)\./i;

const ms = (seconds: number) => Math.round(1000 * seconds);

export function lineOptions(config: Config, line: number) {
  return {
    enabled: config.yesLine("Line_Enable", line),
    flashMin: ms(config.number("Hook_Flash_Timer_Min")),
    flashMax: ms(config.number("Hook_Flash_Timer_Max")),
    pulseDialling: config.yesLine("Pulse_Dialling", line),
    detectsLetters: config.yes("Detect_ABCD"),
    playsLetters: config.yes("Playback_ABCD"),
    /** dBm, dB and ms. */
    playbackLevel: config.number("DTMF_Playback_Level"),
    playbackTwist: config.number("DTMF_Twist"),
    playbackLength: ms(config.number("DTMF_Playback_Length")),
    /** dB, of the voice from and to the telephone. */
    inputGain: config.number("FXS_Port_Input_Gain"),
    outputGain: config.number("FXS_Port_Output_Gain"),
    impedance: config.get("FXS_Port_Impedance"),
    /** Null where no echo is to be cancelled. */
    echo: config.yesLine("Echo_Canc_Enable", line)
      ? {
          tail: config.numberLine("Echo_Canc_Tail", line),
          adapt: config.yesLine("Echo_Canc_Adapt_Enable", line),
          suppress: suppression(config, line),
        }
      : null,
    callerId: config.get("Caller_ID_Method"),
    ringing: {
      waveform: config.get("Ring_Waveform") === "Sinusoid" ? "sinusoid" : "trapezoid",
      hertz: config.number("Ring_Frequency"),
      volts: config.number("Ring_Voltage"),
    },
  } as const;
}

function suppression(config: Config, line: number): Suppression {
  if (!config.yesLine("Echo_Supp_Enable", line)) return "none";
  return config.yes("More_Echo_Suppression") ? "more" : "normal";
}

export function accountOptions(config: Config, line: number) {
  const proxy = config.getLine("Proxy", line);
  const server = parseAddress(proxy);
  const outbound = config.yesLine("Use_Outbound_Proxy", line)
    ? parseAddress(config.getLine("Outbound_Proxy", line))
    : null;
  const user = config.getLine("User_ID", line);
  const retryInterval = config.number("Reg_Retry_Intvl");
  return {
    enabled: config.yesLine("Line_Enable", line),
    /** Our UDP port; 0 for any. */
    port: config.numberLine("SIP_Port", line),
    dscp: dscpOf(config.numberLine("SIP_ToS_DiffServ_Value", line)),
    /** Whose user we are, as host[:port]; "" when the owner has named no server. */
    domain: proxy.replace(SERVICE, ""),
    /** Where requests go, name and port to be looked up; null without a server. */
    hop: outbound ?? server,
    outboundProxy: outbound !== null,
    user,
    authUser: config.yesLine("Use_Auth_ID", line) ? config.getLine("Auth_ID", line) : user,
    password: config.getLine("Password", line),
    displayName: config.getLine("Display_Name", line),
    registers: config.yesLine("Register", line),
    answersWithoutRegistration: config.yesLine("Ans_Call_Without_Reg", line),
    restrictSource: config.yesLine("Restrict_Source_IP", line),
    takesDirectCalls: config.yesLine("Enable_IP_Dialing", line),
    restrictContactUser: config.yesLine("Restrict_Contact_User", line),
    userAgentName: config.get("SIP_User_Agent_Name"),
    compact: config.yes("Use_Compact_Header"),
    maxForwards: config.number("Max_Forward"),
    maxChallenges: config.number("Max_Auth"),
    /** Seconds, as the header fields count. */
    registerExpires: config.numberLine("Register_Expires", line),
    registerExpiresMin: config.number("Reg_Min_Expires"),
    registerExpiresMax: config.number("Reg_Max_Expires"),
    inviteExpires: config.number("INVITE_Expires"),
    maxRedirections: config.number("Max_Redirection"),
    reInviteExpires: config.number("ReINVITE_Expires"),
    /** Seconds. Tries that failed for now double their wait up to the cap: not at all where the owner sets none. */
    retry: {
      retryInterval,
      retryIntervalCap: Math.max(config.number("Reg_Retry_Intvl_Cap"), retryInterval),
      retryRandom: config.number("Reg_Retry_Random_Delay"),
      longRetryInterval: config.number("Reg_Retry_Long_Intvl"),
      longRetryRandom: config.number("Reg_Retry_Long_Random_Delay"),
    },
    timers: {
      t1: ms(config.number("SIP_T1")),
      t2: ms(config.number("SIP_T2")),
      t4: ms(config.number("SIP_T4")),
      b: ms(config.number("SIP_Timer_B")),
      d: ms(config.number("SIP_Timer_D")),
      f: ms(config.number("SIP_Timer_F")),
      h: ms(config.number("SIP_Timer_H")),
      j: ms(config.number("SIP_Timer_J")),
    },
    ...signallingOptions(config, line),
  } as const;
}

export function mediaOptions(config: Config, line: number) {
  const preferred: Codec = config.getLine("Preferred_Codec", line) === "G711a" ? "PCMA" : "PCMU";
  const other: Codec = preferred === "PCMA" ? "PCMU" : "PCMA";
  const codecs: readonly Codec[] = config.yesLine("Use_Pref_Codec_Only", line) ? [preferred] : [preferred, other];
  const method = config.getLine("DTMF_Tx_Method", line);
  const events = method === "Auto" || method.startsWith("AVT");
  const playsEvents = config.yesLine("DTMF_Process_AVT", line);
  const threshold = config.getLine("Silence_Threshold", line) as SilenceThreshold;
  return {
    portMin: config.number("RTP_Port_Min"),
    portMax: config.number("RTP_Port_Max"),
    dscp: dscpOf(config.numberLine("RTP_ToS_DiffServ_Value", line)),
    codecs,
    packetTime: ms(config.number("RTP_Packet_Size")),
    /** ms; 0 for no reports. */
    controlInterval: ms(config.number("RTCP_Tx_Interval")),
    /** Null when events are neither sent nor wanted. */
    eventPayloadType: events || playsEvents ? config.number("AVT_Dynamic_Payload") : null,
    /** Keys go out as events when the far end takes them, as sound, in INFO requests. */
    keys: {
      events,
      inBand: method === "Auto" || method.startsWith("InBand"),
      info: method.endsWith("INFO"),
    },
    /** ms for which a key is held before it goes out otherwise than as sound. */
    keyHoldOff:
      config.getLine("DTMF_Tx_Mode", line) === "Strict" ? config.numberLine("DTMF_Tx_Strict_Hold_Off_Time", line) : 0,
    /** Keys that come as events are played; and those that come by INFO. */
    playsEvents,
    playsInfo: config.yesLine("DTMF_Process_INFO", line),
    /** Each packet of an event carries the marker. */
    marksAllEvents: config.yes("Mark_All_AVT_Packets"),
    symmetric: config.yesLine("Symmetric_RTP", line),
    fax: faxOptions(config, line),
    /** Null to send silence like anything else. */
    silence: config.yesLine("Silence_Supp_Enable", line) ? threshold : null,
    /** ms; 0 for never. */
    timeout: ms(config.number("RTP_Timeout")),
    jitter: {
      level: config.getLine("Network_Jitter_Level", line) as JitterLevel,
      adjust: config.getLine("Jitter_Buffer_Adjustment", line) as JitterAdjustment,
    },
  } as const;
}

/** The plan as its text, read when somebody dials: hardly anybody does for most of the day. */
export class DialOptions implements DialPlanOptions {
  readonly text: string;
  readonly longTimer: number;
  readonly shortTimer: number;
  readonly firstDigit: number;
  readonly sendIncomplete: boolean;
  readonly emergency: readonly string[];
  readonly addresses: boolean;

  constructor(config: Config, line: number) {
    this.text = config.getLine("Dial_Plan", line);
    this.longTimer = ms(config.number("Interdigit_Long_Timer"));
    this.shortTimer = ms(config.number("Interdigit_Short_Timer"));
    this.firstDigit = firstDigitOf(toneOf(config.get("Dial_Tone")));
    this.sendIncomplete = config.yesLine("Send_Incomplete_Digits", line);
    this.emergency = parseNumbers(config.getLine("Emergency_Number", line));
    this.addresses = config.yesLine("Enable_IP_Dialing", line);
  }

  /** Read anew each time. */
  get plan(): DialPlan {
    const plan = parseDialPlan(this.text);
    if (isRefusal(plan)) throw new Error(`${this.text}: ${plan.reason}`);
    return plan;
  }
}

/** The first digit is waited for as long as dial tone is heard, but not for ever. */
function firstDigitOf(dialTone: Tone): number {
  let heard = 0;
  for (const { duration } of dialTone.sections) heard += duration;
  return heard === NEVER ? LONGEST_WAIT : heard;
}

export function phoneOptions(config: Config, line: number) {
  const rings = new Rings(config, config.numberLine("Default_Ring", line) - 1);
  const reorderDelay = config.number("Reorder_Delay");
  const reminder = config.getLine("Hold_Reminder_Ring", line);
  const holdReminder = reminder === "None" ? null : rings.at(Number(reminder) - 1);
  const method = config.getLine("Hook_Flash_Tx_Method", line);
  const hides = config.yesLine("Block_CID_Serv", line);
  const code = (setting: AdapterSetting, served: boolean) => (served ? config.get(setting) : "");
  return {
    dialling: new DialOptions(config, line),
    tones: new Tones(config, config.numberLine("Default_CWT", line)) as TonesByName,
    sitCodes: SITS.map((name) => codesOf(config.get(name))),
    rings,
    holdReminder,
    /** ms; Infinity for never. */
    reorderDelay: reorderDelay === NEVER_REORDER ? NEVER : ms(reorderDelay),
    callWaiting: config.yesLine("Call_Waiting_Serv", line),
    answersPages: config.yesLine("Auto_Answer_Page", line),
    says182: config.yesLine("Reply_182_On_Call_Waiting", line),
    showsCaller: config.yesLine("CID_Serv", line),
    callsWithoutRegistration: config.yesLine("Make_Call_Without_Reg", line),
    secondCall: config.yesLine("Three_Way_Call_Serv", line),
    attendedTransfer: config.yesLine("Attn_Transfer_Serv", line),
    attendedAsBlind: config.yesLine("Blind_Attn-Xfer_Enable", line),
    followsReferrals: config.yesLine("SIP_Follow_REFER", line),
    refereeByeDelay: ms(config.numberLine("Referee_Bye_Delay", line)),
    flashGoes: method === "INFO" ? "info" : method === "AVT" ? "event" : "here",
    messagesTone: config.yesLine("MWI_Serv", line),
    messagesWaiting: config.yesLine("Message_Waiting", line),
    messagesLamp: config.yesLine("VMWI_Serv", line),
    modemLine: config.yesLine("Modem_Line", line),
    hidesCaller: hides && config.yesLine("Block_CID_Setting", line),
    menu: { isProtected: config.get("IVR_Admin_Passwd") !== "", resets: !config.yes("Protect_IVR_FactoryReset") },
    starCodes: {
      Blind_Transfer_Code: code("Blind_Transfer_Code", config.yesLine("Unattn_Transfer_Serv", line)),
      Block_CID_Act_Code: code("Block_CID_Act_Code", hides),
      Block_CID_Deact_Code: code("Block_CID_Deact_Code", hides),
      Block_CID_Per_Call_Act_Code: code("Block_CID_Per_Call_Act_Code", hides),
      Block_CID_Per_Call_Deact_Code: code("Block_CID_Per_Call_Deact_Code", hides),
      FAX_Line_Toggle_Code: code("FAX_Line_Toggle_Code", true),
      Modem_Line_Toggle_Code: code("Modem_Line_Toggle_Code", true),
      Voice_Menu_Code: code("Voice_Menu_Code", true),
    },
  } as const;
}

const TONES = frozen({
  dial: "Dial_Tone",
  secondDial: "Second_Dial_Tone",
  outside: "Outside_Dial_Tone",
  prompt: "Prompt_Tone",
  busy: "Busy_Tone",
  reorder: "Reorder_Tone",
  offHookWarning: "Off_Hook_Warning_Tone",
  ringback: "Ring_Back_Tone",
  ringback2: "Ring_Back_2_Tone",
  confirm: "Confirm_Tone",
  sit1: "SIT1_Tone",
  sit2: "SIT2_Tone",
  sit3: "SIT3_Tone",
  sit4: "SIT4_Tone",
  messagesDial: "MWI_Dial_Tone",
  forwardDial: "Cfwd_Dial_Tone",
  holding: "Holding_Tone",
  conference: "Conference_Tone",
  secure: "Secure_Call_Indication_Tone",
} as const);

type TonesByName = Tones & { readonly [name in keyof typeof TONES]: Tone };

/** Tones as their scripts, each read when it is wanted: read all at once they would fill the half of a small memory. */
class Tones {
  /** In the order of `TONES`. */
  readonly scripts: readonly string[];
  readonly frequencies: string;
  readonly waiting: string;

  constructor(config: Config, waiting: number) {
    this.scripts = Object.values(TONES).map((name) => config.get(name));
    this.frequencies = config.get("CWT_Frequency");
    this.waiting = config.get(`CWT${waiting}_Cadence` as AdapterSetting);
  }

  get callWaiting(): Tone {
    return waitingTone(this.frequencies, this.waiting);
  }

  static {
    for (const [at, name] of Object.keys(TONES).entries())
      Object.defineProperty(Tones.prototype, name, {
        get(this: Tones) {
          return toneOf(this.scripts[at]);
        },
      });
  }
}

/** The bells as their scripts, each read when it is rung: hardly any but the owner's own ever is. */
class Rings {
  readonly first: number;
  readonly names: readonly string[];
  readonly scripts: readonly string[];

  constructor(config: Config, first: number) {
    const all = Array.from({ length: RINGS }, (_, at) => at + 1);
    this.first = first;
    this.names = all.map((n) => config.get(`Ring${n}_Name` as AdapterSetting));
    this.scripts = all.map((n) => config.get(`Ring${n}_Cadence` as AdapterSetting));
  }

  get own(): Ring {
    return this.at(this.first);
  }

  /** The owner's own comes first. */
  get all(): readonly Ring[] {
    const others = this.names.map((_name, at) => this.at(at));
    return [...others.splice(this.first, 1), ...others];
  }

  at(at: number): Ring {
    return new Ring(this.names[at], this.scripts[at]);
  }
}

/** One of the bells. */
class Ring {
  readonly name: string;
  readonly script: string;

  constructor(name: string, script: string) {
    this.name = name;
    this.script = script;
  }

  get cadence(): Cadence {
    return cadenceOf(this.script);
  }
}

/** The six bits of a traffic class octet (RFC 2474 section 3). */
const dscpOf = (octet: number) => octet >> 2;

/** Scripts have been read once already, when they were accepted as values. */
function toneOf(script: string): Tone {
  const tone = parseTone(script);
  if (isScriptRefusal(tone)) throw new Error(`${script}: ${tone.reason}`);
  return tone;
}

function cadenceOf(script: string): Cadence {
  const cadence = parseCadence(script);
  if (isScriptRefusal(cadence)) throw new Error(`${script}: ${cadence.reason}`);
  return cadence;
}

/** The beep of a waiting call: all of `CWT_Frequency` in the cadence of one pattern. */
function waitingTone(frequencies: string, script: string): Tone {
  const components = parseFrequencies(frequencies);
  if ("reason" in components) throw new Error(`${frequencies}: ${components.reason}`);
  const all = components.map((_component, index) => index);
  return {
    components,
    sections: cadenceOf(script).map(({ duration, segments }) => ({
      duration,
      segments: segments.map(({ on, off }) => ({ on, off, components: all })),
    })),
  };
}
