/**
 * One line's user agent: a message, an order or a moment goes to the right machine; messages and events come out.
 *
 * Who may ring: our server, and whoever is in a call with us. Strangers hear nothing, and are counted.
 */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import { hasVia, tagOf } from "../transaction/mandatory.js";
import { responseTo } from "../transaction/response.js";
import { type Timers, timersOf } from "../transaction/timers.js";
import { type Heard, received } from "../transaction/transactions.js";
import type { Codec } from "../wire/agreement.js";
import { type Endpoint, type Hop, type Place, sameEndpoint, sameHop } from "../wire/hop.js";
import { header, type SipRequest, type SipResponse } from "../wire/sip-message.js";
import { parseSip } from "../wire/sip-parse.js";
import { reasonPhrase } from "../wire/sip-status.js";
import { parseSipUri } from "../wire/sip-uri.js";
import type { Account } from "./account.js";
import type { Call } from "./call.js";
import { ABILITIES, sdpOf } from "./content.js";
import { Core, type Server, type SipOutput, type TransactionUser } from "./core.js";
import { dialogOfRequest } from "./dialog.js";
import type { Digest } from "./digest.js";
import { objectionToContent, objectionToMethod } from "./door.js";
import { peerOf } from "./identity.js";
import { IncomingCall } from "./incoming-call.js";
import { LONGEST_TEXT, MOST_LINGERING_CALLS } from "./limits.js";
import { isAcceptable } from "./offer-answer.js";
import { OutgoingCall } from "./outgoing-call.js";
import { Probes } from "./probes.js";
import { Registration, type RegistrationState, type RetryOptions } from "./registration.js";
import type { CallId, SipOrder } from "./seam.js";

export type { Account } from "./account.js";
export type { SipOutput } from "./core.js";

export type UserAgentOptions = {
  readonly account: Account;
  /** Where we can be reached, for Via and Contact. */
  readonly local: Endpoint;
  readonly chance: Chance;
  readonly digest: Digest;
  readonly timers?: Partial<Timers>;
  /** A further caller is told that we are busy. */
  readonly maxCalls: number;
  /** Codecs the telephone will bring when it answers; both, unless told otherwise. */
  readonly codecs?: readonly Codec[];
  /** Seconds a call we make may ring. */
  readonly inviteExpires?: number;
  /** Places one call may be sent on to. */
  readonly maxRedirections?: number;
  readonly retry?: Partial<RetryOptions>;
};

const RETRY: RetryOptions = frozen({
  retryInterval: 30,
  retryIntervalCap: 120,
  longRetryInterval: 1200,
  retryRandom: 0,
  longRetryRandom: 0,
  // nobody answered, or the server is in trouble (sections 21.4.9, 21.5)
  mayPass: (status) => status === 408 || status === 480 || (status >= 500 && status < 600),
});
const INVITE_EXPIRES = 240;
const MAX_REDIRECTIONS = 5;
const BOTH: readonly Codec[] = frozen(["PCMU", "PCMA"]);

/** The responses that stand for none (section 8.1.3.1). */
const NO_ANSWER = frozen({ timeout: noAnswer(408), unreachable: noAnswer(503) });

export class UserAgent {
  readonly #core: Core;
  readonly #registration: Registration;
  readonly #maxCalls: number;
  readonly #codecs: readonly Codec[];
  readonly #inviteExpires: number;
  readonly #maxRedirections: number;
  readonly #calls = new Map<CallId, Call>();
  readonly #probes: Probes;
  #spokenTo: Hop | null;
  #lastCall: CallId = 0;
  #strangers = 0;

  constructor(options: UserAgentOptions) {
    const { account, local, chance, digest } = options;
    this.#core = new Core({ account, local, chance, digest, timers: timersOf(options.timers) });
    this.#registration = new Registration(this.#core, { ...RETRY, ...options.retry });
    this.#probes = new Probes(this.#core);
    this.#spokenTo = this.#core.server;
    this.#maxCalls = options.maxCalls;
    this.#codecs = options.codecs ?? BOTH;
    this.#inviteExpires = options.inviteExpires ?? INVITE_EXPIRES;
    this.#maxRedirections = options.maxRedirections ?? MAX_REDIRECTIONS;
  }

