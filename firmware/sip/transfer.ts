/**
 * A call of ours is handed over: REFER, and the NOTIFYs that tell how it goes (RFC 3515, RFC 5589).
 *
 *   idle ──REFER──► asked ──2xx──► told ──final sipfrag──► idle
 *                     └──────────────┴──refusal, silence──► idle
 */
import { type Instant, NEVER } from "../base/instant.js";
import { sequenceOf } from "../transaction/mandatory.js";
import { parseEvent, parseSubscriptionState } from "../wire/sip/event.js";
import { header, type SipHeaders, type SipRequest, type SipResponse } from "../wire/sip/sip-message.js";
import { emitReferredBy, emitReferTo } from "../wire/sip/sip-refer.js";
import { parseSipUri, uriParam } from "../wire/sip/sip-uri.js";
import { parseSipFrag } from "../wire/sip/sipfrag.js";
import { mediaTypeOf } from "./content.js";
import type { Core, Server, SipOutput } from "./core.js";
import type { Dialog } from "./dialog.js";
import { Errand } from "./errand.js";
import { LONGEST_REFERRAL, REFERRAL_PATIENCE } from "./limits.js";
import type { ServiceUser } from "./services.js";

const SIPFRAG = "message/sipfrag";

export class Transfer {
  readonly #user: ServiceUser;
  readonly #errand: Errand;
  /** Number of the REFER under way, which names its subscription; null when nothing is. */
  #sequence: number | null = null;
  #giveUpAt: Instant = NEVER;

  constructor(user: ServiceUser) {
    this.#user = user;
    this.#errand = new Errand(user.core, (response, _request, now) => this.#answered(response, now));
  }

  get deadline(): Instant {
    return this.#giveUpAt;
  }

  /** `referTo` is the value of the header. One at a time. */
  start(referTo: string, now: Instant): SipOutput[] {
    if (this.#sequence !== null) return [];
    const { reintroduction, account, identity } = this.#user.core;
    const headers: SipHeaders = [
      ...reintroduction,
      ["Refer-To", referTo],
      ["Referred-By", emitReferredBy(account.displayName, identity)],
      ...this.#user.core.name("User-Agent"),
    ];
    const compose = (proofs: SipHeaders) => {
      const request = this.#user.dialog.request("REFER", [...headers, ...proofs]);
      this.#sequence = sequenceOf(request).number;
      return request;
    };
    const sent = this.#errand.run(compose, this.#user.dialog.nextHop, true, now);
    return sent.length > 0 ? sent : this.#finish(503);
  }

  /** A NOTIFY of Event: refer. */
  notified(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#user.core;
    const { request } = transaction;
    if (this.#sequence === null || !this.#isOurs(request)) return core.respond(transaction, 481, now);
    if (request.body.length > 0 && mediaTypeOf(request) !== SIPFRAG)
      return core.respond(transaction, 415, now, { headers: [["Accept", SIPFRAG]] });
    const answer: SipOutput[] = core.respond(transaction, 200, now);
    const state = parseSubscriptionState(header(request, "Subscription-State") ?? "");
    const status = parseSipFrag(request.body)?.status;
    if (status !== undefined && status >= 200) return [...answer, ...this.#finish(status)];
    // it ends without a word of how
    if (state?.state === "terminated") return [...answer, ...this.#finish(408)];
    const patience = state?.expires ?? LONGEST_REFERRAL;
    this.#giveUpAt = now + 1000 * Math.min(Math.max(patience, REFERRAL_PATIENCE), LONGEST_REFERRAL);
    if (status === undefined) return answer;
    return [...answer, ...this.#user.tell({ event: "transferred", call: this.#user.call, status, over: false })];
  }

  poll(now: Instant): SipOutput[] {
    return now < this.#giveUpAt ? [] : this.#finish(408);
  }

  #answered(response: SipResponse, now: Instant): SipOutput[] {
    const { status } = response;
    if (this.#sequence === null) return []; // a NOTIFY has already told the end
    if (status >= 300) {
      const told = this.#finish(status);
      return status === 408 || status === 481 ? [...told, ...this.#user.dead(response.reason, now)] : told;
    }
    // RFC 4488 section 4: nothing more will be told
    if (isNo(header(response, "Refer-Sub"))) return this.#finish(status);
    if (this.#giveUpAt === NEVER) this.#giveUpAt = now + 1000 * REFERRAL_PATIENCE;
    return [];
  }

  /** The first REFER of a dialog need not be named (RFC 3515 section 2.4.6). */
  #isOurs(request: SipRequest): boolean {
    const id = parseEvent(header(request, "Event") ?? "")?.id ?? null;
    return id === null || id === String(this.#sequence);
  }

  #finish(status: number): SipOutput[] {
    this.#sequence = null;
    this.#giveUpAt = NEVER;
    this.#errand.abandon();
    return this.#user.tell({ event: "transferred", call: this.#user.call, status, over: true });
  }
}

function isNo(value: string | undefined): boolean {
  return value?.trim().toLowerCase().startsWith("false") === true;
}

/**
 * Whom a call goes to that shall take the place of ours with `other` (RFC 5589 section 7).
 *
 * By his Contact the other side is reached alone, but whoever we send there may have no way to it; by his address of record
 * the proxies find him, and Replaces finds his telephone. So the address it is, when our own server knows it; his Contact
 * when the owner wants it, when it is made to be known everywhere (RFC 5627), or when there is no other address of use.
 */
function uriOfOther(core: Core, other: Dialog): string {
  const contact = parseSipUri(other.remoteTarget);
  const record = parseSipUri(other.remoteUri);
  const global = contact !== undefined && uriParam(contact, "gr") !== undefined;
  const known = record !== undefined && record.user !== "" && core.isHome(record);
  return core.account.transfer.toContact || global || !known ? other.remoteTarget : other.remoteUri;
}

export function referToOther(core: Core, other: Dialog, replacing: boolean): string | undefined {
  const { callId, localTag: fromTag, remoteTag: toTag } = other;
  return emitReferTo(uriOfOther(core, other), replacing ? { callId, toTag, fromTag, earlyOnly: false } : null);
}
