/**
 * Which transaction a message belongs to (RFC 3261 sections 17.1.3, 17.2.3, 9.2), and the messages each one holds.
 *
 * Serves any transaction user: a line's agent, or a PBX. `U` is whatever the user wants to find again.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import { type Endpoint, type Hop, isReliable, sameHop } from "../wire/hop.js";
import { emitHostPort } from "../wire/sip/sip-host.js";
import {
  header,
  headerLines,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  withHeader,
} from "../wire/sip/sip-message.js";
import type { SipParam } from "../wire/sip/sip-param.js";
import { emitVia, responseTarget, viaParam, withReceived } from "../wire/sip/sip-via.js";
import { type Dispatch, dispatch } from "./dispatch.js";
import { InviteClient } from "./invite-client.js";
import { InviteServer } from "./invite-server.js";
import { LARGEST_DATAGRAM, MOST_SERVER_TRANSACTIONS } from "./limits.js";
import { callIdOf, sequenceOf, tagOf, viaOf } from "./mandatory.js";
import { NonInviteClient } from "./non-invite-client.js";
import { NonInviteServer } from "./non-invite-server.js";
import type { Timers } from "./timers.js";
import type { ClientOutput, End, ServerOutput } from "./transaction.js";

const MAGIC_COOKIE = "z9hG4bK";

export type ClientTransaction<U> = {
  readonly key: string;
  readonly request: SipRequest;
  readonly to: Hop;
  /** The request as it goes out, the first time and every time. */
  readonly dispatch: Dispatch;
  /** Null when nobody wants to hear how it went. */
  readonly user: U | null;
  readonly machine: InviteClient<SipResponse> | NonInviteClient<SipResponse>;
};

/** A request too large for a datagram may have to go by one after all: it stays the same transaction for its user. */
type Asked<U> = { -readonly [part in keyof ClientTransaction<U>]: ClientTransaction<U>[part] } & {
  /** As it was before Via, while it goes by a stream only for its size. */
  enlarged: SipRequest | null;
};

export type ServerTransaction = {
  readonly key: string;
  readonly request: SipRequest;
  readonly from: Hop;
  /** Ours, for the To of the responses. */
  readonly tag: string;
  readonly machine: InviteServer<SipResponse> | NonInviteServer<SipResponse>;
};

export type Heard<U> =
  | Dispatch
  /** Wants one final response. `merged`: it came by another way before (section 8.2.2.2). */
  | { readonly heard: "request"; readonly transaction: ServerTransaction; readonly merged: boolean }
  | {
      readonly heard: "cancel";
      readonly transaction: ServerTransaction;
      readonly cancelled: ServerTransaction | undefined;
    }
  /** The ACK to a 2xx. */
  | { readonly heard: "ack"; readonly request: SipRequest }
  | { readonly heard: "response"; readonly transaction: ClientTransaction<U>; readonly response: SipResponse }
  | { readonly heard: "end"; readonly transaction: ClientTransaction<U>; readonly why: End };

export type TransactionOptions = {
  readonly timers: Timers;
  readonly chance: Chance;
  /** What Via says of us. */
  readonly local: Endpoint;
  /** Requests too large for a datagram go by TCP, unless the next hop refuses to be connected to (section 18.1.1). */
  readonly enlarges?: boolean;
  /** Header names are written in their short forms. */
  readonly compact?: boolean;
  /** Responses do not tell the address, or the port, that a request came from, as they should (section 18.2.1, RFC 3581). */
  readonly hidesReceived?: boolean;
  readonly hidesRport?: boolean;
  /** Responses go back to where the request came from, whatever its Via says. */
  readonly answersToSource?: boolean;
  /** Server transactions at once; past them what comes is dropped, unless one that has answered can go. */
  readonly most?: number;
};

export class Transactions<U> {
  readonly #timers: Timers;
  readonly #chance: Chance;
  readonly #enlarges: boolean;
  readonly #compact: boolean;
  readonly #hidesReceived: boolean;
  readonly #hidesRport: boolean;
  readonly #answersToSource: boolean;
  readonly #most: number;
  readonly #clients = new Map<string, Asked<U>>();
  readonly #servers = new Map<string, ServerTransaction>();
  /** The last one that would not be connected to. */
  #datagramsOnly: Hop | null = null;
  local: Endpoint;

