/** What a setting may be: its kind, and why a value is refused. The rows are in the tables beside this file. */
import { isRefusal, parseDialPlan } from "../dialplan/digit-map.js";
import { refuseKinds } from "../events/kinds.js";
import {
  isRefusal as isScriptRefusal,
  parseCadence,
  parseTone,
  type ScriptRefusal,
  type ToneComponent,
} from "../line/script.js";
import { parseAuthorities } from "../provision/authorities.js";
import { isVersion } from "../provision/condition.js";
import { parseDelays, parseTimeOfDay } from "../provision/delays.js";
import { parseCondition, parseRule } from "../provision/rule.js";
import { refuseBroker, refusePrefix, refuseWebUrl } from "./event-values.js";
import { isMacro, refuseCodes, refuseMacro, refuseMediaType, refuseServiceCode, short } from "./lists.js";
import { parseDaylight, parseLocalDate } from "./local-time.js";
import { refuseLevels } from "./log-levels.js";

/** The page a setting is found on, as on a PAP2T. */
export type Tab = "System" | "SIP" | "Provisioning" | "Regional" | "Line" | "User";

/** Who must be told when a value changes. */
export type Touch =
  | "account"
  | "sound"
  | "line"
  | "phone"
  | "web"
  | "network"
  | "radio"
  | "log"
  | "provision"
  | "event"
  | "board"
  | "clock"
  | "date";

type Kind =
  /** Printable text; with `ascii` what may stand in a header field. One that begins with `$` is one of `macros`. */
  | { readonly kind: "text"; readonly max: number; readonly ascii?: true; readonly macros?: readonly string[] }
  /** As text, and shown to nobody; with `ascii` what may stand in a header field. */
  | { readonly kind: "password"; readonly max: number; readonly ascii?: true }
  | { readonly kind: "yesno" }
  | {
      readonly kind: "number";
      readonly min: number;
      readonly max: number;
      readonly unit?: string;
      /** Digits after the point; none without it. */
      readonly decimals?: number;
      /** May be empty, which counts as 0. */
      readonly optional?: true;
    }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  /** `0x68`: one octet. */
  | { readonly kind: "hex" }
  /** `host`, `host:port`, `[IPv6]:port`, one of `macros`, or nothing; with `numeric` no name. */
  | { readonly kind: "address"; readonly numeric?: true; readonly macros?: readonly string[] }
  /** Several of those, separated by commas. */
  | { readonly kind: "addresses" }
  /** The same, perhaps of a user: `user@host:port`, `sip:user@host`. */
  | { readonly kind: "target" }
  /** An IPv4 or IPv6 address without a port or brackets, or nothing. */
  | { readonly kind: "ip" }
  /** A name in the DNS, or nothing. */
  | { readonly kind: "host" }
  | { readonly kind: "tone" }
  | { readonly kind: "cadence" }
  /** The tone of a cadence: `440@-10,480@-10`. */
  | { readonly kind: "frequencies" }
  | { readonly kind: "dialplan" }
  /** Numbers to dial, separated by commas; `x` and `?` stand for any digit. */
  | { readonly kind: "numbers" }
  /** Status codes, separated by commas: `404, 5??`. */
  | { readonly kind: "codes" }
  /** `application/dtmf-relay`, or nothing. */
  | { readonly kind: "mediatype" }
  /** What is dialled for a service, `*98`, or nothing. */
  | { readonly kind: "servicecode" }
  /** How much each room may say: `sip=debug, *=info`. */
  | { readonly kind: "levels" }
  /** Where settings are fetched from: `($A ne "1")? https://example.net/$MA.xml`, or nothing. */
  | { readonly kind: "rule" }
  /** A condition alone: `$REGTMR1 gt 300 and $PRVTMR gt 600`, or nothing. */
  | { readonly kind: "expression" }
  /** Seconds until the next try, the next but one, ...: `30,300,1800+3600`. */
  | { readonly kind: "delays" }
  /** `1.0.2`, or nothing. */
  | { readonly kind: "version" }
  /** `0330`: a time of day, or nothing. */
  | { readonly kind: "timeofday" }
  /** `11/21` or `11/21/2026`, or nothing. */
  | { readonly kind: "date" }
  /** When summer time begins and ends: `start=3/-1/7/2;end=10/-1/7/3;save=1`, or nothing. */
  | { readonly kind: "daylight" }
  /** Certificates in PEM, with or without their line ends. */
  | { readonly kind: "certificates" }
  /** `https://example.net/path`, or nothing. */
  | { readonly kind: "weburl" }
  /** `host`, `host:port`, `mqtts://host`, or nothing. */
  | { readonly kind: "broker" }
  /** What topics of MQTT begin with: `house/telephone`, or nothing. */
  | { readonly kind: "topic" }
  /** Kinds of events: `ring, end`, or `*`. */
  | { readonly kind: "eventkinds" };

