/** A call that comes to us: from INVITE to our 200 and its session, or to its end (RFC 3261 sections 9.2, 13.3). */
import { type Instant, NEVER } from "../base/instant.js";
import { below } from "../base/random.js";
import { secondsOf, sequenceOf } from "../transaction/mandatory.js";
import type { MediaOffer } from "../wire/agreement.js";
import { parseRAck } from "../wire/sip/reliability.js";
import { header, type SipRequest } from "../wire/sip/sip-message.js";
import type { Call, CallOrder } from "./call.js";
import { ABILITIES, hasTag, sdpOf } from "./content.js";
import type { Core, Server, SipOutput } from "./core.js";
import type { Dialog } from "./dialog.js";
import { LONGEST_RINGING } from "./limits.js";
import { placeOf } from "./methods.js";
import { OfferAnswer } from "./offer-answer.js";
import { ReliableProgress } from "./reliable-progress.js";
import type { CallId } from "./seam.js";
import type { Services } from "./services.js";
import { Session } from "./session.js";
import { SessionTimer } from "./session-timer.js";
import { isElsewhere } from "./why.js";

/** A provisional response goes out this often, or a proxy on the way gives up (section 13.3.1.1). */
const REMINDER = 60_000;

export class IncomingCall implements Call {
  readonly id: CallId;
  readonly #core: Core;
  /** While it rings. */
  #invite: Server | null;
  readonly #dialog: Dialog;
  #session: Session | null = null;
  #expiresAt: Instant;
  #progress: 180 | 182 | null = null;
  /** The caller requires to be told reliably how it goes (RFC 3262). */
  readonly #reliable: ReliableProgress | null = null;
  /** What the telephone wanted to say while the last thing it said was not acknowledged. */
  #unsaid: 180 | 182 | null = null;
  #remindAt: Instant = NEVER;

  constructor(options: { core: Core; id: CallId; invite: Server; dialog: Dialog; plain: boolean; now: Instant }) {
    const { core, id, invite, dialog, plain, now } = options;
    this.id = id;
    this.#core = core;
    this.#invite = invite;
    this.#dialog = dialog;
    const expires = (plain ? undefined : secondsOf(invite.request, "Expires")) ?? LONGEST_RINGING;
    this.#expiresAt = now + 1000 * Math.min(Math.max(expires, 1), LONGEST_RINGING);
    if (!plain && hasTag(invite.request, "Require", "100rel"))
      this.#reliable = new ReliableProgress(core.timers, core.chance, sequenceOf(invite.request).number);
  }

