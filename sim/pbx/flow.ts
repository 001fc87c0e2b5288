/**
 * One way messages come and go, with its transactions, driven by the desk's time: all of UDP, or one connection of TCP
 * (a flow of RFC 5626). What comes by a flow is answered by it (RFC 3261 section 18.2.2).
 */
import { token } from "../../firmware/base/random.js";
import type { ClientTransaction } from "../../firmware/transaction/client-transaction.js";
import type { Dispatch } from "../../firmware/transaction/dispatch.js";
import { type ResponseParts, responseTo } from "../../firmware/transaction/response.js";
import type { ServerTransaction } from "../../firmware/transaction/server-transaction.js";
import { timersOf } from "../../firmware/transaction/timers.js";
import { type Heard, received, Transactions } from "../../firmware/transaction/transactions.js";
import type { Endpoint, Hop, Transport } from "../../firmware/wire/hop.js";
import type { SipRequest, SipResponse } from "../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../firmware/wire/sip/sip-parse.js";
import { emitSipUri } from "../../firmware/wire/sip/sip-uri.js";
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";

/** How a request of ours went: each response, and null when none will come. */
export type Answered = (response: SipResponse | null) => void;
export type Asked = ClientTransaction<Answered>;

/** A request that wants one final response. */
export class Asking {
  readonly flow: Flow;
  readonly transaction: ServerTransaction;
  /** Its transaction lets go of it when it is answered. */
  readonly request: SipRequest;

  constructor(flow: Flow, transaction: ServerTransaction) {
    this.flow = flow;
    this.transaction = transaction;
    this.request = transaction.request;
  }

  get from(): Endpoint {
    return this.transaction.from;
  }

  /** Ours, for the To of the responses. */
  get tag(): string {
    return this.transaction.tag;
  }

  /** A 2xx may be given again: repeating it is its answerer's business (RFC 3261 section 13.3.1.4). */
  respond(status: number, parts: ResponseParts = {}): void {
    this.flow.respond(this.transaction, status, parts);
  }
}

export type FlowUser = {
  request(asking: Asking): void;
  /** The INVITE this CANCEL is for, while it can still be cancelled. */
  cancel(invite: ServerTransaction): void;
  ack(request: SipRequest): void;
};

export type FlowOptions = {
  readonly time: Time;
  readonly chance: Chance;
  readonly transport: Transport;
  readonly local: Endpoint;
  readonly user: FlowUser;
  send(octets: Uint8Array, to: Endpoint): void;
};

/** Server transactions at once: those of many lines. */
const MOST_TRANSACTIONS = 256;

/** States of a client transaction that still waits for its final response (figures 5 and 6). */
const UNANSWERED = ["calling", "trying", "proceeding"];

export class Flow {
  readonly #options: FlowOptions;
  readonly #transactions: Transactions<Answered>;
  /** Requests of ours that have not ended. */
  readonly #asked = new Set<Asked>();
  #alarm: Cancel = () => {};
  #alarmAt = Number.POSITIVE_INFINITY;
  #open = true;

  constructor(options: FlowOptions) {
    this.#options = options;
    const { chance, local } = options;
    this.#transactions = new Transactions({ timers: timersOf(), chance, local, most: MOST_TRANSACTIONS });
  }

  get local(): Endpoint {
    return this.#options.local;
  }

  get isConnection(): boolean {
    return this.#options.transport === "tcp";
  }

  /** The URI of a user here: a Contact that leads back by the same transport. */
  uriOf(user: string): string {
    const { local } = this.#options;
    const params = this.isConnection ? ([["transport", "tcp"]] as const) : [];
    return emitSipUri({ scheme: "sip", user, host: local.address, port: local.port, params, headers: [] });
  }

  /** Transactions that have not ended. */
  get size(): number {
    return this.#transactions.size;
  }

