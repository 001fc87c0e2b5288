/**
 * The news of our mailbox, subscribed to for as long as we are registered (RFC 6665 section 4.1, RFC 3842).
 *
 * One dialog at a time: begun by SUBSCRIBE, by its 2xx or by a NOTIFY that overtakes it; renewed well before it runs out;
 * begun anew when the other side has forgotten it, now, soon, or after a long while, as it says.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, token } from "../base/random.js";
import { callIdOf, contactOf, secondsOf, sequenceOf, tagOf } from "../transaction/mandatory.js";
import { type Hop, sameHop } from "../wire/hop.js";
import { parseEvent, parseSubscriptionState, type SubscriptionState } from "../wire/sip/event.js";
import { header, headerList, type SipHeaders, type SipRequest, type SipResponse } from "../wire/sip/sip-message.js";
import type { Account } from "./account.js";
import type { Core, Server, SipOutput } from "./core.js";
import { Dialog, dialogOfResponse } from "./dialog.js";
import { Errand } from "./errand.js";
import { LONGEST_REFRESH, LONGEST_RETRY_AFTER, MOST_INTERVALS, MOST_ROUTES } from "./limits.js";
import { ALLOW_EVENTS } from "./methods.js";
import { SUMMARY, summarized } from "./notices.js";
import type { RetryOptions } from "./registration.js";

/** How long we wait for the answer to our farewell. */
const FAREWELL = 1500;
/** A subscription is renewed this many seconds before it ends, or at half its time if that is shorter. */
const MARGIN = 300;

type Mailbox = NonNullable<Account["messages"]>;

export class Subscription {
  readonly #core: Core;
  readonly #mailbox: Mailbox;
  readonly #retry: RetryOptions;
  readonly #errand: Errand;
  #wanted = false;
  #dialog: Dialog | null = null;
  /** Of the dialog, or the one that is being begun. */
  #callId = "";
  #tag = "";
  #sequence = 0;
  #asked = 0;
  #leastExpires = 0;
  #raised = 0;
  #failures = 0;
  #nextAt: Instant = NEVER;
  #server: Hop | null = null;

  constructor(core: Core, mailbox: Mailbox, retry: RetryOptions) {
    this.#core = core;
    this.#mailbox = mailbox;
    this.#retry = retry;
    this.#errand = new Errand(core, (response, request, now) => this.#answered(response, request, now));
  }

  get deadline(): Instant {
    return this.#nextAt;
  }

