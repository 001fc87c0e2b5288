/** What a telephone asks of its user agent, and what it hears back. */
import type { DateTime } from "../base/date-time.js";
import type { Agreement, MediaOffer } from "../wire/agreement.js";
import type { SipHeaders } from "../wire/sip/sip-message.js";

/** One call of one line. Calls we make are odd, calls we take are even, so that neither side has to ask. */
export type CallId = number;

/** Who is at the other end, as far as headers can be believed. */
export type Peer = {
  /** The user part, or "" when there is none or it is withheld. */
  readonly number: string;
  readonly name: string;
  /** The caller asked not to be shown (RFC 3323, `anonymous@anonymous.invalid`). */
  readonly private: boolean;
  readonly uri: string;
};

export type SipOrder =
  | { readonly do: "register" }
  | { readonly do: "unregister" }
  /**
   * `target` is a number at our own server, or a whole `sip:` URI. `anonymous` asks that we are not shown (RFC 3323).
   * `referral` is the call in which the other side has asked for this one (RFC 3515), and which is told how it goes.
   */
  | {
      readonly do: "invite";
      readonly call: CallId;
      readonly target: string;
      readonly media: MediaOffer;
      readonly anonymous?: boolean;
      readonly referral?: CallId;
    }
  | { readonly do: "progress"; readonly call: CallId; readonly status: 180 | 182 }
  | { readonly do: "answer"; readonly call: CallId; readonly media: MediaOffer }
  /** `cause` says why in the words of the telephone network (Q.850), as a `Reason` (RFC 6432). */
  | { readonly do: "refuse"; readonly call: CallId; readonly status: number; readonly cause?: number }
  /** CANCEL, BYE, or a refusal, whichever the call has come to (RFC 3261 sections 9.1, 15). */
  | {
      readonly do: "hangUp";
      readonly call: CallId;
      /** How the sound fared, for the BYE. */
      readonly statistics?: SipHeaders;
    }
  | { readonly do: "hold"; readonly call: CallId }
  | { readonly do: "resume"; readonly call: CallId }
  /** The sound of a call that is up comes from another address, or by other codecs, from now on. */
  | { readonly do: "change"; readonly call: CallId; readonly media: MediaOffer }
  /** A key or a flash by INFO (RFC 6086). */
  | { readonly do: "info"; readonly call: CallId; readonly info: Signal }
  /** The other side of `call` shall call `target` instead of us (RFC 3515). */
  | { readonly do: "transfer"; readonly call: CallId; readonly target: string }
  /** The other sides of both calls shall talk to each other (RFC 3891); `other` may still be ringing. */
  | { readonly do: "connect"; readonly call: CallId; readonly other: CallId }
  /** We do not call whom the other side has asked us to. */
  | { readonly do: "declineReferral"; readonly call: CallId };

/** A key, with the ms it was held where that is known, or a flash of the hook. */
export type Signal = { readonly key: string; readonly duration: number | null } | { readonly flash: true };

export type SipEvent =
  | {
      readonly event: "registration";
      readonly state: "registering" | "registered" | "failed" | "unregistered";
      readonly code: number | null;
      readonly reason: string;
    }
  /**
   * Somebody calls. `alertInfo` is the header's value, or null. The phone answers, refuses, or lets it ring; a call that
   * `replaces` another takes its place without ringing, and the other one is `ended` (RFC 3891). `answerAfter` are the
   * seconds after which the caller wants it answered by itself, or null; `diverted` is who has sent it on to us.
   */
  | {
      readonly event: "invited";
      readonly call: CallId;
      readonly peer: Peer;
      readonly alertInfo: string | null;
      readonly replaces: CallId | null;
      readonly answerAfter: number | null;
      /** Or else he wants no answer at all (RFC 5373). */
      readonly mustAnswer?: true;
      readonly diverted: string | null;
    }
  /** The caller gave up before we answered, or somebody else has answered. */
  | { readonly event: "cancelled"; readonly call: CallId; readonly elsewhere?: true }
  /** The first 1xx above 100, and each later one. */
  | { readonly event: "progressed"; readonly call: CallId; readonly status: number }
  /** The place that was heard early has sent the call on to another. */
  | { readonly event: "sentOn"; readonly call: CallId }
  /** Offer and answer have met: early, at the answer, and again after each re-INVITE. */
  | { readonly event: "agreed"; readonly call: CallId; readonly agreement: Agreement }
  /** The other side does not want our other sound: what was agreed holds. */
  | { readonly event: "unchanged"; readonly call: CallId; readonly status: number }
  /** A 2xx to our INVITE, or the ACK to ours. */
  | { readonly event: "answered"; readonly call: CallId }
  | { readonly event: "refused"; readonly call: CallId; readonly status: number; readonly reason: string }
  /** The call was up and is over: BYE, or a time-out. `reason` is for the log. */
  | { readonly event: "ended"; readonly call: CallId; readonly reason: string }
  /** The other side of a call asks us to call `target` instead; answered by `invite` with `referral`, or `declineReferral`. */
  | { readonly event: "referred"; readonly call: CallId; readonly target: string; readonly by: string | null }
  /** How a transfer of ours goes: the status the other side tells, and whether it is the last. */
  | { readonly event: "transferred"; readonly call: CallId; readonly status: number; readonly over: boolean }
  /** By INFO. */
  | { readonly event: "signalled"; readonly call: CallId; readonly signal: Signal }
  /** The mailbox (RFC 3842); counts are null where the server does not tell. */
  | {
      readonly event: "messages";
      readonly waiting: boolean;
      readonly fresh: number | null;
      readonly old: number | null;
    }
  /** A MESSAGE (RFC 3428). */
  | { readonly event: "message"; readonly peer: Peer; readonly text: string }
  /** The server asks us to look for new settings, to start anew, or to tell how we are (`Event: check-sync` and kin). */
  | { readonly event: "remote"; readonly wish: "resync" | "reboot" | "report" }
  /** The server's time of day, UTC, for a board whose clock nobody has set. */
  | { readonly event: "time"; readonly date: DateTime }
  /** Our hold or resume came through, or did not. */
  | { readonly event: "held"; readonly call: CallId; readonly held: boolean }
  /** For the log: the server asked for another user than ours, and got a 404 (`Restrict_Contact_User`). */
  | { readonly event: "rejected"; readonly uri: string; readonly peer: Peer; readonly status: number };
