/**
 * How a call that is up changes: offers of ours by re-INVITE, refreshes by UPDATE where the other side allows it, and its
 * own offers (RFC 3261 section 14, RFC 3311, RFC 4028 section 7.4).
 *
 * Everything asked of us is a wish: `#wanted` is the hold the telephone asked for, `#held` what the other side has agreed
 * to; `#media` is another sound that is not agreed yet, `#due` a refresh. While there is a wish, and nothing of ours is
 * under way, one request brings them all together.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below } from "../base/random.js";
import { InviteClient } from "../transaction/invite-client.js";
import { secondsOf, sequenceOf } from "../transaction/mandatory.js";
import type { Agreement, Direction, MediaOffer } from "../wire/agreement.js";
import { headerLines, type SipHeaders, type SipMessage, type SipResponse } from "../wire/sip/sip-message.js";
import { Authentication } from "./authentication.js";
import { CONTENT_IS_SDP, sdpOf } from "./content.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";
import type { Dialog } from "./dialog.js";
import { LONGEST_WAIT, MOST_GLARES } from "./limits.js";
import type { OfferAnswer } from "./offer-answer.js";
import type { CallId, SipEvent } from "./seam.js";
import type { SessionTimer } from "./session-timer.js";

/** Nothing could be sent (RFC 3261 section 8.1.3.1). */
const NO_WAY = 503;
const KNOWS_UPDATE = /\bUPDATE\b/i;

/** A request of ours that waits for its response. */
type Asking = {
  readonly client: Client;
  readonly held: boolean;
  /** What we brought before, where the request brings another sound. */
  readonly before: MediaOffer | null;
};

/** The call whose sound it is; it hears the responses. */
export interface NegotiationUser extends TransactionUser {
  readonly core: Core;
  readonly call: CallId;
  readonly dialog: Dialog;
  readonly talk: OfferAnswer;
  readonly timer: SessionTimer;
  /** The Call-ID is ours: after a glare we are the one who waits longer (section 14.1). */
  readonly caller: boolean;
  /** The other side allows UPDATE. */
  updates: boolean;
}

/** True when a message of the other side says that UPDATE is allowed, `undefined` when it says nothing of that. */
export function allowsUpdate(message: SipMessage): boolean | undefined {
  const allow = headerLines(message, "Allow");
  return allow.length > 0 ? KNOWS_UPDATE.test(allow.join()) : undefined;
}

/** Made when something is first to be changed, or refreshed: in most calls nothing is. */
export class Negotiation {
  readonly #user: NegotiationUser;
  #authentication: Authentication | null = null;
  #held = false;
  #wanted = false;
  #media: MediaOffer | null = null;
  #due = false;
  #asking: Asking | null = null;
  /** When the re-INVITE has had its time. */
  #cancelAt: Instant = NEVER;
  #retryAt: Instant = NEVER; // after a 491, or a 500 that names a time
  #tries = 0;
  /** Re-INVITEs whose transactions still live: their 2xx wants an ACK even after the call. */
  #open = 0;

  constructor(user: NegotiationUser) {
    this.#user = user;
  }

