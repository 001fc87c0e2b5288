/** A telephone to talk with in tests: events in, orders out in as few words as tell them apart. */
import { isRefusal, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import type { Tone } from "../../../firmware/line/script.js";
import type { PhoneOptions } from "../../../firmware/phone/options.js";
import { Phone } from "../../../firmware/phone/phone.js";
import type { PhoneEvent, PhoneOrder } from "../../../firmware/phone/seam.js";
import type { Peer, SipEvent } from "../../../firmware/sip/seam.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";

const tone = (hertz: number, duration = 10_000): Tone => ({
  components: [{ hertz, dbm: -19 }],
  sections: [{ duration, segments: [{ on: Number.POSITIVE_INFINITY, off: 0, components: [0] }] }],
});
const tones = {
  dial: tone(350),
  messagesDial: tone(351),
  secondDial: tone(421),
  prompt: tone(520),
  confirm: tone(601, 1_000),
  outside: tone(420),
  ringback: tone(440, Number.POSITIVE_INFINITY),
  ringback2: tone(441, Number.POSITIVE_INFINITY),
  busy: tone(480),
  reorder: tone(481),
  offHookWarning: tone(482),
  sit1: tone(985, 20_000),
  sit2: tone(914, 20_000),
  sit3: tone(915, 20_000),
  sit4: tone(986, 5_000),
  callWaiting: tone(443, 30_000),
  holding: tone(600, Number.POSITIVE_INFINITY),
};
/** Of two tones in turn, both. */
const nameOf = (heard: Tone) =>
  Object.entries(tones).find(([, tone]) => tone === heard)?.[0] ??
  heard.components
    .map(({ hertz }) => Object.entries(tones).find(([, { components }]) => components[0].hertz === hertz)?.[0])
    .join("+");

function plan(text: string) {
  const plan = parseDialPlan(text);
  if (isRefusal(plan)) throw new Error(plan.reason);
  return plan;
}

const BELLS = [
  { name: "Bellcore-r1", cadence: [{ duration: 60_000, segments: [{ on: 2000, off: 4000 }] }] },
  { name: "Bellcore-r2", cadence: [{ duration: 60_000, segments: [{ on: 800, off: 400 }] }] },
];

export const options: PhoneOptions = {
  dialling: {
    plan: plan("(10xS0|112S0|9,xx.|xx.)"),
    longTimer: 10_000,
    shortTimer: 3_000,
    sendIncomplete: false,
    emergency: ["112"],
  },
  tones,
  sitCodes: [[], [], [], []],
  rings: { own: BELLS[0], all: BELLS },
  holdReminder: { cadence: [{ duration: 60_000, segments: [{ on: 250, off: 9750 }] }] },
  reorderDelay: 5_000,
  callWaiting: true,
  answersPages: false,
  says182: false,
  showsCaller: true,
  callsWithoutRegistration: false,
  secondCall: true,
  attendedTransfer: true,
  attendedAsBlind: false,
  followsReferrals: true,
  refereeByeDelay: 2_000,
  flashGoes: "here",
  messagesTone: true,
  messagesWaiting: false,
  messagesLamp: true,
  hidesCaller: false,
  modemLine: false,
  menu: { isProtected: false, resets: true },
  starCodes: {
    Blind_Transfer_Code: "*98",
    Block_CID_Act_Code: "*67",
    Block_CID_Deact_Code: "*68",
    Block_CID_Per_Call_Act_Code: "*81",
    Block_CID_Per_Call_Deact_Code: "*82",
    FAX_Line_Toggle_Code: "#99",
    Modem_Line_Toggle_Code: "*99",
    Voice_Menu_Code: "****",
  },
};

export const agreement: Agreement = {
  remote: { address: "127.0.0.1", port: 4000 },
  remoteControl: { address: "127.0.0.1", port: 4001 },
  codec: "PCMU",
  payloadType: 0,
  payloadTypeIn: 0,
  otherPayloadTypeIn: null,
  eventPayloadType: 101,
  eventPayloadTypeIn: 101,
  packetTime: 20,
  direction: "sendrecv",
};
export const bob: Peer = { number: "102", name: "Bob", private: false, uri: "sip:102@desk" };

/** An order in as few words as tell it from all others. */
function word(order: PhoneOrder): string {
  switch (order.do) {
    case "tone":
    case "beep":
      return `${order.do} ${nameOf(order.tone)}`;
    case "ring":
      return `${order.cadence === options.holdReminder?.cadence ? "remind" : "ring"} ${order.identity ? order.identity.absence || order.identity.number : "-"}`;
    case "invite": {
      const referral = order.referral === undefined ? "" : ` for ${order.referral}`;
      return `invite ${order.call} ${order.target}${referral}${order.anonymous ? " anonymous" : ""}${order.carries === "voice" ? "" : ` ${order.carries}`}`;
    }
    case "connect":
      return `connect ${order.call} ${order.other}`;
    case "transfer":
      return `transfer ${order.call} ${order.target}`;
    case "lamp":
      return `lamp ${order.on ? "on" : "off"} ${order.count}`;
    case "keep":
      return `keep ${order.setting} ${order.value}`;
    case "progress":
    case "refuse":
      return `${order.do} ${order.call} ${order.status}`;
    case "say":
      return `say ${order.words.join(" ")}`;
    case "manage":
      return `manage ${JSON.stringify(order.wish)}`;
    case "play":
      return `play ${order.digit}`;
    case "quiet":
    case "stopRinging":
    case "stopBeeping":
      return order.do;
    default:
      return `${order.do} ${order.call}`;
  }
}

/** A telephone that is registered, and a clock turned by hand. */
export class Talk {
  now = 0;
  readonly phone: Phone;
  readonly #watch: (orders: readonly PhoneOrder[]) => void;
  constructor(
    changes: Partial<PhoneOptions> = {},
    registered = true,
    watch: (orders: readonly PhoneOrder[]) => void = () => {},
  ) {
    this.#watch = watch;
    this.phone = new Phone({ ...options, ...changes });
    if (registered) this.hear({ event: "registration", state: "registered", code: 200, reason: "OK" });
  }
  hear(event: PhoneEvent): string[] {
    return this.#told(this.phone.handle(event, this.now));
  }
  /** Lets time pass, and says what happened in it. */
  wait(ms: number): string[] {
    const until = this.now + ms;
    const said: string[] = [];
    while (this.phone.deadline <= until) {
      this.now = Math.max(this.now, this.phone.deadline);
      said.push(...this.#told(this.phone.poll(this.now)));
    }
    this.now = until;
    return said;
  }
  #told(orders: readonly PhoneOrder[]): string[] {
    this.#watch(orders);
    return orders.map(word);
  }
  dial(digits: string): string[] {
    return [...digits].flatMap((digit) => this.hear({ event: "digit", digit, source: "dtmf" }));
  }
  get state() {
    return this.phone.status.state;
  }
  /** Each call with its state. */
  get calls() {
    return this.phone.status.calls.map(({ state, peer }) => `${peer} ${state}`);
  }

  // What happens in most conversations.

  refused(call: number, status: number) {
    return this.hear({ event: "refused", call, status, reason: "" });
  }
  ended(call: number) {
    return this.hear({ event: "ended", call, reason: "BYE" });
  }
  held(call: number, held = true) {
    return this.hear({ event: "held", call, held });
  }
  transferred(call: number, status: number, over = true) {
    return this.hear({ event: "transferred", call, status, over });
  }
  flash() {
    return this.hear({ event: "flash" });
  }
  /** Talks to Bob, who has called with this number. */
  talkTo(call = 2): this {
    this.hear(invited(call));
    this.hear({ event: "offHook" });
    this.hear({ event: "answered", call });
    return this;
  }
  /** Holds Bob's call 2, and dials another, which is call 1. */
  consult(digits = "101"): this {
    this.flash();
    this.held(2);
    this.dial(digits);
    return this;
  }
}

export const invited = (
  call: number,
  peer = bob,
  {
    replaces = null,
    answerAfter = null,
    ...more
  }: { replaces?: number | null; answerAfter?: number | null; mustAnswer?: true } = {},
): Extract<SipEvent, { event: "invited" }> => ({
  ...{ event: "invited", call, peer, alertInfo: null, diverted: null },
  ...{ replaces, answerAfter },
  ...more,
});
