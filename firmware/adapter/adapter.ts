/** The adapter: given a board, builds the rooms and introduces them. */
import type { Board } from "../../hal/board.js";
import type { HttpServer } from "../../hal/http.js";
import type { Config } from "../config/config.js";
import { answer } from "../web/routes.js";
import { instanceOf } from "./instance.js";
import { Loop } from "./loop.js";
import { Names } from "./names.js";
import { Nat } from "./nat.js";
import { dnsServers, natOptions, portOptions } from "./options.js";
import { type House, Port } from "./port.js";
import type { Status } from "./status.js";
import { Store } from "./store.js";
import { PRODUCT, VERSION } from "./version.js";

export class Adapter {
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #store: Store;
  /** Only where a server has a name. */
  #names: Names | null = null;
  /** Only where STUN is asked. */
  #nat: Nat | null = null;
  readonly #ports: Port[] = [];
  #http: HttpServer | null = null;

  /** Throws an Error with one readable line when a socket cannot be had; nothing stays open then. */
  constructor(board: Board) {
    this.#board = board;
    this.#loop = new Loop(board.clock);
    this.#store = new Store(board);
    const { config } = this.#store;
    const stun = natOptions(config);
    try {
      if (stun) this.#nat = new Nat(board, this.#loop, stun);
      const house = this.#houseOf(config);
      for (let line = 1; line <= board.lines; line++) {
        const options = portOptions(config, line, instanceOf(board, line), board.echoDelay);
        this.#ports.push(new Port(line, board, this.#loop, options, house));
      }
      this.#nat?.start(
        (place, tell) => this.#namesOf(config).find(1, place, { services: "none", byAddress: false }, tell),
        this.#loop.now(),
      );
      if (config.yes("Enable_Web_Server")) this.#http = this.#serve(config.number("Web_Server_Port"));
    } catch (error) {
      this.#shut();
      throw error;
    }
    board.network.watch(() => this.#moved());
    this.#loop.rearm(this.#loop.now());
  }

  status(): Status {
    return {
      product: PRODUCT,
      version: VERSION,
      uptime: Math.floor(this.#loop.now() / 1000),
      address: this.#board.network.address,
      nat: this.#nat?.view ?? null,
      lines: this.#ports.map((port) => port.status),
    };
  }

  /** Hangs up, unregisters every line, and ends; `done` is called once, when the servers have answered or will not. */
  close(done: () => void): void {
    let left = this.#ports.length;
    const gone = () => {
      left--;
      if (left > 0) return;
      this.#shut();
      done();
    };
    for (const port of [...this.#ports]) port.leave(gone);
    this.#loop.rearm(this.#loop.now());
  }

  #houseOf(config: Config): House {
    return {
      nat: this.#nat,
      find: (line, place, options, tell) => this.#namesOf(config).find(line, place, options, tell),
      keep: (line, setting, value) => this.#store.keep(`${setting}[${line}]`, value ? "Yes" : "No"),
    };
  }

  #namesOf(config: Config): Names {
    this.#names ??= new Names(this.#board, this.#loop, dnsServers(config));
    return this.#names;
  }

  #serve(port: number): HttpServer {
    return this.#board.openHttp({
      port,
      maxBody: 0,
      respond: (request) => answer(request, this.#board.hosts, { status: () => this.status() }),
    });
  }

  #moved(): void {
    const now = this.#loop.now();
    this.#nat?.moved(now);
    for (const port of this.#ports) port.moved(now);
    this.#names?.moved(now);
    this.#loop.rearm(now);
  }

  #shut(): void {
    this.#loop.close();
    this.#names?.close();
    this.#nat?.close();
    for (const port of this.#ports) port.close();
    this.#ports.length = 0;
    this.#http?.close();
  }
}
