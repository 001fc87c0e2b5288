/** One SIP socket of the PBX: transactions over UDP, driven by the desk's time. */
import { token } from "../../firmware/base/random.js";
import type { Datagram, Hop } from "../../firmware/sip/datagram.js";
import { datagram } from "../../firmware/sip/datagram.js";
import { viaOf } from "../../firmware/sip/mandatory.js";
import { type ResponseParts, responseTo } from "../../firmware/sip/response.js";
import { timersOf } from "../../firmware/sip/timers.js";
import {
  type ClientTransaction,
  type Heard,
  received,
  type ServerTransaction,
  Transactions,
} from "../../firmware/sip/transactions.js";
import type { SipRequest, SipResponse } from "../../firmware/wire/sip-message.js";
import { parseSip } from "../../firmware/wire/sip-parse.js";
import { responseTarget } from "../../firmware/wire/sip-via.js";
import type { Network, Udp } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";

/** How a request of ours went: each response, and null when none will come. */
export type Answered = (response: SipResponse | null) => void;
export type Asked = ClientTransaction<Answered>;
export type Asking = ServerTransaction;

export type EndpointUser = {
  /** Wants one final response. */
  request(asking: Asking): void;
  /** The INVITE this CANCEL is for, while it can still be cancelled. */
  cancel(invite: Asking): void;
  ack(request: SipRequest): void;
};

export type EndpointOptions = {
  readonly time: Time;
  readonly network: Network;
  readonly chance: Chance;
  /** 0: any free one. */
  readonly port: number;
  readonly user: EndpointUser;
};

/** Server transactions at once: those of many lines. */
const MOST_TRANSACTIONS = 256;

export class Endpoint {
  readonly #time: Time;
  readonly #socket: Udp;
  readonly #user: EndpointUser;
  readonly #chance: Chance;
  readonly #transactions: Transactions<Answered>;
  readonly local: Hop;
  #alarm: Cancel = () => {};
  #alarmAt = Number.POSITIVE_INFINITY;
  #open = true;

  /** Throws an Error when the port is taken. */
  constructor({ time, network, chance, port, user }: EndpointOptions) {
    this.#time = time;
    this.#user = user;
    this.#chance = chance;
    this.#socket = network.openUdp({ port, onReadable: () => this.#read() });
    this.local = { address: network.address ?? "127.0.0.1", port: this.#socket.port };
    this.#transactions = new Transactions({ timers: timersOf(), chance, local: this.local, most: MOST_TRANSACTIONS });
  }

  /** Opens a transaction for a request without Via. */
  request(request: SipRequest, to: Hop, answered: Answered): Asked {
    const asked = this.#transactions.open(request, to, answered, this.#time.now());
    this.#send(asked.datagram);
    this.#arm();
    return asked;
  }

  /** False while nothing has been heard of the INVITE: its CANCEL has to wait for that (RFC 3261 section 9.1). */
  cancel(asked: Asked): boolean {
    const messages = this.#transactions.cancel(asked, this.#time.now());
    for (const message of messages) this.#send(message);
    this.#arm();
    return messages.length > 0;
  }

  /** An ACK to a 2xx: no transaction repeats it. */
  once(request: SipRequest, to: Hop): void {
    this.#send(datagram(this.#transactions.stamp(request), to));
  }

  /** A 2xx may be given again: repeating it is its answerer's business (RFC 3261 section 13.3.1.4). */
  respond(asking: Asking, status: number, parts: ResponseParts = {}, tag = asking.tag): void {
    const response = responseTo(asking.request, status, tag, parts);
    for (const message of this.#transactions.respond(asking, response, this.#time.now())) this.#send(message);
    this.#arm();
  }

  close(): void {
    this.#alarm();
    this.#open = false;
    this.#socket.close();
  }

  #read(): void {
    for (let packet = this.#socket.read(); packet; packet = this.#socket.read()) {
      const parsed = parseSip(packet.octets);
      if (!parsed) continue;
      if ("message" in parsed) this.#hear(this.#transactions.receive(parsed.message, packet, this.#time.now()) ?? []);
      else this.#refuse(received(parsed.request, packet), parsed.refuse);
    }
    this.#arm();
  }

  /** What cannot be read to the end makes no transaction. */
  #refuse(request: SipRequest, status: number): void {
    const response = responseTo(request, status, token(this.#chance, 10));
    this.#send(datagram(response, responseTarget(viaOf(request))));
  }

  #hear(heard: readonly Heard<Answered>[]): void {
    for (const item of heard) {
      if ("send" in item) this.#send(item);
      else if (item.heard === "request") {
        if (item.merged) this.respond(item.transaction, 482);
        else this.#user.request(item.transaction);
      } else if (item.heard === "cancel") {
        this.respond(item.transaction, item.invite ? 200 : 481, {}, item.invite?.tag);
        if (item.invite) this.#user.cancel(item.invite);
      } else if (item.heard === "ack") this.#user.ack(item.request);
      else if (item.heard === "response") item.transaction.user?.(item.response);
      else if (item.why === "timeout") item.transaction.user?.(null);
    }
  }

  #send({ send, address, port }: Datagram): void {
    this.#socket.write(send, address, port);
  }

  #arm(): void {
    const { deadline } = this.#transactions;
    if (deadline === this.#alarmAt || !this.#open) return;
    this.#alarm();
    this.#alarmAt = deadline;
    if (deadline === Number.POSITIVE_INFINITY) return;
    this.#alarm = this.#time.after(deadline - this.#time.now(), () => {
      this.#alarmAt = Number.POSITIVE_INFINITY;
      this.#hear(this.#transactions.poll(this.#time.now()));
      this.#arm();
    });
  }
}
