/** The lab from the tests' side: which peers are there, Kamailio, baresip and SIPp by the lab's scripts. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import { type Desk, pause } from "./desk.js";

const fromRunner = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: these tests are run by test/peers/run.sh`);
  return value;
};

/** Everything a run leaves behind is here. */
export const runFolder = fromRunner("LAB_RUN");
export const base = Number(fromRunner("LAB_BASE"));
const absent = fromRunner("PEERS_MISSING").split(" ");
const labFolder = join(import.meta.dirname, "lab");

/** Ports of the lab that run.sh started, and those it leaves to the tests. */
export const ports = {
  kamailio: Number(fromRunner("KAM_PORT")),
  dns: Number(fromRunner("DNS_PORT")),
  /** Where coturn is put. */
  turn: Number(fromRunner("TURN_PORT")),
  callerControl: Number(fromRunner("CALLER_PORT")) + 4,
  /** Kamailios of the tests' own. */
  strict: base + 700,
  mortal: base + 720,
  spare: base + 740,
  /** A DNS server of a test's own. */
  names: base + 760,
  /** Of mosquitto, and four behind it. */
  broker: base + 780,
  /** Of SIPp, a block of ten for each scenario that runs at the same time. */
  sipp: [base + 800, base + 820, base + 880, base + 900],
  sippPair: [base + 840, base + 860],
};

/** Skips what follows, aloud, when one of these commands is missing; where CI is set that is a failure. */
export function needs(context: Context, ...commands: string[]): void {
  const missing = commands.filter((command) => absent.includes(command));
  if (missing.length === 0) return;
  if (process.env.CI) throw new Error(`missing here: ${missing.join(", ")}`);
  console.log(`      skipped, missing here: ${missing.join(", ")}`);
  context.skip();
}

/** ms between two looks whether it is our turn, and until it has to be. */
const LOOK = 250;
const LONGEST_TURN = 240_000;

/**
 * For the head of a `describe`: specs run side by side, but subscribers 1001 and 1004 of the lab's Kamailio, and its
 * baresips, are those of one spec at a time.
 */
export function takesTurns(): void {
  const turn = join(runFolder, "turn");
  let taken = false;
  before("our turn at Kamailio", async function () {
    this.timeout(LONGEST_TURN + 5000);
    for (let waited = 0; !taken; waited += LOOK) {
      try {
        mkdirSync(turn);
        taken = true;
      } catch {
        if (waited > LONGEST_TURN) throw new Error("it is never our turn");
        await pause(LOOK);
      }
    }
  });
  after(() => {
    if (taken) rmdirSync(turn);
    taken = false;
  });
}

export type Outcome = { code: number | null; output: string };

/** Runs one of the lab's scripts to its end. */
export function lab(script: string, options: string[] = [], settings: Record<string, string> = {}): Promise<Outcome> {
  return ended(start(script, options, settings));
}

/** Kamailio's JSON-RPC; rejects when Kamailio refuses. */
export async function kamailio(method: string, ...parameters: string[]): Promise<string> {
  const { code, output } = await lab("kamailio/rpc.sh", [method, ...parameters]);
  if (code !== 0) throw new Error(`kamailio ${method}: ${output}`);
  return output;
}

/** The calling baresip; with `until` it waits that many seconds for an event of this type. */
export function baresip(command: string, parameters = "", until?: { event: string; seconds: number }) {
  const wait = until ? ["--events", String(until.seconds), "--until", until.event] : [];
  return ended(
    spawn("python3", [
      join(labFolder, "baresip/ctl.py"),
      String(ports.callerControl),
      command,
      ...words(parameters),
      ...wait,
    ]),
  );
}

/** A Kamailio of a test's own, without TLS and presence. */
export class Registrar {
  readonly port: number;
  readonly #settings: Record<string, string>;

  constructor(name: string, port: number, settings: Record<string, string> = {}) {
    this.port = port;
    this.#settings = { KAM_NAME: name, KAM_PORT: String(port), KAM_TLS: "0", KAM_MWI: "0", ...settings };
  }

