/** The names of SIP servers, looked up for the lines and looked up again when what was found has run out. */
import type { Board } from "../../hal/board.js";
import type { Udp } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import { LIFE_OF_FAILURE } from "../net/limits.js";
import { Resolver, type ResolverOutput } from "../net/resolver.js";
import { findTarget, type Target } from "../net/target.js";
import { type Endpoint, type Hop, type Place, sameHop } from "../wire/hop.js";
import type { Loop } from "./loop.js";

/** Hears where a server is, in the order to try them, at first and whenever that has changed; nowhere when the DNS knows of none. */
export type Found = (hops: readonly Hop[], now: Instant) => void;
/** How the owner of a line wants the DNS to be asked. */
export type NameOptions = {
  readonly services: "none" | "domain" | "name";
  /** Servers at the port of the first come before all others. */
  readonly byPort: boolean;
};
/** Who is asked, and what is added to a name without a dot in it, "" for nothing. */
export type NameServers = { readonly servers: readonly Endpoint[]; readonly domain: string };
/** Who has the address of a server looked up that is of no line. */
export type Finder = { find(place: Place, tell: Found): void };

type Sought = {
  readonly place: Place;
  readonly options: NameOptions;
  /** Null for all of them. */
  readonly line: number | null;
  readonly tell: Found;
  /** One draw of chance for all time: as long as the records stay, so does the server chosen from them. */
  readonly draw: number;
  /** When to look again; NEVER while answers are awaited. */
  at: Instant;
  /** All there are; undefined before anything was told. */
  hops: readonly Hop[] | undefined;
};

/** Answers that come without asking anybody, in a row. */
const MOST_STEPS = 16;

export class Names {
  readonly #board: Board;
  readonly #loop: Loop;
  /** As it is now: what DHCP names comes and goes. */
  readonly #ask: () => NameServers;
  #known: NameServers;
  #resolver: Resolver;
  readonly #sought: Sought[] = [];
  #socket: Udp | null = null;

  constructor(board: Board, loop: Loop, ask: () => NameServers) {
    this.#board = board;
    this.#loop = loop;
    this.#ask = ask;
    this.#known = ask();
    this.#resolver = this.#newResolver();
  }

  /** Throws an Error when no socket can be had. Without a DNS server it says so, and nothing is told before DHCP names one. */
  find(line: number | null, place: Place, options: NameOptions, tell: Found): void {
    if (this.#known.servers.length > 0) this.#open();
    else if (this.#board.network.address !== null)
      this.#warn(line, `${place.host} is a name, and no DNS server is set to ask for it (Primary_DNS)`);
    const draw = this.#board.chance();
    const sought: Sought = { place, options, line, tell, draw, at: NEVER, hops: undefined };
    this.#sought.push(sought);
    this.#look(sought, this.#loop.now());
  }

  /** A line is no more: nothing is told to it. */
  forget(line: number): void {
    for (let at = this.#sought.length - 1; at >= 0; at--)
      if (this.#sought[at].line === line) this.#sought.splice(at, 1);
  }

  get deadline(): Instant {
    let deadline = this.#resolver.deadline;
    for (const { at } of this.#sought) deadline = Math.min(deadline, at);
    return deadline;
  }

  poll(now: Instant): void {
    this.#perform(this.#resolver.poll(now), now);
    for (const sought of this.#sought) if (sought.at <= now) this.#look(sought, now);
  }

  /** The network has another address, or other servers: who was not found may be found now. */
  moved(now: Instant): void {
    const before = this.#known;
    this.#known = this.#ask();
    const isOther = !sameServers(before, this.#known);
    if (isOther) this.#resolver = this.#newResolver();
    else this.#resolver.forgetFailures();
    if (this.#known.servers.length > 0 && this.#sought.length > 0) this.#tryToOpen();
    for (const sought of this.#sought) if (isOther || !sought.hops?.length) this.#look(sought, now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#socket?.close();
    this.#socket = null;
  }

  #newResolver(): Resolver {
    return new Resolver({ servers: this.#known.servers, chance: this.#board.chance });
  }

  #open(): void {
    if (this.#socket !== null) return;
    this.#socket = this.#board.network.openUdp(this);
    this.#loop.add(this);
  }

  #tryToOpen(): void {
    try {
      this.#open();
    } catch (error) {
      this.#warn(null, `no name can be looked up: ${error instanceof Error ? error.message : error}`);
    }
  }

  onReadable(): void {
    const now = this.#loop.now();
    for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read())
      this.#perform(this.#resolver.receive(packet.octets, packet.address, packet.port, now), now);
    this.#loop.rearm(now);
  }

  #perform(outputs: readonly ResolverOutput[], now: Instant): void {
    if (this.#send(outputs)) for (const sought of this.#sought) if (sought.at === NEVER) this.#look(sought, now);
  }

  /** True when there were answers too. */
  #send(outputs: readonly ResolverOutput[]): boolean {
    let answered = false;
    for (const output of outputs)
      if ("send" in output) this.#socket?.write(output.send, output.address, output.port);
      else answered = true;
    return answered;
  }

  #look(sought: Sought, now: Instant): void {
    sought.at = NEVER;
    if (this.#socket === null || this.#known.servers.length === 0) return;
    const family = this.#board.network.address?.includes(":") ? "AAAA" : "A";
    for (let step = 0; step < MOST_STEPS; step++) {
      const { place, options, draw } = sought;
      const target = findTarget(
        {
          host: this.#whole(place.host),
          port: place.port,
          transport: place.transport,
          family,
          services: options.services,
        },
        (question) => this.#resolver.known(question, now),
        () => draw,
      );
      if ("hops" in target) {
        this.#settle(sought, target, now);
        return;
      }
      sought.at = NEVER;
      let answered = false;
      for (const question of target.ask) if (this.#send(this.#resolver.ask(question, now))) answered = true;
      if (!answered) return;
    }
    sought.at = now + LIFE_OF_FAILURE;
  }

  #settle(sought: Sought, { hops, failed, until }: Extract<Target, { hops: unknown }>, now: Instant): void {
    sought.at = until;
    const before = sought.hops;
    // A DNS that is silent says nothing against the servers it has named.
    if (failed && before && before.length > 0) return;
    sought.hops = sought.options.byPort ? byPort(hops) : hops;
    if (before && sameHops(before, sought.hops)) return;
    if (hops.length === 0)
      this.#warn(
        sought.line,
        `${sought.place.host} is not found: ${failed ? "no DNS server answers" : "the DNS knows no server"}`,
      );
    sought.tell(sought.hops, now);
  }

  #whole(host: string): string {
    const { domain } = this.#known;
    return domain === "" || host.includes(".") || host.includes(":") ? host : `${host}.${domain}`;
  }

  #warn(line: number | null, text: string): void {
    this.#board.journal({ type: "log", line, level: "warning", room: "net", text });
  }
}

function sameServers(a: NameServers, b: NameServers): boolean {
  const isSame = (one: Endpoint, at: number) =>
    one.address === b.servers[at].address && one.port === b.servers[at].port;
  return a.domain === b.domain && a.servers.length === b.servers.length && a.servers.every(isSame);
}

function sameHops(a: readonly Hop[], b: readonly Hop[]): boolean {
  return a.length === b.length && a.every((hop, at) => sameHop(hop, b[at]));
}

/** In their order, but first those at the port of the first. */
function byPort(hops: readonly Hop[]): readonly Hop[] {
  const isFirst = ({ port }: Hop) => port === hops[0].port;
  return [...hops.filter(isFirst), ...hops.filter((hop) => !isFirst(hop))];
}
