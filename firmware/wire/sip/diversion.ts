/** Who diverted a call, and why: Diversion (RFC 5806), or else History-Info (RFC 7044, mapped as in RFC 7544). */
import { compareIndex, type HistoryEntry, parseHistoryEntry } from "./history-info.js";
import { addressParam, parseAddress, type SipAddress } from "./sip-address.js";
import { headerList, type SipMessage } from "./sip-message.js";

export type Diversion = {
  readonly address: SipAddress;
  /** Lower case: user-busy, no-answer, unavailable, unconditional, do-not-disturb, deflection ...; else "unknown". */
  readonly reason: string;
  /** How often this user has diverted the call, 1 at least. */
  readonly counter: number;
  /** Lower case: full, name, uri, off; null when it is not said. */
  readonly privacy: string | null;
};

export type DivertedFrom = {
  readonly address: SipAddress;
  /** In the words of Diversion, "unknown" when it is not said. */
  readonly reason: string;
  /** It asks not to be shown. */
  readonly withheld: boolean;
};

const UNKNOWN = "unknown";
const COUNTER = /^\d{1,5}$/;

/** One value. */
export function parseDiversion(text: string): Diversion | undefined {
  const address = parseAddress(text);
  if (!address) return undefined;
  const counter = addressParam(address, "counter") ?? "";
  return {
    address,
    reason: addressParam(address, "reason")?.toLowerCase() || UNKNOWN,
    counter: COUNTER.test(counter) ? Math.max(Number(counter), 1) : 1,
    privacy: addressParam(address, "privacy")?.toLowerCase() || null,
  };
}

/** Oldest first: the one whom the caller had called. Values that cannot be read are passed over. */
export function divertedFrom(message: SipMessage): DivertedFrom[] {
  const values = headerList(message, "Diversion");
  const diverted: DivertedFrom[] = [];
  for (let i = values.length; --i >= 0; ) {
    const diversion = parseDiversion(values[i]);
    if (!diversion) continue;
    const { address, reason, privacy } = diversion;
    diverted.push({ address, reason, withheld: privacy !== null && privacy !== "off" });
  }
  return diverted.length > 0 ? diverted : divertedInHistory(headerList(message, "History-Info"));
}

function divertedInHistory(values: readonly string[]): DivertedFrom[] {
  const entries: HistoryEntry[] = [];
  for (let i = 0; i < values.length; i++) {
    const entry = parseHistoryEntry(values[i]);
    if (entry) entries.push(entry);
  }
  entries.sort((a, b) => compareIndex(a.index, b.index));
  const tagged = entries.some(({ by }) => by !== null);
  const diverters: HistoryEntry[] = [];
  const diverted: DivertedFrom[] = [];
  for (let i = 1; i < entries.length; i++) {
    const entry = entries[i];
    const diverter = tagged ? mappedFrom(entry, entries) : leftFor(entry, entries[i - 1]);
    if (!diverter || diverter === entry || diverters.indexOf(diverter) >= 0) continue;
    diverters.push(diverter);
    const { address, withheld } = diverter;
    diverted.push({ address, reason: whyCome(entry) ?? whyLeft(diverter, entries, i) ?? UNKNOWN, withheld });
  }
  return diverted;
}

/** Only the change to another user is a diversion. */
function mappedFrom(entry: HistoryEntry, entries: readonly HistoryEntry[]): HistoryEntry | undefined {
  return entry.by === "mp" ? entries.find(({ index }) => index.join(".") === entry.from) : undefined;
}

/** RFC 4244 knew no tags: whatever gives a reason has sent the call on. */
function leftFor(entry: HistoryEntry, before: HistoryEntry): HistoryEntry | undefined {
  return before.reasons.length > 0 || entry.cause !== null ? before : undefined;
}

/** RFC 4458: the server's own word for it. */
function whyCome({ cause }: HistoryEntry): string | undefined {
  return cause === null ? undefined : wordForStatus(cause);
}

/** What the diverter answered, or the last of the telephones that were tried for him, which stand below him. */
function whyLeft(diverter: HistoryEntry, entries: readonly HistoryEntry[], before: number): string | undefined {
  const own = wordFor(diverter);
  for (let i = before; own === undefined && --i >= 0; ) {
    const why = isBelow(entries[i].index, diverter.index) ? wordFor(entries[i]) : undefined;
    if (why !== undefined) return why;
  }
  return own;
}

function isBelow(index: readonly number[], above: readonly number[]): boolean {
  return index.length > above.length && above.every((number, i) => index[i] === number);
}

function wordFor({ reasons }: HistoryEntry): string | undefined {
  for (let i = 0; i < reasons.length; i++) {
    const { protocol, cause } = reasons[i];
    const why = cause === null ? undefined : protocol === "SIP" ? wordForStatus(cause) : wordForCause(cause);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** RFC 7544 section 7.1. */
function wordForStatus(status: number): string | undefined {
  switch (status) {
    case 302:
      return "unconditional";
    case 408:
      return "no-answer";
    case 480:
    case 487:
      return "deflection";
    case 486:
    case 600:
      return "user-busy";
    case 503:
      return "unavailable";
  }
  return undefined;
}

/** Causes of Q.850. */
function wordForCause(cause: number): string | undefined {
  return cause === 17
    ? "user-busy"
    : cause === 18 || cause === 19
      ? "no-answer"
      : cause === 20
        ? "unavailable"
        : undefined;
}
