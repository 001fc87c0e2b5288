/**
 * A call that is up: one confirmed dialog, until BYE (RFC 3261 sections 12.2, 13.2.2.4, 13.3.1.4, 15). What is said about
 * its sound is left to its negotiation, what else the two ask of each other to its services.
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Dispatch } from "../transaction/dispatch.js";
import { sequenceOf } from "../transaction/mandatory.js";
import type { Agreement, MediaOffer } from "../wire/agreement.js";
import type { SipHeaders, SipMessage, SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { Acceptance } from "./acceptance.js";
import { ABILITIES, CONTENT_IS_SDP, sdpOf } from "./content.js";
import type { Client, Core, Server, SipOutput } from "./core.js";
import type { Dialog } from "./dialog.js";
import { Farewell, type Reason } from "./farewell.js";
import { LONGEST_TEXT } from "./limits.js";
import { allowsUpdate, Negotiation, type NegotiationUser } from "./negotiation.js";
import type { OfferAnswer } from "./offer-answer.js";
import type { CallId, SipEvent } from "./seam.js";
import { type ServiceOrder, Services, type ServiceUser } from "./services.js";
import type { SessionTimer } from "./session-timer.js";
import { reasonIn } from "./why.js";

const HUNG_UP = "Hung up by the other side";

/** A 2xx of ours that waits for its ACK. */
type Unacknowledged = {
  readonly transaction: Server;
  /** CSeq of the INVITE. */
  readonly sequence: number;
  readonly clock: Acceptance;
  /** The offer was in the 2xx, so the ACK brings the answer. */
  readonly answerInAck: boolean;
  /** The INVITE that began the call, one that changes it, or one that changes it before our first 2xx is known to be heard. */
  readonly answers: "call" | "change" | "both";
};

export class Session implements NegotiationUser, ServiceUser {
  readonly core: Core;
  readonly call: CallId;
  readonly dialog: Dialog;
  readonly talk: OfferAnswer;
  readonly timer: SessionTimer;
  readonly caller: boolean;
  updates: boolean;
  #negotiation: Negotiation | null = null;
  #services: Services | null = null;
  #farewell: Farewell | null = null;
  #state: "up" | "left" = "up";
  /** The telephone has hung up and wants to hear no more. */
  #silent = false;
  #unacknowledged: Unacknowledged | null = null;
  /** Our last ACK, while its INVITE may be answered again, and the key of that. */
  #ack: Dispatch | null = null;
  #acknowledged = "";

  /** `from` is the message of the other side that makes the call: its INVITE, or its 2xx to ours. */
  constructor(options: {
    core: Core;
    call: CallId;
    dialog: Dialog;
    talk: OfferAnswer;
    timer: SessionTimer;
    from: SipMessage;
  }) {
    this.core = options.core;
    this.call = options.call;
    this.dialog = options.dialog;
    this.talk = options.talk;
    this.timer = options.timer;
    this.caller = options.from.kind === "response";
    this.updates = allowsUpdate(options.from) === true;
  }

