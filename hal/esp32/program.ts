/** What every board does from its first moment on: its parts are put together, the adapter is started, lamp and button come alive. */
import Digital from "embedded:io/digital";
import type { Board, SettingValues } from "../board.js";
import type { JournalEntry } from "../journal.js";
import type { Tcp, TcpOptions } from "../network.js";
import type { Profile } from "../si321x/profile.js";
import { Esp32Board } from "./board.js";
import { Button } from "./button.js";
import { BoardClock } from "./clock.js";
import { lineOf } from "./console-line.js";
import { boardCrypto } from "./crypto.js";
import { NvsFlash } from "./flash.js";
import { Health } from "./health.js";
import { openHttp } from "./http.js";
import { BoardClient } from "./http-client.js";
import { Lamp } from "./lamp.js";
import { LineCard } from "./line-card.js";
import type { Link } from "./link.js";
import { BoardMqtt } from "./mqtt.js";
import { openMqtt, type SocketKind } from "./mqtt-client.js";
import { LocalName } from "./names.js";
import { BoardNetwork } from "./network.js";
import { pageAssets, spokenWords } from "./page.js";
import type { Pins } from "./pins.js";
import { Signs } from "./signs.js";
import { Sntp } from "./sntp.js";
import { system } from "./system.js";
import { connectTcp, type Later } from "./tcp.js";
import { BoardUpdate } from "./update.js";
import { boardVault } from "./vault.js";

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
  link(hostname: string, clock: BoardClock): Link;
  readonly tls?: (options: TcpOptions & { readonly name?: string }, later: Later) => Tcp;
  /** TLS as a kind of socket, on boards that have it. */
  readonly secureSocket?: SocketKind;
  /** The adapter: throws an Error when it cannot start. */
  start(board: Board): void;
};

/** So that what was said before it is on its way. */
const RESTART_MS = 1000;
/** A board that cannot start says so, and tries again. */
const FAILED_MS = 10_000;
/** The page is told of by name once it is there. */
const PAGE_PORT = 80;

export function run(options: ProgramOptions): void {
  const clock = new BoardClock();
  const chance = () => system.random();
  const { pins } = options;
  const mac = system.mac(options.mac);
  const hostname = `ata-${mac.slice(-6)}`;
  const later: Later = (call) => void clock.after(0, call);
  const resolve = (name: string, done: (address: string | undefined) => void) =>
    system.resolve(name, (_name, address) => done(address));

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

  const health = new Health(system.onTrial(), ["network", "lines"], clock.now());
  const judge = ticker(clock, health, () => {
    if (health.verdict === "good") system.markGood();
    else if (health.verdict === "bad") {
      say(`the new firmware has not shown: ${health.missing.join(", ")}`);
      system.rollBack();
    }
  });

  const card = new LineCard({
    ...{ pins, profile: options.profile, lines: options.lines, time: clock, journal },
    onState(line, state) {
      signs.chip(line, state);
      if (state === "up") health.prove("lines", clock.now());
      judge();
    },
  });

  const link = options.link(hostname, clock);
  const network = new BoardNetwork({ link, later, ...(options.tls && { tls: options.tls }) });
  const connected = () => {
    signs.link(link.address);
    if (link.address !== null) health.prove("network", clock.now());
    judge();
  };
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

  const { tls } = options;
  const board = new Esp32Board({
    ...{ name: options.name, mac, lines: options.lines, hostname, echoDelay: null, clock, network, journal, restart },
    ...{ chance, crypto: boardCrypto, vault: boardVault, flash: new NvsFlash() },
    ...{ assets: pageAssets, speech: spokenWords(), factory: options.factory, update: new BoardUpdate(pins.chip) },
    openLine: (line, slic) => card.open(line, slic),
    openHttp: (http) => openHttp(http, clock),
    client: new BoardClient({
      resolve,
      after: (ms, call) => clock.after(ms, call),
      encode: (text) => new Uint8Array(ArrayBuffer.fromString(text)),
      connect: (tcp) => connectTcp(tcp, later),
      connectTls: tls ? (tcp) => tls(tcp, later) : null,
    }),
    mqtt: new BoardMqtt({
      open: (mqtt, callbacks, isOpen) => openMqtt(mqtt, callbacks, isOpen, resolve, options.secureSocket ?? null),
      secure: options.secureSocket !== undefined,
      after: (ms, call) => clock.after(ms, call),
    }),
  });
  try {
    options.start(board);
  } catch (error) {
    journal({ type: "log", line: null, level: "error", text: `cannot start: ${error}` });
    clock.after(FAILED_MS, () => system.restart());
    return;
  }
  new LocalName(hostname, options.name, PAGE_PORT);
  const askTime = () =>
    new Sntp({
      ...{ network, chance, servers: clock.servers.length > 0 ? clock.servers : options.timeServers, resolve },
      now: () => clock.now(),
      after: (ms, call) => clock.after(ms, call),
      onTime: (seconds) => clock.set(seconds),
    });
  let sntp = askTime();
  clock.onAsk = () => {
    sntp.close();
    sntp = askTime();
  };
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
