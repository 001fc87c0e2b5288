/** A NAT of any kind, and STUN servers beyond it, for machines in virtual time: a datagram takes no time. */
import { emitStunResponse, parseStun, type StunChange } from "../../../firmware/wire/stun/stun.js";
import type { TransportAddress } from "../../../firmware/wire/stun/stun-address.js";

export type Dependence = "endpoint-independent" | "address-dependent" | "address-and-port-dependent";

export type WorldServer = TransportAddress & {
  /** Where else it says it is. */
  readonly other?: TransportAddress;
  /** It is nowhere but where it is asked, whatever it says. */
  readonly boasts?: boolean;
  /** It does not read CHANGE-REQUEST. */
  readonly stubborn?: boolean;
  /** It answers with this code. */
  readonly refuses?: number;
  /** It refuses CHANGE-REQUEST alone. */
  readonly refusesChange?: boolean;
  readonly alternate?: TransportAddress;
};

export const LOCAL = { address: "192.168.1.20", port: 5060 };
const OUTSIDE = "203.0.113.7";

export type WorldOptions = {
  readonly mapping: Dependence | "none";
  readonly filtering: Dependence;
  readonly servers: readonly WorldServer[];
  /** Nothing comes back. */
  readonly blocked?: boolean;
};

export class World {
  readonly #options: WorldOptions;
  readonly #ports = new Map<string, number>();
  /** Whom a port lets in. */
  readonly #open = new Set<string>();
  /** What was sent, in order. */
  readonly sent: string[] = [];
  /** From where answers were asked for, in order. */
  readonly changes: StunChange[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  /** What comes back, and from where; nothing when it is lost. */
  send(octets: Uint8Array, to: TransportAddress): { octets: Uint8Array; from: TransportAddress } | undefined {
    this.sent.push(`${to.address}:${to.port}`);
    const mapped = this.#out(to);
    const reply = this.#answer(octets, to, mapped);
    return reply && !this.#options.blocked && this.#lets(reply.from, mapped) ? reply : undefined;
  }

  #out(to: TransportAddress): TransportAddress {
    const { mapping } = this.#options;
    const mapped = mapping === "none" ? LOCAL : { address: OUTSIDE, port: this.#portFor(keyOf(mapping, to)) };
    this.#open.add(`${mapped.port} ${keyOf(this.#options.filtering, to)}`);
    return mapped;
  }

  #portFor(key: string): number {
    const port = this.#ports.get(key) ?? 40_000 + this.#ports.size;
    this.#ports.set(key, port);
    return port;
  }

  #lets(from: TransportAddress, { port }: TransportAddress): boolean {
    return this.#open.has(`${port} ${keyOf(this.#options.filtering, from)}`);
  }

  #answer(octets: Uint8Array, to: TransportAddress, mapped: TransportAddress) {
    const request = parseStun(octets);
    const server = this.#options.servers.find((one) => listens(one, to));
    if (request?.kind !== "request" || !server) return undefined;
    const { id } = request;
    if (request.change) this.changes.push(request.change);
    const { other, alternate, stubborn, refusesChange } = server;
    const change = stubborn ? null : request.change;
    const code = server.refuses ?? (refusesChange && change ? 420 : 0);
    if (code) {
      const refusal = emitStunResponse({ id, error: { code, reason: "No" }, alternate });
      return refusal && { octets: refusal, from: to };
    }
    const answer = emitStunResponse({ id, mapped, origin: to, other });
    if (!answer || (change && (!other || server.boasts))) return undefined;
    const from = {
      address: change?.address && other ? across(to.address, server.address, other.address) : to.address,
      port: change?.port && other ? across(to.port, server.port, other.port) : to.port,
    };
    return { octets: answer, from };
  }
}

const across = <T>(here: T, one: T, two: T) => (here === one ? two : one);

const keyOf = (dependence: Dependence, { address, port }: TransportAddress) =>
  dependence === "endpoint-independent" ? "" : dependence === "address-dependent" ? address : `${address}:${port}`;

function listens({ address, port, other, boasts }: WorldServer, to: TransportAddress): boolean {
  if (to.address === address && to.port === port) return true;
  if (!other || boasts) return false;
  return [address, other.address].includes(to.address) && [port, other.port].includes(to.port);
}