  get #talks(): Negotiation {
    this.#negotiation ??= new Negotiation(this);
    return this.#negotiation;
  }

  get services(): Services {
    this.#services ??= new Services(this);
    return this.#services;
  }

  get #goodbye(): Farewell {
    this.#farewell ??= new Farewell(this.core, this.dialog);
    return this.#farewell;
  }

  get deadline(): Instant {
    const ours = Math.min(this.#unacknowledged?.clock.deadline ?? NEVER, this.timer.deadline);
    return Math.min(ours, this.#negotiation?.deadline ?? NEVER, this.#services?.deadline ?? NEVER);
  }

  /** Nobody has acknowledged our first 2xx yet. */
  get #awaited(): boolean {
    return this.#unacknowledged !== null && this.#unacknowledged.answers !== "change";
  }

  get busy(): boolean {
    return this.#state === "up" && !this.#silent;
  }

  tell(event: SipEvent): SipEvent[] {
    return this.busy ? [event] : [];
  }

  get over(): boolean {
    if (this.#state !== "left" || this.#unacknowledged) return false;
    return this.#farewell?.over !== false && this.#negotiation?.over !== false && this.#services?.over !== false;
  }

  owns(request: SipRequest): boolean {
    return this.dialog.owns(request);
  }

  /** Acknowledges the 2xx to an INVITE of ours, each copy of it with the same ACK (section 13.2.2.4). */
  acknowledge(client: Client): Dispatch[] {
    if (!this.#ack || this.#acknowledged !== client.key) {
      const hop = this.core.hop(this.dialog.nextHop, true);
      if (!hop) return [];
      const { request } = client;
      // section 22.1: the credentials of its INVITE, but for nobody except our server
      const proofs = this.core.isServer(hop) ? request.headers.filter(isProof) : [];
      const ack = this.dialog.ack(sequenceOf(request).number, [...proofs, ...this.core.name("User-Agent")]);
      this.#ack = this.core.transactions.once(ack, hop);
      this.#acknowledged = client.key;
    }
    return [this.#ack];
  }

  /** Answers the INVITE that began the call; `agreement` is null when our 2xx makes the offer. */
  accept(transaction: Server, body: Uint8Array, agreement: Agreement | null, now: Instant): SipOutput[] {
    return this.#accept(transaction, body, agreement, "call", now);
  }

  /** `reason` tells the other side why (RFC 3326), where it may wonder; `statistics` how its sound fared. */
  hangUp(now: Instant, reason?: Reason, statistics?: SipHeaders): SipOutput[] {
    this.#silent = true;
    if (reason) this.#goodbye.reason = reason;
    if (statistics) this.#goodbye.statistics = statistics;
    // who was called may not hang up before the ACK, or the end of waiting for it (section 15)
    return this.#awaited ? [] : this.#leave(now);
  }

  /** Puts the other side on hold, or takes it back. */
  hold(held: boolean, now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    this.#talks.hold(held);
    return this.#talks.settled ? this.tell(this.#talks.report()) : this.#proceed(now);
  }

  /** The sound comes from elsewhere, or by other codecs, from now on, if the other side agrees. */
  change(media: MediaOffer, now: Instant): SipOutput[] {
    this.#talks.change(media);
    return this.#proceed(now);
  }

  /** What is asked of the other side beside the sound. */
  serve(order: ServiceOrder, now: Instant): SipOutput[] {
    return this.#state === "up" ? this.services.handle(order, now) : [];
  }

  request(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (!this.dialog.inOrder(request)) return this.core.respond(transaction, 500, now);
    switch (request.method) {
      case "BYE":
        return [...this.core.respond(transaction, 200, now), ...this.#end(farewellIn(request), now)];
      case "INVITE":
        return this.#reinvited(transaction, now);
      case "UPDATE":
        return this.#updated(transaction, now);
      case "PRACK": // nothing of ours waits for it (RFC 3262 section 3)
        return this.core.respond(transaction, 481, now);
      case "OPTIONS":
        return this.core.respond(transaction, 200, now, { headers: ABILITIES });
      default:
        return (
          this.services.request(transaction, this.busy, now) ??
          this.core.respond(transaction, 405, now, { headers: ABILITIES })
        );
    }
  }

  ack(request: SipRequest, now: Instant): SipOutput[] {
    const waiting = this.#unacknowledged;
    if (!waiting || sequenceOf(request).number !== waiting.sequence) return [];
    this.#unacknowledged = null;
    if (this.#state !== "up") return [];
    const outputs: SipOutput[] = [];
    if (waiting.answerInAck) {
      const agreement = this.talk.answered(sdpOf(request));
      if (agreement) outputs.push(...this.tell({ event: "agreed", call: this.call, agreement }));
      else if (waiting.answers !== "change") return this.dead("No usable answer in the ACK", now);
    }
    if (waiting.answers !== "change") outputs.push(...this.tell({ event: "answered", call: this.call }));
    outputs.push(...(this.#silent ? this.#leave(now) : this.#proceed(now)));
    return outputs;
  }

  /** To a re-INVITE or UPDATE of ours. */
  response(response: SipResponse, client: Client, now: Instant): readonly SipOutput[] {
    const { status } = response;
    if (status < 200) return [];
    this.core.unanswered(response, client.to, now);
    const acknowledges = client.method === "INVITE" && status < 300;
    const outputs: SipOutput[] = acknowledges ? this.acknowledge(client) : [];
    if (!this.#negotiation?.isAsking(client) || this.#state !== "up") return outputs; // a copy
    if (status === 408 || status === 481) return this.dead(response.reason, now); // section 12.2.1.2
    return [...outputs, ...this.#heard(this.#negotiation.answered(response, client, now))];
  }

  /** A transaction of ours is gone: that of the INVITE which began the call, or of another. */
  ended(client: Client): void {
    if (client.key === this.#acknowledged) this.#ack = null;
    if (client.user === this) this.#negotiation?.ended(client);
  }

  poll(now: Instant): SipOutput[] {
    const outputs: SipOutput[] = [];
    const session = now >= this.timer.deadline ? this.timer.poll(now) : "wait";
    if (session === "end") {
      this.#goodbye.reason = "expired";
      return this.dead("Nobody has refreshed it", now);
    }
    if (session === "refresh") this.#talks.refresh();
    if (this.#negotiation && now >= this.#negotiation.deadline) outputs.push(...this.#negotiation.poll(now));
    outputs.push(...this.#proceed(now));
    if (this.#services && now >= this.#services.deadline) outputs.push(...this.#services.poll(now));
    const waiting = this.#unacknowledged;
    const due = waiting?.clock.poll(now);
    if (waiting && due === "send") {
      outputs.push(...this.core.transactions.again(waiting.transaction));
    } else if (due === "giveUp") {
      this.#unacknowledged = null;
      outputs.push(...this.dead("No ACK", now));
    }
    return outputs;
  }

  #accept(
    transaction: Server,
    body: Uint8Array,
    agreement: Agreement | null,
    answers: Unacknowledged["answers"],
    now: Instant,
  ): SipOutput[] {
    const headers = [...this.core.introduction, ...this.timer.grant(transaction.request, now), ...CONTENT_IS_SDP];
    const clock = new Acceptance(this.core.timers, now);
    const sequence = sequenceOf(transaction.request).number;
    this.#unacknowledged = { transaction, sequence, clock, answerInAck: agreement === null, answers };
    const outputs: SipOutput[] = this.core.respond(transaction, 200, now, { headers, body });
    if (agreement) outputs.push(...this.tell({ event: "agreed", call: this.call, agreement }));
    return outputs;
  }

  /** The other side changes the call (section 14.2). */
  #reinvited(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (this.#state !== "up") return this.core.respond(transaction, 481, now);
    // an answer still to come must not meet a new offer (RFC 5407 section 3.1.4)
    if (this.#isOffering) return this.core.respond(transaction, 491, now);
    const offer = sdpOf(request);
    const answer = offer.length === 0 ? null : this.#talks.answer(offer);
    if (answer === undefined) return this.core.respond(transaction, 488, now);
    this.#follow(request);
    // whoever changes a call has seen our 2xx to its INVITE, even if the ACK was lost
    const answers = this.#awaited ? "both" : "change";
    return this.#accept(transaction, answer?.body ?? this.#talks.offer(), answer?.agreement ?? null, answers, now);
  }

  /** The same without the three steps of an INVITE; with no offer it only refreshes (RFC 3311 section 5.2). */
  #updated(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (this.#state !== "up") return this.core.respond(transaction, 481, now);
    const offer = sdpOf(request);
    if (offer.length > 0 && this.#isOffering) return this.core.respond(transaction, 491, now);
    const answer = offer.length === 0 ? null : this.#talks.answer(offer);
    if (answer === undefined) return this.core.respond(transaction, 488, now);
    this.#follow(request);
    const headers = [...this.core.introduction, ...this.timer.grant(request, now)];
    if (!answer) return this.core.respond(transaction, 200, now, { headers });
    const { body, agreement } = answer;
    return [
      ...this.core.respond(transaction, 200, now, { headers: headers.concat(CONTENT_IS_SDP), body }),
      ...this.tell({ event: "agreed", call: this.call, agreement }),
    ];
  }

  get #isOffering(): boolean {
    return this.#negotiation?.offering || this.#unacknowledged?.answerInAck === true;
  }

  /** The other side may have moved, and may have learnt something. */
  #follow(request: SipRequest): void {
    this.dialog.refresh(request);
    this.updates = allowsUpdate(request) ?? this.updates;
  }

  /** Asks for what is wanted, when nothing is in the way (section 14.1). */
  #proceed(now: Instant): SipOutput[] {
    if (this.#state !== "up" || this.#unacknowledged) return [];
    return this.#negotiation ? this.#heard(this.#negotiation.proceed(now)) : [];
  }

  #leave(now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    this.#state = "left";
    this.#rest(now);
    return this.#goodbye.say(now);
  }

  /** The call cannot go on: tells the other side, and the telephone. */
  dead(reason: string, now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    const told = this.tell({ event: "ended", call: this.call, reason: reason.slice(0, LONGEST_TEXT) });
    this.#silent = true;
    return [...this.#leave(now), ...told];
  }

  /** The other side has left. */
  #end(reason: string, now: Instant): SipOutput[] {
    const told = this.tell({ event: "ended", call: this.call, reason });
    this.#state = "left";
    // who hangs up has seen our first 2xx; a later one may have been lost, and he acknowledges it after his BYE too
    if (this.#unacknowledged?.answers === "call") this.#unacknowledged = null;
    this.#rest(now);
    return told;
  }

  /** Nothing is changed or refreshed any more. */
  #rest(now: Instant): void {
    this.#negotiation?.stop(now);
    this.timer.stop();
    this.#services?.rest();
  }

  /** What of these is for the telephone, it hears unless it has hung up. */
  #heard(outputs: SipOutput[]): SipOutput[] {
    return this.#silent ? outputs.filter((output) => !("event" in output)) : outputs;
  }
}

/** The other side may say why (RFC 3326). */
function farewellIn(bye: SipRequest): string {
  const why = reasonIn(bye);
  return why === "" ? HUNG_UP : `${HUNG_UP} (${why})`.slice(0, LONGEST_TEXT);
}

function isProof([name]: readonly [name: string, value: string]): boolean {
  return name === "Authorization" || name === "Proxy-Authorization";
}
