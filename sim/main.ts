/** The simulator as a program: the command line in, the desk and its servers up, the events out, and down again. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { constants, setPriority } from "node:os";
import { isXml, tellAside } from "../firmware/config/profile.js";
import { readXml } from "../firmware/config/xml-reader.js";
import type { Assets } from "../hal/assets.js";
import type { SettingValues } from "../hal/board.js";
import { SimulatedFlash } from "../hal/simulated/flash.js";
import type { ImageLock } from "../hal/simulated/slots.js";
import { type Head, refuse } from "./control/answer.js";
import { openDoor, shut } from "./control/door.js";
import { emitLine, Follower } from "./control/events.js";
import { type PageFile, routesOf } from "./control/routes.js";
import { Desk, LINES } from "./desk.js";
import { emitHostPort } from "./network/ip-packet.js";
import { WallTime } from "./node/clock.js";
import { anySeed, nodeCrypto } from "./node/crypto.js";
import { readFlash, readStandardInput, readText, writeFlash } from "./node/files.js";
import { serveControl, WebPort } from "./node/http.js";
import { NodeHttpClient } from "./node/http-client.js";
import { imageLock } from "./node/image-lock.js";
import { NodeMqtt } from "./node/mqtt.js";
import { NodeNetwork } from "./node/udp.js";
import { nodeVault } from "./node/vault.js";
import { emitUrl, help, type Options, parseCommandLine, parseSetFile } from "./options.js";
import { type Accepted, isRefused, type Refused, readProfile, readSettings } from "./settings.js";

export type Product = {
  readonly name: string;
  readonly version: string;
  /** What the browser gets. */
  readonly page: readonly PageFile[];
  /** The files of the adapter's own page. */
  readonly assets: Assets;
  /** The words of the adapter's voice menu. */
  readonly speech: Uint8Array;
  /** Called at each signal that asks to end. */
  readonly signals: { onSignal: () => void };
};

/** Contract: from the signal to the end 2 s at most, and a second signal counts after half a second. */
const PATIENCE_MS = 1700;
const SECOND_SIGNAL_MS = 500;
const LAST_WORDS_MS = 150;

