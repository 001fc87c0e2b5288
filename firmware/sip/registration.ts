/**
 * Staying registered, for ever (RFC 3261 section 10.2): refreshed well before it runs out, tried again after every
 * failure, never given up. Who is refused for good reason (403, wrong password) asks again at a longer interval.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, token } from "../base/random.js";
import { secondsOf } from "../transaction/mandatory.js";
import { type Hop, isReliable, sameHop } from "../wire/hop.js";
import { parseAddress } from "../wire/sip/sip-address.js";
import { parseSipDate } from "../wire/sip/sip-date.js";
import { header, headerList, type SipHeaders, type SipResponse } from "../wire/sip/sip-message.js";
import { fits, reasonPhrase } from "../wire/sip/sip-status.js";
import { parseSipUri } from "../wire/sip/sip-uri.js";
import { Authentication, realmsOf } from "./authentication.js";
import { bindingOf, UNBOUND } from "./binding.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";
import { LONGEST_REFRESH, LONGEST_RETRY_AFTER, LONGEST_TEXT, MOST_TURNS } from "./limits.js";
import { whyOf } from "./why.js";

export type RegistrationState = "registering" | "registered" | "failed" | "unregistered";

export type RetryOptions = {
  /** Seconds before the second try, when nobody or nobody able answered; doubled with each further one. */
  readonly retryInterval: number;
  /** What the doubling stops at, in seconds. */
  readonly retryIntervalCap: number;
  /** Seconds before the next try after a refusal. */
  readonly longRetryInterval: number;
  /** Seconds by which either wait may be longer, by chance. */
  readonly retryRandom: number;
  readonly longRetryRandom: number;
  /** True for refusals of the moment, which are asked about again after the shorter wait; `reason` is their own. */
  readonly mayPass: (status: number, reason?: string) => boolean;
};

/** How long we wait for the answer to our farewell. */
const FAREWELL = 1500;
/** A registration is renewed this long before it ends, or at half its time if that is shorter. */
const MARGIN = 300;
/** Our one flow of a line (RFC 5626 section 4.2.1). */
const REG_ID = 1;
const NO_BODY = new Uint8Array(0);

