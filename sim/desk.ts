/**
 * The desk: a board with the adapter in it, two telephones on copper, the cable, the PBX, one clock.
 *
 *   telephone ── copper ── board, adapter ── capture ── cable ── network ── PBX
 *
 * Composition only. It is handed its time, its networks and its chance, and runs in Node and in XS alike.
 */
import type { Adapter } from "../firmware/adapter/adapter.js";
import type { LineStatus } from "../firmware/adapter/status.js";
import type { Assets } from "../hal/assets.js";
import type { Board, SettingValues } from "../hal/board.js";
import type { Crypto, Vault } from "../hal/crypto.js";
import type { Flash } from "../hal/flash.js";
import type { HttpClient } from "../hal/http-client.js";
import type { JournalEntry } from "../hal/journal.js";
import type { Network } from "../hal/network.js";
import { SimulatedFlash } from "../hal/simulated/flash.js";
import { type ImageLock, type RunningImage, Slots } from "../hal/simulated/slots.js";
import { chanceOf } from "./chance.js";
import { type ChipFault, ChipHarms } from "./chip-harm.js";
import { EventLog } from "./control/events.js";
import type { Controlled, Recording } from "./control/routes.js";
import { Copper } from "./copper.js";
import { type BoardName, type LineCard, lineCardOf } from "./line-card.js";
import { Cable, type Faults } from "./network/cable.js";
import { Capture, recorded } from "./network/capture.js";
import { emitHostPort } from "./network/ip-packet.js";
import { Trace, type TracedMessage, type TraceFilter } from "./network/trace.js";
import { Pbx } from "./pbx/pbx.js";
import { type DeskMqtt, type Fixtures, PoweredBoard } from "./powered.js";
import { Telephone } from "./telephone/telephone.js";
import type { Time } from "./time.js";

/** Telephones on the desk, and the extensions of the PBX they are. */
const EXTENSIONS = ["101", "102"];
export const LINES = EXTENSIONS.length;

/** Extensions and test numbers of the embedded PBX go at the last digit. */
const DIAL_PLAN = "([3469]11S0|112S0|999S0|10xS0|6[01]xS0|*xx|xx.)";

/** When virtual time begins: 2026-01-01T00:00:00Z, in ms since 1970. */
const VIRTUAL_EPOCH = 1_767_225_600_000;

export type DeskOptions = {
  readonly time: Time;
  /** Wall clock at time 0, in ms since 1970; that of virtual time when missing. */
  readonly epoch?: number;
  readonly seed: number;
  /** The adapter's host; the cable stands before it. */
  readonly network: Network;
  /** Where the embedded PBX stands (port 0: any), or null for none. */
  readonly pbx: { readonly network: Network; readonly port: number } | null;
  readonly crypto: Crypto;
  /** What the lines stand on; simulated when missing. */
  readonly board?: BoardName;
  /** What is wrong with its chips from the beginning, by line from 1; only of a board that has chips. */
  readonly chipFaults?: readonly { readonly line: number; readonly fault: ChipFault }[];
  /** The board cancels echoes, as a board with native kernels does: yes when missing. */
  readonly cancelsEcho?: boolean;
  /** dB by which each line returns what its telephone hears (trans-hybrid loss, e.g. -24); nothing when missing. */
  readonly echo?: number;
  /** One that lives as long as the desk when missing. */
  readonly flash?: Flash;
  /** The first of the SIP ports of the lines, 0 (any) when missing. */
  readonly sipPort?: number;
  /** What the owner has prepared for a new flash. */
  readonly profile?: SettingValues | null;
  /** Settings that win over all others. */
  readonly settings?: SettingValues;
  /** Keys and ciphers, which only the page and provisioning ask for. */
  readonly vault?: Vault;
  /** By which profiles are fetched. */
  readonly client?: HttpClient;
  /** By which a broker is told what happens; none when missing. */
  readonly mqtt?: DeskMqtt;
  /** How images of its firmware are checked; without it none is taken. */
  readonly images?: ImageLock;
  /** The files of the adapter's page. */
  readonly assets?: Assets;
  /** The words of its voice menu. */
  readonly speech?: Uint8Array;
  /** The server of the adapter's page; without one nobody can reach it. */
  readonly openHttp?: Board["openHttp"];
  /** Names the adapter's page goes by. */
  readonly hosts?: readonly string[];
};

type Line = { readonly copper: Copper; readonly telephone: Telephone };

