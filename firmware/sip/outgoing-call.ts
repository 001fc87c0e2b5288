/** A call we make: from INVITE to the 2xx and its session, or to a refusal (RFC 3261 sections 9.1, 13.2). */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { below } from "../base/random.js";
import { tagOf } from "../transaction/mandatory.js";
import type { MediaOffer } from "../wire/agreement.js";
import type { SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { reasonPhrase } from "../wire/sip/sip-status.js";
import type { Call, CallOrder } from "./call.js";
import { ABILITIES, sdpOf } from "./content.js";
import type { Client, Core, Server, SipOutput, TransactionUser } from "./core.js";
import { type Dialog, dialogOfResponse } from "./dialog.js";
import { EarlyDialog, type Heard } from "./early-dialog.js";
import { Invitation, type InvitationOptions } from "./invitation.js";
import { LONGEST_TEXT, MOST_FORKS } from "./limits.js";
import { placeOf } from "./methods.js";
import type { CallId, SipEvent } from "./seam.js";
import type { Services } from "./services.js";
import { Session } from "./session.js";
import { SessionTimer } from "./session-timer.js";
import { whyOf } from "./why.js";

/** Whom a call has reached before anybody has. */
const NOBODY: readonly EarlyDialog[] = frozen([]);

export class OutgoingCall implements Call, TransactionUser {
  readonly id: CallId;
  readonly #core: Core;
  /** Null once somebody has answered. */
  #invitation: Invitation | null;
  #expiresAt: Instant;
  /** The last INVITE, while a 2xx may come, from one fork or another. */
  #invite: Client | null = null;
  /** The last answer to the INVITE came, or nobody will answer. */
  #decided = false;
  /** The telephone has hung up and wants to hear no more. */
  #silent = false;
  /** Nobody is to answer any more: whoever does is hung up on. */
  #cancelled = false;
  #cancelSent = false;
  /** Whom it has forked to (section 12.1). */
  #early = NOBODY;
  /** Another sound, asked for before anybody has answered. */
  #media: MediaOffer | null = null;
  /** The call, and after it what other forks answered too late. */
  readonly #sessions: Session[] = [];

  constructor(options: InvitationOptions & { readonly id: CallId; readonly now: Instant }) {
    const { id, now, ...invitation } = options;
    this.id = id;
    this.#core = options.core;
    this.#invitation = new Invitation(invitation);
    this.#expiresAt = this.#invitation.endOfRinging(now);
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
    return this.#decided && !this.#invite && this.#sessions.every((session) => session.over);
  }

  owns(request: SipRequest): boolean {
    return this.#sessionOf(request) !== undefined || this.#earlyOf(request) !== undefined;
  }

  /** Sends the first INVITE. */
  invite(now: Instant): SipOutput[] {
    return this.#send(now);
  }

  get dialogs(): readonly Dialog[] {
    const session = this.#sessions[0];
    return session ? [session.dialog] : this.#early.map(({ dialog }) => dialog);
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
    if (client === this.#invite) this.#invite = null;
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

  #send(now: Instant): SipOutput[] {
    this.#early = NOBODY;
    this.#invite = this.#invitation?.send(this, now) ?? null;
    return this.#invite ? [this.#invite.dispatch] : this.#decide(503, "No server");
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
    const known = this.#earlyBy(tag);
    if (known || tag === "" || this.#early.length >= MOST_FORKS || !this.#invite || !this.#invitation) return known;
    const dialog = dialogOfResponse(this.#invite.request, response, this.#core.account.maxForwards);
    if (!dialog) return undefined;
    const early = new EarlyDialog(this.#core, dialog, this.#invitation.talk.fork());
    this.#early = [...this.#early, early];
    return early;
  }

  #earlyBy(tag: string): EarlyDialog | undefined {
    return this.#early.find(({ dialog }) => dialog.remoteTag === tag);
  }

  /** Somebody is heard before he answers. */
  get #hears(): boolean {
    return this.#early.some(({ agreement }) => agreement !== null);
  }

  #heard({ sent, agreement }: Heard): SipOutput[] {
    return agreement ? [...sent, ...this.#tell({ event: "agreed", call: this.id, agreement })] : sent;
  }

  #accepted(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const tag = tagOf(response, "To");
    const known = this.#sessions.find(({ dialog }) => dialog.remoteTag === tag);
    if (known) return known.acknowledge(client);
    const early = this.#earlyBy(tag);
    const dialog = early
      ? early.dialog.confirm(response) && early.dialog
      : dialogOfResponse(client.request, response, this.#core.account.maxForwards);
    const wanted = !this.#decided && !this.#cancelled;
    if (!dialog || this.#sessions.length >= MOST_FORKS) return wanted ? this.#decide(500, "No way back") : [];
    this.#decided = true;
    const asked = this.#invitation ?? this.#sessions[0];
    const timer = wanted ? asked.timer : new SessionTimer(this.#core.account);
    const talk = early?.talk ?? asked.talk;
    const session = new Session({ core: this.#core, call: this.id, dialog, talk, timer, from: response });
    this.#sessions.push(session);
    const outputs: SipOutput[] = session.acknowledge(client);
    if (!wanted) return [...outputs, ...session.hangUp(now, this.#cancelled ? undefined : "elsewhere")];
    const agreement = early ? early.answered(response) : talk.answered(sdpOf(response));
    this.#invitation = null;
    this.#early = NOBODY;
    if (!agreement) return [...outputs, ...session.hangUp(now), ...this.#decide(488, reasonPhrase(488))];
    timer.granted(response, now);
    const told = this.#tell({ event: "agreed", call: this.id, agreement }, { event: "answered", call: this.id });
    const changed = this.#media ? session.change(this.#media, now) : [];
    return [...outputs, ...told, ...changed];
  }

  #refused(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    const next = this.#cancelled || !this.#invitation ? null : this.#invitation.refused(response, client, now);
    if (!next || !this.#invitation) return this.#decide(response.status, whyOf(response));
    if (next === "again") return this.#send(now);
    this.#expiresAt = this.#invitation.endOfRinging(now);
    const told = this.#hears ? this.#tell({ event: "sentOn", call: this.id }) : [];
    return [...told, ...this.#send(now)];
  }

  #decide(status: number, reason: string): SipOutput[] {
    this.#decided = true;
    this.#early = NOBODY;
    if (this.#sessions.length === 0) this.#invite = null;
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
    return this.#early.find(({ dialog }) => dialog.owns(request));
  }

  #tell(...events: SipEvent[]): SipEvent[] {
    return this.#silent ? [] : events;
  }
}
