/** What every board does from its first moment on: its parts are put together, the adapter is started, lamp and button come alive. */
import Digital from "embedded:io/digital";
import type { Board, SettingValues } from "../board.js";
import type { Chance } from "../crypto.js";
import type { JournalEntry } from "../journal.js";
import type { Tcp, TlsOptions } from "../network.js";
import type { Profile } from "../si321x/profile.js";
import type { Ticks } from "../si321x/ticks.js";
import type { Slic, SlicOptions } from "../slic.js";
import type { Update } from "../update.js";
import { Esp32Board } from "./board.js";
import { Button } from "./button.js";
import { BoardClock } from "./clock.js";
import { lineOf } from "./console-line.js";
import { NvsFlash } from "./flash.js";
import { Lamp } from "./lamp.js";
import { LineCard } from "./line-card.js";
import type { Link } from "./link.js";
import type { SocketKind } from "./mqtt-client.js";
import { LocalName } from "./names.js";
import { watchLinks } from "./netif.js";
import { BoardNetwork } from "./network.js";
import type { Pins } from "./pins.js";
import { Presence } from "./presence.js";
import { Signs } from "./signs.js";
import { Sntp } from "./sntp.js";
import { system } from "./system.js";
import { boardUpdate } from "./update.js";

export type ProgramOptions = {
  readonly name: string;
  readonly pins: Pins;
  readonly profile: Profile;
  readonly lines: number;
  /** Kind of MAC address: STATION or ETHERNET of `system.ts`. */
  readonly mac: number;
  /** Where time servers are, asked in turn. */
  readonly timeServers: readonly string[];
  readonly factory: SettingValues;
  /** Octets of a body there is room for: a fifth of the chunks that two talking lines leave. */
  readonly longestBody: number;
  /** `name` is what the board calls itself where its owner has not named it. */
  link(name: string, clock: BoardClock): Link;
  readonly tls?: (options: TlsOptions, time: Pick<Ticks, "after">) => Tcp;
  /** TLS as a kind of socket, on boards that have it. */
  readonly secureSocket?: SocketKind;
  /** The adapter: throws an Error when it cannot start. */
  start(board: Board): void;
};

/** So that what was said before it is on its way. */
const RESTART_MS = 1000;
/** A board that cannot start says so, and tries again. */
const FAILED_MS = 10_000;

/** What a board of these is made of. */
type Parts = {
  readonly options: ProgramOptions;
  readonly mac: string;
  readonly clock: BoardClock;
  readonly network: BoardNetwork;
  readonly link: Link;
  readonly card: LineCard;
  readonly update: Update | null;
  journal(entry: JournalEntry): void;
  restart(reason: string): void;
};

class ProgramBoard extends Esp32Board {
  readonly flash = new NvsFlash();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  get name(): string {
    return this.#parts.options.name;
  }

  get mac(): string {
    return this.#parts.mac;
  }

  get lines(): number {
    return this.#parts.options.lines;
  }

  get clock(): BoardClock {
    return this.#parts.clock;
  }

  get chance(): Chance {
    return chance;
  }

  get network(): BoardNetwork {
    return this.#parts.network;
  }

  get update(): Update | null {
    return this.#parts.update;
  }

  get factory(): SettingValues {
    return this.#parts.options.factory;
  }

  get longestBody(): number {
    return this.#parts.options.longestBody;
  }

  get hostname(): string {
    return this.network.hostname;
  }

  get guestAddress(): string | null {
    return this.#parts.link.guestAddress ?? null;
  }

  get secureSocket(): SocketKind | null {
    return this.#parts.options.secureSocket ?? null;
  }

  resolve(name: string, done: (address: string | undefined) => void): void {
    this.#parts.link.refresh();
    system.resolve(name, (_name, address) => done(address));
  }

  line(line: number, user: SlicOptions): Slic {
    return this.#parts.card.open(line, user);
  }

  restart(reason: string): void {
    this.#parts.restart(reason);
  }

  journal(entry: JournalEntry): void {
    this.#parts.journal(entry);
  }
}

const chance = () => system.random();