  async start(): Promise<void> {
    const { code, output } = await lab("kamailio/start.sh", [], this.#settings);
    if (code !== 0) throw new Error(output);
  }

  async stop(): Promise<void> {
    await lab("kamailio/stop.sh", [], this.#settings);
  }

  async rpc(method: string, ...parameters: string[]): Promise<string> {
    return (await lab("kamailio/rpc.sh", [method, ...parameters], this.#settings)).output;
  }
}

/** A dnsmasq of a test's own, which knows these records and nothing else. */
export class Dns {
  readonly port = ports.names;
  readonly #process: ChildProcess;

  /** As its configuration has them: `host-record=a.test,127.0.0.1`. */
  constructor(records: string[]) {
    const config = join(runFolder, `dnsmasq-${this.port}.conf`);
    const fixed = [
      "no-resolv",
      "no-hosts",
      "no-poll",
      `port=${this.port}`,
      "listen-address=127.0.0.1",
      "bind-interfaces",
    ];
    writeFileSync(config, [...fixed, "local=/test/", "local-ttl=5", "user=root", ...records, ""].join("\n"));
    this.#process = spawn("dnsmasq", ["--no-daemon", `--conf-file=${config}`, `--pid-file=${config}.pid`], {
      stdio: "ignore",
    });
  }

  stop(): void {
    this.#process.kill("SIGTERM");
  }
}

/** A SIPp scenario under way. */
export class Sipp {
  readonly scenario: string;
  readonly outcome: Promise<Outcome>;
  readonly #port: number;
  readonly #process: ChildProcess;

  constructor(scenario: string, port: number, options: string[]) {
    this.scenario = scenario;
    this.#port = port;
    this.#process = start("sipp/run.sh", [scenario, "--port", String(port), ...options]);
    this.outcome = ended(this.#process);
  }

  /** Resolves when SIPp's socket is there to be called. */
  async listening(): Promise<void> {
    const hex = `:${this.#port.toString(16).toUpperCase().padStart(4, "0")} `;
    for (let tries = 0; tries < 100; tries++) {
      if (readFileSync("/proc/net/udp", "latin1").includes(hex)) return;
      await pause(50);
    }
    throw new Error(`${this.scenario} does not listen`);
  }

  stop(): void {
    this.#process.kill("SIGTERM");
  }

  /** The messages SIPp saw, for a person to read. */
  messages(): string {
    const path = join(runFolder, "sipp", `${this.scenario.split(":")[0]}-${this.#port}.msg`);
    return existsSync(path) ? readFileSync(path, "latin1") : "";
  }
}

/** After a failed test, writes down everything the desk told, with every SIP message. */
export function keepTraces(desk: () => Desk | undefined): void {
  afterEach(async function () {
    const failed = this.currentTest;
    if (failed?.state !== "failed") return;
    const folder = join(runFolder, "traces");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${failed.fullTitle().replace(/\W+/g, "-")}.txt`);
    writeFileSync(path, await everything(desk()));
    console.log(`      trace: ${path}`);
  });
}

export async function everything(desk: Desk | undefined): Promise<string> {
  if (!desk) return "no desk\n";
  const messages = await desk.sip().catch(() => []);
  const ladder = messages.map(
    ({ t, line, direction, remote, message }) => `--- ${t} line ${line} ${direction} ${remote}\n${message}`,
  );
  return `${desk.trace()}\n\n${ladder.join("\n")}`;
}

const words = (text: string) => text.split(" ").filter((word) => word !== "");

const start = (script: string, options: string[], settings: Record<string, string> = {}): ChildProcess =>
  spawn(join(labFolder, script), options, { env: { ...process.env, ...settings } });

function ended(child: ChildProcess): Promise<Outcome> {
  let output = "";
  const take = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding("utf8").on("data", take);
  child.stderr?.setEncoding("utf8").on("data", take);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