  owns(request: SipRequest): boolean {
    if (this.#callId === "" || callIdOf(request) !== this.#callId || tagOf(request, "To") !== this.#tag) return false;
    // before its 2xx, a NOTIFY tells who the other side is (RFC 6665 section 4.1.2.4)
    return this.#dialog ? this.#dialog.remoteTag === tagOf(request, "From") : request.method === "NOTIFY";
  }

  /** The server knows where we are, and has it again from us after it or we have moved. */
  start(now: Instant): SipOutput[] {
    const moved = !sameHop(this.#core.server, this.#server);
    const waits = this.#dialog !== null || this.#errand.underWay || this.#nextAt !== NEVER;
    if (this.#wanted && !moved && waits) return [];
    if (moved) this.#forget();
    this.#wanted = true;
    this.#failures = 0;
    return this.#subscribe(now);
  }

  /** Another server is spoken to, or one at last. */
  turned(now: Instant): SipOutput[] {
    return this.#wanted ? this.start(now) : [];
  }

  /** Our own address is another, and the other side shall know it. */
  moved(now: Instant): SipOutput[] {
    return this.#wanted && this.#dialog && !this.#errand.underWay ? this.#subscribe(now) : [];
  }

  /** Over within 1.5 s, answered or not. */
  stop(now: Instant): SipOutput[] {
    const known = this.#dialog !== null;
    this.#wanted = false;
    this.#nextAt = NEVER;
    this.#errand.abandon();
    if (!known) {
      this.#forget();
      return [];
    }
    this.#nextAt = now + FAREWELL;
    return this.#send(0, now);
  }

  poll(now: Instant): SipOutput[] {
    if (now < this.#nextAt) return [];
    this.#nextAt = NEVER;
    if (this.#wanted) return this.#subscribe(now);
    this.#errand.abandon();
    this.#forget();
    return [];
  }

  /** A request within the dialog, or a NOTIFY that makes it one. */
  request(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request } = transaction;
    const dialog = this.#dialog ?? dialogOfNotify(request, this.#sequence, core);
    if (!dialog) return core.respond(transaction, 400, now, { reason: "No way back" });
    if (request.method !== "NOTIFY") return core.respond(transaction, 405, now, { headers: [["Allow", "NOTIFY"]] });
    if (parseEvent(header(request, "Event") ?? "")?.package !== "message-summary")
      return core.respond(transaction, 489, now, { headers: ALLOW_EVENTS });
    if (!dialog.inOrder(request)) return core.respond(transaction, 500, now);
    this.#dialog = dialog;
    const told = summarized(core, transaction, now);
    dialog.refresh(request);
    const state = parseSubscriptionState(header(request, "Subscription-State") ?? "");
    if (state?.state === "terminated") return [...told, ...this.#terminated(state, now)];
    if (state && state.expires !== null && this.#wanted && !this.#errand.underWay) {
      this.#nextAt = Math.min(this.#nextAt, this.#renewalOf(state.expires, now));
    }
    return told;
  }

  #subscribe(now: Instant): SipOutput[] {
    const expires = Math.max(this.#mailbox.expires, this.#leastExpires, 1);
    const sent = this.#send(expires, now);
    // without a server we are asked again when there is one
    this.#nextAt = NEVER;
    return sent;
  }

  #send(expires: number, now: Instant): SipOutput[] {
    const core = this.#core;
    const { uri } = this.#mailbox;
    this.#errand.abandon();
    this.#asked = expires;
    this.#server = core.server;
    if (!this.#dialog) {
      this.#callId = token(core.chance, 24);
      this.#tag = token(core.chance, 10);
      this.#sequence = 0;
    }
    const headers: SipHeaders = [
      ...core.reintroduction,
      ["Event", "message-summary"],
      ["Accept", SUMMARY],
      ["Expires", String(expires)],
      ...core.name("User-Agent"),
    ];
    const dialog = this.#dialog;
    const compose = (proofs: SipHeaders): SipRequest => {
      if (this.#dialog) return this.#dialog.request("SUBSCRIBE", [...headers, ...proofs]);
      return core.request({
        ...{ method: "SUBSCRIBE", uri, from: core.from(this.#tag), to: `<${uri}>`, callId: this.#callId },
        ...{ sequence: ++this.#sequence, headers: [...headers, ...proofs] },
      });
    };
    return this.#errand.run(compose, dialog?.nextHop ?? uri, dialog !== null, now);
  }

  #answered(response: SipResponse, request: SipRequest, now: Instant): SipOutput[] {
    const { status } = response;
    if (!this.#wanted) return []; // the last NOTIFY may be still to come
    if (status < 300) return this.#accepted(response, request, now);
    const least = status === 423 ? (secondsOf(response, "Min-Expires") ?? 0) : 0;
    if (least > this.#asked && ++this.#raised <= MOST_INTERVALS) {
      this.#leastExpires = least;
      return this.#subscribe(now);
    }
    const had = this.#dialog !== null;
    this.#forget();
    // section 4.1.2.2: forgotten there, so it is begun anew; once at once
    if (had && (status === 481 || status === 408) && this.#failures === 0) {
      this.#failures++;
      return this.#subscribe(now);
    }
    const soon = status === 481 || (status !== 501 && this.#retry.mayPass(status));
    this.#nextAt = now + this.#pause(secondsOf(response, "Retry-After"), soon);
    return [];
  }

  #accepted(response: SipResponse, request: SipRequest, now: Instant): SipOutput[] {
    if (this.#dialog) this.#dialog.refresh(response);
    else this.#dialog = dialogOfResponse(request, response, this.#core.account.maxForwards) ?? null;
    const granted = secondsOf(response, "Expires") ?? this.#asked;
    if (!this.#dialog || granted === 0) {
      this.#forget();
      this.#nextAt = now + this.#pause(undefined, false);
      return [];
    }
    this.#failures = this.#raised = 0;
    this.#nextAt = this.#renewalOf(Math.min(granted, this.#asked), now);
    return [];
  }

  /** Section 4.1.3. */
  #terminated({ reason, retryAfter }: SubscriptionState, now: Instant): SipOutput[] {
    this.#forget();
    this.#errand.abandon();
    this.#nextAt = NEVER;
    if (!this.#wanted) return [];
    const again = reason === "deactivated" || reason === "timeout";
    if (again && this.#failures++ === 0) return this.#subscribe(now);
    const never = reason === "rejected" || reason === "noresource" || reason === "invariant";
    this.#nextAt = now + this.#pause(never ? undefined : (retryAfter ?? undefined), !never);
    return [];
  }

  #renewalOf(seconds: number, now: Instant): Instant {
    return now + 1000 * Math.max(1, Math.min(Math.max(seconds / 2, seconds - MARGIN), LONGEST_REFRESH));
  }

  /** Milliseconds until the next try: between half and the whole of the interval. */
  #pause(after: number | undefined, soon: boolean): number {
    if (after !== undefined) return 1000 * Math.min(Math.max(after, 1), LONGEST_RETRY_AFTER);
    const { retryInterval, retryIntervalCap, longRetryInterval } = this.#retry;
    const doubled = retryInterval * 2 ** Math.min(this.#failures++, 16);
    const whole = soon ? Math.min(doubled, Math.max(retryIntervalCap, retryInterval)) : longRetryInterval;
    return 500 * whole + below(this.#core.chance, 500 * whole);
  }

  #forget(): void {
    this.#dialog = null;
    this.#callId = "";
    this.#raised = 0;
  }
}

/** The dialog that the first NOTIFY of a subscription makes (section 4.4.1). */
function dialogOfNotify(request: SipRequest, localSequence: number, { account }: Core): Dialog | undefined {
  const remoteTarget = contactOf(request);
  const routes = headerList(request, "Record-Route");
  if (remoteTarget === undefined || routes.length > MOST_ROUTES) return undefined;
  return new Dialog({
    callId: callIdOf(request),
    local: header(request, "To") ?? "",
    localTag: tagOf(request, "To"),
    remote: header(request, "From") ?? "",
    remoteTag: tagOf(request, "From"),
    remoteTarget,
    routes,
    localSequence,
    remoteSequence: sequenceOf(request).number - 1,
    maxForwards: account.maxForwards,
  });
}