  get deadline(): Instant {
    return Math.min(this.#cancelAt, this.#retryAt);
  }

  /** An offer of ours has no answer yet. */
  get offering(): boolean {
    return this.#asking !== null && this.#asking.client.request.body.length > 0;
  }

  /** Hold is as it is wanted, and nothing under way changes it. */
  get settled(): boolean {
    return this.#held === this.#wanted && (this.#asking === null || this.#asking.held === this.#held);
  }

  hold(held: boolean): void {
    this.#wanted = held;
  }

  /** The sound comes from elsewhere, or by other codecs. */
  change(media: MediaOffer): void {
    this.#media = media;
  }

  refresh(): void {
    this.#due = true;
  }

  /** Nothing of ours is under way that might still be answered. */
  get over(): boolean {
    return this.#open === 0;
  }

  ended({ method }: Client): void {
    if (method === "INVITE") this.#open--;
  }

  isAsking(client: Client): boolean {
    return client === this.#asking?.client;
  }

  /** The call is over; a re-INVITE that somebody still thinks about has 64 * T1 left, as if it had been cancelled. */
  stop(now: Instant): void {
    const machine = this.#asking?.client.machine;
    if (machine instanceof InviteClient) machine.cancelled(now);
    this.#asking = null;
    this.#cancelAt = this.#retryAt = NEVER;
  }

  poll(now: Instant): SipOutput[] {
    if (now >= this.#cancelAt) {
      this.#cancelAt = NEVER;
      if (this.#asking) return this.#user.core.transactions.cancel(this.#asking.client, now);
    }
    if (now >= this.#retryAt) this.#retryAt = NEVER;
    return [];
  }

  /** Asks for what is wanted, when nothing of ours is in the way. */
  proceed(now: Instant): SipOutput[] {
    const media = this.#media;
    const changes = this.#held !== this.#wanted || media !== null;
    if (this.#asking || this.#retryAt !== NEVER || (!changes && !this.#due)) return [];
    this.#authentication?.begin();
    if (!changes && this.#user.updates) return this.#ask("UPDATE", undefined, this.#held, null, [], now);
    const before = media && this.#user.talk.media;
    if (media) this.#user.talk.bring(media);
    this.#media = null;
    const offer = changes ? this.#user.talk.offer(wishFor(this.#wanted)) : this.#user.talk.repeat();
    return this.#ask("INVITE", offer, this.#wanted, before, [], now);
  }

  /** Answers an offer; `undefined` when there is nothing in it for us. */
  answer(offer: Uint8Array): { readonly body: Uint8Array; readonly agreement: Agreement } | undefined {
    return this.#withMedia(() => this.#user.talk.answer(offer, wishFor(this.#held)));
  }

  /** An offer for a request that brings none. */
  offer(): Uint8Array {
    return this.#withMedia(() => this.#user.talk.offer(wishFor(this.#held))) ?? this.#user.talk.repeat();
  }

  /** A final response to what we asked, but for those that end the call; a 2xx to an INVITE has been acknowledged. */
  answered(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const asking = this.#asking;
    if (!asking) return [];
    this.#asking = null;
    this.#cancelAt = NEVER;
    const { status } = response;
    const { method, body } = client.request;
    if (status < 300) return this.#granted(response, asking, now);
    if (this.#proves(response, client) || this.#user.timer.raisedBy(response)) {
      const headers = this.#authentication?.headers(client.request) ?? [];
      return this.#ask(method, body.length > 0 ? body : undefined, asking.held, asking.before, headers, now);
    }
    const { media } = this.#user.talk;
    if (asking.before) this.#user.talk.bring(asking.before);
    if (method === "UPDATE" && (status === 405 || status === 501)) {
      this.#user.updates = false;
      return this.proceed(now);
    }
    const wait = this.#waitAfter(response, client);
    if (wait === undefined || ++this.#tries > MOST_GLARES) return this.#giveUp(asking, status, now);
    if (asking.before) this.#media ??= media;
    this.#retryAt = now + wait;
    return [];
  }

  /** It was asked for proof, and there is some. */
  #proves(response: SipResponse, { to }: Client): boolean {
    const { core } = this.#user;
    if (!core.mayAnswer(response, to)) return false;
    this.#authentication ??= new Authentication(core.secret);
    return this.#authentication.meet(response, core.realms);
  }

  #granted(response: SipResponse, asking: Asking, now: Instant): SipOutput[] {
    this.#user.dialog.refresh(response);
    this.#user.updates = allowsUpdate(response) ?? this.#user.updates;
    this.#user.timer.granted(response, now);
    this.#tries = 0;
    this.#due = false;
    if (asking.client.method === "UPDATE") return this.proceed(now);
    const agreement = this.#user.talk.answered(sdpOf(response));
    if (!agreement) {
      if (asking.before) this.#user.talk.bring(asking.before);
      return this.#giveUp(asking, response.status, now);
    }
    const told: SipEvent[] = [{ event: "agreed", call: this.#user.call, agreement }];
    if (asking.held !== this.#held) {
      this.#held = asking.held;
      told.push(this.report());
    }
    return [...told, ...this.proceed(now)];
  }

  /** ms to wait before the next try; `undefined` when there shall be none. */
  #waitAfter(response: SipResponse, { request }: Client): number | undefined {
    if (response.status === 491) {
      const steps = below(this.#user.core.chance, this.#user.caller ? 191 : 201);
      return 10 * steps + (this.#user.caller ? 2100 : 0);
    }
    if (response.status !== 500 && response.status !== 503) return undefined;
    const seconds = secondsOf(response, "Retry-After");
    // another request of ours has overtaken it (section 12.2.2)
    if (seconds === undefined && sequenceOf(request).number < this.#user.dialog.localSequence)
      return this.#user.core.timers.t1;
    return seconds !== undefined && seconds <= LONGEST_WAIT ? 1000 * seconds : undefined;
  }

  /** The call goes on as it was, but for what has been wanted since. */
  #giveUp({ held, before }: Omit<Asking, "client">, status: number, now: Instant): SipOutput[] {
    this.#due = false;
    this.#tries = 0;
    const told: SipOutput[] = before ? [{ event: "unchanged", call: this.#user.call, status }] : [];
    if (held !== this.#held) {
      this.#wanted = this.#held;
      told.push(this.report());
    }
    return [...told, ...this.proceed(now)];
  }

  /** How the hold stands. */
  report(): SipEvent {
    return { event: "held", call: this.#user.call, held: this.#held };
  }

  #ask(
    method: string,
    body: Uint8Array | undefined,
    held: boolean,
    before: MediaOffer | null,
    proofs: SipHeaders,
    now: Instant,
  ): SipOutput[] {
    const core = this.#user.core;
    const { reInviteExpires } = core.account;
    const expires = method === "INVITE" && reInviteExpires > 0;
    const headers = [
      ...core.reintroduction,
      ...this.#user.timer.asking,
      ...core.name("User-Agent"),
      ...(expires ? [["Expires", String(reInviteExpires)] as const] : []),
      ...(body ? CONTENT_IS_SDP : []),
      ...proofs,
    ];
    const hop = core.hop(this.#user.dialog.nextHop, true);
    if (!hop) {
      if (before) this.#user.talk.bring(before);
      return this.#giveUp({ held, before }, NO_WAY, now);
    }
    const client = core.open(this.#user.dialog.request(method, headers, body), hop, this.#user, now);
    this.#asking = { client, held, before };
    if (method === "INVITE") this.#open++;
    this.#cancelAt = expires ? now + 1000 * reInviteExpires : NEVER;
    return [client.dispatch];
  }

  /** Whatever we say next says where our sound is by now. */
  #withMedia<T>(say: () => T): T {
    const media = this.#asking ? null : this.#media;
    if (!media) return say();
    const before = this.#user.talk.media;
    this.#user.talk.bring(media);
    const said = say();
    if (said !== undefined) {
      this.#media = null;
      return said;
    }
    // with what we had before there may be more in common
    this.#user.talk.bring(before);
    return say();
  }
}

/** Who holds sends music or silence, and does not listen. */
function wishFor(held: boolean): Direction {
  return held ? "sendonly" : "sendrecv";
}
