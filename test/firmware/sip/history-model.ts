import type { CallId, SipOrder } from "../../../firmware/sip/seam.js";
import type { Agreement, Codec } from "../../../firmware/wire/agreement.js";
import { MEDIA } from "./far-end.js";

/** Calls of one telephone at once. */
export const MAX_CALLS = 2;

export type Going = "calling" | "ringing" | "answering" | "up";
export type Gone = "refused" | "cancelled" | "ended" | "declined" | "hungUp";
export type State = Going | Gone;

/** `order` is handed a number that is used once. */
type Deed = { readonly from: readonly Going[]; readonly to: State | null; order(call: CallId, once: number): SipOrder };

const mediaAt = (once: number, codecs: readonly Codec[]) => ({ ...MEDIA, port: 20_000 + 2 * once, codecs });

/** What a telephone may do with a call, when, and what the call is after it. */
export const DEEDS: { readonly [deed: string]: Deed } = {
  progress: { from: ["ringing"], to: null, order: (call) => ({ do: "progress", call, status: 180 }) },
  queue: { from: ["ringing"], to: null, order: (call) => ({ do: "progress", call, status: 182 }) },
  answer: { from: ["ringing"], to: "answering", order: (call) => ({ do: "answer", call, media: MEDIA }) },
  refuse: { from: ["ringing"], to: "declined", order: (call) => ({ do: "refuse", call, status: 486 }) },
  decline: { from: ["ringing"], to: "declined", order: (call) => ({ do: "refuse", call, status: 603 }) },
  hangUp: {
    from: ["calling", "ringing", "answering", "up"],
    to: "hungUp",
    order: (call) => ({ do: "hangUp", call }),
  },
  hold: { from: ["answering", "up"], to: null, order: (call) => ({ do: "hold", call }) },
  resume: { from: ["answering", "up"], to: null, order: (call) => ({ do: "resume", call }) },
  move: {
    from: ["up"],
    to: null,
    order: (call, once) => ({ do: "change", call, media: mediaAt(once, ["PCMU", "PCMA"]) }),
  },
  narrow: { from: ["up"], to: null, order: (call, once) => ({ do: "change", call, media: mediaAt(once, ["PCMA"]) }) },
  transfer: { from: ["up"], to: null, order: (call) => ({ do: "transfer", call, target: "8" }) },
  info: { from: ["up"], to: null, order: (call) => ({ do: "info", call, info: { key: "5", duration: 100 } }) },
};

type Hearing = { readonly [state in Going]?: { readonly [event: string]: State | null } };

/** What a telephone may hear of a call, and what the call is after it: as who has called, and as who is called. */
export const HEARD: { readonly caller: Hearing; readonly called: Hearing } = {
  caller: {
    calling: { progressed: null, agreed: null, answered: "up", refused: "refused" },
    up: {
      ...{ agreed: null, unchanged: null, held: null, signalled: null },
      ...{ referred: null, transferred: null, ended: "ended" },
    },
  },
  called: {
    ringing: { cancelled: "cancelled" },
    answering: { agreed: null, held: null, signalled: null, referred: null, answered: "up", ended: "ended" },
    up: {
      ...{ agreed: null, unchanged: null, held: null, signalled: null },
      ...{ referred: null, transferred: null, ended: "ended" },
    },
  },
};

/** A call as one side knows it. */
export class View {
  readonly id: CallId;
  readonly role: "caller" | "called";
  readonly began: number;
  state: State;
  /** What it was just before its end. */
  last: Going | null = null;
  answered = false;
  /** Of a refusal, ours or theirs. */
  status = 0;
  endedAt = Number.NaN;
  agreement: Agreement | null = null;
  /** Where it wants to be heard. */
  port = MEDIA.port;
  keysSent = 0;
  keysHeard = 0;
  wantsHold = false;
  /** As last heard. */
  held = false;
  /** The other side is where it was sent, and the agent says goodbye by itself. */
  handedOver = false;

  constructor(id: CallId, role: "caller" | "called", now: number) {
    this.id = id;
    this.role = role;
    this.began = now;
    this.state = role === "caller" ? "calling" : "ringing";
  }

  get going(): boolean {
    return this.last === null;
  }

  become(state: State | null, now: number): void {
    if (state === null) return;
    if (!isGoing(state)) {
      this.last = this.state as Going;
      this.endedAt = now;
    }
    this.state = state;
  }

  is(state: Gone, last?: Going): boolean {
    return this.state === state && (last === undefined || this.last === last);
  }
}

function isGoing(state: State): state is Going {
  return state === "calling" || state === "ringing" || state === "answering" || state === "up";
}

/** A call on both sides, by its Call-ID, and what the cable has seen of it. */
export type Pair = {
  caller: View | null;
  called: View | null;
  /** When the called one has taken it, and heard that this is known. */
  takenAt: number;
  acknowledged: boolean;
  readonly saidBye: [boolean, boolean];
  /** Requests that wait for their final response, by branch and method. */
  readonly open: Set<string>;
};
