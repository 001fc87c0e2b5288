/** A call we make: from INVITE to the 2xx and its session, or to a refusal (RFC 3261 sections 8.1.3.4, 9.1, 13.2, 22). */
import { type Instant, NEVER } from "../base/instant.js";
import { below, token } from "../base/random.js";
import { tagOf } from "../transaction/mandatory.js";
import type { MediaOffer } from "../wire/agreement.js";
import type { SipHeaders, SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { reasonPhrase } from "../wire/sip/sip-status.js";
import { Adaptation } from "./adaptation.js";
import { Authentication } from "./authentication.js";
import type { Call, CallOrder } from "./call.js";
import { callerHeaders, fromOf } from "./caller.js";
import { ABILITIES, CONTENT_IS_SDP, sdpOf } from "./content.js";
import type { Client, Core, Server, SipOutput, TransactionUser } from "./core.js";
import { type Dialog, dialogOfResponse } from "./dialog.js";
import { EarlyDialog, type Heard } from "./early-dialog.js";
import { LONGEST_TEXT, MOST_FORKS } from "./limits.js";
import { placeOf } from "./methods.js";
import { OfferAnswer } from "./offer-answer.js";
import type { CallId, SipEvent } from "./seam.js";
import type { Services } from "./services.js";
import { Session } from "./session.js";
import { SessionTimer } from "./session-timer.js";
import { TargetSet } from "./target-set.js";
import { whyOf } from "./why.js";

export class OutgoingCall implements Call, TransactionUser {
  readonly id: CallId;
  readonly #core: Core;
  /** Who was called; To names him wherever the call is sent on to. */
  readonly #first: string;
  #target: string;
  readonly #anonymous: boolean;
  readonly #targets: TargetSet;
  readonly #callId: string;
  readonly #tag: string;
  readonly #talk: OfferAnswer;
  readonly #offer: Uint8Array;
  readonly #headers: SipHeaders;
  readonly #authentication: Authentication;
  readonly #timer: SessionTimer;
  /** To what the server has objected. */
  #adaptation: Adaptation | null = null;
  /** Seconds the other side may ring; 0 for as long as it likes. */
  readonly #expires: number;
  #expiresAt: Instant;
  #sequence = 0;
  #invite: Client | null = null;
  /** The last answer to the INVITE came, or nobody will answer. */
  #decided = false;
  /** The INVITE's transaction lives: a 2xx may come, from one fork or another. */
  #open = false;
  /** The telephone has hung up and wants to hear no more. */
  #silent = false;
  /** Nobody is to answer any more: whoever does is hung up on. */
  #cancelled = false;
  #cancelSent = false;
  /** Whom it has forked to, by tag (section 12.1). */
  readonly #early = new Map<string, EarlyDialog>();
  /** Another sound, asked for before anybody has answered. */
  #media: MediaOffer | null = null;
  /** The call, and after it what other forks answered too late. */
  readonly #sessions: Session[] = [];

  constructor(options: {
    core: Core;
    id: CallId;
    target: string;
    media: MediaOffer;
    expires: number;
    maxRedirections: number;
    /** We do not want to be shown. */
    anonymous?: boolean;
    /** What else the INVITE says: who has asked for it, and whose place it takes. */
    headers?: SipHeaders;
    now: Instant;
  }) {
    const { core, media, expires } = options;
    this.id = options.id;
    this.#core = core;
    this.#first = options.target;
    this.#target = options.target;
    this.#anonymous = options.anonymous ?? false;
    this.#targets = new TargetSet(core, options.target, options.maxRedirections);
    this.#headers = options.headers ?? [];
    this.#callId = token(core.chance, 24);
    this.#tag = token(core.chance, 10);
    this.#talk = new OfferAnswer(media, core.chance, core.account.holdsOldWay);
    this.#offer = this.#talk.offer("sendrecv");
    this.#authentication = new Authentication(core.secret);
    this.#timer = new SessionTimer(core.account);
    this.#expires = expires;
    this.#expiresAt = this.#endOfRinging(options.now);
  }

  get deadline(): Instant {
    let deadline = this.#decided ? NEVER : this.#expiresAt;
    for (const session of this.#sessions) deadline = Math.min(deadline, session.deadline);
    return deadline;
  }

  get busy(): boolean {
    return this.#decided ? (this.#sessions[0]?.busy ?? false) : !this.#silent;
  }

  get over(): boolean {
    return this.#decided && !this.#open && this.#sessions.every((session) => session.over);
  }

  owns(request: SipRequest): boolean {
    return this.#sessionOf(request) !== undefined || this.#earlyOf(request) !== undefined;
  }

  /** Sends the first INVITE. */
  invite(now: Instant): SipOutput[] {
    return this.#send([], now);
  }

  get dialogs(): readonly Dialog[] {
    const session = this.#sessions[0];
    return session ? [session.dialog] : [...this.#early.values()].map(({ dialog }) => dialog);
  }

  get services(): Services | null {
    return this.#sessions[0]?.services ?? null;
  }

  handle(order: CallOrder, now: Instant): SipOutput[] {
    const session = this.#sessions[0];
    switch (order.do) {
      case "hangUp":
        this.#silent = true;
        return session ? session.hangUp(now, undefined, order.statistics) : this.#cancel(now);
      case "hold":
      case "resume":
        return session?.hold(order.do === "hold", now) ?? [];
      case "change":
        if (!session) this.#media = order.media;
        return session?.change(order.media, now) ?? [];
      case "info":
      case "transfer":
      case "connect":
      case "declineReferral":
        return session?.serve(order, now) ?? [];
      default:
        return [];
    }
  }

  request(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    const session = this.#sessionOf(request);
    if (session) return session.request(transaction, now);
    const early = this.#earlyOf(request);
    if (!early?.dialog.inOrder(request)) return this.#core.respond(transaction, 500, now);
    if (request.method === "UPDATE") return this.#heard(early.updated(transaction, now));
    // who is called may not say BYE before he has answered (section 15); he has no progress of ours to acknowledge
    const within = request.method === "BYE" || request.method === "PRACK";
    if (request.method !== "OPTIONS" && !within && placeOf(request.method)) {
      // what belongs to a call is for when there is one; an INVITE meets ours (section 14.2)
      const headers = [["Retry-After", String(below(this.#core.chance, 11))]] as const;
      return this.#core.respond(transaction, request.method === "INVITE" ? 491 : 500, now, { headers });
    }
    const status = request.method === "OPTIONS" ? 200 : within ? 481 : 405;
    return this.#core.respond(transaction, status, now, { headers: ABILITIES });
  }

  ack(request: SipRequest, now: Instant): SipOutput[] {
    return this.#sessionOf(request)?.ack(request, now) ?? [];
  }

  response(response: SipResponse, client: Client, now: Instant): readonly SipOutput[] {
    if (response.status < 200) return this.#progressed(response, now);
    if (response.status < 300) return this.#accepted(response, client, now);
    if (this.#decided) return [];
    return this.#refused(response, client, now);
  }

  ended(client: Client): void {
    if (client === this.#invite) this.#open = false;
    for (const session of this.#sessions) session.ended(client);
  }

  poll(now: Instant): SipOutput[] {
    const outputs: SipOutput[] = [];
    if (!this.#decided && now >= this.#expiresAt) {
      outputs.push(...this.#tell({ event: "refused", call: this.id, status: 408, reason: "No answer" }));
      this.#silent = true;
      outputs.push(...this.#cancel(now));
    }
    for (const session of this.#sessions) if (session.deadline <= now) outputs.push(...session.poll(now));
    return outputs;
  }

  #send(proofs: SipHeaders, now: Instant): SipOutput[] {
    const core = this.#core;
    const hop = core.hop(this.#target);
    if (!hop) return this.#decide(503, "No server");
    const request = core.request({
      ...{
        method: "INVITE",
        uri: this.#target,
        from: fromOf(core, this.#anonymous, this.#tag),
        to: `<${this.#first}>`,
      },
      ...{ callId: this.#callId, sequence: ++this.#sequence, body: this.#offer },
      headers: [
        ...core.introduction,
        ...callerHeaders(core, this.#anonymous, hop),
        ...this.#timer.asking,
        ...core.name("User-Agent"),
        ...(this.#expires === 0 ? [] : [["Expires", String(this.#expires)] as const]),
        ...this.#headers,
        ...CONTENT_IS_SDP,
        ...proofs,
      ],
    });
    this.#invite = core.open(this.#adaptation?.apply(request) ?? request, hop, this, now);
    this.#open = true;
    return [this.#invite.dispatch];
  }

  #progressed(response: SipResponse, now: Instant): SipOutput[] {
    if (this.#cancelled) return this.#cancel(now); // what could not be said before the first provisional response
    const { status } = response;
    if (this.#decided || status === 100) return [];
    const sticks = this.#core.account.sticky183 && status === 180 && this.#hears;
    const early = this.#earlyTo(response);
    const heard = early?.progress(response, now);
    if (early && !heard) return [];
    const outputs = heard ? this.#heard(heard) : [];
    return sticks ? outputs : [...outputs, ...this.#tell({ event: "progressed", call: this.id, status })];
  }

  /** The telephone a provisional response comes from; each answers our offer for itself (section 13.2.1). */
  #earlyTo(response: SipResponse): EarlyDialog | undefined {
    const tag = tagOf(response, "To");
    const known = this.#early.get(tag);
    if (known || tag === "" || this.#early.size >= MOST_FORKS || !this.#invite) return known;
    const dialog = dialogOfResponse(this.#invite.request, response, this.#core.account.maxForwards);
    if (!dialog) return undefined;
    const early = new EarlyDialog(this.#core, dialog, this.#talk.fork());
    this.#early.set(tag, early);
    return early;
  }

  /** Somebody is heard before he answers. */
  get #hears(): boolean {
    for (const { agreement } of this.#early.values()) if (agreement !== null) return true;
    return false;
  }

  #heard({ sent, agreement }: Heard): SipOutput[] {
    return agreement ? [...sent, ...this.#tell({ event: "agreed", call: this.id, agreement })] : sent;
  }

  #accepted(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const tag = tagOf(response, "To");
    const known = this.#sessions.find(({ dialog }) => dialog.remoteTag === tag);
    if (known) return known.acknowledge(client);
    const early = this.#early.get(tag);
    const dialog = early
      ? early.dialog.confirm(response) && early.dialog
      : dialogOfResponse(client.request, response, this.#core.account.maxForwards);
    const wanted = !this.#decided && !this.#cancelled;
    if (!dialog || this.#sessions.length >= MOST_FORKS) return wanted ? this.#decide(500, "No way back") : [];
    this.#decided = true;
    const timer = wanted ? this.#timer : new SessionTimer(this.#core.account);
    const talk = early?.talk ?? this.#talk;
    const session = new Session({ core: this.#core, call: this.id, dialog, talk, timer, from: response });
    this.#sessions.push(session);
    const outputs: SipOutput[] = session.acknowledge(client);
    if (!wanted) return [...outputs, ...session.hangUp(now, this.#cancelled ? undefined : "elsewhere")];
    const agreement = early ? early.answered(response) : talk.answered(sdpOf(response));
    this.#early.clear();
    if (!agreement) return [...outputs, ...session.hangUp(now), ...this.#decide(488, reasonPhrase(488))];
    timer.granted(response, now);
    const told = this.#tell({ event: "agreed", call: this.id, agreement }, { event: "answered", call: this.id });
    const changed = this.#media ? session.change(this.#media, now) : [];
    return [...outputs, ...told, ...changed];
  }

  #refused(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const { realm } = this.#core;
    if (!this.#cancelled && this.#core.mayAnswer(response, client.to) && this.#authentication.meet(response, realm)) {
      this.#early.clear();
      return this.#send(this.#authentication.headers(client.request), now);
    }
    if (!this.#cancelled && (this.#timer.raisedBy(response) || this.#adapts(response, client.request))) {
      this.#early.clear();
      this.#authentication.begin();
      return this.#send(this.#authentication.headers(client.request), now);
    }
    const again = !this.#cancelled && this.#core.lost(response, client.to, now);
    const target = this.#cancelled ? null : again ? this.#target : this.#elsewhere(response, client);
    if (target === null) return this.#decide(response.status, whyOf(response));
    this.#target = target;
    const heard = this.#hears;
    this.#early.clear();
    this.#authentication.begin();
    this.#expiresAt = this.#endOfRinging(now);
    const proofs = this.#authentication.headers({ method: "INVITE", uri: target, body: this.#offer });
    return [...(heard ? this.#tell({ event: "sentOn", call: this.id }) : []), ...this.#send(proofs, now)];
  }

  /** It may do better with other extensions. */
  #adapts(response: SipResponse, request: SipRequest): boolean {
    if (response.status !== 420 && response.status !== 421) return false;
    this.#adaptation ??= new Adaptation();
    if (!this.#adaptation.take(request, response)) return false;
    if (this.#adaptation.timer) this.#timer.begin();
    return true;
  }

  #endOfRinging(now: Instant): Instant {
    return this.#expires === 0 ? NEVER : now + 1000 * this.#expires;
  }

  /** Only our own server may send us on: whoever else we call would make us call at our expense. */
  #elsewhere(response: SipResponse, askedAt: Client): string | null {
    if (this.#core.isServer(askedAt.to)) this.#targets.add(response);
    return this.#targets.next();
  }

  #decide(status: number, reason: string): SipOutput[] {
    this.#decided = true;
    this.#early.clear();
    if (this.#sessions.length === 0) this.#open = false;
    return this.#tell({ event: "refused", call: this.id, status, reason: reason.slice(0, LONGEST_TEXT) });
  }

  /** At once if something has been heard, else when something is (section 9.1). */
  #cancel(now: Instant): SipOutput[] {
    this.#cancelled = true;
    this.#expiresAt = NEVER;
    if (!this.#invite || this.#decided || this.#cancelSent) return [];
    const sent = this.#core.transactions.cancel(this.#invite, now);
    this.#cancelSent = sent.length > 0;
    return sent;
  }

  #sessionOf(request: SipRequest): Session | undefined {
    return this.#sessions.find((session) => session.owns(request));
  }

  #earlyOf(request: SipRequest): EarlyDialog | undefined {
    for (const early of this.#early.values()) if (early.dialog.owns(request)) return early;
    return undefined;
  }

  #tell(...events: SipEvent[]): SipEvent[] {
    return this.#silent ? [] : events;
  }
}