  /** Opens a transaction for a request without Via. */
  request(request: SipRequest, to: Endpoint, answered: Answered): Asked {
    const { time } = this.#options;
    const asked = this.#transactions.open(request, this.#hop(to), answered, time.now());
    if (!this.#open) time.after(0, () => answered(null));
    else {
      this.#asked.add(asked);
      this.#send(asked.dispatch);
      this.#arm();
    }
    return asked;
  }

  /** False while nothing has been heard of the INVITE: its CANCEL has to wait for that (RFC 3261 section 9.1). */
  cancel(asked: Asked): boolean {
    const messages = this.#transactions.cancel(asked, this.#options.time.now());
    for (const message of messages) this.#send(message);
    this.#arm();
    return messages.length > 0;
  }

  /** An ACK to a 2xx: no transaction repeats it. */
  once(request: SipRequest, to: Endpoint): void {
    this.#send(this.#transactions.once(request, this.#hop(to)));
  }

  respond(transaction: ServerTransaction, status: number, parts: ResponseParts = {}, tag = transaction.tag): void {
    const response = responseTo(transaction.request, status, tag, parts);
    const now = this.#options.time.now();
    const sent = transaction.answered
      ? this.#transactions.again(transaction)
      : this.#transactions.respond(transaction, response, now);
    for (const message of sent) this.#send(message);
    this.#arm();
  }

  /** The octets of one message. */
  hear(octets: Uint8Array, from: Endpoint): void {
    const parsed = parseSip(octets);
    if (parsed && "message" in parsed)
      this.#hear(this.#transactions.receive(parsed.message, this.#hop(from), this.#options.time.now()) ?? []);
    else if (parsed) this.#refuse(parsed.request, from, parsed.refuse);
    this.#arm();
  }

  /** A head whose message will never be read. */
  refuse(head: Uint8Array, from: Endpoint, status: number): void {
    const parsed = parseSip(head);
    const request = parsed && ("refuse" in parsed ? parsed.request : parsed.message);
    if (request?.kind === "request") this.#refuse(request, from, status);
  }

  /** Nothing comes or goes any more. */
  close(): void {
    this.#alarm();
    this.#open = false;
  }

  /** Closed by the other side: what was asked of it will not be answered (RFC 3261 section 17.1.4). */
  lose(): void {
    this.close();
    const asked = [...this.#asked];
    this.#asked.clear();
    for (const { machine, user } of asked) if (UNANSWERED.includes(machine.state)) user?.(null);
  }

  /** What cannot be read to the end makes no transaction. */
  #refuse(unread: SipRequest, from: Endpoint, status: number): void {
    const request = received(unread, from);
    const response = responseTo(request, status, token(this.#options.chance, 10));
    this.#send(this.#transactions.reply(response, request, this.#hop(from)));
  }

  #hop({ address, port }: Endpoint): Hop {
    return { address, port, transport: this.#options.transport };
  }

  #hear(heard: readonly Heard<Answered>[]): void {
    const { user } = this.#options;
    for (const item of heard) {
      if ("send" in item) this.#send(item);
      else if (item.heard === "request") {
        if (item.merged) this.respond(item.transaction, 482);
        else user.request(new Asking(this, item.transaction));
      } else if (item.heard === "cancel") {
        this.respond(item.transaction, item.cancelled ? 200 : 481, {}, item.cancelled?.tag);
        if (item.cancelled) user.cancel(item.cancelled);
      } else if (item.heard === "ack") user.ack(item.request);
      else if (item.heard === "response") item.transaction.user?.(item.response);
      else {
        this.#asked.delete(item.transaction);
        if (item.why === "timeout") item.transaction.user?.(null);
      }
    }
  }

  #send({ send, to }: Dispatch): void {
    if (this.#open) this.#options.send(send, to);
  }

  #arm(): void {
    const { deadline } = this.#transactions;
    if (deadline === this.#alarmAt || !this.#open) return;
    this.#alarm();
    this.#alarmAt = deadline;
    if (deadline === Number.POSITIVE_INFINITY) return;
    const { time } = this.#options;
    this.#alarm = time.after(deadline - time.now(), () => {
      this.#alarmAt = Number.POSITIVE_INFINITY;
      this.#hear(this.#transactions.poll(time.now()));
      this.#arm();
    });
  }
}