export class Desk implements Controlled {
  readonly time: Time;
  readonly events: EventLog;
  readonly pbx: Pbx | null;
  /** By line, from 0. */
  readonly telephones: readonly Telephone[];
  readonly #lines: readonly Line[];
  readonly #cable: Cable;
  readonly #capture: Capture;
  readonly #trace = new Trace();
  readonly #lock: ImageLock | null;
  readonly #fixtures: Fixtures;
  /** Of the chips; null on a board without. */
  readonly harms: ChipHarms | null;
  /** Null while the power is cut. */
  #powered: PoweredBoard | null = null;

  /** Throws an Error with one readable line when a port cannot be had; nothing stays open then. */
  constructor(options: DeskOptions) {
    const { time, seed, crypto } = options;
    this.time = time;
    this.events = new EventLog(() => time.now());
    this.#lock = options.images ?? null;
    this.#capture = new Capture({ now: () => time.now(), epoch: options.epoch ?? VIRTUAL_EPOCH });
    this.#cable = new Cable({ inner: options.network, time, chance: chanceOf(seed, "cable") });
    this.#lines = EXTENSIONS.map((_, index) => this.#plugIn(index + 1, seed, options.echo));
    this.telephones = this.#lines.map(({ telephone }) => telephone);
    const chance = chanceOf(seed, "pbx");
    this.pbx = options.pbx && new Pbx({ ...options.pbx, time, chance, digest: crypto.digest, words: options.speech });
    const coppers = this.#lines.map(({ copper }) => copper);
    this.#fixtures = {
      time,
      cancelsEcho: options.cancelsEcho ?? true,
      lineCard: (journal, onUp) => lineCardOf(options.board ?? "simulated", { time, coppers, journal, onUp }),
      chance: chanceOf(seed, "board"),
      crypto,
      vault: options.vault ?? NO_VAULT,
      flash: options.flash ?? new SimulatedFlash(),
      network: recorded(this.#cable, this.#capture),
      client: options.client ?? { ask: (_question, done) => time.after(0, () => done({ failed: NO_CLIENT })) },
      mqtt: options.mqtt ?? null,
      assets: options.assets ?? {},
      speech: options.speech,
      openHttp: options.openHttp ?? (({ port }) => ({ port, close: () => {} })),
      hosts: options.hosts ?? [],
      factory: factorySettings(options.sipPort ?? 0, this.pbx),
      profile: options.profile ?? null,
      overrides: options.settings ?? {},
      journal: (entry) => this.#note(entry),
    };
    const chipOf = (line: number) => this.#powered?.lineCard.chips[line - 1];
    this.harms = options.board === "si321x" ? new ChipHarms(time, LINES, chipOf) : null;
    for (const { line, fault } of options.chipFaults ?? []) this.harms?.change(line, { fault });
    try {
      this.#powered = this.#boot();
    } catch (error) {
      this.pbx?.close();
      throw error;
    }
    // the ports it has found are its own from now on, as they are told to whoever started the desk
    const found = this.adapter.status().lines.map(({ line, sipPort }) => [`SIP_Port[${line}]`, String(sipPort)]);
    this.#fixtures = { ...this.#fixtures, factory: { ...this.#fixtures.factory, ...Object.fromEntries(found) } };
  }

  /** Throws an Error while the power is cut. */
  get adapter(): Adapter {
    return this.#board.adapter;
  }

  get lineCard(): LineCard {
    return this.#board.lineCard;
  }

  get #board(): PoweredBoard {
    if (!this.#powered) throw new Error("the power is cut");
    return this.#powered;
  }

  get power(): boolean {
    return this.#powered !== null;
  }

