/**
 * One sequence of a Sipura dial plan, `<9,:1>[2-9]xx.S0<:@gw1>!`, read into the steps a number takes through it.
 *
 *   9  x  [2-9]   take one key, send it         ,        outside dial tone until the next key
 *   unit.         take any number of them       S0 L8 P5 a timer of this sequence from here on, in seconds
 *   <a:b>         take a, send b                !        a call that ends here is barred
 */
import { frozen } from "../base/frozen.js";
import { type Reader, shown } from "./reader.js";

export type HostOptions = {
  readonly uid?: string;
  readonly usr?: string;
  readonly pwd?: string;
  /** The call is to use our address as seen from outside. */
  readonly nat?: true;
};

/** Which way a call goes: the line's own server, one of the gateways, or a server named in the plan. */
export type Route =
  | { readonly kind: "proxy" }
  | { readonly kind: "gateway"; readonly gateway: number }
  | { readonly kind: "host"; readonly host: string; readonly port: number | null; readonly options: HostOptions };

export type Step =
  /** Takes one key of `keys`, or with `repeat` any number of them, none included; sends it when it is an echo. */
  | { readonly do: "take"; readonly keys: string; readonly repeat: boolean; readonly echo: boolean }
  | { readonly do: "tone" }
  | { readonly do: "timer"; readonly timer: "long" | "short" | "pause"; readonly ms: number }
  | { readonly do: "send"; readonly text: string; readonly route: Route | null };

export type Sequence = { readonly steps: readonly Step[]; readonly barred: boolean };

