/**
 * What keeps the way through a NAT open between server and line, and tells whether the server is alive: `NAT_Keep_Alive_*`.
 *
 * A NOTIFY, or a REGISTER that only asks (RFC 3261 section 10.2.3), as the PAP2T sends them, wants no answer, and none is
 * listened to. An OPTIONS that goes unanswered three times means that the server is dead. Any other text goes out as it is,
 * as a datagram.
 */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import { token } from "../base/random.js";
import { octetsOf } from "../base/text.js";
import { type Hop, type Place, sameHop } from "../wire/hop.js";
import type { SipHeaders, SipResponse } from "../wire/sip/sip-message.js";
import { ACCEPT } from "./content.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";
import type { Registration } from "./registration.js";
import { hopsOf } from "./servers.js";

/** Beats in a row that a living server answers at least one of. */
const MOST_UNANSWERED = 3;
const EVENT = frozen([["Event", "keep-alive"]] as const);

type Method = "NOTIFY" | "REGISTER" | "OPTIONS";

export type HeartbeatOptions = {
  /** ms from beat to beat. */
  readonly interval: number;
  readonly message: { readonly method: Method } | { readonly text: string };
  /** Null for the server in use. */
  readonly destination: Place | null;
  /** Rather than there, to the server that the registration was sent on to. */
  readonly followsRedirection?: boolean;
};

export class Heartbeat implements TransactionUser {
  readonly #core: Core;
  readonly #registration: Registration;
  readonly #options: HeartbeatOptions;
  /** Where the destination is, when it is not the server. */
  #hop: Hop | null;
  readonly #callId: string;
  readonly #tag: string;
  #sequence = 0;
  #at: Instant = 0;
  #asked: Client | null = null;
  #unanswered = 0;
  /** Who has left them unanswered. */
  #dumb: Hop | null = null;

  constructor(core: Core, registration: Registration, options: HeartbeatOptions) {
    this.#core = core;
    this.#registration = registration;
    this.#options = options;
    this.#hop = options.destination ? (hopsOf(options.destination)[0] ?? null) : null;
    this.#callId = token(core.chance, 24);
    this.#tag = token(core.chance, 10);
  }

  /** To be looked up; null when it is the server, or known. */
  get sought(): Place | null {
    return this.#hop ? null : this.#options.destination;
  }

  found(place: Place, hops: readonly Hop[]): void {
    if (place === this.#options.destination) this.#hop = hops[0] ?? null;
  }

  get deadline(): Instant {
    return this.#at;
  }

  poll(now: Instant): SipOutput[] {
    if (now < this.#at) return [];
    const first = this.#at === 0;
    this.#at = now + this.#options.interval;
    return first ? [] : this.#beat(this.#options, now);
  }

  response({ headers }: SipResponse, transaction: Client, now: Instant): readonly SipOutput[] {
    if (transaction !== this.#asked) return [];
    this.#asked = null;
    // what we say ourselves when nobody answers has no header
    if (headers.length === 0) return this.#missed(transaction, now);
    this.#unanswered = 0;
    return [];
  }

  ended(): void {}

  #beat({ message, destination, followsRedirection }: HeartbeatOptions, now: Instant): SipOutput[] {
    const core = this.#core;
    const asked = this.#asked;
    this.#asked = null;
    if (asked) core.transactions.abandon(asked);
    const outputs = asked ? this.#missed(asked, now) : [];
    const server = (followsRedirection ? this.#registration.server : null) ?? core.server;
    const to = destination ? this.#hop : server;
    if (!to) return outputs;
    if ("text" in message) {
      // a stream is for messages alone, and is kept alive by itself
      return to.transport === "udp" ? [{ send: octetsOf(message.text), to }] : outputs;
    }
    return [...outputs, this.#ask(message.method, to, now)];
  }

  #ask(method: Method, to: Hop, now: Instant): SipOutput {
    const core = this.#core;
    const whom = method === "REGISTER" ? core.identity : core.registrar;
    const request = core.request({
      ...{ method, uri: core.registrar, from: core.from(this.#tag), to: `<${whom}>` },
      ...{ callId: this.#callId, sequence: ++this.#sequence },
      headers: [...this.#particulars(method), ...core.name("User-Agent")],
    });
    this.#asked = core.open(request, to, this, now);
    return this.#asked.dispatch;
  }

  #particulars(method: Method): SipHeaders {
    if (method === "REGISTER") return this.#registration.proofs;
    return [["Contact", this.#core.contact], ...(method === "NOTIFY" ? EVENT : ACCEPT)];
  }

  #missed({ request, to }: Client, now: Instant): SipOutput[] {
    if (request.method !== "OPTIONS") return [];
    if (!sameHop(to, this.#dumb)) this.#unanswered = 0;
    this.#dumb = to;
    if (++this.#unanswered < MOST_UNANSWERED) return [];
    this.#unanswered = 0;
    // With another one to turn to, the line registers there; else here, and finds out how things are.
    if (this.#core.servers.failed(to, now) || this.#registration.state !== "registered") return [];
    return this.#registration.register(now);
  }
}
