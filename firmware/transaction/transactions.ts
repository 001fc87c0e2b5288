/**
 * Which transaction a message belongs to (RFC 3261 sections 17.1.3, 17.2.3, 9.2), and the messages each one holds.
 *
 * Serves any transaction user: a line's agent, or a PBX. `U` is whatever the user wants to find again.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import { type Endpoint, type Hop, isReliable, sameHop } from "../wire/hop.js";
import { emitSip } from "../wire/sip/sip-emit.js";
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
import { ClientTransaction, type Sent } from "./client-transaction.js";
import type { Dispatch } from "./dispatch.js";
import { InviteClient } from "./invite-client.js";
import { InviteServer } from "./invite-server.js";
import { LARGEST_DATAGRAM, MOST_SERVER_TRANSACTIONS } from "./limits.js";
import { callIdOf, sequenceOf, tagOf, viaOf } from "./mandatory.js";
import { NonInviteClient } from "./non-invite-client.js";
import { NonInviteServer } from "./non-invite-server.js";
import { type Answer, ServerTransaction } from "./server-transaction.js";
import type { Timers } from "./timers.js";
import type { ClientOutput, End, ServerOutput } from "./transaction.js";

const MAGIC_COOKIE = "z9hG4bK";

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
  readonly #clients: ClientTransaction<U>[] = [];
  readonly #servers: ServerTransaction[] = [];
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
    for (const { machine } of this.#clients) deadline = Math.min(deadline, machine.deadline);
    for (const { machine } of this.#servers) deadline = Math.min(deadline, machine.deadline);
    return deadline;
  }

  /** Transactions alive. */
  get size(): number {
    return this.#clients.length + this.#servers.length;
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
    const transaction = this.#open(this.#sent(request, to, now), user);
    if (!this.#enlarges || isReliable(to) || transaction.dispatch.send.length <= LARGEST_DATAGRAM) return transaction;
    const stream: Hop = { address: to.address, port: to.port, transport: "tcp" };
    if (sameHop(stream, this.#datagramsOnly)) return transaction;
    transaction.readdress(this.#sent(request, stream, now));
    transaction.enlarged = true;
    return transaction;
  }

  /** A message that no transaction repeats: the ACK of a 2xx. */
  once(request: SipRequest, to: Hop): Dispatch {
    return { send: this.#octets(this.#stamp(request, to, this.#branch)), to };
  }

  /** A message that is a transaction's already: a refusal of what could not be read. */
  reply(response: SipResponse, request: SipRequest, from: Hop): Dispatch {
    const to = this.#answersToSource ? from : wayBack(request, from);
    return { send: this.#octets(this.#hides(response)), to };
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
    for (const client of [...this.#clients]) {
      const { state } = client.machine;
      if (!sameHop(client.to, hop) || (state !== "calling" && state !== "trying")) continue;
      if (client.enlarged) {
        this.#datagramsOnly = client.to;
        const { request } = client;
        const datagrams: Hop = { address: hop.address, port: hop.port, transport: "udp" };
        client.readdress(this.#sent({ ...request, headers: request.headers.slice(1) }, datagrams, now));
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
    return [this.#open(this.#sentAs(clientKey(request), request, invite.to, now), null).dispatch];
  }

  /** Hears no more of it. */
  abandon(transaction: ClientTransaction<U>): void {
    remove(this.#clients, transaction);
  }

  /** A final response is the last, but for copies of it. */
  respond(transaction: ServerTransaction, response: SipResponse, now: Instant): Dispatch[] {
    if (transaction.answered) return [];
    const { send, to } = this.reply(response, transaction.request, transaction.from);
    const { status } = response;
    const outputs = transaction.machine.respond({ status, send, to }, now);
    if (status >= 200) transaction.shrink();
    return this.#serve(transaction, outputs);
  }

  /** The 2xx to an INVITE once more, which its answerer repeats (section 13.3.1.4). */
  again({ machine }: ServerTransaction): Dispatch[] {
    const answer = machine instanceof InviteServer ? machine.accepted : null;
    return answer ? [answer] : [];
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
    return (
      this.#server(serverKey(same, same.method)) !== undefined || this.#server(serverKey(same, "INVITE")) !== undefined
    );
  }

  poll(now: Instant): Heard<U>[] {
    const heard: Heard<U>[] = [];
    for (const client of [...this.#clients]) {
      if (client.machine.deadline <= now) heard.push(...this.#ask(client, client.machine.poll(now)));
    }
    for (const server of [...this.#servers]) {
      if (server.machine.deadline <= now) heard.push(...this.#serve(server, server.machine.poll(now)));
    }
    return heard;
  }

  #open(sent: Sent, user: U | null): ClientTransaction<U> {
    const transaction = new ClientTransaction(sent, user);
    this.#clients.push(transaction);
    return transaction;
  }

  #sent(request: SipRequest, to: Hop, now: Instant): Sent {
    const branch = this.#branch;
    return this.#sentAs(keyOf(branch, request.method), this.#stamp(request, to, branch), to, now);
  }

  #sentAs(key: string, request: SipRequest, to: Hop, now: Instant): Sent {
    const Machine = request.method === "INVITE" ? InviteClient<SipResponse> : NonInviteClient<SipResponse>;
    const machine = new Machine(this.#timers, now, isReliable(to));
    return { key, request, octets: this.#octets(request), to, machine };
  }

  #octets(message: SipMessage): Uint8Array {
    return emitSip(message, { compact: this.#compact });
  }

  #server(key: string): ServerTransaction | undefined {
    return this.#servers.find((server) => server.key === key);
  }

  #response(response: SipResponse, from: Hop, now: Instant): Heard<U>[] | undefined {
    const key = clientKey(response);
    const transaction = this.#clients.find((client) => client.key === key);
    // nobody but the one who was asked may answer, and nobody but us (section 8.1.3.3)
    if (!transaction || transaction.to.address !== from.address || !hasOneVia(response)) return undefined;
    return this.#ask(transaction, transaction.machine.receive(response, now));
  }

  #acknowledge(request: SipRequest, now: Instant): Heard<U>[] {
    const machine = this.#server(serverKey(request, "INVITE"))?.machine;
    if (!(machine instanceof InviteServer) || machine.state === "accepted") return [{ heard: "ack", request }];
    machine.acknowledge(now);
    return [];
  }

  #request(request: SipRequest, from: Hop): Heard<U>[] | undefined {
    const key = serverKey(request, request.method);
    const known = this.#server(key);
    if (known) return this.#serve(known, known.machine.repeat());
    if (this.#servers.length >= this.#most && !this.#forgetOne()) return undefined;
    const Machine = request.method === "INVITE" ? InviteServer<Answer> : NonInviteServer<Answer>;
    const machine = new Machine(this.#timers, isReliable(from));
    const transaction = new ServerTransaction({ key, request, from, tag: token(this.#chance, 10), machine });
    const merged = tagOf(request, "To") === "" && this.#servers.some((other) => other.isLike(transaction));
    this.#servers.push(transaction);
    if (request.method !== "CANCEL") return [{ heard: "request", transaction, merged }];
    return [{ heard: "cancel", transaction, cancelled: this.#cancelledBy(request) }];
  }

  /** Whatever a CANCEL wants taken back (section 9.2), an INVITE nearly always. */
  #cancelledBy(request: SipRequest): ServerTransaction | undefined {
    const invite = this.#server(serverKey(request, "INVITE"));
    const isIt = ({ key, method }: ServerTransaction) => method !== "CANCEL" && key === serverKey(request, method);
    return invite ?? this.#servers.find(isIt);
  }

  #forgetOne(): boolean {
    const oldest = this.#servers.find(({ machine }) => machine.state === "completed" || machine.state === "confirmed");
    if (oldest) remove(this.#servers, oldest);
    return oldest !== undefined;
  }

  #ask(transaction: ClientTransaction<U>, outputs: ClientOutput<SipResponse>[]): Heard<U>[] {
    const heard: Heard<U>[] = [];
    for (const output of outputs) {
      switch (output.do) {
        case "send":
          heard.push(transaction.dispatch);
          break;
        case "acknowledge":
          if (!transaction.shrunk) transaction.refused(this.#octets(refusalAck(transaction.request, output.response)));
          heard.push(transaction.dispatch);
          break;
        case "tell":
          if (transaction.user !== null) heard.push({ heard: "response", transaction, response: output.response });
          break;
        case "end":
          remove(this.#clients, transaction);
          if (transaction.user !== null) heard.push({ heard: "end", transaction, why: output.why });
          break;
      }
    }
    return heard;
  }

  #serve(transaction: ServerTransaction, outputs: ServerOutput<Answer>[]): Dispatch[] {
    const sent: Dispatch[] = [];
    for (const output of outputs) {
      if (output.do === "send") sent.push(output.response);
      else remove(this.#servers, transaction);
    }
    return sent;
  }
}

function remove<T>(rows: T[], row: T): void {
  const at = rows.indexOf(row);
  if (at >= 0) rows.splice(at, 1);
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
