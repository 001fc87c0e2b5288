/** What a call has at each of its ends, and what the two do to each other. */
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import type { Caller } from "./invitation.js";
import type { MediaPort } from "./media-port.js";
import type { Sdp } from "./sdp.js";

/** Gives the answer to an offer that came with a 2xx; nothing happens when we had made the offer. */
export type Confirm = (answer: Sdp) => void;

/** What the telephone at the end of a leg does. */
export type LegUser = {
  progressed?(status: number, sdp: Sdp): void;
  answered?(sdp: Sdp, confirm: Confirm): void;
  /** The INVITE came to nothing; `status` is 408 when nobody answered at all. */
  refused?(status: number, headers: SipHeaders): void;
  /** Our 2xx has arrived; `answer` is empty unless the offer was ours. */
  acknowledged?(answer: Sdp): void;
  /** A re-INVITE; `sdp` may be empty. `reply` wants an answer, or a status of 300 and above. */
  offered?(sdp: Sdp, reply: (status: number, sdp: Sdp) => void): void;
  /** INFO: keys of a telephone that sends them this way. */
  informed?(headers: SipHeaders, body: Uint8Array, reply: (status: number) => void): void;
  /** BYE, or CANCEL before the answer, or no ACK at all. */
  ended?(): void;
  /** Whom it talks to; nobody before the answer, and while either is on the way to another call. */
  readonly partner?: Partner | null;
};

/** A telephone's leg, or what stands for one that comes from another call. */
export type Line = {
  user: LegUser;
  /** Who is there. */
  readonly caller: Caller;
  /** Nobody but us: two services have nothing to say to each other. */
  readonly isService: boolean;
  /** What it has last been told of the other side's sound. */
  readonly said: Sdp;
  progress(status: number, sdp?: Sdp): void;
  answer(sdp: Sdp): void;
  refuse(status: number, headers?: SipHeaders): void;
  /** Ends it, whatever it has come to. */
  end(): void;
  /** A new offer to the other side, or an empty one to ask for theirs. */
  reinvite(sdp: Sdp, done: (status: number, sdp: Sdp, confirm: Confirm) => void): void;
  inform(headers: SipHeaders, body: Uint8Array, done: (status: number) => void): void;
  /** Leaves the call it is in for another: what stands for it there. */
  depart(farewell: Farewell): Departing;
};

export type Departing = {
  readonly line: Line;
  /** What it would offer if it called by itself. */
  readonly offer: Sdp;
};

/** Hears how it goes with one who leaves for another call. The last three are final. */
export type Farewell = {
  told(status: number): void;
  gone(): void;
  /** It came to nothing, for the reason of `status`, and all is as before. */
  stayed(status: number): void;
  /** It has hung up on the way. */
  ended(): void;
};

export type Partner = {
  depart(farewell: Farewell): Departing;
  /** `line` comes in the place of the one whose partner this is (RFC 3891). */
  receive(line: Line, offer: Sdp): void;
};

/** What it takes to bring two together. */
export type Means = {
  readonly time: Time;
  readonly chance: Chance;
  /** Null when there is no more room. */
  openMedia(): MediaPort | null;
};
