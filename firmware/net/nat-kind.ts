/**
 * Finds out what kind of NAT stands between a socket and the world (RFC 5780 sections 4.3 and 4.4, ordered as in 4.5).
 *
 *   contact       the first server that answers says where we are, and perhaps where else it can be
 *   both, port    it is asked to answer from its other address and port, then from its other port only
 *   map           its other addresses, and other servers, are asked where we are
 *
 * Filters come before maps: once we have sent to the other address, a NAT may let its answers in. So the socket must be
 * one that has sent nothing to these other addresses in the last minutes.
 */
import { type Instant, NEVER } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { MOST_STUN_SERVERS, STUN_PATIENCE, STUN_TEST_PATIENCE } from "./limits.js";
import { mappingOf, type NatFiltering, type NatFinding, natFinding, type Sight } from "./nat-finding.js";
import {
  isAt,
  isNowhere,
  isSameFamily,
  type StunAnswer,
  StunClient,
  type StunFailure,
  type StunOptions,
  type StunOutput,
} from "./stun-client.js";

export type NatOutput = ({ readonly send: Uint8Array } & TransportAddress) | { readonly found: NatFinding };

export type NatKindOptions = {
  /** The first that answers is asked everything, the others only where we are. In numbers. */
  readonly servers: readonly TransportAddress[];
  /** Where the socket itself is, in numbers: the address of our own network, and the port. */
  readonly local: TransportAddress;
  readonly chance: Chance;
};

/** A server to be asked where we are; `other` is one of the first server's own. */
type Probe = { readonly place: TransportAddress; readonly other: boolean };

export class NatKind {
  readonly #servers: readonly TransportAddress[];
  readonly #local: TransportAddress;
  readonly #chance: Chance;
  #step: "idle" | "contact" | "both" | "port" | "map" = "idle";
  #client: StunClient | null = null;
  /** Servers that have been tried as the first. */
  #tried = 0;
  #refused = false;
  #sights: Sight[] = [];
  /** Where else the first server can be. */
  #other: TransportAddress | null = null;
  #filtering: NatFiltering = "unknown";
  /** The filtering was read from silence, which means nothing where nobody is. */
  #doubtful = false;
  #probes: Probe[] = [];
  #probe: Probe | null = null;

  constructor({ servers, local, chance }: NatKindOptions) {
    this.#servers = servers.slice(0, MOST_STUN_SERVERS);
    this.#local = local;
    this.#chance = chance;
  }

  /** NEVER while nothing is being found out. */
  get deadline(): Instant {
    return this.#client?.deadline ?? NEVER;
  }

  /** Begins, unless that is under way; each beginning ends in one finding. */
  start(now: Instant): NatOutput[] {
    if (this.#step !== "idle") return [];
    this.#step = "contact";
    this.#tried = 0;
    this.#refused = this.#doubtful = false;
    this.#sights = [];
    this.#other = null;
    this.#filtering = "unknown";
    this.#probes = [];
    return this.#contact(now);
  }

  poll(now: Instant): NatOutput[] {
    return this.#client ? this.#hear(this.#client.poll(now), now) : [];
  }

  /** Any datagram of the socket may be handed in. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): NatOutput[] {
    return this.#client ? this.#hear(this.#client.receive(octets, address, port, now), now) : [];
  }

  /** A client says one thing at a time. */
  #hear([said]: readonly StunOutput[], now: Instant): NatOutput[] {
    if (!said) return [];
    if ("send" in said) return [said];
    switch (this.#step) {
      case "contact":
        return this.#contacted(said, now);
      case "both":
        if ("mapped" in said) this.#filtering = "endpoint-independent";
        else if (said.failed === "silent") return this.#askPort(now);
        return this.#map(now);
      case "port":
        return this.#askedPort(said, now);
      case "map":
        this.#mapped(said);
        return this.#map(now);
    }
    return [];
  }

  #ask(options: Omit<StunOptions, "chance">, now: Instant): NatOutput[] {
    this.#client = new StunClient({ ...options, chance: this.#chance });
    return this.#hear(this.#client.ask(now), now);
  }

  #contact(now: Instant): NatOutput[] {
    if (this.#tried === this.#servers.length) return this.#found();
    return this.#ask({ server: this.#servers[this.#tried++], patience: STUN_PATIENCE }, now);
  }

  #contacted(said: StunAnswer | StunFailure, now: Instant): NatOutput[] {
    if ("failed" in said) {
      if (said.failed !== "silent") this.#refused = true;
      return this.#contact(now);
    }
    const { server, mapped, other } = said;
    this.#sights.push({ server, mapped });
    if (other && !isNowhere(other) && isSameFamily(server, other)) {
      this.#other = other;
      this.#willAsk({ address: other.address, port: server.port }, true);
      this.#willAsk(other, true);
    }
    for (let i = this.#tried; i < this.#servers.length; i++) this.#willAsk(this.#servers[i], false);
    if (!this.#other) return this.#map(now);
    return this.#other.address === server.address ? this.#askPort(now) : this.#askBoth(server, this.#other, now);
  }

  #willAsk(place: TransportAddress, other: boolean): void {
    const { address, port } = place;
    if (isAt(this.#sights[0].server, address, port)) return;
    if (!this.#probes.some((probe) => isAt(probe.place, address, port))) this.#probes.push({ place, other });
  }

  /** Test II of section 4.4. */
  #askBoth(server: TransportAddress, from: TransportAddress, now: Instant): NatOutput[] {
    this.#step = "both";
    const change = { address: true, port: from.port !== server.port, from };
    return this.#ask({ server, change, patience: STUN_TEST_PATIENCE }, now);
  }

  /** Test III of section 4.4. */
  #askPort(now: Instant): NatOutput[] {
    const { server } = this.#sights[0];
    const port = this.#other?.port ?? server.port;
    if (port === server.port) return this.#map(now);
    this.#step = "port";
    const change = { address: false, port: true, from: { address: server.address, port } };
    return this.#ask({ server, change, patience: STUN_TEST_PATIENCE }, now);
  }

  #askedPort(said: StunAnswer | StunFailure, now: Instant): NatOutput[] {
    const elsewhere = this.#other?.address !== this.#sights[0].server.address;
    if ("failed" in said) {
      if (said.failed === "silent") this.#filtering = "address-and-port-dependent";
    } else if (elsewhere) this.#filtering = "address-dependent";
    this.#doubtful = this.#filtering !== "unknown";
    return this.#map(now);
  }

  /** Asks where we are until that is clear, and the silence of a filter has been shown to mean something. */
  #map(now: Instant): NatOutput[] {
    this.#step = "map";
    const clear = mappingOf(this.#sights, this.#local) !== undefined;
    for (let probe = this.#probes.shift(); probe; probe = this.#probes.shift()) {
      if (clear && !(this.#doubtful && probe.other)) continue;
      this.#probe = probe;
      return this.#ask({ server: probe.place, patience: STUN_TEST_PATIENCE }, now);
    }
    return this.#found();
  }

  #mapped(said: StunAnswer | StunFailure): void {
    if ("failed" in said) return;
    this.#sights.push({ server: said.server, mapped: said.mapped });
    if (this.#probe?.other) this.#doubtful = false;
  }

  #found(): NatOutput[] {
    this.#step = "idle";
    this.#client = this.#probe = null;
    const filtering = this.#doubtful ? "unknown" : this.#filtering;
    // no server to ask is not nobody who answered
    const refused = this.#refused || this.#servers.length === 0;
    return [{ found: natFinding(this.#sights, this.#local, filtering, refused) }];
  }
}