  constructor(options: TransactionOptions) {
    this.#timers = options.timers;
    this.#chance = options.chance;
    this.#enlarges = options.enlarges ?? false;
    this.#compact = options.compact ?? false;
    this.#hidesReceived = options.hidesReceived ?? false;
    this.#hidesRport = options.hidesRport ?? false;
    this.#answersToSource = options.answersToSource ?? false;
    this.#most = options.most ?? MOST_SERVER_TRANSACTIONS;
    this.local = options.local;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const { machine } of this.#clients.values()) deadline = Math.min(deadline, machine.deadline);
    for (const { machine } of this.#servers.values()) deadline = Math.min(deadline, machine.deadline);
    return deadline;
  }

  /** Transactions alive. */
  get size(): number {
    return this.#clients.size + this.#servers.size;
  }

  /** The request with a Via of ours, which makes it a transaction of its own (section 8.1.1.7). */
  #stamp({ kind, method, uri, headers, body }: SipRequest, to: Hop, branch: string): SipRequest {
    const { address, port } = this.local;
    // RFC 3581: answers come back through the hole the request made
    const via = `SIP/2.0/${to.transport.toUpperCase()} ${emitHostPort(address, port)};branch=${branch};rport`;
    return { kind, method, uri, headers: [["Via", via] as SipHeaders[number]].concat(headers), body };
  }

  get #branch(): string {
    return MAGIC_COOKIE + token(this.#chance, 16);
  }