/** Says why it does not start, and the exit code. */
class Refusal extends Error {
  readonly exitCode: 1 | 2;
  constructor(exitCode: 1 | 2, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs until a signal; ends the process itself. */
export async function main(args: readonly string[], product: Product): Promise<void> {
  const asked = parseCommandLine(args);
  try {
    if ("wrong" in asked) throw new Refusal(2, `${asked.wrong} (--help lists the options)`);
    if ("show" in asked) process.stdout.write(asked.show === "help" ? help() : `${product.version}\n`);
    else await run(asked.run, product);
  } catch (error) {
    process.stderr.write(`${product.name}: ${error instanceof Error ? error.message : error}\n`);
    process.exit(error instanceof Refusal ? error.exitCode : 1);
  }
}

async function run(options: Options, product: Product): Promise<void> {
  hurry();
  const profile = options.config === null ? null : await profileOf(options.config);
  const settings = settingsOf(options, profile?.settings ?? null);
  const flash = flashOf(options.flash);
  const address = await addressOf(options.sip.host);
  const seed = options.seed ?? anySeed();
  const time = new WallTime();

  const pbx = options.pbx === "none" ? null : await pbxAt(address, options.pbxPort);
  const web = await WebPort.open(options.web);
  let open = (_head: Head) => shut(refuse(503, "the desk is being set up"));
  const control = await serveControl(options.desk, (head) => open(head));
  const desk = new Desk({
    time,
    epoch: time.epoch,
    seed,
    network: new NodeNetwork(address),
    pbx,
    crypto: nodeCrypto,
    vault: nodeVault,
    client: new NodeHttpClient(address),
    images: imageLockOf(process.env.UPDATE_KEY),
    mqtt: new NodeMqtt(address),
    assets: product.assets,
    speech: product.speech,
    ...{ board: options.board, chipFaults: options.faults },
    flash,
    sipPort: options.sip.port,
    profile: profile?.settings ?? null,
    settings,
    openHttp: (http) => web.openHttp(http),
    hosts: hostsOf(web),
  });
  const routes = routesOf(desk, product.page);
  open = (head) => openDoor(head, { routes, lines: LINES, host: options.desk.host });

  const ready = {
    type: "ready",
    desk: emitUrl(control.address),
    web: emitUrl(web.address),
    sip: desk.adapter.status().lines.map(({ sipPort }) => emitHostPort(address, sipPort)),
    pbx: desk.pbx && emitHostPort(desk.pbx.address, desk.pbx.port),
    seed,
    pid: process.pid,
    version: product.version,
  };
  endOnSignal(desk, product.signals);
  const aside = profile ? tellAside(profile.aside) : "";
  if (aside !== "")
    desk.events.add({ line: null, type: "log", level: "info", text: `without effect in the profile: ${aside}` });
  if (options.headless) printEvents(ready, desk);
  else {
    tellPeople(ready);
    if (aside !== "") process.stderr.write("Not all of the profile has an effect here; the log says what, and why.\n");
    tellMishaps(desk);
  }
}

/** Sound waits for nobody: the host gives us the better turns, if we may ask for them. */
function hurry(): void {
  try {
    setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    // not ours to decide
  }
}

/** The profile of `--config`. A file that is neither JSON nor XML is no wrong command line. */
async function profileOf(file: string): Promise<Accepted> {
  const text = file === "-" ? await readStandardInput() : readText(file);
  if (isXml(text)) {
    const xml = readXml(text);
    if ("refused" in xml) throw new Refusal(1, `--config: ${file} is not XML: ${xml.refused}`);
  } else {
    try {
      JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
      throw new Refusal(1, `--config: ${file} is not JSON`);
    }
  }
  return accepted("--config", readProfile(text, LINES));
}

/** The settings of `--set` and `--set-file`, in their order. */
function settingsOf({ sets }: Options, profile: SettingValues | null): SettingValues {
  const pairs = sets.flatMap((source) => {
    if ("setting" in source) return source.setting;
    const pairs = parseSetFile(readText(source.file));
    if ("wrong" in pairs) throw new Refusal(2, `--set-file ${source.file}: ${pairs.wrong}`);
    return pairs;
  });
  return accepted("--set", readSettings(pairs, LINES, profile));
}

function accepted<T extends object>(option: string, values: T | Refused): T {
  if (isRefused(values)) throw new Refusal(2, `${option}: ${values.wrong}`);
  return values;
}

/** By the key of whoever builds the firmware (`UPDATE_KEY`, a file); without one images need no signature. */
function imageLockOf(file: string | undefined): ImageLock {
  return imageLock(file ? readText(file) : null);
}

/** The file is made at once, so that one that cannot be written is known before the first setting is lost. */
function flashOf(file: string | null): SimulatedFlash {
  if (file === null) return new SimulatedFlash();
  const contents = readFlash(file);
  writeFlash(file, contents);
  return new SimulatedFlash({ contents, keep: (contents) => writeFlash(file, contents) });
}

async function addressOf(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    throw new Refusal(1, `--sip: ${host} is not known`);
  }
}

/** Where the PBX stands: the same port for UDP and TCP. */
async function pbxAt(address: string, port: number): Promise<{ network: NodeNetwork; port: number }> {
  const network = new NodeNetwork(address);
  return { network, port: await network.reserve(port) };
}

/** What the adapter's page may be called by. */
function hostsOf({ address: { host, port } }: WebPort): string[] {
  const names = isIP(host) === 0 || host === "::1" || host.startsWith("127.") ? [host, "localhost"] : [host];
  return names.flatMap((name) => {
    const whole = emitHostPort(name.toLowerCase(), port);
    return port === 80 ? [whole, whole.replace(/:80$/, "")] : [whole];
  });
}

/** One line of JSON each, `ready` first; a reader that is slow or gone holds nothing up. */
function printEvents(ready: object, desk: Desk): void {
  const { stdout } = process;
  const sink = {
    write: (text: string) => stdout.write(text),
    onRoom: (call: () => void) => stdout.once("drain", call),
  };
  stdout.write(`${JSON.stringify(ready)}\n`);
  const follower = new Follower({ log: desk.events, time: desk.time, from: 0, sink, emit: emitLine });
  stdout.on("error", () => follower.close());
}

function tellPeople(ready: { desk: string; web: string; sip: string[]; pbx: string | null; seed: number }): void {
  const lines = [
    `The desk is at ${ready.desk}: open it in a browser.`,
    `The adapter's own page is at ${ready.web}, its lines at ${ready.sip.join(" and ")}.`,
    ready.pbx === null
      ? "There is no PBX."
      : `The PBX is at ${ready.pbx}; 103 (pw-103) to 109 are for other telephones.`,
    `The seed is ${ready.seed}. Ctrl-C ends it.`,
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** Warnings and errors of the adapter, a line each. */
function tellMishaps(desk: Desk): void {
  let told = 0;
  const tell = () => {
    for (let next = desk.events.after(told); next !== null; next = desk.events.after(told)) {
      told = next.id;
      const { type, level, line, text } = JSON.parse(next.json);
      if (type === "log" && (level === "warning" || level === "error"))
        process.stderr.write(`${line === null ? "" : `line ${line}: `}${text}\n`);
    }
  };
  desk.events.watch(tell);
  tell();
}

/** The first signal takes the lines off the network and ends the process; another one a little later does so at once. */
function endOnSignal(desk: Desk, signals: Product["signals"]): void {
  let asked: number | null = null;
  const end = () => {
    // What is on its way to a reader gets there, if it reads.
    process.stdout.write("", () => process.exit(0));
    setTimeout(() => process.exit(0), LAST_WORDS_MS);
  };
  signals.onSignal = () => {
    if (asked === null) {
      asked = desk.time.now();
      desk.close(end);
      setTimeout(end, PATIENCE_MS);
    } else if (desk.time.now() - asked > SECOND_SIGNAL_MS) process.exit(0);
  };
}
