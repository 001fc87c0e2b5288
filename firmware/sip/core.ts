/** What the machines of one line share: account, addresses, transactions, secret, and the shape of their requests. */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import type { ClientTransaction } from "../transaction/client-transaction.js";
import type { Dispatch } from "../transaction/dispatch.js";
import { type ResponseParts, responseTo } from "../transaction/response.js";
import type { ServerTransaction } from "../transaction/server-transaction.js";
import type { Timers } from "../transaction/timers.js";
import { Transactions } from "../transaction/transactions.js";
import { plainAddress } from "../wire/dns/dns-address.js";
import { type Endpoint, type Hop, isReliable, type Place, sameEndpoint } from "../wire/hop.js";
import { emitAddress } from "../wire/sip/sip-address.js";
import type { SipHeaders, SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { fits } from "../wire/sip/sip-status.js";
import { endOfQuoted, unquoted } from "../wire/sip/sip-text.js";
import { emitSipUri, parseSipUri, type SipUri, uriParam } from "../wire/sip/sip-uri.js";
import type { Account } from "./account.js";
import { realmsOf } from "./authentication.js";
import { type Binding, UNBOUND } from "./binding.js";
import { Challenger } from "./challenge.js";
import { ALLOW, type Extension, supportedBut } from "./content.js";
import { type Digest, Secret } from "./digest.js";
import type { NatOptions } from "./outside.js";
import type { SipEvent } from "./seam.js";
import { isNumeric, Servers } from "./servers.js";

const DEFAULT_PORT = 5060;
const BRACKETS = /^\[(.*)\]$/;
const NO_BODY = new Uint8Array(0);
const NONE = frozen([] as const);

/** `find` asks where a server is: `found` answers, now and whenever the DNS says otherwise. */
export type SipOutput = Dispatch | SipEvent | { readonly find: Place };

/** Whoever opened a transaction hears how it went. */
export interface TransactionUser {
  /** A response, or a 408 of our own making when none came (RFC 3261 section 8.1.3.1). */
  response(response: SipResponse, transaction: ClientTransaction<TransactionUser>, now: Instant): readonly SipOutput[];
  /** The transaction is gone. */
  ended(transaction: ClientTransaction<TransactionUser>): void;
}

export type Client = ClientTransaction<TransactionUser>;
export type Server = ServerTransaction;

export class Core {
  readonly account: Account;
  readonly chance: Chance;
  readonly timers: Timers;
  readonly secret: Secret;
  readonly transactions: Transactions<TransactionUser>;
  /** User part of our Contact: known to our server alone. */
  readonly contactUser: string;
  /** `sip:domain`, the Request-URI of a REGISTER (section 10.2). */
  readonly registrar: string;
  /** Our address of record. */
  readonly identity: string;
  /** Our name for display, without quotes. */
  readonly display: string;
  /** What the owner wants said in every REGISTER and INVITE. */
  readonly particulars: SipHeaders;
  /** What our registrar has told of us. */
  binding: Binding = UNBOUND;
  readonly servers: Servers;
  readonly #digest: Digest;
  #challenger: Challenger | null = null;
  /** Kept, as it is said often; and where it leads to. */
  #contactUri = "";
  #contactPlace = "";
  readonly #abilities: SipHeaders;
  readonly #changing: SipHeaders;
  /** What proxies have to understand (section 20.29). */
  readonly #demands: SipHeaders;
  /** The realms our server asks for, one a line; no other gets an answer. */
  realms: string | null = null;
  readonly #substitutesVia: boolean;
  #local: Endpoint;
  /** Where others see us, and what Contact says; null for where we are. */
  outside: Endpoint | null = null;
  /** What every REGISTER warns of. */
  warnings: SipHeaders = NONE;

  constructor(options: {
    account: Account;
    local: Endpoint;
    chance: Chance;
    digest: Digest;
    timers: Timers;
    nat?: NatOptions;
  }) {
    const { account, local, chance, digest, timers, nat } = options;
    this.#local = local;
    this.#substitutesVia = nat?.substitutesVia ?? false;
    this.account = account;
    this.chance = chance;
    this.#digest = digest;
    this.timers = timers;
    this.registrar = `sip:${account.domain}`;
    this.identity = this.uriOfUser(account.user);
    this.display = displayOf(account);
    const { guid } = account.identity;
    const { acceptLanguage, proxyRequire } = account.headers;
    const particulars = field("GUID", guid ?? "").concat(field("Accept-Language", acceptLanguage));
    this.particulars = particulars.length > 0 ? particulars : NONE;
    this.#demands = field("Proxy-Require", proxyRequire);
    this.servers = new Servers(account.servers, account.fallbackInterval);
    this.secret = new Secret({
      username: account.authUser === "" ? account.user : account.authUser,
      password: account.password,
      digest,
      chance,
      maxChallenges: account.maxChallenges,
    });
    this.transactions = new Transactions({
      timers,
      chance,
      local,
      compact: account.compact,
      enlarges: account.enlarges,
      hidesReceived: nat?.insertsReceived === false,
      hidesRport: nat?.insertsRport === false,
      answersToSource: nat?.answersToSource,
    });
    this.contactUser = token(chance, 12);
    const untimed: Extension[] = account.sessionTimer ? [] : ["timer"];
    this.#changing = ALLOW.concat(this.#supporting([...untimed, "100rel"]));
    this.#abilities = account.reliable ? ALLOW.concat(this.#supporting(untimed)) : this.#changing;
  }

  /** Supported: all extensions but some, and those of the way to us. */
  #supporting(without: readonly Extension[]): SipHeaders {
    const tags = supportedBut(without).map(([, value]) => value);
    const { instanceId, outbound, gruu } = this.account.registration;
    if (instanceId !== null && gruu) tags.push("gruu");
    if (instanceId !== null && outbound) tags.push("outbound");
    return field("Supported", tags.join(", "));
  }

  /** Made when it is first needed, as most lines ask nobody. */
  get challenger(): Challenger {
    this.#challenger ??= new Challenger(this.account, this.#digest, this.chance);
    return this.#challenger;
  }

  /** The server we speak to; null while none is known. */
  get server(): Hop | null {
    return this.servers.current;
  }

  /** We are, or are seen, elsewhere; false when nothing is new about it. */
  moved(local: Endpoint, outside: Endpoint | null): boolean {
    const before = this.outside ?? this.#local;
    const isNew = !sameEndpoint(local, this.#local) || !sameEndpoint(outside ?? local, before);
    this.#local = local;
    this.outside = outside;
    this.transactions.local = this.#substitutesVia && outside ? outside : local;
    return isNew;
  }

  get contactUri(): string {
    const { address: host, port } = this.outside ?? this.#local;
    // requests shall come to us the way ours go
    const transport = this.server && isReliable(this.server) ? this.server.transport : "udp";
    const place = `${host} ${port} ${transport}`;
    if (place !== this.#contactPlace) {
      const params = transport === "udp" ? NONE : ([["transport", transport]] as const);
      this.#contactUri = emitSipUri({ scheme: "sip", user: this.contactUser, host, port, params, headers: [] });
      this.#contactPlace = place;
    }
    return this.#contactUri;
  }

  get contact(): string {
    return `<${this.contactUri}>`;
  }

  /** By which we are reached in calls: from anywhere if we can be, else by the flow the server has for us. */
  get #lastingContact(): string {
    const { gruu, outbound } = this.binding;
    if (gruu !== null) return `<${gruu}>`;
    return outbound ? `<${this.contactUri};ob>` : this.contact;
  }

  /** A user of our own domain, special characters escaped: `#` must be, `*` need not (section 25.1). */
  uriOfUser(user: string): string {
    const at = parseSipUri(this.registrar);
    const { host, port } = at ?? { host: this.account.domain, port: null };
    return emitSipUri({ scheme: "sip", user, host, port, params: [], headers: [] });
  }

  /** From, with a tag of its own. */
  from(tag: string): string {
    return emitAddress({ display: this.display, uri: this.identity, params: [["tag", tag]] });
  }

  /** Who we are and what we can do, for what makes a dialog. */
  get introduction(): SipHeaders {
    return [["Contact", this.#lastingContact], ...this.#abilities];
  }

  /** The same for requests that change a call: there is no progress to be told reliably. */
  get reintroduction(): SipHeaders {
    return [["Contact", this.#lastingContact], ...this.#changing];
  }

  /** Where we are: progress of a call need not tell more, unless it is acknowledged. */
  get whereabouts(): SipHeaders {
    return [["Contact", this.#lastingContact]];
  }

  name(header: "User-Agent" | "Server"): SipHeaders {
    const { userAgentName, headers } = this.account;
    return field(header, header === "Server" ? headers.server : userAgentName);
  }

  /** A request outside any dialog, still without Via (section 8.1.1). */
  request(parts: {
    method: string;
    uri: string;
    from: string;
    to: string;
    callId: string;
    sequence: number;
    headers: SipHeaders;
    body?: Uint8Array;
  }): SipRequest {
    const { method, uri, from, to, callId, sequence, headers, body } = parts;
    const own: SipHeaders = [
      ["Max-Forwards", String(this.account.maxForwards)],
      ["From", from],
      ["To", to],
      ["Call-ID", callId],
      ["CSeq", `${sequence} ${method}`],
    ];
    const all = this.#preloadedRoute(method).concat(own, this.#demands, headers);
    return { kind: "request", method, uri, headers: all, body: body ?? NO_BODY };
  }

  /**
   * Where a request for this URI goes: to the server, unless the URI names another place by number and no outbound proxy
   * or route of the registrar's wants to see everything. Names are not looked up here: the server can do that. Null when there is no server.
   */
  hop(uri: string, inDialog = false): Hop | null {
    const { outboundProxy, outboundInDialog } = this.account;
    if (!inDialog && this.binding.routes.length > 0) return this.server;
    const there = outboundProxy && (outboundInDialog || !inDialog) ? undefined : parseSipUri(uri);
    if (!there || !isNumeric(hostOf(there))) return this.server;
    const home = parseSipUri(this.registrar);
    const ours = there.host === home?.host && there.port === home.port;
    return ours ? this.server : this.hopOf(there);
  }

  /** A place by its numbers (RFC 3263 section 4.1); a server of ours is spoken to as its owner wants, unless it says how. */
  hopOf(uri: SipUri): Hop {
    const [address, port] = [plainAddress(hostOf(uri)), uri.port ?? DEFAULT_PORT];
    const transport = uriParam(uri, "transport");
    const server = transport === undefined ? this.servers.at(address, port) : undefined;
    return server ?? { address, port, transport: transport?.toLowerCase() === "tcp" ? "tcp" : "udp" };
  }

  /** True for users of our own domain, or of the server by its numbers. */
  isHome({ host, port }: { readonly host: string; readonly port: number | null }): boolean {
    const home = parseSipUri(this.registrar);
    if (host === home?.host && (port ?? DEFAULT_PORT) === (home.port ?? DEFAULT_PORT)) return true;
    return this.isServer({ address: host, port: port ?? DEFAULT_PORT });
  }

  /** By its numbers: it may speak to us by a connection of its own, from any port. */
  isServer(hop: Endpoint & Partial<Hop>): boolean {
    return this.servers.has(hop, hop.transport === undefined || hop.transport === "udp");
  }

  /** True when a request shall be asked again, of another server: the one it went to is dead, or says that it is. */
  lost({ status, headers }: SipResponse, at: Hop, now: Instant): boolean {
    // what we say ourselves when nobody answers has no header
    const dead = headers.length === 0 || status === 503 || this.account.backupCodes.some((code) => fits(code, status));
    return dead && this.servers.failed(at, now);
  }

  /** A request within a call leads where the call leads; but a server that leaves it without an answer is no longer ours. */
  unanswered({ headers }: SipResponse, at: Hop, now: Instant): void {
    if (headers.length === 0) this.servers.failed(at, now);
  }

  open(request: SipRequest, to: Hop, user: TransactionUser, now: Instant): Client {
    return this.transactions.open(request, to, user, now);
  }

  /** Answers a request. */
  respond(transaction: Server, status: number, now: Instant, parts: ResponseParts = {}): Dispatch[] {
    const server = this.name("Server");
    const headers = parts.headers ? parts.headers.concat(server) : server;
    const { body, reason } = parts;
    const response = responseTo(transaction.request, status, transaction.tag, { headers, body, reason });
    return this.transactions.respond(transaction, response, now);
  }

  /**
   * True when a 401 or 407 may be answered: only our own server, asking for a realm of its own, hears anything made from the
   * password. Whoever else we call could take it home and guess.
   */
  mayAnswer(response: SipResponse, askedAt: Hop): boolean {
    const { status } = response;
    if ((status !== 401 && status !== 407) || !this.isServer(askedAt)) return false;
    this.realms ??= realmsOf(response, null);
    return true;
  }

  /** What the registrar wants, which is no way to itself (RFC 3608 section 6.1), else by the outbound proxy. */
  #preloadedRoute(method: string): SipHeaders {
    const { routes } = this.binding;
    if (routes.length > 0 && method !== "REGISTER") return [["Route", routes.join(", ")]];
    if (!this.account.outboundProxy || !this.server) return NONE;
    const { address: host, port } = this.server;
    const params = [["lr", null]] as const;
    return [["Route", `<${emitSipUri({ scheme: "sip", user: "", host, port, params, headers: [] })}>`]];
  }
}

/** RFC 3261 section 19.1.1. */
function hostOf(uri: SipUri): string {
  return uriParam(uri, "maddr")?.replace(BRACKETS, "$1") ?? uri.host;
}

function field(name: string, value: string): SipHeaders {
  return value === "" ? NONE : [[name, value]];
}

function displayOf({ displayName, identity }: Account): string {
  const isQuoted = !identity.escapesDisplayName && displayName[0] === '"';
  return isQuoted && endOfQuoted(displayName, 0) === displayName.length ? unquoted(displayName) : displayName;
}
