/**
 * The INVITE of a call we make, as often as it takes until somebody decides: with proof (RFC 3261 section 22), for longer
 * (RFC 4028 section 7.3), with other extensions (section 8.1.3.5), by another server, to another place (section 8.1.3.4).
 */
import { type Instant, NEVER } from "../base/instant.js";
import { token } from "../base/random.js";
import type { MediaOffer } from "../wire/agreement.js";
import type { SipHeaders, SipResponse } from "../wire/sip/sip-message.js";
import { Adaptation } from "./adaptation.js";
import { Authentication } from "./authentication.js";
import { callerHeaders, fromOf } from "./caller.js";
import { CONTENT_IS_SDP } from "./content.js";
import type { Client, Core, TransactionUser } from "./core.js";
import { OfferAnswer } from "./offer-answer.js";
import { SessionTimer } from "./session-timer.js";
import { TargetSet } from "./target-set.js";

export type InvitationOptions = {
  readonly core: Core;
  readonly target: string;
  readonly media: MediaOffer;
  /** Seconds the other side may ring; 0 for as long as it likes. */
  readonly expires: number;
  readonly maxRedirections: number;
  /** We do not want to be shown. */
  readonly anonymous?: boolean;
  /** What else it says: who has asked for it, and whose place it takes. */
  readonly headers?: SipHeaders;
};

export class Invitation {
  /** What is offered to all it reaches. */
  readonly talk: OfferAnswer;
  readonly timer: SessionTimer;
  readonly #options: InvitationOptions;
  #target: string;
  readonly #callId: string;
  readonly #tag: string;
  readonly #offer: Uint8Array;
  #sequence = 0;
  #authentication: Authentication | null = null;
  /** To what the server has objected. */
  #adaptation: Adaptation | null = null;
  #targets: TargetSet | null = null;

  constructor(options: InvitationOptions) {
    const { core, media } = options;
    this.#options = options;
    this.#target = options.target;
    this.#callId = token(core.chance, 24);
    this.#tag = token(core.chance, 10);
    this.talk = new OfferAnswer(media, core.chance, core.account.holdsOldWay);
    this.#offer = this.talk.offer("sendrecv");
    this.timer = new SessionTimer(core.account);
  }

  /** Until when it may ring, from now on. */
  endOfRinging(now: Instant): Instant {
    const { expires } = this.#options;
    return expires === 0 ? NEVER : now + 1000 * expires;
  }

  /** Null when there is no server to send it to. */
  send(user: TransactionUser, now: Instant): Client | null {
    const { core, target: first, anonymous = false, expires, headers } = this.#options;
    const hop = core.hop(this.#target);
    if (!hop) return null;
    const method = "INVITE";
    const [uri, body] = [this.#target, this.#offer];
    const proofs = this.#authentication?.headers({ method, uri, body }) ?? [];
    const request = core.request({
      // To names whom we have called, wherever the call is sent on to
      ...{ method, uri, from: fromOf(core, anonymous, this.#tag), to: `<${first}>` },
      ...{ callId: this.#callId, sequence: ++this.#sequence, body },
      headers: [
        ...core.introduction,
        ...callerHeaders(core, anonymous, hop),
        ...this.timer.asking,
        ...core.name("User-Agent"),
        ...(expires === 0 ? [] : [["Expires", String(expires)] as const]),
        ...(headers ?? []),
        ...CONTENT_IS_SDP,
        ...proofs,
      ],
    });
    return core.open(this.#adaptation?.apply(request) ?? request, hop, user, now);
  }

  /** Takes in a refusal: whether it is worth while to send it again, as it is by now, or to another place; null when not. */
  refused(response: SipResponse, client: Client, now: Instant): "again" | "elsewhere" | null {
    if (this.#proves(response, client)) return "again";
    const changes = this.timer.raisedBy(response) || this.#adapts(response, client);
    const target = changes ? this.#target : this.#elsewhere(response, client, now);
    if (target === null) return null;
    this.#target = target;
    this.#authentication?.begin();
    return changes ? "again" : "elsewhere";
  }

  /** It was asked for proof, and there is some. */
  #proves(response: SipResponse, { to }: Client): boolean {
    const { core } = this.#options;
    if (!core.mayAnswer(response, to)) return false;
    this.#authentication ??= new Authentication(core.secret);
    return this.#authentication.meet(response, core.realms);
  }

  /** It may do better with other extensions. */
  #adapts(response: SipResponse, { request }: Client): boolean {
    if (response.status !== 420 && response.status !== 421) return false;
    this.#adaptation ??= new Adaptation();
    if (!this.#adaptation.take(request, response)) return false;
    if (this.#adaptation.timer) this.timer.begin();
    return true;
  }

  /** The same by another server; else only our own may send us on: whoever else we call would make us call at our expense. */
  #elsewhere(response: SipResponse, { to }: Client, now: Instant): string | null {
    const { core, target, maxRedirections } = this.#options;
    if (core.lost(response, to, now)) return this.#target;
    this.#targets ??= new TargetSet(core, target, maxRedirections);
    if (core.isServer(to)) this.#targets.add(response);
    return this.#targets.next();
  }
}
