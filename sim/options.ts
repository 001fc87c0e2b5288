/** The command line of the simulator: one row an option, from which it is read and `--help` is printed. */
import { CHIP_FAULTS, type ChipFault } from "./chip-harm.js";
import { BOARDS, type BoardName } from "./line-card.js";
import { emitHostPort, parseAddress } from "./network/ip-packet.js";

export type HostPort = { readonly host: string; readonly port: number };

/** One setting, or a file of settings, in the order of the command line. */
export type SetSource = { readonly setting: string } | { readonly file: string };

export type Options = {
  desk: HostPort;
  web: HostPort;
  /** The adapter's own address; port 0: any free one. */
  sip: HostPort;
  pbx: "embedded" | "none";
  pbxPort: number;
  board: BoardName;
  /** What is wrong with its chips. */
  readonly faults: { readonly line: number; readonly fault: ChipFault }[];
  flash: string | null;
  /** A file name, or `-` for standard input. */
  config: string | null;
  readonly sets: SetSource[];
  headless: boolean;
  /** Null: any. */
  seed: number | null;
};

/** What the command line asks for; `wrong` is one line for its user. */
export type CommandLine =
  | { readonly run: Options }
  | { readonly show: "help" | "version" }
  | { readonly wrong: string };

type Row = {
  readonly name: string;
  readonly help: string;
  /** What stands for the value in the help; missing when there is none. */
  readonly value?: string;
  readonly fallback?: string;
  /** Takes the value in; answers what is wrong with it. */
  take?(value: string, into: Options): string | undefined;
  readonly show?: "help" | "version";
};

/** A chip that has reset itself before it began is as good as any. */
const FAULTS = CHIP_FAULTS.filter((fault) => fault !== "reset");

const ROWS: readonly Row[] = [
  {
    name: "--desk",
    value: "HOST:PORT",
    fallback: "127.0.0.1:8080",
    help: "where the desk page and the control interface are served (port 0: any free one)",
    take: (value, into) => {
      const desk = parseHostPort(value);
      if (!desk) return `is not HOST:PORT: ${value}`;
      into.desk = desk;
    },
  },
  {
    name: "--web",
    value: "HOST:PORT",
    fallback: "127.0.0.1:8081",
    help: "where the adapter's own web page is reached",
    take: (value, into) => {
      const web = parseHostPort(value);
      if (!web) return `is not HOST:PORT: ${value}`;
      into.web = web;
    },
  },
  {
    name: "--sip",
    value: "HOST[:PORT]",
    fallback: "127.0.0.1:0",
    help: "the adapter's own network address, IPv6 as [::1]:0; PORT is that of line 1, PORT + 1 that of line 2",
    take: (value, into) => {
      const sip = parseAddress(value) ? { host: value, port: 0 } : parseHostPort(value, 0);
      if (!sip) return `is not HOST[:PORT]: ${value}`;
      if (sip.port === 65_535) return "needs two ports: 65535 leaves none for line 2";
      if (/^(0+\.){3}0+$|^[0:]+$/.test(sip.host)) return `must be one address of this machine, not ${sip.host}`;
      into.sip = sip;
    },
  },
  {
    name: "--pbx",
    value: "embedded|none",
    fallback: "embedded",
    help: "start the embedded PBX, or leave the adapter to the proxy of its settings",
    take: (value, into) => {
      if (value !== "embedded" && value !== "none") return `is embedded or none, not ${value}`;
      into.pbx = value;
    },
  },
  {
    name: "--pbx-port",
    value: "PORT",
    fallback: "0",
    help: "SIP port of the embedded PBX (0: any free one)",
    take: (value, into) => {
      const port = parsePort(value);
      if (port === undefined) return `is not a port: ${value}`;
      into.pbxPort = port;
    },
  },
  {
    name: "--board",
    value: "NAME",
    fallback: "simulated",
    help: "what the lines stand on: simulated, or si321x for the driver of the chips on emulated ones",
    take: (value, into) => {
      const board = BOARDS.find((name) => name === value);
      if (!board) return `is ${BOARDS.join(" or ")}, not ${value}`;
      into.board = board;
    },
  },
  {
    name: "--fault",
    value: "LINE:FAULT",
    help: `what is wrong with a chip of si321x, as often as wanted: 2:dcdc; of ${FAULTS.join(", ")}`,
    take: (value, into) => {
      const [, line, name] = /^([12]):(.*)$/.exec(value) ?? [];
      const fault = FAULTS.find((fault) => fault === name);
      if (!fault) return `is LINE:FAULT with line 1 or 2, and a fault of ${FAULTS.join(", ")}; not ${value}`;
      into.faults.push({ line: Number(line), fault });
    },
  },
  {
    name: "--flash",
    value: "FILE",
    help: "keep the adapter's flash in this file, so that settings survive",
    take: (value, into) => {
      into.flash = value;
    },
  },
  {
    name: "--config",
    value: "FILE",
    help: "a profile (JSON or XML) for a new flash; - is standard input",
    take: (value, into) => {
      into.config = value;
    },
  },
  {
    name: "--set",
    value: "NAME=VALUE",
    help: "one setting, for this run, as often as wanted: --set 'Proxy[1]=127.0.0.1:5070'",
    take: (value, into) => {
      if (value.indexOf("=") < 1) return `is not NAME=VALUE: ${value}`;
      into.sets.push({ setting: value });
    },
  },
  {
    name: "--set-file",
    value: "FILE",
    help: "settings as of --set, one a line",
    take: (value, into) => {
      into.sets.push({ file: value });
    },
  },
  {
    name: "--headless",
    help: "one JSON object a line on standard output: ready, then every event",
    take: (_value, into) => {
      into.headless = true;
    },
  },
  {
    name: "--seed",
    value: "N",
    fallback: "random",
    help: "seeds everything random, in the simulator and in the firmware",
    take: (value, into) => {
      if (!/^\d{1,16}$/.test(value) || !Number.isSafeInteger(Number(value))) return `is not a whole number: ${value}`;
      into.seed = Number(value);
    },
  },
  { name: "--help", help: "print this", show: "help" },
  { name: "--version", help: "print the version", show: "version" },
];

