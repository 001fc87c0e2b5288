/** What a telephone asks of its user agent, and what it hears back. */
import type { Agreement, MediaOffer } from "../wire/agreement.js";

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
  /** `target` is a number at our own server, or a whole `sip:` URI. */
  | { readonly do: "invite"; readonly call: CallId; readonly target: string; readonly media: MediaOffer }
  | { readonly do: "progress"; readonly call: CallId; readonly status: 180 | 182 }
  | { readonly do: "answer"; readonly call: CallId; readonly media: MediaOffer }
  | { readonly do: "refuse"; readonly call: CallId; readonly status: number }
  /** CANCEL, BYE, or a refusal, whichever the call has come to (RFC 3261 sections 9.1, 15). */
  | { readonly do: "hangUp"; readonly call: CallId }
  | { readonly do: "hold"; readonly call: CallId }
  | { readonly do: "resume"; readonly call: CallId };

export type SipEvent =
  | {
      readonly event: "registration";
      readonly state: "registering" | "registered" | "failed" | "unregistered";
      readonly code: number | null;
      readonly reason: string;
    }
  /** Somebody calls. `alertInfo` is the header's value, or null. The phone answers, refuses, or lets it ring. */
  | { readonly event: "invited"; readonly call: CallId; readonly peer: Peer; readonly alertInfo: string | null }
  /** The caller gave up before we answered. */
  | { readonly event: "cancelled"; readonly call: CallId }
  /** The first 1xx above 100, and each later one. */
  | { readonly event: "progressed"; readonly call: CallId; readonly status: number }
  /** The place that was heard early has sent the call on to another. */
  | { readonly event: "sentOn"; readonly call: CallId }
  /** Offer and answer have met: early, at the answer, and again after each re-INVITE. */
  | { readonly event: "agreed"; readonly call: CallId; readonly agreement: Agreement }
  /** A 2xx to our INVITE, or the ACK to ours. */
  | { readonly event: "answered"; readonly call: CallId }
  | { readonly event: "refused"; readonly call: CallId; readonly status: number; readonly reason: string }
  /** The call was up and is over: BYE, or a time-out. `reason` is for the log. */
  | { readonly event: "ended"; readonly call: CallId; readonly reason: string }
  /** Our hold or resume came through, or did not. */
  | { readonly event: "held"; readonly call: CallId; readonly held: boolean }
  /** For the log: the server asked for another user than ours, and got a 404 (`Restrict_Contact_User`). */
  | { readonly event: "rejected"; readonly uri: string; readonly peer: Peer; readonly status: number };
