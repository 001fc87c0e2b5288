/**
 * The servers of a line, in the order its owner and the DNS want them tried (RFC 3263 section 4.3): the one spoken to, the
 * ones that have failed, and when the first of them deserves another look.
 *
 * A server that has failed stays behind the others for the fall-back interval. Then it is asked whether it is back
 * (`probes`), and only when it has answered (`revived`) do we move: nothing is risked for a server that is still dead.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { plainAddress } from "../wire/dns/dns-address.js";
import { type Endpoint, type Hop, type Place, sameHop } from "../wire/hop.js";

const DEFAULT_PORT = 5060;
const DEFAULT_TLS_PORT = 5061;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
/** More than an owner and a DNS would name. */
const MOST_TARGETS = 24;

type Found = { readonly place: Place; hops: readonly Hop[] };
/** `until` is when it is thought about again. */
type Failure = { readonly hop: Hop; until: Instant };

/** As it is while all goes well. */
const NONE: readonly Failure[] = frozen([]);

export class Servers {
  readonly #found: Found[];
  /** ms; 0 stays with whoever was found. */
  readonly #fallback: number;
  #failures = NONE;
  /** The server that requests go to; null while none is known. */
  current: Hop | null;

  constructor(places: readonly Place[], fallback: number) {
    this.#found = places.map((place) => ({ place, hops: hopsOf(place) }));
    this.#fallback = fallback;
    this.current = this.#best();
  }

  /** Those that are names, and have to be looked up. */
  get names(): readonly Place[] {
    return this.#found.map(({ place }) => place).filter(({ host }) => !isNumeric(host));
  }

  /** The DNS has spoken, and may speak again; with no hops when it knows nothing. True when another server counts now. */
  found(place: Place, hops: readonly Hop[]): boolean {
    for (const row of this.#found) if (row.place === place) row.hops = hops.slice(0, MOST_TARGETS);
    const all = this.#all;
    this.#failures = this.#failures.filter(({ hop }) => all.some((other) => sameHop(other, hop)));
    return this.#turnTo(this.#best());
  }

  /** One of ours, whichever is spoken to at the moment. By a connection it may come from any port. */
  has({ address, port }: Endpoint, byDatagram: boolean): boolean {
    for (const { hops } of this.#found)
      for (let i = 0; i < hops.length; i++)
        if (hops[i].address === address && (hops[i].port === port || !byDatagram)) return true;
    return false;
  }

  /** The one that is there, as it is to be spoken to. */
  at(address: string, port: number): Hop | undefined {
    for (const { hops } of this.#found)
      for (let i = 0; i < hops.length; i++) if (hops[i].address === address && hops[i].port === port) return hops[i];
  }

  /** It does not answer, or says that it cannot. True when there is another one to turn to now, or the line has turned already. */
  failed(hop: Hop, now: Instant): boolean {
    if (!this.#all.some((other) => sameHop(other, hop))) return false;
    const until = this.#fallback > 0 ? now + this.#fallback : NEVER;
    const others = this.#failures.filter((failure) => !sameHop(failure.hop, hop));
    this.#failures = [...others, { hop, until }];
    if (!sameHop(hop, this.current)) return true;
    const next = this.#all.find((other) => !this.#failureOf(other));
    if (next) return this.#turnTo(next);
    // All have failed: from the beginning, at the pace of whoever asks.
    this.#failures = NONE;
    return this.#turnTo(this.#best()) && false;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const { until } of this.#failures) deadline = Math.min(deadline, until);
    return deadline;
  }

  /** Who shall be asked whether he is back: what stands before the current one and has been left alone long enough. */
  poll(now: Instant): readonly Hop[] {
    const due: Hop[] = [];
    for (const failure of this.#failures) {
      if (failure.until > now) continue;
      failure.until = now + this.#fallback;
      due.push(failure.hop);
    }
    return due;
  }

  /** He is. True when he is the one to speak to from now on. */
  revived(hop: Hop): boolean {
    this.#failures = this.#failures.filter((failure) => !sameHop(failure.hop, hop));
    return this.#turnTo(this.#best());
  }

  get #all(): readonly Hop[] {
    const all: Hop[] = [];
    for (const { hops } of this.#found) all.push(...hops);
    return all.slice(0, MOST_TARGETS);
  }

  #failureOf(hop: Hop): Failure | undefined {
    return this.#failures.find((failure) => sameHop(failure.hop, hop));
  }

  #best(): Hop | null {
    const all = this.#all;
    return all.find((hop) => !this.#failureOf(hop)) ?? all[0] ?? null;
  }

  #turnTo(hop: Hop | null): boolean {
    if (sameHop(hop, this.current)) return false;
    this.current = hop;
    return true;
  }
}

/** An address that needs no looking up. */
export function isNumeric(host: string): boolean {
  return IPV4.test(host) || host.includes(":");
}

/** Where a place is that is named by its numbers; nowhere yet for a name. */
export function hopsOf({ host, port, transport }: Place): readonly Hop[] {
  if (!isNumeric(host)) return [];
  const fallback = transport === "tls" ? DEFAULT_TLS_PORT : DEFAULT_PORT;
  return [{ address: plainAddress(host), port: port ?? fallback, transport: transport ?? "udp" }];
}
