/**
 * The other side of a call asks us to call somebody (RFC 3515): REFER, what the telephone makes of it, and the NOTIFYs
 * that tell how it goes.
 *
 *   idle ──REFER──► asked ──followed──► followed ──final──► idle
 *                     └──declined, no word──► idle
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { sequenceOf } from "../transaction/mandatory.js";
import { emitSubscriptionState, parseEvent } from "../wire/sip/event.js";
import { header, headerLines, type SipHeaders, type SipResponse } from "../wire/sip/sip-message.js";
import { parseReferredBy, parseReferTo } from "../wire/sip/sip-refer.js";
import { emitReplaces } from "../wire/sip/sip-replaces.js";
import { emitSipUri } from "../wire/sip/sip-uri.js";
import { emitSipFrag } from "../wire/sip/sipfrag.js";
import type { Server, SipOutput } from "./core.js";
import { Errand } from "./errand.js";
import { homeNumber, homeUri } from "./home-uri.js";
import { LONGEST_REFERRAL, LONGEST_REFERRED_BY, LONGEST_TEXT } from "./limits.js";
import type { ServiceUser } from "./services.js";

const FRAGMENT = frozen([["Content-Type", "message/sipfrag;version=2.0"]] as const);

/** Whoever asked wants to hear no more. */
type Ending = "noresource" | "timeout";

export class Referral {
  readonly #user: ServiceUser;
  readonly #errand: Errand;
  /** Waits for the word of the telephone. */
  #asked: Server | null = null;
  /** Value of Event once it is followed; null when nobody wants to hear of it. */
  #event: string | null = null;
  #endsAt: Instant = NEVER;
  /** What has been told last. */
  #last = 0;
  #over = true;
  /** What could not be told yet, as one NOTIFY is still under way: of several things the newest. */
  #unsaid: { readonly status: number; readonly ending: Ending | null } | null = null;
  #referredBy: string | null = null;
  #seen = 0;

  constructor(user: ServiceUser) {
    this.#user = user;
    this.#errand = new Errand(user.core, (response, _request, now) => this.#answered(response, now));
  }

  get deadline(): Instant {
    return this.#endsAt;
  }

  /** Nothing has to be told any more. */
  get over(): boolean {
    return this.#over && this.#asked === null;
  }

