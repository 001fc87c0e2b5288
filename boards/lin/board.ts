/** The board that a desktop is: real sockets, a telephone at each line, and the engine's own chance. */

import type { SettingValues } from "../../hal/board.js";
import type { Chance } from "../../hal/crypto.js";
import { Esp32Board } from "../../hal/esp32/board.js";
import { BoardClock } from "../../hal/esp32/clock.js";
import { lineOf } from "../../hal/esp32/console-line.js";
import { connectTcp, listenTcp } from "../../hal/esp32/tcp.js";
import type { Flash } from "../../hal/flash.js";
import type { JournalEntry } from "../../hal/journal.js";
import type { Network, Tcp, TcpListener, TcpListenerOptions, TcpOptions, Udp, UdpOptions } from "../../hal/network.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import type { Slic, SlicOptions } from "../../hal/slic.js";
import { Telephone } from "./telephone.js";
import { openUdp } from "./udp.js";

export const ADDRESS = "127.0.0.1";
/** Locally administered: no real board has it. */
const MAC = "020000000002";
/** Nobody is asked for names: what is told apart from them is an address. */
const NUMERIC = /^[0-9.]+$/;
/** ms in which what was said before a restart is read. */
const PARTING = 250;

const chance: Chance = () => Math.floor(Math.random() * 2 ** 32);

/** What the surroundings of the engine can do besides. */
export type Surroundings = { readonly flash: Flash; restart(): void };

export class LinBoard extends Esp32Board {
  readonly clock = new BoardClock();
  readonly network: Network = new LinNetwork(this.clock);
  readonly telephones: readonly Telephone[] = [new Telephone(), new Telephone()];
  readonly flash: Flash;
  readonly factory: SettingValues;
  readonly #around: Surroundings | null;

  constructor(factory: SettingValues, around: Surroundings | null) {
    super();
    this.factory = factory;
    this.flash = around?.flash ?? new SimulatedFlash();
    this.#around = around;
  }

  get name(): string {
    return "lin";
  }

  get mac(): string {
    return MAC;
  }

  get lines(): number {
    return this.telephones.length;
  }

  get longestBody(): number {
    return Number.POSITIVE_INFINITY;
  }

  get chance(): Chance {
    return chance;
  }

  get update(): null {
    return null;
  }

  get hostname(): string {
    return "localhost";
  }

  get guestAddress(): null {
    return null;
  }

  get secureSocket(): null {
    return null;
  }

  resolve(name: string, done: (address: string | undefined) => void): void {
    done(NUMERIC.test(name) ? name : undefined);
  }

  line(line: number, user: SlicOptions): Slic {
    return this.telephones[line - 1].at(user);
  }

  restart(reason: string): void {
    trace(`a restart was asked for: ${reason}\n`);
    const around = this.#around;
    if (around) this.clock.after(PARTING, () => around.restart());
  }

  journal(entry: JournalEntry): void {
    const line = lineOf(entry);
    if (line !== undefined) trace(`${line}\n`);
  }
}

class LinNetwork implements Network {
  readonly #clock: BoardClock;

  constructor(clock: BoardClock) {
    this.#clock = clock;
  }

  get address(): string {
    return ADDRESS;
  }

  openUdp(user: UdpOptions): Udp {
    return openUdp(user, chance);
  }

  listenTcp(options: TcpListenerOptions): TcpListener {
    return listenTcp(options, this.#clock);
  }

  connectTcp(options: TcpOptions): Tcp {
    return connectTcp(options, this.#clock);
  }

  watch(): void {}
}