export class Registration implements TransactionUser {
  readonly #core: Core;
  readonly #retry: RetryOptions;
  readonly #authentication: Authentication;
  readonly #callId: string;
  /** Ours, the same in all of them. */
  readonly #from: string;
  #sequence = 0;
  /** The owner wants us registered. */
  #wanted = false;
  /** The request under way, and what it asks for. */
  #attempt: Client | null = null;
  #asked = 0;
  #leastExpires = 0;
  /** Redirections followed since the last try began. */
  #turns = 0;
  /** The registrar can do nothing with a flow of ours (439). */
  #plain = false;
  /** The URI that our server has bound last; "" when there is none. */
  #last = "";
  /** The one that it has been told last. */
  #told = "";
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
    this.#from = core.from(token(core.chance, 10));
  }

  /** Seconds in which the server wants a sign of life (RFC 5626 section 4.4); null when it does not say. */
  get flowTimer(): number | null {
    return this.#core.binding.flowTimer;
  }

  get deadline(): Instant {
    return this.#nextAt;
  }

  /** What shows with another REGISTER who we are, as far as the server has asked for it. */
  get proofs(): SipHeaders {
    return this.#authentication.headers({ method: "REGISTER", uri: this.#core.registrar, body: NO_BODY });
  }

  /** The server that is spoken to knows us, and has nothing more to be told. */
  get settled(): boolean {
    return this.state === "registered" && this.#attempt === null && sameHop(this.server, this.#core.server);
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
    const sent = known ? this.#send(0, this.server, now) : [];
    return sent.length > 0 ? sent : this.#leave();
  }

  /** Our own address is another: the old binding leads nowhere. */
  moved(now: Instant): SipOutput[] {
    this.#boundUntil = -1;
    return this.turned(now);
  }

  /** Another of our servers is spoken to. The one before still finds us, but what it told of the way is void. */
  turned(now: Instant): SipOutput[] {
    if (!this.#wanted) return [];
    this.#failures = 0;
    this.#plain = false;
    this.#core.binding = UNBOUND;
    // what is under way may be bound all the same
    if (this.#attempt) this.#last = this.#told;
    this.#abandon();
    return this.#try(now);
  }

  /** The connection by which our server reaches us has broken: it is told of another before long (RFC 5626 section 4.5). */
  flowLost(hop: Hop, now: Instant): void {
    if (!this.#wanted || this.#attempt || !isReliable(hop) || !sameHop(hop, this.server) || !this.bound(now)) return;
    this.#nextAt = Math.min(this.#nextAt, now + this.#about(this.#retry.retryInterval));
  }

  response(response: SipResponse, transaction: Client, now: Instant): readonly SipOutput[] {
    const { status } = response;
    if (transaction !== this.#attempt || status < 200) return [];
    this.#attempt = null;
    if (status === 401 || status === 407) {
      this.#core.realms = realmsOf(response, this.#core.realms);
      if (this.#authentication.meet(response, null)) return this.#send(this.#asked, transaction.to, now);
    }
    if (status < 300) this.#authentication.accepted(response);
    if (!this.#wanted) return this.#leave();
    if (status < 300) return this.#registered(response, now);
    return this.#elsewise(response, transaction, now) ?? this.#failed(response, transaction.to, now);
  }

  /** Another request that may do better at once; `undefined` when there is none. */
  #elsewise(response: SipResponse, { to }: Client, now: Instant): SipOutput[] | undefined {
    switch (response.status) {
      case 423: {
        const least = Math.min(secondsOf(response, "Min-Expires") ?? 0, this.#core.account.registerExpiresMax);
        if (least <= this.#asked) return undefined;
        this.#leastExpires = least;
        break;
      }
      case 439: // RFC 5626 section 4.2.1
        if (!this.#outbound) return undefined;
        this.#plain = true;
        break;
      case 301:
      case 302: {
        const hop = this.#turns < MOST_TURNS ? this.#redirected(response) : undefined;
        if (!hop) return undefined;
        this.#turns++;
        this.#authentication.begin();
        return this.#send(this.#asked, hop, now);
      }
      default:
        return undefined;
    }
    this.#authentication.begin();
    return this.#send(this.#expires, to, now);
  }

  /** Only to another server of our own: whoever else would hear who we are. */
  #redirected(response: SipResponse): Hop | undefined {
    for (const value of headerList(response, "Contact")) {
      const contact = parseAddress(value);
      const uri = contact && parseSipUri(contact.uri);
      if (uri?.scheme !== "sip") continue;
      const hop = this.#core.hopOf(uri);
      if (this.#core.isServer(hop)) return hop;
    }
    return undefined;
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
    this.#turns = 0;
    const sent = this.#send(this.#expires, this.#core.server, now);
    if (sent.length === 0) return this.#become("failed", null, "No server");
    return this.bound(now) ? sent : [...sent, ...this.#become("registering", null, "")];
  }

  get #expires(): number {
    return Math.max(this.#core.account.registerExpires, this.#leastExpires, 1);
  }

  /** The server is to keep the flow that we register by. */
  get #outbound(): boolean {
    const { outbound, instanceId } = this.#core.account.registration;
    return outbound && instanceId !== null && !this.#plain;
  }

  /** Nothing when there is no server to send it to. */
  #send(expires: number, server: Hop | null, now: Instant): SipOutput[] {
    const { identity, registrar: uri } = this.#core;
    if (this.#wanted) this.#nextAt = NEVER;
    this.server = server;
    if (!server) return [];
    this.#asked = expires;
    const method = "REGISTER";
    const wishes: SipHeaders = [
      ["Expires", String(expires)],
      ["Supported", this.#supported],
    ];
    const headers = this.#contacts(expires).concat(wishes, this.#particulars, this.#core.warnings, this.proofs);
    const to = `<${identity}>`;
    const sequence = ++this.#sequence;
    const request = this.#core.request({ method, uri, from: this.#from, to, callId: this.#callId, sequence, headers });
    this.#attempt = this.#core.open(request, server, this, now);
    return [this.#attempt.dispatch];
  }

  /** Where we are, and where we are no more. */
  #contacts(expires: number): SipHeaders {
    const { contactUri, account, outside } = this.#core;
    this.#told = contactUri;
    const { instanceId, removesLast } = account.registration;
    let params = instanceId === null ? "" : `;+sip.instance="<${instanceId}>"`;
    if (this.#outbound) params += `;reg-id=${REG_ID}`;
    const ours = ["Contact", `<${contactUri}>${params};expires=${expires}`] as const;
    // what a NAT has closed leads nowhere, or to somebody else
    const moved = (removesLast || outside !== null) && this.#last !== "" && this.#last !== contactUri;
    return moved ? [ours, ["Contact", `<${this.#last}>;expires=0`]] : [ours];
  }

  /** What the owner wants said besides. */
  get #particulars(): SipHeaders {
    const { account, particulars } = this.#core;
    const { userAgentName } = account.registration;
    return userAgentName === "" ? particulars : [["User-Agent", userAgentName], ...particulars];
  }

  /** RFC 3327, RFC 5626, RFC 5627. */
  get #supported(): string {
    const { instanceId, gruu } = this.#core.account.registration;
    const tags = gruu && instanceId !== null ? "path, gruu" : "path";
    return this.#outbound ? `${tags}, outbound` : tags;
  }

  #registered(response: SipResponse, now: Instant): SipOutput[] {
    const { account, contactUser: user } = this.#core;
    const { instanceId, gruu } = account.registration;
    const binding = bindingOf(response, { user, instanceId, gruu, outbound: this.#outbound });
    const granted = binding.granted ?? this.#asked;
    if (granted <= 0) return this.#failed({ ...response, reason: "No binding" }, null, now);
    this.#failures = 0;
    this.#boundUntil = now + 1000 * granted;
    this.#last = this.#told;
    this.#core.binding = binding;
    const lasting = Math.max(granted, account.registerExpiresMin);
    const rest = Math.min(Math.max(lasting / 2, lasting - MARGIN), LONGEST_REFRESH);
    // up to a twentieth earlier, so that lines that started together drift apart
    this.#nextAt = now + Math.max(1000, Math.floor(1000 * rest * (1 - below(this.#core.chance, 50) / 1000)));
    const time = header(response, "Date");
    const date = time === undefined ? undefined : parseSipDate(time);
    const told = this.#become("registered", response.status, response.reason);
    return date ? [...told, { event: "time", date }] : told;
  }

  #failed(response: SipResponse, at: Hop | null, now: Instant): SipOutput[] {
    const { status } = response;
    if (at && this.#core.lost(response, at, now)) return this.#try(now);
    this.#nextAt = now + this.#pause(response);
    this.#failures++;
    if (status === 403 || status === 404 || !this.bound(now)) this.#unbind();
    return this.#become("failed", status, wordsFor(response));
  }

  /** Milliseconds until the next try (RFC 5626 section 4.5). */
  #pause(response: SipResponse): number {
    const after = secondsOf(response, "Retry-After");
    if (after !== undefined) return 1000 * Math.min(Math.max(after, 1), LONGEST_RETRY_AFTER);
    const { status } = response;
    const { retryInterval, retryIntervalCap, retryRandom, longRetryInterval, longRetryRandom, mayPass } = this.#retry;
    const soon = mayPass(status, whyOf(response)) || this.#core.account.retryCodes.some((code) => fits(code, status));
    const doubled = retryInterval * 2 ** Math.min(this.#failures, 16);
    const whole = soon ? Math.min(doubled, Math.max(retryIntervalCap, retryInterval)) : longRetryInterval;
    return this.#about(whole) + below(this.#core.chance, 1000 * (soon ? retryRandom : longRetryRandom));
  }

  /** Milliseconds: between half and the whole of these seconds. */
  #about(seconds: number): number {
    return 500 * seconds + below(this.#core.chance, 500 * seconds);
  }

  #abandon(): void {
    if (this.#attempt) this.#core.transactions.abandon(this.#attempt);
    this.#attempt = null;
  }

  /** No server knows where we are, and what it told of the way is void. */
  #unbind(): void {
    this.#boundUntil = -1;
    this.#core.binding = UNBOUND;
  }

  #leave(): SipOutput[] {
    this.#nextAt = NEVER;
    this.#last = "";
    this.#unbind();
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

/** Why it was refused, with what the server says besides its phrase. */
function wordsFor(response: SipResponse): string {
  const { status, reason } = response;
  const name = status === 420 ? "Unsupported" : status === 421 ? "Require" : status === 423 ? "Min-Expires" : undefined;
  const detail = name === undefined ? (status < 400 ? header(response, "Contact") : undefined) : header(response, name);
  const phrase = reason === "" ? reasonPhrase(status) : reason;
  return detail === undefined ? whyOf(response) : `${phrase} (${name ?? "Contact"}: ${detail})`;
}