  heard(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#user.core;
    const { request } = transaction;
    this.#seen++;
    if (this.#asked || !this.#over || this.#errand.underWay) return core.respond(transaction, 491, now);
    const values = headerLines(request, "Refer-To");
    const target = values.length === 1 ? parseReferTo(values[0]) : undefined;
    if (!target) return core.respond(transaction, 400, now, { reason: "No Refer-To" });
    if ("refuse" in target) return core.respond(transaction, target.refuse, now, { reason: target.because });
    const home = homeUri(core, target.uri) ?? homeNumber(core, target.uri);
    if (!home) return core.respond(transaction, 603, now);
    const headers: [string, string][] = target.replaces ? [["Replaces", emitReplaces(target.replaces)]] : [];
    if (target.require.some((tag) => tag.toLowerCase() === "replaces")) headers.push(["Require", "replaces"]);
    const by = header(request, "Referred-By");
    const sender = by === undefined || by.length > LONGEST_REFERRED_BY ? undefined : parseReferredBy(by);
    this.#referredBy = by !== undefined && sender ? by : null;
    this.#asked = transaction;
    this.#endsAt = now + core.timers.t1;
    const uri = emitSipUri({ ...home, headers });
    const from = sender?.address.uri.slice(0, LONGEST_TEXT) ?? null;
    return this.#user.tell({ event: "referred", call: this.#user.call, target: uri, by: from });
  }

  /** The telephone calls whom it was asked to. Headers for its INVITE; `undefined` when nobody asks any more. */
  follow(outputs: SipOutput[], now: Instant): SipHeaders | undefined {
    const asked = this.#asked;
    if (!asked) return undefined;
    const core = this.#user.core;
    const { request } = asked;
    this.#asked = null;
    const silent = header(request, "Refer-Sub")?.trim().toLowerCase().startsWith("false") === true;
    const introduction = core.reintroduction;
    const headers = silent ? [...introduction, ["Refer-Sub", "false"] as const] : introduction;
    outputs.push(...core.respond(asked, 202, now, { headers }));
    // its number names a REFER from the second one on (RFC 3515 section 2.4.6)
    this.#event = silent ? null : this.#seen === 1 ? "refer" : `refer;id=${sequenceOf(request).number}`;
    this.#over = silent;
    this.#endsAt = silent ? NEVER : now + 1000 * LONGEST_REFERRAL;
    this.#last = 0;
    outputs.push(...this.tell(100, now));
    return this.#referredBy === null ? [] : [["Referred-By", this.#referredBy]];
  }

  decline(now: Instant): SipOutput[] {
    const asked = this.#asked;
    this.#asked = null;
    if (this.#over) this.#endsAt = NEVER;
    return asked ? this.#user.core.respond(asked, 603, now) : [];
  }

  /** How the call we were asked for goes; a final status is the last. */
  tell(status: number, now: Instant): SipOutput[] {
    if (this.#over || status <= this.#last) return [];
    this.#last = status;
    return this.#notify(status, status < 200 ? null : "noresource", now);
  }

  /** A SUBSCRIBE of Event: refer, which prolongs or ends what the REFER began (RFC 3515 section 2.4.4). */
  subscribed(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#user.core;
    const id = parseEvent(header(transaction.request, "Event") ?? "")?.id ?? null;
    if (this.#over || this.#event === null || (id !== null && !this.#event.endsWith(`=${id}`) && this.#seen > 1)) {
      return core.respond(transaction, 481, now);
    }
    const ends = header(transaction.request, "Expires")?.trim() === "0";
    const expires = ends ? 0 : LONGEST_REFERRAL;
    const headers: SipHeaders = [...core.reintroduction, ["Expires", String(expires)]];
    this.#endsAt = now + 1000 * expires;
    const answer: SipOutput[] = core.respond(transaction, 200, now, { headers });
    return [...answer, ...this.#notify(this.#last, ends ? "timeout" : null, now)];
  }

  poll(now: Instant): SipOutput[] {
    if (now < this.#endsAt) return [];
    if (this.#asked) return this.decline(now);
    return this.#notify(this.#last, "timeout", now);
  }

  #notify(status: number, ending: Ending | null, now: Instant): SipOutput[] {
    if (this.#event === null) return [];
    if (ending !== null) this.#endsAt = NEVER;
    if (this.#errand.underWay) {
      this.#unsaid = { status, ending };
      return [];
    }
    const left = Math.max(0, Math.ceil((this.#endsAt - now) / 1000));
    const state = emitSubscriptionState({
      ...{ state: ending === null ? "active" : "terminated", reason: ending },
      ...{ expires: ending === null ? left : null, retryAfter: null },
    });
    const headers: SipHeaders = [
      ...this.#user.core.reintroduction,
      ["Event", this.#event],
      ["Subscription-State", state],
      ...this.#user.core.name("User-Agent"),
      ...FRAGMENT,
    ];
    const body = emitSipFrag(status);
    const compose = (proofs: SipHeaders) => this.#user.dialog.request("NOTIFY", [...headers, ...proofs], body);
    const sent = this.#errand.run(compose, this.#user.dialog.nextHop, true, now);
    if (ending !== null || sent.length === 0) this.#finish();
    return sent;
  }

  #answered({ status }: SipResponse, now: Instant): SipOutput[] {
    // nobody listens: whatever else is to be told is told to nobody; 491 is for news that has overtaken our 202
    if (status >= 300 && status !== 491) this.#finish();
    const next = this.#unsaid;
    this.#unsaid = null;
    return next ? this.#notify(next.status, next.ending, now) : [];
  }

  #finish(): void {
    this.#over = true;
    this.#event = null;
    this.#endsAt = NEVER;
    this.#unsaid = null;
  }
}