  /** A client transaction for a request without Via. Its `dispatch` is the caller's to send, once. */
  open(request: SipRequest, to: Hop, user: U, now: Instant): ClientTransaction<U> {
    const branch = this.#branch;
    const key = keyOf(branch, request.method);
    const transaction = this.#open(key, this.#stamp(request, to, branch), to, user, now);
    if (!this.#enlarges || isReliable(to) || transaction.dispatch.send.length <= LARGEST_DATAGRAM) return transaction;
    const stream: Hop = { address: to.address, port: to.port, transport: "tcp" };
    if (sameHop(stream, this.#datagramsOnly)) return transaction;
    transaction.enlarged = request;
    this.#readdress(transaction, request, stream, now);
    return transaction;
  }

  /** A message that no transaction repeats: the ACK of a 2xx. */
  once(request: SipRequest, to: Hop): Dispatch {
    return dispatch(this.#stamp(request, to, this.#branch), to, this.#compact);
  }

  /** A message that is a transaction's already: a refusal of what could not be read. */
  reply(response: SipResponse, request: SipRequest, from: Hop): Dispatch {
    const to = this.#answersToSource ? from : wayBack(request, from);
    return dispatch(this.#hides(response), to, this.#compact);
  }

  #hides(response: SipResponse): SipResponse {
    if (!this.#hidesReceived && !this.#hidesRport) return response;
    const via = viaOf(response);
    const params: SipParam[] = [];
    for (const param of via.params) {
      if (param[0] === "received" && this.#hidesReceived) continue;
      params.push(param[0] === "rport" && this.#hidesRport ? ["rport", null] : param);
    }
    const headers = response.headers.slice();
    const at = headers.findIndex(([name]) => name === "Via");
    headers[at] = ["Via", emitVia({ ...via, params })];
    return { ...response, headers };
  }

  /** Nothing can be sent there: whoever still waits for a first answer waits in vain (section 17.1.4). */
  unreachable(hop: Hop, now: Instant): Heard<U>[] {
    const heard: Heard<U>[] = [];
    for (const client of [...this.#clients.values()]) {
      const { state } = client.machine;
      if (!sameHop(client.to, hop) || (state !== "calling" && state !== "trying")) continue;
      if (client.enlarged) {
        this.#datagramsOnly = client.to;
        const datagrams: Hop = { address: hop.address, port: hop.port, transport: "udp" };
        this.#readdress(client, client.enlarged, datagrams, now);
        client.enlarged = null;
        heard.push(client.dispatch);
      } else heard.push(...this.#ask(client, [{ do: "end", why: "unreachable" }]));
    }
    return heard;
  }

  /** The CANCEL of an INVITE that has had a provisional response (section 9.1). */
  cancel(invite: ClientTransaction<U>, now: Instant): Dispatch[] {
    if (!(invite.machine instanceof InviteClient) || invite.machine.state !== "proceeding") return [];
    invite.machine.cancelled(now);
    const request = hopByHop(invite.request, "CANCEL");
    return [this.#open(clientKey(request), request, invite.to, null, now).dispatch];
  }

  /** Hears no more of it. */
  abandon(transaction: ClientTransaction<U>): void {
    this.#clients.delete(transaction.key);
  }

  respond(transaction: ServerTransaction, response: SipResponse, now: Instant): Dispatch[] {
    return this.#serve(transaction, transaction.machine.respond(response, now));
  }

  /** `undefined` when it belongs to nothing and is dropped. */
  receive(message: SipMessage, from: Hop, now: Instant): Heard<U>[] | undefined {
    if (message.kind === "response") return this.#response(message, from, now);
    const request = received(message, from);
    return request.method === "ACK" ? this.#acknowledge(request, now) : this.#request(request, from);
  }

  /** True for a copy of a request, or the ACK or CANCEL to one. */
  knows(request: SipRequest, from: Hop): boolean {
    const same = received(request, from);
    return this.#servers.has(serverKey(same, same.method)) || this.#servers.has(serverKey(same, "INVITE"));
  }

  poll(now: Instant): Heard<U>[] {
    const heard: Heard<U>[] = [];
    for (const client of [...this.#clients.values()]) {
      if (client.machine.deadline <= now) heard.push(...this.#ask(client, client.machine.poll(now)));
    }
    for (const server of [...this.#servers.values()]) {
      if (server.machine.deadline <= now) heard.push(...this.#serve(server, server.machine.poll(now)));
    }
    return heard;
  }

  #open(key: string, request: SipRequest, to: Hop, user: U | null, now: Instant): Asked<U> {
    const transaction: Asked<U> = {
      key,
      request,
      to,
      dispatch: dispatch(request, to, this.#compact),
      user,
      machine: this.#machineFor(request, to, now),
      enlarged: null,
    };
    this.#clients.set(key, transaction);
    return transaction;
  }

  #machineFor({ method }: SipRequest, to: Hop, now: Instant) {
    const Machine = method === "INVITE" ? InviteClient<SipResponse> : NonInviteClient<SipResponse>;
    return new Machine(this.#timers, now, isReliable(to));
  }

  /** The same request, which has no Via yet, by another transport. */
  #readdress(transaction: Asked<U>, request: SipRequest, to: Hop, now: Instant): void {
    const branch = this.#branch;
    const stamped = this.#stamp(request, to, branch);
    this.#clients.delete(transaction.key);
    transaction.key = keyOf(branch, request.method);
    transaction.request = stamped;
    transaction.to = to;
    transaction.dispatch = dispatch(stamped, to, this.#compact);
    transaction.machine = this.#machineFor(request, to, now);
    this.#clients.set(transaction.key, transaction);
  }

  #response(response: SipResponse, from: Hop, now: Instant): Heard<U>[] | undefined {
    const transaction = this.#clients.get(clientKey(response));
    // nobody but the one who was asked may answer, and nobody but us (section 8.1.3.3)
    if (!transaction || transaction.to.address !== from.address || !hasOneVia(response)) return undefined;
    return this.#ask(transaction, transaction.machine.receive(response, now));
  }

  #acknowledge(request: SipRequest, now: Instant): Heard<U>[] {
    const machine = this.#servers.get(serverKey(request, "INVITE"))?.machine;
    if (!(machine instanceof InviteServer) || machine.state === "accepted") return [{ heard: "ack", request }];
    machine.acknowledge(now);
    return [];
  }

  #request(request: SipRequest, from: Hop): Heard<U>[] | undefined {
    const key = serverKey(request, request.method);
    const known = this.#servers.get(key);
    if (known) return this.#serve(known, known.machine.repeat());
    if (this.#servers.size >= this.#most && !this.#forgetOne()) return undefined;
    const merged = tagOf(request, "To") === "" && this.#isMerged(request);
    const Machine = request.method === "INVITE" ? InviteServer<SipResponse> : NonInviteServer<SipResponse>;
    const transaction: ServerTransaction = {
      key,
      request,
      from,
      tag: token(this.#chance, 10),
      machine: new Machine(this.#timers, isReliable(from)),
    };
    this.#servers.set(key, transaction);
    if (request.method !== "CANCEL") return [{ heard: "request", transaction, merged }];
    return [{ heard: "cancel", transaction, cancelled: this.#cancelledBy(request) }];
  }

  /** Whatever a CANCEL wants taken back (section 9.2), an INVITE nearly always. */
  #cancelledBy(request: SipRequest): ServerTransaction | undefined {
    const invite = this.#servers.get(serverKey(request, "INVITE"));
    if (invite) return invite;
    for (const other of this.#servers.values()) {
      const { method } = other.request;
      if (method !== "CANCEL" && other.key === serverKey(request, method)) return other;
    }
    return undefined;
  }

  /** The same request by another branch (section 8.2.2.2). */
  #isMerged(request: SipRequest): boolean {
    for (const { request: other } of this.#servers.values())
      if (
        other.method === request.method &&
        callIdOf(other) === callIdOf(request) &&
        tagOf(other, "From") === tagOf(request, "From") &&
        sequenceOf(other).number === sequenceOf(request).number
      )
        return true;
    return false;
  }

  #forgetOne(): boolean {
    for (const { key, machine } of this.#servers.values())
      if (machine.state === "completed" || machine.state === "confirmed") return this.#servers.delete(key);
    return false;
  }

  #ask(transaction: Asked<U>, outputs: ClientOutput<SipResponse>[]): Heard<U>[] {
    const heard: Heard<U>[] = [];
    for (const output of outputs) {
      switch (output.do) {
        case "send":
          heard.push(transaction.dispatch);
          break;
        case "acknowledge":
          heard.push(dispatch(refusalAck(transaction.request, output.response), transaction.to, this.#compact));
          break;
        case "tell":
          if (transaction.user !== null) heard.push({ heard: "response", transaction, response: output.response });
          break;
        case "end":
          this.#clients.delete(transaction.key);
          if (transaction.user !== null) heard.push({ heard: "end", transaction, why: output.why });
          break;
      }
    }
    return heard;
  }

  #serve(transaction: ServerTransaction, outputs: ServerOutput<SipResponse>[]): Dispatch[] {
    const sent: Dispatch[] = [];
    for (const output of outputs) {
      if (output.do === "send") sent.push(this.reply(output.response, transaction.request, transaction.from));
      else this.#servers.delete(transaction.key);
    }
    return sent;
  }
}

/** The request as received: Via notes where it came from (section 18.2.1, RFC 3581). */
export function received(request: SipRequest, from: Endpoint): SipRequest {
  const { kind, method, uri, body, marks } = request;
  const via = withReceived(viaOf(request), from.address, from.port);
  const headers = request.headers.slice();
  const at = headers.findIndex((row) => row[0] === "Via");
  if (at >= 0) headers[at] = ["Via", emitVia(via)];
  if (marks?.headers !== request.headers) return { kind, method, uri, headers, body };
  const { from: caller, to, cseq, callId, contact } = marks;
  return { kind, method, uri, headers, body, marks: { headers, via, from: caller, to, cseq, callId, contact } };
}

/**
 * Where the responses go (section 18.2.2): back by the stream the request came by, or where its Via says. Nobody can make
 * us send them to a third place: `maddr` is not followed.
 */
function wayBack(request: SipRequest, from: Hop): Hop {
  if (isReliable(from)) return from;
  const via = viaOf(request);
  const plain =
    viaParam(via, "maddr") === undefined ? via : { ...via, params: via.params.filter(([name]) => name !== "maddr") };
  const { address, port } = responseTarget(plain);
  return { address, port, transport: "udp" };
}

/** Another one behind ours is of somebody whom the response should have reached before us. */
function hasOneVia({ headers }: SipResponse): boolean {
  let count = 0;
  for (let i = 0; i < headers.length; i++) if (headers[i][0] === "Via") count++;
  return count === 1;
}

/** Section 17.1.3. */
function clientKey(message: SipMessage): string {
  return keyOf(viaParam(viaOf(message), "branch") ?? "", sequenceOf(message).method);
}

function keyOf(branch: string, method: string): string {
  return `${branch} ${method}`;
}

/** Section 17.2.3. Without the magic cookie (RFC 2543) all of Via counts, and what else an ACK has in common with its INVITE. */
function serverKey(request: SipRequest, method: string): string {
  const via = viaOf(request);
  const branch = viaParam(via, "branch") ?? "";
  if (branch.startsWith(MAGIC_COOKIE)) return `${branch} ${via.host}:${via.port ?? 5060} ${method}`;
  const { number } = sequenceOf(request);
  return `${request.uri} ${callIdOf(request)} ${tagOf(request, "From")} ${number} ${emitVia(via)} ${method}`;
}

/** CANCEL and ACK go the way of their INVITE: same Request-URI, Via, Route, and CSeq number (sections 9.1, 17.1.1.3). */
function hopByHop(invite: SipRequest, method: "CANCEL" | "ACK"): SipRequest {
  const headers: [string, string][] = [["Via", header(invite, "Via") ?? ""]];
  for (const route of headerLines(invite, "Route")) headers.push(["Route", route]);
  headers.push(["Max-Forwards", "70"]);
  for (const name of ["From", "To", "Call-ID"]) headers.push([name, header(invite, name) ?? ""]);
  headers.push(["CSeq", `${sequenceOf(invite).number} ${method}`]);
  return { kind: "request", method, uri: invite.uri, headers, body: new Uint8Array(0) };
}

/** The To of the refusal names whom it came from (section 17.1.1.3). */
function refusalAck(invite: SipRequest, refusal: SipResponse): SipRequest {
  const ack = hopByHop(invite, "ACK");
  const to = header(refusal, "To");
  const headers: SipHeaders = to === undefined ? ack.headers : withHeader(ack.headers, "To", to);
  return { ...ack, headers };
}
