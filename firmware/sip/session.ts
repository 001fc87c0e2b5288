/**
 * A call that is up: one confirmed dialog and its voice stream, until BYE (RFC 3261 sections 12.2, 14, 15).
 *
 * Hold is a wish: `#wanted` is what the telephone asked for, `#held` what the other side has agreed to. While they
 * differ, and no INVITE is under way either way, a re-INVITE brings them together.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below } from "../base/random.js";
import type { Dispatch } from "../transaction/dispatch.js";
import { sequenceOf } from "../transaction/mandatory.js";
import type { ResponseParts } from "../transaction/response.js";
import type { Agreement, Direction } from "../wire/agreement.js";
import type { SipHeaders, SipRequest, SipResponse } from "../wire/sip-message.js";
import { Acceptance } from "./acceptance.js";
import { Authentication } from "./authentication.js";
import { ABILITIES, CONTENT_IS_SDP, sdpOf } from "./content.js";
import type { Client, Core, Server, SipOutput, TransactionUser } from "./core.js";
import type { Dialog } from "./dialog.js";
import { LONGEST_TEXT, MOST_GLARES } from "./limits.js";
import type { OfferAnswer } from "./offer-answer.js";
import type { CallId, SipEvent } from "./seam.js";
import { type ServiceOrder, Services } from "./services.js";

/** A 2xx of ours that waits for its ACK. */
type Unacknowledged = {
  readonly transaction: Server;
  readonly response: ResponseParts;
  readonly clock: Acceptance;
  /** The offer was in the 2xx, so the ACK brings the answer. */
  readonly answerInAck: boolean;
  /** It began the call; other ones change it. */
  readonly first: boolean;
};

export class Session implements TransactionUser {
  readonly #core: Core;
  readonly #call: CallId;
  readonly #dialog: Dialog;
  readonly #talk: OfferAnswer;
  /** The Call-ID is ours: after a glare we are the one who waits longer (section 14.1). */
  readonly #caller: boolean;
  readonly #authentication: Authentication;
  readonly #services: Services;
  #state: "up" | "leaving" | "over" = "up";
  /** The telephone has hung up and wants to hear no more. */
  #silent = false;
  #unacknowledged: Unacknowledged | null = null;
  /** Our last ACK, and the number of the INVITE it belongs to. */
  #ack: { readonly sequence: number; readonly dispatch: Dispatch } | null = null;
  #held = false;
  #wanted = false;
  /** Our re-INVITE under way, and whether it asks for hold. */
  #asking: { readonly client: Client; readonly held: boolean } | null = null;
  #retryAt: Instant = NEVER; // after a 491
  #glares = 0;
  /** Re-INVITEs of ours whose transactions still live: their 2xx wants an ACK even after the call. */
  #open = 0;

  constructor(options: { core: Core; call: CallId; dialog: Dialog; talk: OfferAnswer; caller: boolean }) {
    this.#core = options.core;
    this.#call = options.call;
    this.#dialog = options.dialog;
    this.#talk = options.talk;
    this.#caller = options.caller;
    this.#authentication = new Authentication(options.core.secret);
    this.#services = new Services({ core: options.core, call: options.call, dialog: options.dialog });
  }

