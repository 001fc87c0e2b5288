/**
 * One of the telephones a call of ours has reached, before any has answered (RFC 3261 section 12.1): its progress, which
 * is acknowledged where it is reliable (RFC 3262 section 4), and the sound that is heard of it (RFC 3311 section 5).
 */
import type { Instant } from "../base/instant.js";
import { sequenceOf } from "../transaction/mandatory.js";
import type { Agreement } from "../wire/agreement.js";
import { emitRAck, parseRSeq } from "../wire/sip/reliability.js";
import { header, type SipHeaders, type SipResponse } from "../wire/sip/sip-message.js";
import { Authentication } from "./authentication.js";
import { CONTENT_IS_SDP, hasTag, sdpOf } from "./content.js";
import type { Client, Core, Server, SipOutput, TransactionUser } from "./core.js";
import type { Dialog } from "./dialog.js";
import type { OfferAnswer } from "./offer-answer.js";

/** What is to be sent, and what has been agreed on by it. */
export type Heard = { readonly sent: SipOutput[]; readonly agreement: Agreement | null };

export class EarlyDialog implements TransactionUser {
  readonly dialog: Dialog;
  readonly talk: OfferAnswer;
  readonly #core: Core;
  #authentication: Authentication | null = null;
  #agreement: Agreement | null = null;
  /** The answer has come reliably: whatever comes later is none. */
  #settled = false;
  /** RSeq of the last response that was acknowledged. */
  #number: number | null = null;

  constructor(core: Core, dialog: Dialog, talk: OfferAnswer) {
    this.#core = core;
    this.dialog = dialog;
    this.talk = talk;
  }

  get agreement(): Agreement | null {
    return this.#agreement;
  }

  /** A provisional response; `undefined` for one that was heard before, or that another should come before. */
  progress(response: SipResponse, now: Instant): Heard | undefined {
    const reliable = hasTag(response, "Require", "100rel");
    let sent: SipOutput[] = [];
    if (reliable) {
      const number = parseRSeq(header(response, "RSeq") ?? "");
      if (number === undefined || (this.#number !== null && number !== this.#number + 1)) return undefined;
      this.#number = number;
      const { number: cseq, method } = sequenceOf(response);
      sent = this.#acknowledge([["RAck", emitRAck({ rseq: number, cseq, method })]], now);
    }
    const sdp = sdpOf(response);
    if (this.#settled || (this.#agreement && !reliable) || sdp.length === 0) return { sent, agreement: null };
    const agreement = this.talk.answered(sdp) ?? null;
    if (agreement) {
      this.#agreement = agreement;
      this.#settled = reliable;
    }
    return { sent, agreement };
  }

  /** The answer of the 2xx; what has come reliably before it counts (RFC 3261 section 13.2.1). */
  answered(response: SipResponse): Agreement | null {
    if (this.#settled) return this.#agreement;
    return this.talk.answered(sdpOf(response)) ?? this.#agreement;
  }

  /** The other side changes the sound before it answers; not before it has told us of its own, though. */
  updated(transaction: Server, now: Instant): Heard {
    const core = this.#core;
    const { request } = transaction;
    const offer = sdpOf(request);
    const headers = core.introduction;
    if (offer.length === 0) {
      this.dialog.refresh(request);
      return { sent: core.respond(transaction, 200, now, { headers }), agreement: null };
    }
    if (!this.#settled) return { sent: core.respond(transaction, 491, now), agreement: null };
    const answer = this.talk.answer(offer, "sendrecv");
    if (!answer) return { sent: core.respond(transaction, 488, now), agreement: null };
    this.dialog.refresh(request);
    this.#agreement = answer.agreement;
    const parts = { headers: headers.concat(CONTENT_IS_SDP), body: answer.body };
    return { sent: core.respond(transaction, 200, now, parts), agreement: answer.agreement };
  }

  /** To a PRACK of ours: only a challenge has to be answered. */
  response(response: SipResponse, { request, to }: Client, now: Instant): readonly SipOutput[] {
    if (!this.#core.mayAnswer(response, to)) return [];
    this.#authentication ??= new Authentication(this.#core.secret);
    if (!this.#authentication.meet(response, this.#core.realms)) return [];
    const rack = request.headers.filter(([name]) => name === "RAck");
    return this.#acknowledge([...rack, ...this.#authentication.headers(request)], now);
  }

  ended(): void {}

  #acknowledge(headers: SipHeaders, now: Instant): SipOutput[] {
    const core = this.#core;
    const hop = core.hop(this.dialog.nextHop, true);
    if (!hop) return [];
    const request = this.dialog.request("PRACK", [...headers, ...core.name("User-Agent")]);
    return [core.open(request, hop, this, now).dispatch];
  }
}
