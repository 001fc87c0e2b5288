/**
 * One line's user agent: a message, an order or a moment goes to the right machine; messages and events come out.
 *
 * Who may ring: our server, and whoever is in a call with us. Strangers hear nothing, and are counted.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import { hasVia, tagOf, withReadableVia } from "../transaction/mandatory.js";
import { responseTo } from "../transaction/response.js";
import { type Timers, timersOf } from "../transaction/timers.js";
import { type Heard, received } from "../transaction/transactions.js";
import type { Codec } from "../wire/agreement.js";
import { type Endpoint, type Hop, isReliable, type Place, sameHop } from "../wire/hop.js";
import type { SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { parseSip } from "../wire/sip/sip-parse.js";
import { reasonPhrase } from "../wire/sip/sip-status.js";
import type { Account } from "./account.js";
import { Arrangements } from "./arrangements.js";
import type { CallOrder } from "./call.js";
import { Calls } from "./calls.js";
import { Core, type Server, type SipOutput, type TransactionUser } from "./core.js";
import type { Digest } from "./digest.js";
import { objectionToContent } from "./door.js";
import { Heartbeat, type HeartbeatOptions } from "./heartbeat.js";
import { uriOfTarget, withoutHeaders } from "./home-uri.js";
import { OutgoingCall } from "./outgoing-call.js";
import { type NatOptions, seenBy } from "./outside.js";
import { Probes } from "./probes.js";
import { Reception } from "./reception.js";
import { Registration, type RegistrationState, type RetryOptions } from "./registration.js";
import type { SipOrder } from "./seam.js";
import { Subscription } from "./subscription.js";

export type { Account } from "./account.js";
export type { SipOutput } from "./core.js";

export type UserAgentOptions = {
  readonly account: Account;
  /** Where we can be reached, for Via and Contact. */
  readonly local: Endpoint;
  readonly chance: Chance;
  readonly digest: Digest;
  readonly timers?: Timers;
  /** A further caller is told that we are busy. */
  readonly maxCalls: number;
  /** Codecs the telephone will bring when it answers; both, unless told otherwise. */
  readonly codecs?: readonly Codec[];
  /** Seconds a call we make may ring. */
  readonly inviteExpires?: number;
  /** Places one call may be sent on to. */
  readonly maxRedirections?: number;
  readonly retry?: RetryOptions;
  readonly nat?: NatOptions;
  /** What keeps a NAT open; nothing when missing or null. */
  readonly keepAlive?: HeartbeatOptions | null;
};

export const RETRY: RetryOptions = frozen({
  retryInterval: 30,
  retryIntervalCap: 120,
  longRetryInterval: 1200,
  retryRandom: 0,
  longRetryRandom: 0,
  // nobody answered, or the server is in trouble (sections 21.4.9, 21.5)
  mayPass: (status) => status === 408 || status === 480 || (status >= 500 && status < 600),
});
const INVITE_EXPIRES = 240;
/** Seconds, where the registrar does not say (RFC 5626 sections 4.4.2 and 4.4.1). */
const FLOW_TIMER = 29;
const STREAM_FLOW_TIMER = 120;
const MAX_REDIRECTIONS = 5;
const BOTH: readonly Codec[] = frozen(["PCMU", "PCMA"]);

/** The responses that stand for none (section 8.1.3.1). */
const NO_ANSWER = frozen({ timeout: noAnswer(408), unreachable: noAnswer(503) });

export class UserAgent {
  readonly #core: Core;
  readonly #registration: Registration;
  /** Only of a mailbox that does not tell by itself. */
  readonly #subscription: Subscription | null;
  readonly #inviteExpires: number;
  readonly #maxRedirections: number;
  readonly #calls = new Calls();
  readonly #arrangements: Arrangements;
  readonly #reception: Reception;
  #probes: Probes | null = null;
  /** Only where a NAT is to be kept open. */
  readonly #heartbeat: Heartbeat | null;
  /** Where our server has last seen us; null while it has not said. */
  seen: Endpoint | null = null;
  /** By which stream nobody has answered: it may be broken without anybody knowing. Whoever looks takes it away. */
  dead: Hop | null = null;
  #spokenTo: Hop | null;
  #strangers = 0;