  /** The plug of the adapter: `cut` is instant, whatever it does. Throws an Error where the adapter cannot start. */
  switchPower(action: "cut" | "on" | "cycle"): void {
    if (action !== "on" && this.#powered) {
      this.#powered.cut();
      this.#powered = null;
      this.events.add({ line: null, type: "power", on: false });
    }
    if (action === "cut" || this.#powered) return;
    this.events.add({ line: null, type: "power", on: true });
    this.#powered = this.#boot();
  }

  /** `GET /api/state`. */
  state(): object {
    const lines = this.#powered?.adapter.status().lines ?? [];
    return {
      t: Math.floor(this.time.now()),
      power: this.power,
      lines: this.#lines.map(({ copper, telephone }, index) => {
        const status = lines[index];
        return {
          line: index + 1,
          hook: telephone.hook,
          ringing: telephone.ringing,
          polarity: telephone.polarity,
          voltage: copper.voltage,
          current: copper.current,
          registered: status?.registration.state === "registered",
          call: status?.call ?? "idle",
          calls: status?.calls ?? [],
          hears: telephone.hears,
          display: telephone.display,
          mwi: telephone.mwi,
          ...(this.harms ? serviceOf(status) : {}),
        };
      }),
      network: this.faults,
    };
  }

  /** `line` counts from 1. */
  handset(line: number): Telephone | undefined {
    return this.telephones[line - 1];
  }

  pair(line: number, seconds: number, end?: number): Recording {
    return this.#lines[line - 1].copper.line(seconds, end);
  }

  get faults(): Faults {
    return this.#cable.faults;
  }

  changeFaults(changes: Partial<Faults>): void {
    this.#cable.change(changes);
  }

  messages(filter: TraceFilter): readonly TracedMessage[] {
    return this.#trace.select(filter);
  }

  capture(): readonly Uint8Array[] {
    return this.#capture.file();
  }

  /** Hangs up, unregisters and ends the adapter, then the PBX; `done` when that has happened, or nobody answers. */
  close(done: () => void): void {
    const gone = () => {
      this.#powered?.cut();
      this.#powered = null;
      this.pbx?.close();
      done();
    };
    if (this.#powered) this.#powered.adapter.close(gone);
    else gone();
  }

  #boot(): PoweredBoard {
    const powered = new PoweredBoard(LINES, this.#fixtures, this.#load(), (reason) => this.#reboot(reason));
    this.harms?.renew(powered.lineCard.chips);
    return powered;
  }

  /** What the loader chooses; who does not come to his first breath is not chosen twice. */
  #load(): RunningImage | null {
    if (!this.#lock) return null;
    const slots = new Slots(this.#fixtures.flash);
    const image = slots.start(this.#lock);
    if (image.behaviour !== "dead") return image;
    const text = `version ${image.version} does not start`;
    this.events.add({ line: null, type: "log", level: "error", text });
    return slots.start(this.#lock);
  }

  #reboot(reason: string): void {
    this.#powered?.cut();
    this.#powered = null;
    this.events.add({ line: null, type: "reboot", reason });
    try {
      this.#powered = this.#boot();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.events.add({ line: null, type: "log", level: "error", text: `the adapter does not start: ${text}` });
    }
  }

  #plugIn(line: number, seed: number, echo?: number): Line {
    const copper = new Copper({ time: this.time, chance: chanceOf(seed, `contact ${line}`), echo });
    const telephone = new Telephone({
      copper,
      time: this.time,
      tell: (event) => this.events.add({ line, ...event }),
    });
    return { copper, telephone };
  }

  #note(entry: JournalEntry): void {
    const t = this.events.add(eventOf(entry));
    if (entry.type !== "sip") return;
    const { type: _, ...message } = entry;
    this.#trace.add({ t, ...message });
  }
}

/** Of a line on a chip: whether it works, and why not. */
const serviceOf = (status?: LineStatus) => ({
  service: status?.service.state ?? null,
  fault: status?.service.fault?.text ?? null,
});

const impossible = (): never => {
  throw new Error("this desk has no vault");
};
const NO_VAULT: Vault = {
  derive: impossible,
  hmac: impossible,
  encrypt: impossible,
  decrypt: impossible,
  gunzip: impossible,
};
const NO_CLIENT = "this desk has no client";

/** As the contract has it: which room says something is not told. */
function eventOf({ line, ...entry }: JournalEntry) {
  if (entry.type !== "log") return { line, ...entry };
  const { type, level, text } = entry;
  return { line, type, level, text };
}

/** Defaults of the desk for each line: those of the contract with the PBX, any free port without. */
function factorySettings(sipPort: number, pbx: Pbx | null): SettingValues {
  const settings: { [name: string]: string } = {};
  for (const [index, extension] of EXTENSIONS.entries()) {
    const line = index + 1;
    settings[`SIP_Port[${line}]`] = String(sipPort === 0 ? 0 : sipPort + index);
    if (!pbx) continue;
    settings[`Proxy[${line}]`] = emitHostPort(pbx.address, pbx.port);
    settings[`User_ID[${line}]`] = extension;
    settings[`Password[${line}]`] = `pw-${extension}`;
    settings[`Display_Name[${line}]`] = `Line ${line}`;
    settings[`Dial_Plan[${line}]`] = DIAL_PLAN;
  }
  return settings;
}
