/**
 * What `$NAME` stands for in rules, conditions and messages, as on a PAP2T.
 *
 *   $MA  $(MA)       the value, up to the first character that is no letter or digit
 *   $(MA:6)          from its seventh character on
 *   $(MA:6:2)        two characters of that
 *   $$               a dollar
 */
import { frozen } from "../base/frozen.js";
import { replacedEach } from "../base/patterns.js";
import { LONGEST_EXPANSION } from "./limits.js";
import type { Target } from "./target.js";

/** What can be told of the adapter and of the run at hand. */
export type Facts = {
  readonly product: string;
  readonly series: string;
  /** Twelve hexadecimal digits, lower case. */
  readonly mac: string;
  readonly software: string;
  readonly hardware: string;
  /** Our own address, and as others see it; null while that is not known. */
  readonly address: string | null;
  readonly external: string | null;
  /** The value of a setting; "" for one that is none. */
  setting(name: string): string;
  /** Seconds since a line has lost its registration; 0 while it has one, or wants none. `line` counts from 1. */
  lostFor(line: number): number;
  /** Seconds since the last run began. */
  readonly since: number;
  /** Why this run is: -1 somebody asked, 0 after a start, 1 by the clock, 2 again after a failure. */
  readonly why: number;
  /** Where the last question went, its server as an address where that is known. */
  readonly target: Target | null;
  /** What came of it. */
  readonly error: string;
  /** Of the firmware: seconds since it was last fetched, why (1 for the first time, 2 again after a failure), and what came of it. */
  readonly upgrade?: { readonly since: number; readonly why: number; readonly error: string };
};

type Row = (facts: Facts) => string;

const DEFAULT_PORTS = frozen({ tftp: 69, http: 80, https: 443 } as const);

const schemeOf: Row = ({ target }) => target?.scheme ?? "";
const serverOf: Row = ({ target }) => target?.host ?? "";

function pairsOf(digits: string): readonly string[] {
  const pairs: string[] = [];
  for (let at = 0; at + 2 <= digits.length; at += 2) pairs.push(digits.slice(at, at + 2));
  return pairs;
}

const ROWS: { readonly [name: string]: Row } = frozen({
  PN: ({ product }) => product,
  PSN: ({ series }) => series,
  MA: ({ mac }) => mac,
  MAU: ({ mac }) => mac.toUpperCase(),
  MAC: ({ mac }) => pairsOf(mac).join(":"),
  SN: ({ mac }) => mac.toUpperCase(),
  CCERT: () => "Not Installed",
  IP: ({ address }) => address ?? "",
  EXTIP: ({ external }) => external ?? "",
  SWVER: ({ software }) => software,
  HWVER: ({ hardware }) => hardware,
  PRVST: ({ why }) => String(why),
  PRVTMR: ({ since }) => String(since),
  REGTMR1: ({ lostFor }) => String(lostFor(1)),
  REGTMR2: ({ lostFor }) => String(lostFor(2)),
  UPGCOND: () => "true",
  UPGST: ({ upgrade }) => String(upgrade?.why ?? 1),
  UPGTMR: ({ upgrade, since }) => String(upgrade?.since ?? since),
  UPGERR: ({ upgrade }) => upgrade?.error ?? "",
  SCHEME: schemeOf,
  METH: schemeOf,
  SERV: serverOf,
  SERVIP: ({ target }) => target?.address ?? target?.host ?? "",
  PORT: ({ target }) => (target ? String(target.port ?? DEFAULT_PORTS[target.scheme]) : ""),
  PATH: ({ target }) => target?.path ?? "",
  ERR: ({ error }) => error,
  UID1: ({ setting }) => setting("User_ID[1]"),
  UID2: ({ setting }) => setting("User_ID[2]"),
});

/** Every name, for the manual. */
export const MACROS: readonly string[] = frozen(Object.keys(ROWS));

const MACRO =
  /\$(?:(\$)|(GPP_S?[A-P]|[A-Za-z0-9]+)|\((GPP_S?[A-P]|[A-Za-z0-9]+)(?::([0-9]{1,4})(?::([0-9]{1,4}))?)?\))/;
const GENERAL = /^(?:GPP_)?([A-P])$/;
const SPECIAL = /^(?:GPP_)?(S[A-D])$/;

/**
 * The text with its macros written out; names that are none stay as they are. Keys and passwords (`$SA` to `$SD`) are such
 * names but where `secrets` are wanted.
 */
export function expanded(text: string, facts: Facts, secrets = false): string {
  if (!text.includes("$")) return text;
  let room = LONGEST_EXPANSION;
  const result = replacedEach(text, MACRO, ([whole, dollar, plain, held, from, length]) => {
    const value = dollar ? "$" : macroValue(plain ?? held ?? "", facts, secrets);
    if (value === undefined) return whole;
    const start = Number(from ?? 0);
    const part = value.slice(start, length === undefined ? undefined : start + Number(length)).slice(0, room);
    room -= part.length;
    return part;
  });
  return result.slice(0, LONGEST_EXPANSION);
}

function macroValue(name: string, facts: Facts, secrets: boolean): string | undefined {
  if (Object.hasOwn(ROWS, name)) return ROWS[name](facts);
  const [, general] = GENERAL.exec(name) ?? [];
  if (general) return facts.setting(`GPP_${general}`);
  const [, special] = SPECIAL.exec(name) ?? [];
  return special && secrets ? facts.setting(`GPP_${special}`) : undefined;
}