export function run(options: ProgramOptions): void {
  const clock = new BoardClock();
  // The pool it is drawn from is filled now, for later the highway is in the way.
  chance();
  const { pins } = options;
  const mac = system.mac(options.mac);
  const hostname = `ata-${mac.slice(-6)}`;
  const lamp = new Lamp();
  const led = new Digital({ pin: pins.lamp, mode: Digital.Output });
  const light = ticker(clock, lamp, () => led.write(lamp.lit === (pins.lampLit === 1) ? 1 : 0));
  const signs = new Signs((state, holds) => {
    lamp.set(state, holds, clock.now());
    light();
  });

  const journal = (entry: JournalEntry) => {
    signs.hear(entry);
    const line = lineOf(entry);
    if (line !== undefined) trace(`${line}\n`);
  };
  const say = (text: string) => journal({ type: "log", line: null, level: "info", text });
  const restart = (reason: string) => {
    say(`starts anew: ${reason}`);
    clock.after(RESTART_MS, () => system.restart());
  };
  say(`${options.name}, started because of ${system.resetReason()}`);

  const update = boardUpdate(pins.chip);
  if (!update) say("there is no room for a second image in this flash: it is updated by cable");
  const card = new LineCard({
    ...{ pins, profile: options.profile, lines: options.lines, time: clock, journal },
    onState(line, state) {
      signs.chip(line, state);
      if (state === "up" && update) update.inService = true;
    },
  });

  const link = options.link(hostname, clock);
  watchLinks(() => link.refresh());
  const network = new BoardNetwork({ link, time: clock, hostname, ...(options.tls && { tls: options.tls }) });
  const connected = () => signs.link(link.address, Boolean(link.guestAddress));
  link.watch(connected);
  connected();

  watchButton(clock, pins, {
    warn: (holds) => {
      lamp.set("erasing", holds, clock.now());
      light();
    },
    erase() {
      system.eraseSettings();
      restart("its settings have been erased");
    },
  });

  const board = new ProgramBoard({ options, mac, clock, network, link, card, update, journal, restart });
  try {
    options.start(board);
  } catch (error) {
    journal({ type: "log", line: null, level: "error", text: `cannot start: ${error}` });
    clock.after(FAILED_MS, () => system.restart());
    return;
  }
  const presence = new Presence({
    address: () => link.address,
    timeServers: () => (clock.servers.length > 0 ? clock.servers : [...link.timeServers, ...options.timeServers]),
    announce: () => new LocalName(network.hostname, options.name, board.port),
    askTime: (servers) =>
      new Sntp({
        ...{ network, chance, servers, resolve: (name, done) => board.resolve(name, done) },
        now: () => clock.now(),
        after: (ms, call) => clock.after(ms, call),
        onTime: (seconds) => clock.set(seconds),
      }),
  });
  link.watch(() => presence.look());
  clock.onAsk = () => presence.look();
  presence.look();
}

type Timed = { readonly deadline: number; poll(now: number): unknown };

/** Polls a machine when it is due; call what it answers after anything that may have changed its deadline. */
function ticker(clock: BoardClock, machine: Timed, show: () => void): () => void {
  let cancel = () => {};
  const arm = () => {
    cancel();
    show();
    if (machine.deadline === Number.POSITIVE_INFINITY) return;
    cancel = clock.after(Math.max(1, machine.deadline - clock.now()), () => {
      machine.poll(clock.now());
      arm();
    });
  };
  return arm;
}

function watchButton(
  clock: BoardClock,
  { button: pin, pulls }: Pins,
  user: { warn(holds: boolean): void; erase(): void },
): void {
  const button = new Button();
  let cancel = () => {};
  const input: Digital = new Digital({
    pin,
    mode: pulls[pin] === "up" ? Digital.Input : Digital.InputPullUp,
    edge: Digital.Rising | Digital.Falling,
    onReadable() {
      button.edge(input.read() === 0, clock.now());
      arm();
    },
  });
  const arm = () => {
    cancel();
    if (button.deadline === Number.POSITIVE_INFINITY) return;
    cancel = clock.after(Math.max(1, button.deadline - clock.now()), () => {
      const event = button.poll(clock.now());
      if (event === "erase") user.erase();
      else if (event !== null) user.warn(event === "warn");
      arm();
    });
  };
}
