/** The names of SIP servers, looked up for the lines and looked up again when what was found has run out. */
import type { Board } from "../../hal/board.js";
import type { Udp } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import { LIFE_OF_FAILURE } from "../net/limits.js";
import { Resolver, type ResolverOutput } from "../net/resolver.js";
import { findTarget, type Target } from "../net/target.js";
import type { Endpoint, Hop } from "../wire/hop.js";
import type { Loop } from "./loop.js";

export type ServerName = { readonly host: string; readonly port: number | null };
/** Hears where the server is, at first and whenever that has changed; null when the DNS knows of none. */
export type Found = (server: Hop | null, now: Instant) => void;

type Sought = ServerName & {
  readonly line: number;
  readonly tell: Found;
  /** One draw of chance for all time: as long as the records stay, so does the server chosen from them. */
  readonly draw: number;
  /** When to look again; NEVER while answers are awaited. */
  at: Instant;
  /** All there are, the first in use; undefined before anything was told. */
  hops: readonly Hop[] | undefined;
};

/** Answers that come without asking anybody, in a row. */
const MOST_STEPS = 16;

export class Names {
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #servers: readonly Endpoint[];
  readonly #resolver: Resolver;
  readonly #sought: Sought[] = [];
  #socket: Udp | null = null;

  constructor(board: Board, loop: Loop, servers: readonly Endpoint[]) {
    this.#board = board;
    this.#loop = loop;
    this.#servers = servers;
    this.#resolver = new Resolver({ servers, chance: board.chance });
  }

  /** Throws an Error when no socket can be had. Without a DNS server it says so once, and nothing is ever told. */
  find(line: number, { host, port }: ServerName, tell: Found): void {
    if (this.#servers.length === 0) {
      this.#warn(line, `${host} is a name, and no DNS server is set to ask for it (Primary_DNS)`);
      return;
    }
    if (this.#socket === null) {
      this.#socket = this.#board.network.openUdp({ onReadable: this.#onAnswer });
      this.#loop.add(this);
    }
    const sought: Sought = { host, port, line, tell, draw: this.#board.chance(), at: NEVER, hops: undefined };
    this.#sought.push(sought);
    this.#look(sought, this.#loop.now());
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

  /** The network has another address: who was not found may be found now. */
  moved(now: Instant): void {
    this.#resolver.forgetFailures();
    for (const sought of this.#sought) if (!sought.hops?.length) this.#look(sought, now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#socket?.close();
    this.#socket = null;
  }

  readonly #onAnswer = (): void => {
    const now = this.#loop.now();
    for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read())
      this.#perform(this.#resolver.receive(packet.octets, packet.address, packet.port, now), now);
    this.#loop.rearm(now);
  };

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
    const family = this.#board.network.address?.includes(":") ? "AAAA" : "A";
    for (let step = 0; step < MOST_STEPS; step++) {
      const { host, port, draw } = sought;
      const target = findTarget(
        { host, port, family },
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
    const before = sought.hops?.[0];
    // A DNS that is silent says nothing against the server it has named.
    if (failed && before) return;
    const first = sought.hops === undefined;
    sought.hops = hops;
    const server = hops[0] ?? null;
    if (!first && before?.address === server?.address && before?.port === server?.port) return;
    if (!server)
      this.#warn(
        sought.line,
        `${sought.host} is not found: ${failed ? "no DNS server answers" : "the DNS knows no server"}`,
      );
    sought.tell(server, now);
  }

  #warn(line: number, text: string): void {
    this.#board.journal({ type: "log", line, level: "warning", text });
  }
}