  get deadline(): Instant {
    if (this.#invite) return Math.min(this.#expiresAt, this.#remindAt, this.#reliable?.deadline ?? NEVER);
    return this.#session?.deadline ?? NEVER;
  }

  get busy(): boolean {
    return this.#invite !== null || this.#session?.busy === true;
  }

  get over(): boolean {
    return this.#invite === null && this.#session?.over !== false;
  }

  owns(request: SipRequest): boolean {
    return this.#dialog.owns(request);
  }

  /** True for the transaction of its INVITE. */
  began(invite: Server): boolean {
    return invite === this.#invite;
  }

  get dialogs(): readonly Dialog[] {
    return [this.#dialog];
  }

  get services(): Services | null {
    return this.#session?.services ?? null;
  }

  handle(order: CallOrder, now: Instant): SipOutput[] {
    switch (order.do) {
      case "progress":
        return this.#ring(order.status, now);
      case "answer":
        return this.#answer(order.media, now);
      case "refuse":
        return this.#finish(order.status, now, order.cause);
      case "hangUp":
        return this.#session?.hangUp(now, undefined, order.statistics) ?? this.#finish(480, now);
      case "hold":
      case "resume":
        return this.#session?.hold(order.do === "hold", now) ?? [];
      case "change": // a call that rings brings its sound when it is answered
        return this.#session?.change(order.media, now) ?? [];
      case "info":
      case "transfer":
      case "connect":
      case "declineReferral":
        return this.#session?.serve(order, now) ?? [];
      default:
        return [];
    }
  }

  request(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (request.method === "PRACK") return this.#acknowledged(transaction, now);
    if (this.#session) return this.#session.request(transaction, now);
    if (!this.#dialog.inOrder(request)) return this.#core.respond(transaction, 500, now);
    switch (request.method) {
      case "BYE": // section 15.1.2: the INVITE is answered too
        return [...this.#core.respond(transaction, 200, now), ...this.cancel(now, request)];
      case "UPDATE":
        if (sdpOf(request).length > 0) return this.#notYet(transaction, now); // RFC 3311 section 5.2
        this.#dialog.refresh(request);
        return this.#core.respond(transaction, 200, now, { headers: this.#core.introduction });
      case "INVITE": // section 14.2
        return this.#notYet(transaction, now);
      case "OPTIONS":
        return this.#core.respond(transaction, 200, now, { headers: ABILITIES });
      default: // what belongs to a call is for when there is one
        if (placeOf(request.method)) return this.#notYet(transaction, now);
        return this.#core.respond(transaction, 405, now, { headers: ABILITIES });
    }
  }

  ack(request: SipRequest, now: Instant): SipOutput[] {
    return this.#session?.ack(request, now) ?? [];
  }

  /** The caller, who may say why, or the time he set, has made an end; too late for one who has been answered (section 9.2). */
  cancel(now: Instant, because: SipRequest | null = null): SipOutput[] {
    if (!this.#invite) return [];
    const told: SipOutput =
      because && isElsewhere(because)
        ? { event: "cancelled", call: this.id, elsewhere: true }
        : { event: "cancelled", call: this.id };
    return [...this.#finish(487, now), told];
  }

  poll(now: Instant): SipOutput[] {
    if (this.#session) return this.#session.poll(now);
    if (!this.#invite) return [];
    if (now >= this.#expiresAt) return this.cancel(now);
    const due = this.#reliable?.poll(now);
    if (due === "giveUp") return [...this.#finish(504, now), { event: "cancelled", call: this.id }];
    if (due === "send") return this.#say(now);
    return this.#progress !== null && now >= this.#remindAt ? this.#ring(this.#progress, now) : [];
  }

  #ring(status: 180 | 182, now: Instant): SipOutput[] {
    if (!this.#invite) return [];
    this.#remindAt = now + REMINDER;
    if (this.#reliable?.waiting) {
      this.#unsaid = status;
      return [];
    }
    // reliable progress would have to bring the offer, and the telephone has none before it answers (RFC 3262 section 5)
    if (this.#reliable && sdpOf(this.#invite.request).length === 0) return [];
    this.#progress = status;
    this.#reliable?.begin(now);
    return this.#say(now);
  }

  #say(now: Instant): SipOutput[] {
    if (!this.#invite || this.#progress === null) return [];
    const core = this.#core;
    if (!this.#reliable) return core.respond(this.#invite, this.#progress, now, { headers: core.whereabouts });
    const rseq = ["RSeq", String(this.#reliable.number)] as const;
    const headers = [...core.introduction, ["Require", "100rel"] as const, rseq];
    return core.respond(this.#invite, this.#progress, now, { headers });
  }

  /** PRACK: whatever has been kept back can be said. */
  #acknowledged(transaction: Server, now: Instant): SipOutput[] {
    const { request } = transaction;
    if (!this.#dialog.inOrder(request)) return this.#core.respond(transaction, 500, now);
    const rack = parseRAck(header(request, "RAck") ?? "");
    if (!rack || !this.#reliable?.acknowledge(rack)) return this.#core.respond(transaction, 481, now);
    // no offer can be met before the first one has its answer
    const status = sdpOf(request).length > 0 && this.#invite ? 488 : 200;
    const outputs: SipOutput[] = this.#core.respond(transaction, status, now);
    const next = this.#unsaid;
    this.#unsaid = null;
    return next === null ? outputs : [...outputs, ...this.#ring(next, now)];
  }

  /** Not before the INVITE is answered. */
  #notYet(transaction: Server, now: Instant): SipOutput[] {
    const wait = String(below(this.#core.chance, 11));
    return this.#core.respond(transaction, 500, now, { headers: [["Retry-After", wait]] });
  }

  #answer(media: MediaOffer, now: Instant): SipOutput[] {
    const invite = this.#invite;
    if (!invite) return [];
    const from = invite.request;
    const talk = new OfferAnswer(media, this.#core.chance, this.#core.account.holdsOldWay);
    const offer = sdpOf(from);
    const answer = offer.length === 0 ? null : talk.answer(offer, "sendrecv");
    if (answer === undefined) {
      return [...this.#finish(488, now), { event: "ended", call: this.id, reason: "No common codec" }];
    }
    this.#invite = null;
    this.#reliable?.rest();
    const timer = new SessionTimer(this.#core.account);
    this.#session = new Session({ core: this.#core, call: this.id, dialog: this.#dialog, talk, timer, from });
    return this.#session.accept(invite, answer?.body ?? talk.offer("sendrecv"), answer?.agreement ?? null, now);
  }

  #finish(status: number, now: Instant, cause?: number): SipOutput[] {
    const invite = this.#invite;
    this.#invite = null;
    const parts = cause === undefined ? {} : { headers: [["Reason", `Q.850;cause=${cause}`]] as const };
    return invite ? this.#core.respond(invite, status, now, parts) : [];
  }
}