  get deadline(): Instant {
    const { transactions, servers } = this.#core;
    let deadline = Math.min(transactions.deadline, this.#registration.deadline, servers.deadline);
    for (const call of this.#calls.values()) deadline = Math.min(deadline, call.deadline);
    return deadline;
  }

  get registration(): { readonly state: RegistrationState; readonly code: number | null; readonly reason: string } {
    const { state, code, reason } = this.#registration;
    return { state, code, reason };
  }

  /** User part of our Contact, which the server has to name. */
  get contactUser(): string {
    return this.#core.contactUser;
  }

  /** Messages dropped without an answer: from strangers, or of no sense. */
  get strangers(): number {
    return this.#strangers;
  }

  /** Calls and transactions still alive. */
  get size(): number {
    return this.#calls.size + this.#core.transactions.size;
  }

  /** What has to be known before anything can be said. */
  start(): readonly SipOutput[] {
    return this.#core.servers.names.map((find) => ({ find }));
  }

  poll(now: Instant): readonly SipOutput[] {
    const outputs: SipOutput[] = [];
    for (const hop of this.#core.servers.poll(now)) outputs.push(...this.#probes.ask(hop, now));
    if (this.#core.transactions.deadline <= now) this.#perform(this.#core.transactions.poll(now), outputs, now);
    if (this.#registration.deadline <= now) outputs.push(...this.#registration.poll(now));
    for (const call of this.#calls.values()) if (call.deadline <= now) outputs.push(...call.poll(now));
    return this.#rest(outputs, now);
  }

  /** One message: a datagram, or what has been cut out of a stream. */
  receive(octets: Uint8Array, from: Hop, now: Instant): readonly SipOutput[] {
    const parsed = parseSip(octets);
    if (!parsed) return isKeepAlive(octets) ? [] : this.#drop();
    if ("refuse" in parsed) return this.#isWelcome(parsed.request, from) ? this.#refuse(parsed, from) : this.#drop();
    const { message } = parsed;
    if (message.kind === "request" && !this.#isWelcome(message, from)) return this.#drop();
    const heard = this.#core.transactions.receive(message, from, now);
    // What our server repeats when all is over is no stranger's.
    if (!heard) return this.#core.isServer(from) ? [] : this.#drop();
    const outputs: SipOutput[] = [];
    this.#perform(heard, outputs, now);
    return this.#rest(outputs, now);
  }

  handle(order: SipOrder, now: Instant): readonly SipOutput[] {
    switch (order.do) {
      case "register":
        return this.#core.account.registers ? this.#registration.register(now) : [];
      case "unregister":
        return this.#registration.unregister(now);
      case "invite":
        return this.#invite(order, now);
      default: {
        const outputs = this.#calls.get(order.call)?.handle(order, now) ?? [];
        this.#sweep();
        return outputs;
      }
    }
  }

  /** A server has been looked up: where it is, or nowhere; and again whenever that is no longer true. */
  found(place: Place, hops: readonly Hop[], now: Instant): readonly SipOutput[] {
    const { servers } = this.#core;
    const known = servers.current !== null;
    const turned = servers.found(place, hops);
    // to have found nothing is news only while nothing was known
    if (!turned && (known || hops.length > 0)) return [];
    return this.#rest([...this.#turn(now)], now);
  }

  /** Our own address is another. */
  moved(local: Endpoint, now: Instant): readonly SipOutput[] {
    const { transactions } = this.#core;
    if (sameEndpoint(local, transactions.local)) return [];
    transactions.local = local;
    return this.#rest([...this.#registration.moved(now)], now);
  }

  /** Speaks to another server from now on. */
  #turn(now: Instant): readonly SipOutput[] {
    this.#core.realm = null;
    this.#spokenTo = this.#core.server;
    return sameHop(this.#registration.server, this.#spokenTo) && this.#spokenTo ? [] : this.#registration.moved(now);
  }

  /** Whatever has happened may have been the end of a call, or of a server. */
  #rest(outputs: SipOutput[], now: Instant): SipOutput[] {
    if (!sameHop(this.#core.server, this.#spokenTo)) outputs.push(...this.#turn(now));
    this.#sweep();
    return outputs;
  }

  /** Nothing can be sent there: a connection was refused, or has broken. */
  unreachable(hop: Hop, now: Instant): readonly SipOutput[] {
    const outputs: SipOutput[] = [];
    this.#perform(this.#core.transactions.unreachable(hop, now), outputs, now);
    return this.#rest(outputs, now);
  }

  #invite(order: Extract<SipOrder, { do: "invite" }>, now: Instant): SipOutput[] {
    const { call: id, media } = order;
    const core = this.#core;
    const target = this.#uriOf(order.target);
    const refused = (status: number, reason: string): SipOutput[] => [{ event: "refused", call: id, status, reason }];
    if (target === undefined) return refused(484, "Not a number and no sip: URI");
    const [expires, maxRedirections] = [this.#inviteExpires, this.#maxRedirections];
    const { anonymous } = order;
    const call = new OutgoingCall({ core, id, target, media, expires, maxRedirections, anonymous, now });
    this.#calls.set(id, call);
    const outputs = call.invite(now);
    this.#sweep();
    return outputs;
  }

  /** A number of our own domain, a user of another one, or a whole URI as it stands. */
  #uriOf(target: string): string | undefined {
    if (target === "") return undefined;
    const isUri = /^[a-z][a-z0-9+.-]*:/i.test(target);
    if (!isUri && !target.includes("@")) return this.#core.uriOfUser(target);
    const uri = isUri ? target : `sip:${target}`;
    return parseSipUri(uri)?.scheme === "sip" ? uri : undefined;
  }

  /** By decision of the owner: our server only, unless the request belongs to a call. */
  #isWelcome(request: SipRequest, from: Hop): boolean {
    const { account, transactions } = this.#core;
    if (!account.restrictSource || this.#core.isServer(from)) return true;
    return this.#callOf(request) !== undefined || transactions.knows(request, from);
  }

  /** Says what is wrong with a message that never becomes a transaction. */
  #refuse(parsed: { readonly refuse: number; readonly request: SipRequest }, from: Hop): readonly SipOutput[] {
    if (!hasVia(parsed.request)) return this.#drop();
    const request = received(parsed.request, from);
    const response = responseTo(request, parsed.refuse, this.#core.contactUser);
    return [this.#core.transactions.reply(response, request, from)];
  }

  #drop(): readonly SipOutput[] {
    this.#strangers++;
    return [];
  }

  #perform(heard: readonly Heard<TransactionUser>[], outputs: SipOutput[], now: Instant): void {
    for (const item of heard) {
      if (!("heard" in item)) {
        outputs.push(item);
        continue;
      }
      switch (item.heard) {
        case "request":
          outputs.push(...this.#asked(item.transaction, item.merged, now));
          break;
        case "cancel":
          outputs.push(...this.#cancelled(item.transaction, item.invite, now));
          break;
        case "ack":
          outputs.push(...(this.#callOf(item.request)?.ack(item.request, now) ?? []));
          break;
        case "response": {
          const { user } = item.transaction;
          if (user) outputs.push(...user.response(item.response, item.transaction, now));
          break;
        }
        case "end": {
          const { user } = item.transaction;
          if (item.why !== "done" && user) outputs.push(...user.response(NO_ANSWER[item.why], item.transaction, now));
          user?.ended(item.transaction);
          break;
        }
      }
    }
  }

  #asked(transaction: Server, merged: boolean, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request } = transaction;
    if (tagOf(request, "To") !== "") {
      const call = this.#callOf(request);
      if (!call) return core.respond(transaction, 481, now); // section 12.2.2
      const objection = objectionToContent(request, core.account);
      return objection ? core.respond(transaction, objection.status, now, objection) : call.request(transaction, now);
    }
    if (merged) return core.respond(transaction, 482, now);
    const objection = objectionToMethod(request);
    if (objection) return core.respond(transaction, objection.status, now, objection);
    const uri = parseSipUri(request.uri);
    if (uri?.scheme !== "sip") return core.respond(transaction, 416, now);
    if (!this.#isForUs(request.method, uri.user)) {
      const peer = peerOf(request, core.isServer(transaction.from));
      const shown = request.uri.slice(0, LONGEST_TEXT);
      return [...core.respond(transaction, 404, now), { event: "rejected", uri: shown, peer, status: 404 }];
    }
    const content = objectionToContent(request, core.account);
    if (content) return core.respond(transaction, content.status, now, content);
    if (request.method === "OPTIONS") return core.respond(transaction, 200, now, { headers: ABILITIES });
    return this.#invited(transaction, now);
  }

  /** A server that asks only whether we are there need not know our secret name. */
  #isForUs(method: string, user: string): boolean {
    const { account, contactUser } = this.#core;
    return !account.restrictContactUser || user === contactUser || (method === "OPTIONS" && user === "");
  }

  #invited(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request, from, tag } = transaction;
    const offer = sdpOf(request);
    if (offer.length > 0 && !isAcceptable(offer, this.#codecs)) {
      const warning = `305 ${core.transactions.local.address} "Incompatible media format"`;
      return core.respond(transaction, 488, now, { headers: [["Warning", warning]] });
    }
    const dialog = dialogOfRequest(request, tag, core.account.maxForwards);
    if (!dialog) return core.respond(transaction, 400, now, { reason: "No way back" });
    const reachable = core.account.answersWithoutRegistration || this.#registration.bound(now);
    if (!reachable) return core.respond(transaction, 480, now);
    const busy = [...this.#calls.values()].filter((call) => call.busy).length;
    if (busy >= this.#maxCalls) return core.respond(transaction, 486, now);
    this.#lastCall += 2;
    const id = this.#lastCall;
    this.#calls.set(id, new IncomingCall({ core, id, invite: transaction, dialog, now }));
    const alertInfo = header(request, "Alert-Info")?.slice(0, LONGEST_TEXT) ?? null;
    return [
      ...core.respond(transaction, 100, now),
      {
        ...{ event: "invited", call: id, peer: peerOf(request, core.isServer(from)), alertInfo },
        ...{ replaces: null, answerAfter: null, diverted: null },
      },
    ];
  }

  /** Section 9.2: the CANCEL is answered, and so is the INVITE unless it is too late for that. */
  #cancelled(transaction: Server, invite: Server | undefined, now: Instant): SipOutput[] {
    const core = this.#core;
    if (!invite || invite.from.address !== transaction.from.address) return core.respond(transaction, 481, now);
    const response = responseTo(transaction.request, 200, invite.tag);
    const outputs: SipOutput[] = core.transactions.respond(transaction, response, now);
    for (const call of this.#calls.values())
      if (call instanceof IncomingCall && call.began(invite)) outputs.push(...call.cancel(now));
    return outputs;
  }

  #callOf(request: SipRequest): Call | undefined {
    for (const call of this.#calls.values()) if (call.owns(request)) return call;
    return undefined;
  }

  /** Forgets what is over, and of what lingers on the oldest. */
  #sweep(): void {
    let lingering = 0;
    for (const call of this.#calls.values()) {
      if (call.over) this.#calls.delete(call.id);
      else if (!call.busy) lingering++;
    }
    for (const call of this.#calls.values()) {
      if (lingering <= MOST_LINGERING_CALLS) return;
      if (call.busy) continue;
      this.#calls.delete(call.id);
      lingering--;
    }
  }
}

function noAnswer(status: number): SipResponse {
  return { kind: "response", status, reason: reasonPhrase(status), headers: [], body: new Uint8Array(0) };
}

/** CRLFs that keep a way through a NAT open (RFC 5626 section 3.5.1). */
function isKeepAlive(octets: Uint8Array): boolean {
  return octets.length <= 4 && octets.every((octet) => octet === 0x0d || octet === 0x0a);
}