export type Setting = Kind & {
  readonly tab: Tab;
  /** The value nobody has set; of a line setting one for each line where they differ. */
  readonly fallback: string | readonly string[];
  readonly help: string;
  readonly touches: Touch;
  /** Where the page says something else than the name with blanks. */
  readonly label?: string;
  /** A line setting that may also be given without its line, for all of them. */
  readonly shared?: true;
};

/** Characters of any value: those of a PAP2T's dial plan. */
export const MAX_VALUE = 2048;
const MAX_EMERGENCY_NUMBERS = 16;
const MAX_EMERGENCY_NUMBER = 32;
const MAX_ADDRESSES = 4;

const WRITTEN_OUT = /--(?:key|pwd)[ \t]+(?!"?\$\(?(?:GPP_)?S[A-D]\)?"?(?:[ \t]|\]))/;
const ASCII = /^[ -~]*$/;
const NUMBER = /^-?([0-9]{1,15}(\.[0-9]{0,9})?|\.[0-9]{1,9})$/;
const ADDRESS = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+))(?::([0-9]{1,5}))?$/;
/** A user as RFC 3261 section 25.1 lets it stand in a URI, and who it is of. */
const TARGET = /^(?:sip:)?(?:([A-Za-z0-9._!~*'()&=+$,;?/%#-]{1,64})@)?(.*)$/i;
const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;

export function isSecret(setting: Setting): boolean {
  return setting.kind === "password";
}

/** A rule with a key or a password written out in it is shown to nobody, either. */
export function holdsSecret(setting: Setting, text: string): boolean {
  return isSecret(setting) || (setting.kind === "rule" && WRITTEN_OUT.test(text));
}

/** Why `text` is no value of this setting, or null. */
export function refuse(setting: Setting, text: string): string | null {
  if (text.length > MAX_VALUE) return `longer than ${MAX_VALUE} characters`;
  switch (setting.kind) {
    case "text":
    case "password":
      if (text.length > setting.max) return `longer than ${setting.max} characters`;
      if (!isPrintable(text)) return "a control character is not text";
      if (setting.ascii && !ASCII.test(text)) return "only ASCII can be sent";
      if (setting.kind === "password") return null;
      return setting.macros && text.startsWith("$") ? refuseMacro(text, setting.macros) : null;
    case "yesno":
      return canonical(setting, text) === null ? `${short(text)} is neither Yes nor No` : null;
    case "choice":
      return canonical(setting, text) === null ? `${short(text)} is none of ${setting.of.join(", ")}` : null;
    case "number":
      return refuseNumber(setting, text);
    case "hex":
      return /^0x[0-9A-Fa-f]{1,2}$/.test(text) ? null : `${short(text)} is not 0x00 to 0xff`;
    case "address":
      return setting.macros && isMacro(text, setting.macros) ? null : refuseAddress(text, setting.numeric === true);
    case "addresses":
      return refuseAddresses(text);
    case "target":
      return text === "" || parseTarget(text) ? null : `${short(text)} is no host, host:port or user@host:port`;
    case "ip":
      return text === "" || isIp4(text) || isIp6(text) ? null : `${short(text)} is no IPv4 or IPv6 address`;
    case "host":
      return text === "" || HOST.test(text) ? null : `${short(text)} is no host name`;
    case "tone":
      return refuseScript(text, parseTone);
    case "cadence":
      return refuseScript(text, parseCadence);
    case "frequencies":
      return refuseScript(text, parseFrequencies);
    case "dialplan": {
      const plan = parseDialPlan(text);
      return isRefusal(plan) ? `column ${plan.column}: ${plan.reason}` : null;
    }
    case "numbers":
      return refuseNumbers(text);
    case "codes":
      return refuseCodes(text);
    case "mediatype":
      return refuseMediaType(text);
    case "servicecode":
      return refuseServiceCode(text);
    case "levels":
      return refuseLevels(text);
    case "rule":
      return refuseScript(text, (rule) => parseRule(rule));
    case "expression":
      return refuseScript(text, (condition) => parseCondition(condition) ?? []);
    case "delays": {
      const delays = parseDelays(text);
      return "refused" in delays ? delays.refused : null;
    }
    case "version":
      return text === "" || isVersion(text) ? null : `${short(text)} is no version: numbers and points`;
    case "timeofday":
      return parseTimeOfDay(text) === undefined ? `${short(text)} is no time of day, 0000 to 2359` : null;
    case "date":
      return parseLocalDate(text) === undefined ? `${short(text)} is no date: month/day, or month/day/year` : null;
    case "daylight": {
      const rule = parseDaylight(text);
      return rule !== null && "refused" in rule ? rule.refused : null;
    }
    case "certificates":
      return parseAuthorities(text) === undefined ? "this is no certificate in PEM" : null;
    case "weburl":
      return refuseWebUrl(text);
    case "broker":
      return refuseBroker(text);
    case "topic":
      return refusePrefix(text);
    case "eventkinds":
      return refuseKinds(text);
  }
}

/** An accepted value as it is kept: choices in the table's own spelling, everything else as it was given. */
export function canonical(setting: Setting, text: string): string | null {
  const of = setting.kind === "yesno" ? ["Yes", "No"] : setting.kind === "choice" ? setting.of : null;
  if (!of) return text;
  const wanted = text.toLowerCase();
  return of.find((choice) => choice.toLowerCase() === wanted) ?? null;
}

export type Address = { readonly host: string; readonly port: number | null };

/** `host[:port]`; the brackets of an IPv6 address are left out. */
export function parseAddress(text: string): Address | null {
  const match = ADDRESS.exec(text);
  if (!match) return null;
  const [, ip6, name, portText] = match;
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && (port < 1 || port > 65535)) return null;
  if (ip6 !== undefined) return isIp6(ip6) ? { host: ip6, port } : null;
  if (/^[0-9.]+$/.test(name) ? !isIp4(name) : !HOST.test(name)) return null;
  return { host: name, port };
}

/** The addresses of an `addresses` setting, in their order. */
export function parseAddresses(text: string): readonly Address[] {
  const addresses: Address[] = [];
  for (const part of listed(text)) {
    const address = parseAddress(part);
    if (address) addresses.push(address);
  }
  return addresses;
}

/** `user@host[:port]`; the user is null where none is named. */
export function parseTarget(text: string): (Address & { readonly user: string | null }) | null {
  const [, user, where] = TARGET.exec(text) ?? [];
  const address = where === undefined ? null : parseAddress(where);
  return address && { ...address, user: user ?? null };
}

/** The components of a `frequencies` setting: those of a tone that is nothing else. */
export function parseFrequencies(text: string): readonly ToneComponent[] | ScriptRefusal {
  if (text.includes(";")) return { column: text.indexOf(";") + 1, reason: "frequencies alone are wanted" };
  const tone = parseTone(`${text};*(*/0/1)`);
  if (!isScriptRefusal(tone)) return tone.components;
  return { column: Math.min(tone.column, Math.max(text.length, 1)), reason: tone.reason };
}

/** The numbers of a `numbers` setting. */
export function parseNumbers(text: string): readonly string[] {
  return text.split(/[,|\s]+/).filter((number) => number !== "");
}

function refuseNumber(setting: Setting & { kind: "number" }, text: string): string | null {
  const { min, max, decimals = 0 } = setting;
  if (text === "" && setting.optional) return null;
  if (!NUMBER.test(text)) return `${short(text)} is no number`;
  const point = text.indexOf(".");
  if (point >= 0 && text.length - point - 1 > decimals)
    return decimals === 0 ? `${text} is no whole number` : `${text} has more than ${decimals} digits after the point`;
  const value = Number(text);
  if (value < min) return `${text} is less than ${min}`;
  if (value > max) return `${text} is more than ${max}`;
  return null;
}

function refuseAddress(text: string, numeric: boolean): string | null {
  if (text === "") return null;
  const address = parseAddress(text);
  if (!address) return `${short(text)} is no host, host:port or [IPv6]:port`;
  const { host } = address;
  return numeric && !isIp4(host) && !host.includes(":") ? `${short(host)} is no address in numbers` : null;
}

function refuseAddresses(text: string): string | null {
  const parts = listed(text);
  if (parts.length > MAX_ADDRESSES) return `more than ${MAX_ADDRESSES} addresses`;
  for (const part of parts) {
    const reason = refuseAddress(part, false);
    if (reason !== null) return reason;
  }
  return null;
}

const listed = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function refuseScript<S extends object>(text: string, parse: (text: string) => S | ScriptRefusal): string | null {
  const script = parse(text);
  return "reason" in script ? `column ${script.column}: ${script.reason}` : null;
}

function refuseNumbers(text: string): string | null {
  const numbers = parseNumbers(text);
  if (numbers.length > MAX_EMERGENCY_NUMBERS) return `more than ${MAX_EMERGENCY_NUMBERS} numbers`;
  for (const number of numbers) {
    if (number.length > MAX_EMERGENCY_NUMBER) return `${short(number)} is longer than ${MAX_EMERGENCY_NUMBER} digits`;
    if (!/^[0-9*#x?]+$/.test(number)) return `${short(number)} cannot be dialled`;
  }
  return null;
}

function isIp4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255);
}

/** RFC 4291 section 2.2, with an IPv4 tail where there is one. */
function isIp6(text: string): boolean {
  if (text.length > 45) return false;
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const plain = tail.includes(".") ? (isIp4(tail) ? `${text.slice(0, -tail.length)}0:0` : "") : text;
  const halves = plain.split("::");
  if (plain === "" || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** Without control characters, line ends and halves of characters. */
function isPrintable(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029) return false;
    if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return true;
}
