/**
 * Staying registered, for ever (RFC 3261 section 10.2): refreshed well before it runs out, tried again after every
 * failure, never given up. Who is refused for good reason (403, wrong password) asks again at a longer interval.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, token } from "../base/random.js";
import { secondsOf } from "../transaction/mandatory.js";
import type { Hop } from "../wire/hop.js";
import { addressParam, parseAddress } from "../wire/sip-address.js";
import { headerList, type SipHeaders, type SipResponse } from "../wire/sip-message.js";
import { reasonPhrase } from "../wire/sip-status.js";
import { parseSipUri } from "../wire/sip-uri.js";
import { Authentication, realmOf } from "./authentication.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";
import { LONGEST_REFRESH, LONGEST_RETRY_AFTER, LONGEST_TEXT } from "./limits.js";

export type RegistrationState = "registering" | "registered" | "failed" | "unregistered";

export type RetryOptions = {
  /** Seconds before the second try, when nobody or nobody able answered; doubled with each further one. */
  readonly retryInterval: number;
  /** What the doubling stops at, in seconds. */
  readonly retryIntervalCap: number;
  /** Seconds before the next try after a refusal. */
  readonly longRetryInterval: number;
  /** True for refusals of the moment, which are asked about again after the shorter wait. */
  readonly mayPass: (status: number) => boolean;
};

/** How long we wait for the answer to our farewell. */
const FAREWELL = 1500;
/** A registration is renewed this long before it ends, or at half its time if that is shorter. */
const MARGIN = 300;

export class Registration implements TransactionUser {
  readonly #core: Core;
  readonly #retry: RetryOptions;
  readonly #authentication: Authentication;
  readonly #callId: string;
  readonly #tag: string;
  #sequence = 0;
  /** The owner wants us registered. */
  #wanted = false;
  /** The request under way, and what it asks for. */
  #attempt: Client | null = null;
  #asked = 0;
  #leastExpires = 0;
  #failures = 0;
  #nextAt: Instant = NEVER;
  /** Whom we last spoke to. */
  server: Hop | null = null;
  /** Until when the server knows where we are. */
  #boundUntil: Instant = -1;
  state: RegistrationState = "unregistered";
  code: number | null = null;
  reason = "";

  constructor(core: Core, retry: RetryOptions) {
    this.#core = core;
    this.#retry = retry;
    this.#authentication = new Authentication(core.secret);
    this.#callId = token(core.chance, 24);
    this.#tag = token(core.chance, 10);
  }

  get deadline(): Instant {
    return this.#nextAt;
  }

  /** True while the server can still find us, even when the last refresh went wrong. */
  bound(now: Instant): boolean {
    return now < this.#boundUntil;
  }