  get deadline(): Instant {
    return Math.min(this.#unacknowledged?.clock.deadline ?? NEVER, this.#retryAt, this.#services.deadline);
  }

  get busy(): boolean {
    return this.#state === "up" && !this.#silent;
  }

  get over(): boolean {
    return this.#state === "over" && this.#open === 0 && this.#services.over;
  }

  get remoteTag(): string {
    return this.#dialog.remoteTag;
  }

  owns(request: SipRequest): boolean {
    return this.#dialog.owns(request);
  }

  /** Acknowledges the 2xx to an INVITE of ours, each copy of it with the same ACK (section 13.2.2.4). */
  acknowledge(invite: SipRequest): Dispatch[] {
    const { number } = sequenceOf(invite);
    if (this.#ack?.sequence !== number) {
      const hop = this.#core.hop(this.#dialog.nextHop);
      if (!hop) return [];
      // section 22.1: the credentials of its INVITE, but for nobody except our server
      const proofs = this.#core.isServer(hop) ? invite.headers.filter(isProof) : [];
      const ack = this.#dialog.ack(number, [...proofs, ...this.#core.name("User-Agent")]);
      this.#ack = { sequence: number, dispatch: this.#core.transactions.once(ack, hop) };
    }
    return [this.#ack.dispatch];
  }

  /** Answers the INVITE that began the call; `agreement` is null when our 2xx makes the offer. */
  accept(transaction: Server, body: Uint8Array, agreement: Agreement | null, now: Instant): SipOutput[] {
    return this.#accept(transaction, body, agreement, true, now);
  }

  hangUp(now: Instant): SipOutput[] {
    this.#silent = true;
    // who was called may not hang up before the ACK, or the end of waiting for it (section 15)
    return this.#unacknowledged?.first ? [] : this.#leave(now);
  }

  /** Puts the other side on hold, or takes it back. */
  hold(held: boolean, now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    this.#wanted = held;
    return held === this.#held && !this.#asking ? this.#reportHold() : this.#negotiate(now);
  }

  /** What is asked of the other side beside the sound. */
  serve(order: ServiceOrder, now: Instant): SipOutput[] {
    return this.#state === "up" ? this.#services.handle(order, now) : [];
  }

  request(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (!this.#dialog.inOrder(request)) return this.#core.respond(transaction, 500, now);
    switch (request.method) {
      case "BYE":
        return [...this.#core.respond(transaction, 200, now), ...this.#end("Hung up by the other side")];
      case "INVITE":
        return this.#reinvited(transaction, now);
      case "OPTIONS":
        return this.#core.respond(transaction, 200, now, { headers: ABILITIES });
      default:
        return (
          this.#services.request(transaction, now) ?? this.#core.respond(transaction, 405, now, { headers: ABILITIES })
        );
    }
  }

  ack(request: SipRequest, now: Instant): SipOutput[] {
    const waiting = this.#unacknowledged;
    if (!waiting || sequenceOf(request).number !== sequenceOf(waiting.transaction.request).number) return [];
    this.#unacknowledged = null;
    const outputs: SipOutput[] = [];
    if (waiting.answerInAck) {
      const agreement = this.#talk.answered(sdpOf(request));
      if (agreement) outputs.push(...this.#tell({ event: "agreed", call: this.#call, agreement }));
      else if (waiting.first) return this.#fail("No usable answer in the ACK", now);
    }
    if (waiting.first) outputs.push(...this.#tell({ event: "answered", call: this.#call }));
    outputs.push(...(this.#silent ? this.#leave(now) : this.#negotiate(now)));
    return outputs;
  }

  response(response: SipResponse, transaction: Client, now: Instant): readonly SipOutput[] {
    if (response.status < 200) return [];
    const { method } = transaction.request;
    return method === "BYE" ? this.#byeAnswered(response, transaction, now) : this.#asked(response, transaction, now);
  }

  ended({ request }: Client): void {
    if (request.method === "INVITE") this.#open--;
  }

  poll(now: Instant): SipOutput[] {
    const outputs: SipOutput[] = [];
    if (now >= this.#retryAt) {
      this.#retryAt = NEVER;
      outputs.push(...this.#negotiate(now));
    }
    if (now >= this.#services.deadline) outputs.push(...this.#services.poll(now));
    const waiting = this.#unacknowledged;
    const due = waiting?.clock.poll(now);
    if (waiting && due === "send") {
      outputs.push(...this.#core.respond(waiting.transaction, 200, now, waiting.response));
    } else if (due === "giveUp") {
      this.#unacknowledged = null;
      outputs.push(...this.#fail("No ACK", now));
    }
    return outputs;
  }

  #accept(
    transaction: Server,
    body: Uint8Array,
    agreement: Agreement | null,
    first: boolean,
    now: Instant,
  ): SipOutput[] {
    const response: ResponseParts = { headers: [...this.#core.introduction, ...CONTENT_IS_SDP], body };
    const clock = new Acceptance(this.#core.timers, now);
    this.#unacknowledged = { transaction, response, clock, answerInAck: agreement === null, first };
    const outputs: SipOutput[] = this.#core.respond(transaction, 200, now, response);
    if (agreement) outputs.push(...this.#tell({ event: "agreed", call: this.#call, agreement }));
    return outputs;
  }

  /** The other side changes the call (section 14.2). */
  #reinvited(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (this.#state !== "up") return this.#core.respond(transaction, 481, now);
    // an answer still to come must not meet a new offer (RFC 5407 section 3.1.4)
    if (this.#asking || this.#unacknowledged?.answerInAck) return this.#core.respond(transaction, 491, now);
    const wish = wishFor(this.#held);
    const offer = sdpOf(request);
    const answer = offer.length === 0 ? null : this.#talk.answer(offer, wish);
    if (answer === undefined) return this.#core.respond(transaction, 488, now);
    this.#dialog.refresh(request);
    // whoever changes a call has seen our 2xx to its INVITE, even if the ACK was lost
    const first = this.#unacknowledged?.first === true;
    return this.#accept(transaction, answer?.body ?? this.#talk.offer(wish), answer?.agreement ?? null, first, now);
  }

  /** Asks for what is wanted, when nothing is in the way (section 14.1). */
  #negotiate(now: Instant): SipOutput[] {
    const later = this.#unacknowledged !== null || this.#asking !== null || this.#retryAt !== NEVER;
    if (this.#state !== "up" || later || this.#wanted === this.#held) return [];
    this.#authentication.begin();
    return this.#ask(this.#talk.offer(wishFor(this.#wanted)), this.#wanted, [], now);
  }

  #ask(offer: Uint8Array, held: boolean, proofs: SipHeaders, now: Instant): SipOutput[] {
    const headers = [...this.#core.introduction, ...this.#core.name("User-Agent"), ...CONTENT_IS_SDP, ...proofs];
    const client = this.#send(this.#dialog.request("INVITE", headers, offer), now);
    if (!client) return this.#giveUpWish();
    this.#asking = { client, held };
    this.#open++;
    return [client.dispatch];
  }

  /** A final response to our re-INVITE. */
  #asked(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const { status } = response;
    const outputs: SipOutput[] = status < 300 ? this.acknowledge(client.request) : [];
    const asking = this.#asking;
    if (client !== asking?.client) return outputs; // a copy
    this.#asking = null;
    if (this.#state !== "up") return outputs;
    if (status < 300) {
      this.#dialog.refresh(response);
      this.#glares = 0;
      const agreement = this.#talk.answered(sdpOf(response));
      if (!agreement) return [...outputs, ...this.#giveUpWish()];
      this.#held = asking.held;
      outputs.push(...this.#tell({ event: "agreed", call: this.#call, agreement }), ...this.#reportHold());
      return [...outputs, ...this.#negotiate(now)];
    }
    const proofs = this.#proofs(response, client);
    if (proofs) return this.#ask(client.request.body, asking.held, proofs, now);
    if (status === 408 || status === 481) return this.#fail(response.reason, now); // section 12.2.1.2
    if (status !== 491 || ++this.#glares > MOST_GLARES) return this.#giveUpWish();
    const steps = below(this.#core.chance, this.#caller ? 191 : 201);
    this.#retryAt = now + 10 * steps + (this.#caller ? 2100 : 0);
    return [];
  }

  /** The call goes on as it was. */
  #giveUpWish(): SipOutput[] {
    this.#wanted = this.#held;
    this.#glares = 0;
    return this.#reportHold();
  }

  #reportHold(): SipOutput[] {
    return this.#tell({ event: "held", call: this.#call, held: this.#held });
  }

  #leave(now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    this.#state = "leaving";
    this.#retryAt = NEVER;
    this.#authentication.begin();
    return this.#bye([], now);
  }

  #bye(proofs: SipHeaders, now: Instant): SipOutput[] {
    const client = this.#send(this.#dialog.request("BYE", [...this.#core.name("User-Agent"), ...proofs]), now);
    if (!client) this.#state = "over";
    return client ? [client.dispatch] : [];
  }

  #byeAnswered(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    if (this.#state !== "leaving") return [];
    const proofs = this.#proofs(response, client);
    if (proofs) return this.#bye(proofs, now);
    this.#state = "over"; // whatever the other side thinks of it (section 15.1.1)
    return [];
  }

  /** The call cannot go on: tells the other side, and the telephone. */
  #fail(reason: string, now: Instant): SipOutput[] {
    if (this.#state !== "up") return [];
    const told = this.#tell({ event: "ended", call: this.#call, reason: reason.slice(0, LONGEST_TEXT) });
    this.#silent = true;
    return [...this.#leave(now), ...told];
  }

  /** The other side has left. */
  #end(reason: string): SipOutput[] {
    const up = this.#state === "up";
    if (up) this.#state = "over";
    this.#unacknowledged = null;
    this.#retryAt = NEVER;
    return up ? this.#tell({ event: "ended", call: this.#call, reason }) : [];
  }

  #send(request: SipRequest, now: Instant): Client | undefined {
    const hop = this.#core.hop(this.#dialog.nextHop);
    return hop ? this.#core.open(request, hop, this, now) : undefined;
  }

  /** Credentials for another try, when a challenge deserves one. */
  #proofs(response: SipResponse, { request, to }: Client): SipHeaders | undefined {
    if (!this.#core.mayAnswer(response, to) || !this.#authentication.meet(response, this.#core.realm)) return undefined;
    return this.#authentication.headers(request);
  }

  #tell(event: SipEvent): SipEvent[] {
    return this.#silent ? [] : [event];
  }
}

/** Who holds sends music or silence, and does not listen. */
function wishFor(held: boolean): Direction {
  return held ? "sendonly" : "sendrecv";
}

function isProof([name]: readonly [name: string, value: string]): boolean {
  return name === "Authorization" || name === "Proxy-Authorization";
}
