/** The lines of the adapter, and what they share: the clock's alarm, the names of servers, the NAT before them. */
import type { Board } from "../../hal/board.js";
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import { shared, whole } from "../base/shared.js";
import type { Config } from "../config/config.js";
import type { Place } from "../wire/hop.js";
import { instanceOf } from "./instance.js";
import type { Loop } from "./loop.js";
import { type Finder, type Found, type NameOptions, Names } from "./names.js";
import { Nat } from "./nat.js";
import { nameServers, natOptions, type PortOptions, PRODUCT_OPTIONS, portOptions } from "./options.js";
import { type House, type Neighbours, Port } from "./port.js";
import type { LineStatus } from "./status.js";

const OF_NO_LINE: NameOptions = frozen({ services: "none", byPort: false });

export class Lines implements Neighbours, Finder {
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #config: Config;
  readonly #house: House;
  readonly #ports: Port[] = [];
  /** What a line is told like the first, or like the product's own, is kept once. */
  #first: PortOptions = PRODUCT_OPTIONS;
  /** Only where a server has a name. */
  #names: Names | null = null;
  /** Only where STUN is asked. */
  readonly nat: Nat | null = null;

  /** Throws an Error with one readable line when a socket cannot be had; nothing stays open then. */
  constructor(board: Board, loop: Loop, config: Config, house: House) {
    this.#board = board;
    this.#loop = loop;
    this.#config = config;
    this.#house = house;
    const stun = natOptions(config);
    if (stun) this.nat = new Nat(board, loop, stun);
    try {
      for (let line = 1; line <= board.lines; line++)
        this.#ports.push(new Port(line, board, loop, this.#optionsOf(line), this, house));
      this.nat?.start(this, loop.now());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get status(): readonly LineStatus[] {
    return this.#ports.map((port) => port.status);
  }

  /** `line` counts from 1. */
  port(line: number): Port {
    return this.#ports[line - 1];
  }

  /** Since when nobody has used any of them; NEVER while somebody does. */
  get idleSince(): Instant {
    let since = 0;
    for (const { restedAt } of this.#ports) since = Math.max(since, restedAt);
    return since;
  }

  /** The line wants to be known to its server, and is not. */
  isLost(line: number): boolean {
    const { state } = this.#ports[line - 1].status.registration;
    return state === "registering" || state === "failed";
  }

  /** Since when nobody has used this line or called it; NEVER while somebody does. */
  restedAt(line: number): Instant {
    return this.#ports[line - 1].restedAt;
  }

  /** The line as its settings are now, when its server has let it go; its telephone notices nothing. */
  renew(line: number): void {
    const port = this.#ports[line - 1];
    port.leave(() => this.#loop.later(0, () => this.#replace(line, port)));
  }

  #replace(line: number, before: Port): void {
    if (this.#ports[line - 1] !== before) return;
    before.close();
    this.#names?.forget(line);
    const options = this.#optionsOf(line);
    try {
      this.#ports[line - 1] = new Port(line, this.#board, this.#loop, options, this, this.#house);
    } catch (error) {
      const text = `${error instanceof Error ? error.message : error}: the line takes another port`;
      this.#board.journal({ type: "log", line, level: "error", text });
      this.#ports[line - 1] = new Port(
        line,
        this.#board,
        this.#loop,
        { ...whole(options), sipPort: 0 },
        this,
        this.#house,
      );
    }
  }

  moved(): void {
    const now = this.#loop.now();
    this.nat?.moved(now);
    for (const port of this.#ports) port.moved(now);
    this.#names?.moved(now);
  }

  /** Hangs up and unregisters every line; `done` is called once, when the servers have answered or will not. */
  leave(done: () => void): void {
    let left = this.#ports.length;
    if (left === 0) done();
    for (const port of [...this.#ports])
      port.leave(() => {
        left--;
        if (left === 0) done();
      });
  }

  close(): void {
    this.#names?.close();
    this.nat?.close();
    for (const port of this.#ports) port.close();
    this.#ports.length = 0;
  }

  // What ports ask, and whoever wants a server of no line.

  find(place: Place, tell: Found): void {
    this.#namesOf().find(null, place, OF_NO_LINE, tell);
  }

  findFor(line: number, place: Place, options: NameOptions, tell: Found): void {
    this.#namesOf().find(line, place, options, tell);
  }

  #optionsOf(line: number): PortOptions {
    const options = portOptions(this.#config, line, instanceOf(this.#board, line), this.#board.echoDelay);
    if (line > 1) return shared(this.#first, options);
    this.#first = shared(PRODUCT_OPTIONS, options);
    return this.#first;
  }

  #namesOf(): Names {
    this.#names ??= new Names(this.#board, this.#loop, () =>
      nameServers(this.#config, this.#board.network.lease ?? null),
    );
    return this.#names;
  }
}
