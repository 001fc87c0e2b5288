/**
 * Where a SIP socket is seen from outside: what STUN says there, else what our SIP server has noted in Via (RFC 3581),
 * else what the owner knows. Port and address are found separately, as the PAP2T's switches are.
 *
 * STUN is asked again and again, which keeps the way open and shows when the NAT has got another address. Behind a
 * symmetric NAT what others see is of no use, and only the owner is believed.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, type Chance } from "../base/random.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { LONGEST_REST, SHORTEST_REST } from "./limits.js";
import { isAt, StunClient, type StunOutput } from "./stun-client.js";

/** `mapped` is where we are seen now, null for where we are. */
export type MappingOutput =
  | ({ readonly send: Uint8Array } & TransportAddress)
  | { readonly mapped: TransportAddress | null };

export type MappingOptions = {
  /** Where the socket is. */
  readonly local: TransportAddress;
  readonly chance: Chance;
  /** A STUN server will be named. */
  readonly asks: boolean;
  /** ms between questions, at the most. */
  readonly interval: number;
  /** What our server notes in Via counts. */
  readonly handlesReceived: boolean;
  readonly handlesRport: boolean;
  /** What the owner knows. */
  readonly external: { readonly address: string | null; readonly port: number | null };
};

export class Mapping {
  readonly #options: MappingOptions;
  #local: TransportAddress;
  #server: TransportAddress | null = null;
  #client: StunClient | null = null;
  #askAt: Instant = NEVER;
  #waiting: boolean;
  /** What STUN has said, and what our server has noted. */
  #stun: TransportAddress | null = null;
  #seen: TransportAddress | null = null;
  #symmetric = false;
  #place: TransportAddress | null;
  /** No news before this. */
  #restsUntil: Instant = 0;
  #rest = SHORTEST_REST;

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#local = options.local;
    this.#waiting = options.asks;
    this.#place = this.#find();
  }

  /** Null where we are seen as we are. */
  get place(): TransportAddress | null {
    return this.#place;
  }

  /** STUN has neither answered nor failed yet. */
  get waiting(): boolean {
    return this.#waiting;
  }

  get deadline(): Instant {
    const news = same(this.#find(), this.#place) ? NEVER : this.#restsUntil;
    return Math.min(this.#askAt, this.#client?.deadline ?? NEVER, news);
  }

  poll(now: Instant): MappingOutput[] {
    const client = this.#client;
    if (!client) return this.#tell(now);
    if (now >= this.#askAt) {
      this.#askAt = NEVER;
      return this.#hear(client.ask(now), now);
    }
    return this.#hear(client.poll(now), now);
  }

  /** Any STUN message of the socket. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): MappingOutput[] {
    return this.#client ? this.#hear(this.#client.receive(octets, address, port, now), now) : [];
  }

  /** The STUN server to ask, in numbers; null when there is none. */
  ask(server: TransportAddress | null, now: Instant): MappingOutput[] {
    this.#server = server;
    this.#client = server && new StunClient({ server, chance: this.#options.chance });
    this.#waiting = server !== null;
    this.#askAt = NEVER;
    return this.#client ? this.#hear(this.#client.ask(now), now) : this.#tell(now);
  }

  /** Our SIP server has got a request from there. */
  noted(seen: TransportAddress, now: Instant): MappingOutput[] {
    this.#seen = seen;
    return this.#tell(now);
  }

  /** What is known of the NAT now. */
  judged(symmetric: boolean, now: Instant): MappingOutput[] {
    this.#symmetric = symmetric;
    return this.#tell(now);
  }

  /** The socket has another address: what was known is so no more, and STUN is asked again. Whoever says so knows it. */
  moved(local: TransportAddress, now: Instant): MappingOutput[] {
    this.#local = local;
    this.#stun = this.#seen = null;
    this.#place = this.#find();
    this.#restsUntil = now;
    this.#rest = SHORTEST_REST;
    return this.#server ? this.ask(this.#server, now) : [];
  }

  #hear(outputs: readonly StunOutput[], now: Instant): MappingOutput[] {
    const sent: MappingOutput[] = [];
    for (const output of outputs) {
      if ("send" in output) {
        sent.push(output);
        continue;
      }
      const { interval, chance } = this.#options;
      // RFC 5626 section 4.4: from 80 to 100 %
      this.#askAt = now + interval - below(chance, Math.floor(interval / 5) + 1);
      this.#waiting = false;
      // a STUN server that has fallen silent says nothing against what it has said
      if ("mapped" in output) this.#stun = output.mapped;
    }
    return [...sent, ...this.#tell(now)];
  }

  #tell(now: Instant): MappingOutput[] {
    const place = this.#find();
    if (same(place, this.#place) || now < this.#restsUntil) return [];
    const settled = now >= this.#restsUntil + this.#rest;
    this.#rest = settled ? SHORTEST_REST : Math.min(2 * this.#rest, LONGEST_REST);
    this.#restsUntil = now + this.#rest;
    this.#place = place;
    return [{ mapped: place }];
  }

  #find(): TransportAddress | null {
    const { external, handlesReceived, handlesRport } = this.#options;
    const local = this.#local;
    const stun = this.#symmetric ? null : this.#stun;
    const seen = this.#symmetric ? null : this.#seen;
    const address =
      stun?.address ?? (handlesReceived && seen ? seen.address : null) ?? external.address ?? local.address;
    const port = stun?.port ?? (handlesRport && seen ? seen.port : null) ?? external.port ?? local.port;
    return isAt(local, address, port) ? null : { address, port };
  }
}

function same(a: TransportAddress | null, b: TransportAddress | null): boolean {
  return a === b || (a !== null && b !== null && isAt(a, b.address, b.port));
}
