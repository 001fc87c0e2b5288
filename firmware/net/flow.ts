/**
 * Keeps the flow open by which a registrar reaches us with datagrams: Binding requests to its SIP port (RFC 5626 sections
 * 4.4.2 and 8). Another address in the answer, or silence of one who has answered before, means that the flow is broken.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, type Chance } from "../base/random.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { LONGEST_FLOW, SHORTEST_FLOW } from "./limits.js";
import { isAt, StunClient, type StunOutput } from "./stun-client.js";

/** Where the registrar is, and within how many seconds it wants to hear of us. */
export type FlowWish = TransportAddress & { readonly seconds: number };
export type FlowOutput = ({ readonly send: Uint8Array } & TransportAddress) | { readonly broken: true };

export class Flow {
  readonly #chance: Chance;
  #wish: FlowWish | null = null;
  #client: StunClient | null = null;
  #askAt: Instant = NEVER;
  /** Where it saw us; null while it has not answered. */
  #mapped: TransportAddress | null = null;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  get deadline(): Instant {
    return Math.min(this.#askAt, this.#client?.deadline ?? NEVER);
  }

  /** What the registrar wishes now; null for nothing. The same wish again changes nothing. */
  keep(wish: FlowWish | null, now: Instant): void {
    const before = this.#wish;
    if (wish === before) return;
    if (wish && before && wish.seconds === before.seconds && isAt(wish, before.address, before.port)) return;
    this.#wish = wish;
    this.#mapped = null;
    this.#client = wish && new StunClient({ server: wish, chance: this.#chance });
    this.#rest(now);
  }

  poll(now: Instant): FlowOutput[] {
    const client = this.#client;
    if (!client) return [];
    if (now < this.#askAt) return this.#hear(client.poll(now), now);
    this.#askAt = NEVER;
    return this.#hear(client.ask(now), now);
  }

  /** Any STUN message of the socket. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): FlowOutput[] {
    return this.#client ? this.#hear(this.#client.receive(octets, address, port, now), now) : [];
  }

  #hear(outputs: readonly StunOutput[], now: Instant): FlowOutput[] {
    const said: FlowOutput[] = [];
    for (const output of outputs) {
      if ("send" in output) {
        said.push(output);
        continue;
      }
      this.#rest(now);
      const before = this.#mapped;
      this.#mapped = "mapped" in output ? output.mapped : null;
      if (before && !(this.#mapped && isAt(before, this.#mapped.address, this.#mapped.port)))
        said.push({ broken: true });
    }
    return said;
  }

  /** Section 4.4: from 80 to 100 % of the time. */
  #rest(now: Instant): void {
    const ms = Math.max(SHORTEST_FLOW, Math.min(1000 * (this.#wish?.seconds ?? 0), LONGEST_FLOW));
    this.#askAt = this.#wish ? now + ms - below(this.#chance, Math.floor(ms / 5) + 1) : NEVER;
  }
}