/** Longest command line that is read, in arguments. */
const MAX_ARGUMENTS = 4096;

/** `--name value` and `--name=value`; of an option given twice the last counts. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const options = defaults();
  if (args.length > MAX_ARGUMENTS) return { wrong: "too many arguments" };
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    const equals = argument.startsWith("--") ? argument.indexOf("=") : -1;
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const row = ROWS.find((row) => row.name === name);
    if (!row) return { wrong: `${argument.startsWith("-") ? "unknown option" : "unexpected argument"}: ${argument}` };
    if (row.value === undefined && equals >= 0) return { wrong: `${name} takes no value` };
    if (row.show) return { show: row.show };
    const value = row.value === undefined ? "" : equals < 0 ? args[++i] : argument.slice(equals + 1);
    if (value === undefined || (row.value !== undefined && value === ""))
      return { wrong: `${name} needs ${row.value}` };
    const wrong = row.take?.(value, options);
    if (wrong !== undefined) return { wrong: `${name} ${wrong}` };
  }
  if (options.faults.length > 0 && options.board !== "si321x") return { wrong: "--fault needs --board si321x" };
  return { run: options };
}

/** What `--help` prints. */
export function help(): string {
  const lines = ROWS.map(({ name, value, fallback, help }) => {
    const left = `  ${name}${value ? ` ${value}` : ""}`;
    return `${left.padEnd(26)} ${help}${fallback ? ` [${fallback}]` : ""}`;
  });
  return `A desk with the adapter on it: two telephones, a network cable, a small PBX.\n\nUsage: npm start -- [option ...]\n\n${lines.join("\n")}\n`;
}

/** Settings of a `--set-file`: one a line, empty lines and those that begin with # left out; or what is wrong. */
export function parseSetFile(text: string): readonly string[] | { readonly wrong: string } {
  const settings: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (line.indexOf("=") < 1) return { wrong: `line ${index + 1} is not NAME=VALUE: ${line}` };
    settings.push(line);
  }
  return settings;
}

function defaults(): Options {
  const options: Options = {
    desk: { host: "", port: 0 },
    web: { host: "", port: 0 },
    sip: { host: "", port: 0 },
    pbx: "embedded",
    pbxPort: 0,
    board: "simulated",
    faults: [],
    flash: null,
    config: null,
    sets: [],
    headless: false,
    seed: null,
  };
  for (const { take, fallback } of ROWS) if (fallback && fallback !== "random") take?.(fallback, options);
  return options;
}

const parsePort = (text: string) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined);

function parseHostPort(text: string, port?: number): HostPort | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, literal, name, portText] = match;
  if (literal !== undefined && (!literal.includes(":") || !parseAddress(literal))) return undefined;
  if (name !== undefined && /^[\d.]+$/.test(name) && !parseAddress(name)) return undefined;
  const chosen = portText === undefined ? port : parsePort(portText);
  return chosen === undefined ? undefined : { host: literal ?? name, port: chosen };
}

/** As a URL begins. */
export const emitUrl = ({ host, port }: HostPort) => `http://${emitHostPort(host, port)}`;
