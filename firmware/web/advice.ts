/** What its owner can do: how the adapter is, in words, and what would make it better. */
import { frozen } from "../base/frozen.js";
import { registrationWordsFor } from "../phone/statuses.js";
import type { House } from "./house.js";
import type { LineView, StatusView } from "./status-page.js";

export type Advice = {
  /** The same for the same thing, so that a page can say it in another language. */
  readonly id: string;
  readonly level: "good" | "warning" | "error";
  /** From 1; null for the adapter as a whole. */
  readonly line: number | null;
  /** What is said of: the values in the text. */
  readonly of: readonly string[];
  readonly text: string;
  /** What helps; null where nothing need be done. */
  readonly todo: string | null;
  /** Where it is set. */
  readonly setting: string | null;
};

/** A password that is guessed sooner. */
const SHORT_PASSWORD = 12;

type Row = Pick<Advice, "level" | "text" | "todo"> & {
  /** Of the line, if it is one's. */
  readonly setting?: string;
};

/** `{}` stands for the first value. */
const rows = frozen({
  "no-network": {
    ...{ level: "error", text: "There is no network." },
    todo: "Plug in the network cable, or look at the router.",
  },
  "no-time": {
    ...{ level: "warning", text: "Nobody has told the time of day." },
    todo: "Telephones show calls without a time until a time server answers.",
  },
  "symmetric-nat": {
    ...{ level: "warning", text: "{}" },
    todo: "Calls may be silent: use the outbound proxy of your provider.",
  },
  "chip-absent": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Switch the power off and on; if that does not help, look at the chip and its wiring to the board.",
  },
  "chip-unsupported": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Use a chip that docs/hardware.md names.",
  },
  "chip-bus": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Look at the wires between board and chips: they are too long, loose, or run too fast.",
  },
  "chip-supply": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Look at the power supply and at the converter beside the chip.",
  },
  "chip-leakage": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Unplug the telephone cable. If the line comes back, the cable is at fault, otherwise the parts round the chip.",
  },
  "chip-calibration": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Unplug the telephone cable and wait a minute. If the line does not come back, a transistor beside the chip is damaged.",
  },
  "chip-alarms": {
    ...{ level: "error", text: "The line is out of service: {}." },
    todo: "Unplug the telephone cable: it is short-circuited, lies at ground, or carries foreign voltage.",
  },
  "no-server": {
    ...{ level: "warning", text: "No server is set.", setting: "Proxy" },
    todo: "Enter the server of your provider.",
  },
  "wrong-password": {
    ...{ level: "error", text: "The server does not take us in: {}.", setting: "Password" },
    todo: "Compare user ID and password with what your provider has sent.",
  },
  "unknown-user": {
    ...{ level: "error", text: "The server does not take us in: {}.", setting: "User_ID" },
    todo: "Compare the user ID with what your provider has sent.",
  },
  "no-answer": {
    ...{ level: "error", text: "The server does not answer: {}.", setting: "Proxy" },
    todo: "Look at the name of the server, and at the network.",
  },
  "too-short": {
    ...{ level: "error", text: "The server does not take us in: {}.", setting: "Register_Expires" },
    todo: "Register for longer.",
  },
  "not-registered": {
    ...{ level: "error", text: "The server does not take us in: {}." },
    todo: "Wait: it is tried again and again.",
  },
  registering: { level: "warning", text: "The server {} is being asked.", todo: null },
  registered: { level: "good", text: "Ready for calls.", todo: null },
  "short-password": {
    ...{ level: "warning", text: "The password at the server is short.", setting: "Password" },
    todo: "Ask your provider for a longer one.",
  },
  strayed: {
    ...{ level: "warning", text: "The server asked for {}, who is not known here.", setting: "Restrict_Contact_User" },
    todo: "If calls do not arrive, set this to no.",
  },
  waiting: { level: "warning", text: "New settings wait until this line is idle.", todo: "Hang up." },
} as const satisfies { readonly [id: string]: Row });

type Id = keyof typeof rows;

export const adviceIds: readonly string[] = frozen(Object.keys(rows));

/** What is worst first. */
export function adviceFor(house: House, status: StatusView): readonly Advice[] {
  const advice: Advice[] = [];
  if (status.address === null) advice.push(adviceOf("no-network", null));
  if (house.today() === null) advice.push(adviceOf("no-time", null));
  if (status.nat?.kind === "Symmetric") advice.push(adviceOf("symmetric-nat", null, status.nat.words));
  for (const line of status.lines) judge(house, line, advice);
  for (const line of house.waiting) advice.push(adviceOf("waiting", line));
  const rank = { error: 0, warning: 1, good: 2 };
  return advice.sort((a, b) => rank[a.level] - rank[b.level]);
}

function adviceOf(id: Id, line: number | null, value?: string): Advice {
  const { level, text, todo, setting }: Row = rows[id];
  return {
    ...{ id, level, line, todo },
    of: value === undefined ? [] : [value],
    text: value === undefined ? text : text.replace("{}", () => value),
    setting: setting === undefined ? null : line === null ? setting : `${setting}[${line}]`,
  };
}

function judge({ config }: House, { line, service, registration, strayed }: LineView, advice: Advice[]): void {
  if (service?.fault) advice.push(adviceOf(chipId(service.fault.kind), line, service.fault.text));
  if (!config.yesLine("Line_Enable", line)) return;
  const server = config.getLine("Proxy", line);
  const { state, code, reason } = registration;
  if (server === "") {
    advice.push(adviceOf("no-server", line));
    return;
  }
  if (state === "failed") advice.push(adviceOf(failure(code), line, registrationWords(code, reason)));
  else if (state === "registered" && !service?.fault) advice.push(adviceOf("registered", line));
  else if (state === "registering") advice.push(adviceOf("registering", line, server));
  const password = config.getLine("Password", line);
  if (password !== "" && password.length < SHORT_PASSWORD) advice.push(adviceOf("short-password", line));
  if (strayed) advice.push(adviceOf("strayed", line, strayed));
}

function chipId(kind: string): Id {
  const id = `chip-${kind}`;
  return id in rows ? (id as Id) : "chip-bus";
}

function failure(code: number | null): Id {
  if (code === 401 || code === 403 || code === 407) return "wrong-password";
  if (code === 404) return "unknown-user";
  if (code === null || code === 408) return "no-answer";
  return code === 423 ? "too-short" : "not-registered";
}

/** Part of a sentence. */
export function registrationWords(code: number | null, reason: string): string {
  return code === null || code < 300 ? reason : registrationWordsFor(code, reason);
}