  constructor(options: UserAgentOptions) {
    const { account, local, chance, digest, nat } = options;
    this.#core = new Core({ account, local, chance, digest, timers: options.timers ?? timersOf(), nat });
    const retry = options.retry ?? RETRY;
    this.#registration = new Registration(this.#core, retry);
    this.#subscription = account.messages && new Subscription(this.#core, account.messages, retry);
    this.#arrangements = new Arrangements(this.#core, this.#calls);
    this.#reception = new Reception({
      ...{ core: this.#core, calls: this.#calls, arrangements: this.#arrangements, registration: this.#registration },
      ...{ maxCalls: options.maxCalls, codecs: options.codecs ?? BOTH },
    });
    const { keepAlive } = options;
    this.#heartbeat = keepAlive ? new Heartbeat(this.#core, this.#registration, keepAlive) : null;
    this.#spokenTo = this.#core.server;
    this.#inviteExpires = options.inviteExpires ?? INVITE_EXPIRES;
    this.#maxRedirections = options.maxRedirections ?? MAX_REDIRECTIONS;
  }

  get deadline(): Instant {
    return Math.min(this.#deadline, this.#heartbeat?.deadline ?? NEVER);
  }

  get #deadline(): Instant {
    const { transactions, servers } = this.#core;
    const calls = Math.min(this.#calls.deadline, this.#arrangements.deadline);
    const registration = Math.min(this.#registration.deadline, this.#subscription?.deadline ?? NEVER);
    return Math.min(transactions.deadline, servers.deadline, calls, registration);
  }

  get registration(): { readonly state: RegistrationState; readonly code: number | null; readonly reason: string } {
    const { state, code, reason } = this.#registration;
    return { state, code, reason };
  }

  /** Where a registrar wants to hear of us, and within how many seconds (RFC 5626); null where none does. */
  get flow(): (Hop & { readonly seconds: number }) | null {
    const { state, server, flowTimer } = this.#registration;
    if (state !== "registered" || !server || !this.#core.binding.outbound) return null;
    return { ...server, seconds: flowTimer ?? (isReliable(server) ? STREAM_FLOW_TIMER : FLOW_TIMER) };
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
    const sought = this.#heartbeat?.sought;
    const names = this.#core.servers.names;
    return (sought ? [...names, sought] : names).map((find) => ({ find }));
  }

  poll(now: Instant): readonly SipOutput[] {
    const outputs: SipOutput[] = [];
    for (const hop of this.#core.servers.poll(now)) {
      this.#probes ??= new Probes(this.#core);
      outputs.push(...this.#probes.ask(hop, now));
    }
    if (this.#heartbeat && this.#heartbeat.deadline <= now) outputs.push(...this.#heartbeat.poll(now));
    if (this.#core.transactions.deadline <= now) this.#perform(this.#core.transactions.poll(now), outputs, now);
    if (this.#registration.deadline <= now) outputs.push(...this.#registration.poll(now));
    if (this.#subscription && this.#subscription.deadline <= now) outputs.push(...this.#subscription.poll(now));
    this.#calls.poll(outputs, now);
    this.#arrangements.poll(outputs, now);
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
    if (message.kind === "response" && this.#core.isServer(from)) this.seen = seenBy(message, from) ?? this.seen;
    const outputs: SipOutput[] = [];
    this.#perform(heard, outputs, now);
    return this.#rest(outputs, now);
  }

  handle(order: SipOrder, now: Instant): readonly SipOutput[] {
    return this.#rest(this.#handle(order, now), now);
  }

  #handle(order: SipOrder, now: Instant): SipOutput[] {
    switch (order.do) {
      case "register":
        return this.#core.account.registers ? this.#registration.register(now) : (this.#subscription?.start(now) ?? []);
      case "unregister":
        return [...(this.#subscription?.stop(now) ?? []), ...this.#registration.unregister(now)];
      case "invite":
        return this.#invite(order, now);
      case "connect":
        return this.#arrangements.connect(order.call, order.other, now);
      default:
        return this.#ordered(order, now);
    }
  }

  /** An order for one call, and what it means for others. */
  #ordered(order: CallOrder, now: Instant): SipOutput[] {
    const outputs = this.#calls.get(order.call)?.handle(order, now) ?? [];
    if (order.do === "answer") outputs.push(...this.#arrangements.answered(order.call, now));
    else if (order.do === "hangUp") outputs.push(...this.#arrangements.hungUp(order.call, now));
    return outputs;
  }

  /** A server has been looked up: where it is, or nowhere; and again whenever that is no longer true. */
  found(place: Place, hops: readonly Hop[], now: Instant): readonly SipOutput[] {
    const { servers } = this.#core;
    const known = servers.current !== null;
    const turned = servers.found(place, hops);
    this.#heartbeat?.found(place, hops);
    // to have found nothing is news only while nothing was known
    if (!turned && (known || hops.length > 0)) return [];
    return this.#rest([...this.#turn(now)], now);
  }

  /** What our server is warned of with every registration; null for nothing. */
  warn(warning: string | null): void {
    this.#core.warnings = warning === null ? [] : [["Warning", warning]];
  }

  /** Our own address is another, or is seen by others as another: `outside`, null for the same. */
  moved(local: Endpoint, now: Instant, outside: Endpoint | null = null): readonly SipOutput[] {
    if (!this.#core.moved(local, outside)) return [];
    return this.#rest([...this.#registration.moved(now), ...(this.#subscription?.moved(now) ?? [])], now);
  }

  /** Speaks to another server from now on. */
  #turn(now: Instant): readonly SipOutput[] {
    this.#core.realms = null;
    this.#spokenTo = this.#core.server;
    if (!this.#core.account.registers) return this.#subscription?.turned(now) ?? [];
    return sameHop(this.#registration.server, this.#spokenTo) && this.#spokenTo ? [] : this.#registration.turned(now);
  }

  /** Whatever has happened may have been the end of a call, or of a server. */
  #rest(outputs: SipOutput[], now: Instant): SipOutput[] {
    if (!sameHop(this.#core.server, this.#spokenTo)) outputs.push(...this.#turn(now));
    this.#arrangements.watch(outputs, now);
    if (this.#subscription && this.#registration.settled) outputs.push(...this.#subscription.start(now));
    this.#calls.sweep();
    return outputs;
  }

  /** Nothing can be sent there: a connection was refused, or has broken. */
  unreachable(hop: Hop, now: Instant): readonly SipOutput[] {
    const outputs: SipOutput[] = [];
    this.#perform(this.#core.transactions.unreachable(hop, now), outputs, now);
    this.#registration.flowLost(hop, now);
    return this.#rest(outputs, now);
  }

  #invite(order: Extract<SipOrder, { do: "invite" }>, now: Instant): SipOutput[] {
    const { call: id, media, anonymous, referral } = order;
    const core = this.#core;
    const outputs: SipOutput[] = [];
    const by = referral === undefined ? [] : this.#arrangements.follow(id, referral, outputs, now);
    const whole = withoutHeaders(order.target);
    const target = uriOfTarget(core, whole.uri);
    if (target === undefined) {
      outputs.push({ event: "refused", call: id, status: 484, reason: "Not a number and no sip: URI" });
      return outputs;
    }
    const [expires, maxRedirections] = [this.#inviteExpires, this.#maxRedirections];
    const headers = [...whole.headers, ...by];
    const call = new OutgoingCall({ core, id, target, media, expires, maxRedirections, anonymous, headers, now });
    this.#calls.add(call);
    outputs.push(...call.invite(now));
    return outputs;
  }

  /** By decision of the owner: our server only, unless the request belongs to a call. */
  #isWelcome(request: SipRequest, from: Hop): boolean {
    const { account, transactions } = this.#core;
    if (!account.restrictSource || this.#core.isServer(from)) return true;
    const ours = this.#calls.of(request) !== undefined || this.#subscription?.owns(request) === true;
    return ours || transactions.knows(request, from);
  }

  /** Says what is wrong with a message that never becomes a transaction. */
  #refuse(parsed: { readonly refuse: number; readonly request: SipRequest }, from: Hop): readonly SipOutput[] {
    const readable = withReadableVia(parsed.request);
    if (!hasVia(readable)) return this.#drop();
    const request = received(readable, from);
    const response = responseTo(request, parsed.refuse, token(this.#core.chance, 10));
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
          outputs.push(...this.#cancelled(item.transaction, item.cancelled, now));
          break;
        case "ack":
          outputs.push(...(this.#calls.of(item.request)?.ack(item.request, now) ?? []));
          break;
        case "response": {
          const { user } = item.transaction;
          if (user) outputs.push(...user.response(item.response, item.transaction, now));
          if (item.response.status >= 200) item.transaction.shrink();
          break;
        }
        case "end": {
          const { user, to } = item.transaction;
          if (item.why === "timeout" && isReliable(to)) this.#dies(to, now);
          if (item.why !== "done" && user) outputs.push(...user.response(NO_ANSWER[item.why], item.transaction, now));
          user?.ended(item.transaction);
          break;
        }
      }
    }
  }

  #dies(stream: Hop, now: Instant): void {
    this.dead = stream;
    this.#registration.flowLost(stream, now);
  }

  #asked(transaction: Server, merged: boolean, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request } = transaction;
    if (tagOf(request, "To") === "") return this.#reception.asked(transaction, merged, now);
    const owner = this.#calls.of(request) ?? (this.#subscription?.owns(request) ? this.#subscription : undefined);
    if (!owner) return core.respond(transaction, 481, now); // section 12.2.2
    const objection = objectionToContent(request, core.account);
    return objection ? core.respond(transaction, objection.status, now, objection) : owner.request(transaction, now);
  }

  /** Section 9.2: the CANCEL is answered, and so is the INVITE unless it is too late for that. */
  #cancelled(transaction: Server, invite: Server | undefined, now: Instant): SipOutput[] {
    const core = this.#core;
    if (!invite || invite.from.address !== transaction.from.address) return core.respond(transaction, 481, now);
    const { request } = transaction;
    const outputs: SipOutput[] = core.transactions.respond(transaction, responseTo(request, 200, invite.tag), now);
    outputs.push(...(this.#calls.begunBy(invite)?.cancel(now, request) ?? []));
    return outputs;
  }
}

function noAnswer(status: number): SipResponse {
  return { kind: "response", status, reason: reasonPhrase(status), headers: [], body: new Uint8Array(0) };
}

/** CRLFs that keep a way through a NAT open (RFC 5626 section 3.5.1). */
function isKeepAlive(octets: Uint8Array): boolean {
  return octets.length <= 4 && octets.every((octet) => octet === 0x0d || octet === 0x0a);
}
