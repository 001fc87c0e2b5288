/**
 * Asks one STUN server from one socket what our address looks like from outside (RFC 8489 sections 6.2.1, 6.3, 10).
 *
 * Asked again every now and then, it also keeps the way through a NAT open, and shows when the address has changed.
 */
import { putUint32 } from "../base/bytes.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import { emitStunRequest, hasStunId, isStun, parseStun, STUN_ID_LENGTH, type StunChange } from "../wire/stun/stun.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { STUN_PATIENCE, type StunPatience } from "./limits.js";

/** We are at `mapped`, says `server`, which is the one asked or its alternate; `other` is where else it can be. */
export type StunAnswer = {
  readonly mapped: TransportAddress;
  readonly server: TransportAddress;
  readonly other: TransportAddress | null;
};

export type StunFailure = {
  /**
   * silent: nobody answered.
   * refused: the server said no, in `code` and `reason`.
   * unusable: it answered in a way we cannot use.
   * unchanged: asked to answer from elsewhere, it answered from where it was asked.
   */
  readonly failed: "silent" | "refused" | "unusable" | "unchanged";
  /** Of ERROR-CODE, 0 without. */
  readonly code: number;
  /** As the server words it: for people, and not to be trusted. */
  readonly reason: string;
};

/** What is to be sent, and what came of it: each `ask` that was not refused ends in one answer or failure. */
export type StunOutput = ({ readonly send: Uint8Array } & TransportAddress) | StunAnswer | StunFailure;

export type StunOptions = {
  /** In numbers, as the socket names those it hears. */
  readonly server: TransportAddress;
  readonly chance: Chance;
  readonly patience?: StunPatience;
  /** For the NAT test: the answer is to come from `from`, and from nowhere else. */
  readonly change?: StunChange & { readonly from: TransportAddress };
};

const TRY_ALTERNATE = 300;

type Asked = {
  readonly server: TransportAddress;
  readonly id: Uint8Array;
  readonly octets: Uint8Array;
  readonly redirected: boolean;
  sent: number;
  wait: number;
};

export class StunClient {
  readonly #options: StunOptions;
  readonly #patience: StunPatience;
  #asked: Asked | null = null;
  #deadline: Instant = NEVER;

  constructor(options: StunOptions) {
    this.#options = options;
    this.#patience = options.patience ?? STUN_PATIENCE;
  }

  /** NEVER while nothing is asked. */
  get deadline(): Instant {
    return this.#deadline;
  }

  /** Asks, unless that is under way. */
  ask(now: Instant): StunOutput[] {
    return this.#asked ? [] : this.#begin(this.#options.server, false, now);
  }

  poll(now: Instant): StunOutput[] {
    const asked = this.#asked;
    if (!asked || now < this.#deadline) return [];
    return asked.sent < this.#patience.tries ? this.#send(asked, now) : this.#end(failure("silent"));
  }

  /** Any datagram of the socket may be handed in; what is not the answer awaited is passed over. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): StunOutput[] {
    const asked = this.#asked;
    if (!asked || !isStun(octets) || !hasStunId(octets, asked.id)) return [];
    const { server } = asked;
    const change = this.#options.change;
    const asExpected = isAt(change?.from ?? server, address, port);
    if (!asExpected && !isAt(server, address, port)) return [];
    const message = parseStun(octets);
    if (!message) return [];
    const { kind, mapped, error, alternate, other, unknown } = message;
    if (kind === "error") {
      if (!error || unknown.length > 0) return this.#end(failure("unusable"));
      if (error.code === TRY_ALTERNATE && alternate && !asked.redirected && !change && leads(server, alternate))
        return this.#begin(alternate, true, now);
      return this.#end(failure("refused", error.code, error.reason));
    }
    if (kind !== "success") return [];
    if (!asExpected) return this.#end(failure("unchanged"));
    if (!mapped || isNowhere(mapped) || unknown.length > 0) return this.#end(failure("unusable"));
    return this.#end({ mapped, server, other });
  }

  #begin(server: TransportAddress, redirected: boolean, now: Instant): StunOutput[] {
    const { chance, change } = this.#options;
    const id = new Uint8Array(STUN_ID_LENGTH);
    for (let at = 0; at < STUN_ID_LENGTH; at += 4) putUint32(id, at, chance());
    const octets = emitStunRequest(id, change ?? null);
    this.#asked = { server, id, octets, redirected, sent: 0, wait: this.#patience.first };
    return this.#send(this.#asked, now);
  }

  #send(asked: Asked, now: Instant): StunOutput[] {
    const { octets, server } = asked;
    asked.sent++;
    this.#deadline = now + (asked.sent < this.#patience.tries ? asked.wait : this.#patience.last);
    asked.wait *= 2;
    return [{ send: octets, address: server.address, port: server.port }];
  }

  #end(output: StunAnswer | StunFailure): StunOutput[] {
    this.#asked = null;
    this.#deadline = NEVER;
    return [output];
  }
}

function failure(failed: StunFailure["failed"], code = 0, reason = ""): StunFailure {
  return { failed, code, reason };
}

export function isAt(place: TransportAddress, address: string, port: number): boolean {
  return place.port === port && place.address === address;
}

/** Nothing can be sent there. */
export function isNowhere({ address, port }: TransportAddress): boolean {
  return port === 0 || address === "0.0.0.0" || address === "::";
}

export function isSameFamily(a: TransportAddress, b: TransportAddress): boolean {
  return a.address.includes(":") === b.address.includes(":");
}

/** Whether the alternate is another server, and one that this socket can reach (section 14.15). */
function leads(server: TransportAddress, alternate: TransportAddress): boolean {
  return !isNowhere(alternate) && isSameFamily(server, alternate) && !isAt(server, alternate.address, alternate.port);
}