  /** Registers, or renews the registration now. Without a server yet, it waits for one. */
  register(now: Instant): SipOutput[] {
    this.#wanted = true;
    this.#failures = 0;
    const underWay = this.#attempt !== null && this.#asked > 0;
    if (underWay || !this.#core.server) return []; // one at a time
    return this.#try(now);
  }

  /** Takes the binding back; over within 1.5 s, answered or not. */
  unregister(now: Instant): SipOutput[] {
    if (!this.#wanted) return [];
    this.#wanted = false;
    const known = this.#attempt !== null || this.bound(now);
    this.#abandon();
    this.#authentication.begin();
    this.#nextAt = now + FAREWELL;
    const sent = known ? this.#send(0, now) : [];
    return sent.length > 0 ? sent : this.#leave();
  }

  /** Our own address or that of the server is another: the old binding leads nowhere. */
  moved(now: Instant): SipOutput[] {
    if (!this.#wanted) return [];
    this.#failures = 0;
    this.#boundUntil = -1;
    this.#abandon();
    return this.#try(now);
  }

  response(response: SipResponse, transaction: Client, now: Instant): readonly SipOutput[] {
    const { status } = response;
    if (transaction !== this.#attempt || status < 200) return [];
    this.#attempt = null;
    if (status === 401 || status === 407) {
      this.#core.realm = realmOf(response) ?? this.#core.realm;
      if (this.#authentication.meet(response, null)) return this.#send(this.#asked, now);
    }
    if (!this.#wanted) return this.#leave();
    if (status < 300) return this.#registered(response, now);
    const least = status === 423 ? (secondsOf(response, "Min-Expires") ?? 0) : 0;
    if (least > this.#asked) {
      this.#leastExpires = least;
      return this.#try(now);
    }
    return this.#failed(response, transaction.to, now);
  }

  ended(): void {}

  poll(now: Instant): SipOutput[] {
    if (now < this.#nextAt) return [];
    if (this.#wanted) return this.#try(now);
    this.#abandon();
    return this.#leave();
  }

  #try(now: Instant): SipOutput[] {
    this.#abandon();
    this.#authentication.begin();
    const sent = this.#send(Math.max(this.#core.account.registerExpires, this.#leastExpires, 1), now);
    if (sent.length === 0) return this.#become("failed", null, "No server");
    return this.bound(now) ? sent : [...sent, ...this.#become("registering", null, "")];
  }

  /** Nothing when there is no server to send it to. */
  #send(expires: number, now: Instant): SipOutput[] {
    const { server, contact, identity, registrar } = this.#core;
    if (this.#wanted) this.#nextAt = NEVER;
    this.server = server;
    if (!server) return [];
    this.#asked = expires;
    const method = "REGISTER";
    const headers: SipHeaders = [
      ["Contact", `${contact};expires=${expires}`],
      ["Expires", String(expires)],
      ...this.#core.name("User-Agent"),
      ...this.#authentication.headers({ method, uri: registrar, body: new Uint8Array(0) }),
    ];
    const request = this.#core.request({
      ...{ method, uri: registrar, from: this.#core.from(this.#tag), to: `<${identity}>`, callId: this.#callId },
      ...{ sequence: ++this.#sequence, headers },
    });
    this.#attempt = this.#core.open(request, server, this, now);
    return [this.#attempt.dispatch];
  }

  #registered(response: SipResponse, now: Instant): SipOutput[] {
    const granted = this.#granted(response);
    if (granted <= 0) return this.#failed({ ...response, reason: "No binding" }, null, now);
    this.#failures = 0;
    this.#boundUntil = now + 1000 * granted;
    const rest = Math.min(Math.max(granted / 2, granted - MARGIN), LONGEST_REFRESH);
    // up to a twentieth earlier, so that lines that started together drift apart
    this.#nextAt = now + Math.max(1000, Math.floor(1000 * rest * (1 - below(this.#core.chance, 50) / 1000)));
    return this.#become("registered", response.status, response.reason);
  }

  /** Seconds: from our own Contact among those of all our siblings, else for all, else as asked (section 10.2.4). */
  #granted(response: SipResponse): number {
    for (const value of headerList(response, "Contact")) {
      const contact = parseAddress(value);
      const expires = contact && addressParam(contact, "expires");
      if (expires && /^\d{1,10}$/.test(expires) && this.#isOurs(contact.uri)) return Number(expires);
    }
    return secondsOf(response, "Expires") ?? this.#asked;
  }

  /** By its user part, which is a random word: hosts and ports are rewritten on the way. */
  #isOurs(uri: string): boolean {
    return parseSipUri(uri)?.user === this.#core.contactUser;
  }

  #failed(response: SipResponse, at: Hop | null, now: Instant): SipOutput[] {
    const { status } = response;
    if (at && this.#core.lost(response, at, now)) return this.#try(now);
    this.#nextAt = now + this.#pause(response);
    this.#failures++;
    if (status === 403 || status === 404) this.#boundUntil = -1;
    return this.#become("failed", status, response.reason);
  }

  /** Milliseconds until the next try: between half and the whole of the interval (RFC 5626 section 4.5). */
  #pause(response: SipResponse): number {
    const after = secondsOf(response, "Retry-After");
    if (after !== undefined) return 1000 * Math.min(Math.max(after, 1), LONGEST_RETRY_AFTER);
    const { retryInterval, retryIntervalCap, longRetryInterval, mayPass } = this.#retry;
    const doubled = retryInterval * 2 ** Math.min(this.#failures, 16);
    const whole = mayPass(response.status)
      ? Math.min(doubled, Math.max(retryIntervalCap, retryInterval))
      : longRetryInterval;
    return 500 * whole + below(this.#core.chance, 500 * whole);
  }

  #abandon(): void {
    if (this.#attempt) this.#core.transactions.abandon(this.#attempt);
    this.#attempt = null;
  }

  #leave(): SipOutput[] {
    this.#nextAt = NEVER;
    this.#boundUntil = -1;
    return this.#become("unregistered", null, "");
  }

  #become(state: RegistrationState, code: number | null, reason: string): SipOutput[] {
    const words = (reason === "" && code !== null ? reasonPhrase(code) : reason).slice(0, LONGEST_TEXT);
    if (state === this.state && code === this.code && words === this.reason) return [];
    this.state = state;
    this.code = code;
    this.reason = words;
    return [{ event: "registration", state, code, reason: words }];
  }
}