const DIGITS = "0123456789";
const KEYS = `${DIGITS}*#`;
/** What a substitution may put into a number: what may stand in a user part, less the signs of this language. */
const SENDABLE = /^[A-Za-z0-9*#+._~$&=/?%'-]*$/;
const HOST = /^([A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])$/;
const SECONDS = /^[0-9]+(\.[0-9]+)?$/;
const TIMERS = frozen({ L: "long", S: "short", P: "pause" } as const);

/** Seconds of a timer that gives none. */
const DEFAULT_SECONDS = "5";
/** Longest interdigit timer, and longest hot line delay, in seconds. */
const LONGEST_TIMER = 64;
const LONGEST_PAUSE = 3600;

/** Steps that have been read before: one object for each kind keeps a long plan small. */
export type KnownSteps = Map<string, Step>;

/** The sequence up to its `|` or `)`, which is left standing; null when the reader has a refusal. */
export function readSequence(reader: Reader, known: KnownSteps): Sequence | null {
  const steps: Step[] = [];
  for (;;) {
    const char = reader.peek();
    if (char === "|" || char === ")" || char === "") return { steps, barred: false };
    if (char === "!") {
      reader.next();
      const end = reader.peek();
      if (end === "|" || end === ")") return { steps, barred: true };
      return reader.refuseNext("! ends a sequence: | or )");
    }
    const read = char === "<" ? readSubstitution(reader, steps, known) : readElement(reader, steps, known);
    if (!read) return null;
  }
}

function readElement(reader: Reader, steps: Step[], known: KnownSteps): true | null {
  const at = reader.at;
  const char = reader.next();
  if (char === ",") {
    steps.push({ do: "tone" });
    return true;
  }
  if (char === "L" || char === "S" || char === "P") {
    const ms = readSeconds(
      reader,
      reader.number() || DEFAULT_SECONDS,
      at,
      char === "P" ? LONGEST_PAUSE : LONGEST_TIMER,
    );
    if (ms === null) return null;
    steps.push({ do: "timer", timer: TIMERS[char], ms });
    return true;
  }
  if (char === ".") return reader.refuse("there is no key before . that it could repeat", at);
  const keys = char === "[" ? readSet(reader, at) : keysOf(char);
  if (keys === null) return null;
  if (!keys) return reader.refuse(`${shown(char)} has no meaning here`, at);
  steps.push(take(keys, reader.skip("."), true, known));
  return true;
}

function take(keys: string, repeat: boolean, echo: boolean, known: KnownSteps): Step {
  const name = `${keys}${repeat ? "." : ""}${echo ? "" : "<"}`;
  const step: Step = known.get(name) ?? { do: "take", keys, repeat, echo };
  known.set(name, step);
  return step;
}

/** The keys a unit stands for; none when it is no unit. */
function keysOf(char: string): string {
  if (char === "x") return DIGITS;
  return KEYS.includes(char) ? char : "";
}

/** What follows `[`, to its `]`. */
function readSet(reader: Reader, start: number): string | null {
  let keys = "";
  for (;;) {
    const at = reader.at;
    const first = reader.next();
    if (first === "]") return keys || reader.refuse("[] names no key", start);
    if (!first || !KEYS.includes(first)) return reader.refuse(first ? `${shown(first)} is no key` : "] is missing", at);
    let last = first;
    if (reader.skip("-")) {
      last = reader.next();
      if (!last || !DIGITS.includes(first) || !DIGITS.includes(last) || last < first)
        return reader.refuse("a range goes from one digit up to another", at);
    }
    if (first === last) keys += first;
    else keys += DIGITS.slice(Number(first), Number(last) + 1);
  }
}

/** `<dialled:sent>`: keys taken in silence, then what is sent for them. */
function readSubstitution(reader: Reader, steps: Step[], known: KnownSteps): true | null {
  const start = reader.at;
  reader.next();
  for (;;) {
    const at = reader.at;
    const char = reader.next();
    if (char === ":") break;
    if (char === ",") steps.push({ do: "tone" });
    else {
      const keys = char && keysOf(char);
      if (!keys)
        return reader.refuse(char && char !== ">" ? `${shown(char)} cannot be dialled` : ": is missing in < >", at);
      steps.push(take(keys, false, false, known));
    }
  }
  const at = reader.at;
  const text = reader.until("@>");
  if (!SENDABLE.test(text)) return reader.refuse(`${shown(text)} cannot be sent as a number`, at);
  let route: Route | null = null;
  if (reader.skip("@")) {
    route = readRoute(reader);
    if (!route) return null;
  }
  if (!reader.skip(">")) return reader.refuse("> is missing", start);
  if (text || route) steps.push({ do: "send", text, route });
  return true;
}

function readRoute(reader: Reader): Route | null {
  const at = reader.at;
  const host = reader.peek() === "[" ? reader.until("];>") + (reader.skip("]") ? "]" : "") : reader.until(":;>");
  if (/^gw[0-9]+$/.test(host)) {
    if (/^gw[0-4]$/.test(host)) return { kind: "gateway", gateway: Number(host.slice(2)) };
    return reader.refuse(`${shown(host)} is no gateway: gw0 to gw4`, at);
  }
  if (!HOST.test(host))
    return reader.refuse(host ? `${shown(host)} is no host` : "a gateway or a host is missing after @", at);
  const port = reader.skip(":") ? readPort(reader) : undefined;
  if (port === null) return null;
  const options: { uid?: string; usr?: string; pwd?: string; nat?: true } = {};
  while (reader.skip(";")) {
    const at = reader.at;
    const name = reader.until("=;>");
    if (name === "nat") options.nat = true;
    else if ((name === "uid" || name === "usr" || name === "pwd") && reader.skip("=")) {
      const value = reader.until(";>");
      if (!/^[!-~]+$/.test(value)) return reader.refuse(`${name} has no value that can be sent`, at);
      options[name] = value;
    } else return reader.refuse(`${shown(name) || "nothing"} is none of uid=, usr=, pwd= and nat`, at);
  }
  return { kind: "host", host, port: port ?? null, options };
}

function readPort(reader: Reader): number | null {
  const at = reader.at;
  const text = reader.until(";>");
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : reader.refuse(`${shown(text) || "nothing"} is no port`, at);
}

/** Milliseconds of a timer written in seconds. */
export function readSeconds(reader: Reader, text: string, at: number, longest = LONGEST_TIMER): number | null {
  if (!SECONDS.test(text)) return reader.refuse(`${shown(text) || "nothing"} is no number of seconds`, at);
  const seconds = Number(text);
  if (seconds > longest) return reader.refuse(`${shown(text)} s is more than ${longest} s`, at);
  return Math.round(1000 * seconds);
}
