/** The ways a call has taken: History-Info (RFC 7044 section 5). */
import { addressParam, parseAddress, type SipAddress } from "./sip-address.js";
import { parseReasons, type SipReason } from "./sip-reason.js";
import { emitSipUri, parseSipUri, uriParam } from "./sip-uri.js";
import { INDEX_DEPTH_LIMIT } from "./text-limits.js";

export type HistoryEntry = {
  /** Without the headers within the URI. */
  readonly address: SipAddress;
  /** Where it belongs: 1, 1.1, 1.2 ... */
  readonly index: readonly number[];
  /** How its target was found: for another user, the same user elsewhere, or unchanged; null when it is not said. */
  readonly by: "mp" | "rc" | "np" | null;
  /** The index of the entry it was found from, as written; null when it is not said. */
  readonly from: string | null;
  /** Why it was left again. */
  readonly reasons: readonly SipReason[];
  /** Why it was come to, a status (RFC 4458 section 2). */
  readonly cause: number | null;
  /** It asks not to be shown. */
  readonly withheld: boolean;
};

const INDEX = /^\d{1,9}(?:\.\d{1,9})*$/;
const CAUSE = /^\d{3}$/;

/** One value. */
export function parseHistoryEntry(text: string): HistoryEntry | undefined {
  const address = parseAddress(text);
  const written = address && (addressParam(address, "index") ?? "");
  if (!address || !written || !INDEX.test(written)) return undefined;
  const index = written.split(".", INDEX_DEPTH_LIMIT + 1).map(Number);
  if (index.length > INDEX_DEPTH_LIMIT) return undefined;
  let by: HistoryEntry["by"] = null;
  let from: string | null = null;
  for (const way of ["mp", "rc", "np"] as const) {
    const found = addressParam(address, way);
    if (found === undefined || by !== null) continue;
    by = way;
    from = found || null;
  }
  const uri = parseSipUri(address.uri);
  const cause = (uri && uriParam(uri, "cause")) ?? "";
  const reasons: SipReason[] = [];
  let withheld = false;
  for (const [name, value] of uri?.headers ?? []) {
    if (name === "reason") reasons.push(...parseReasons(value));
    else if (name === "privacy") withheld = value.trim().toLowerCase() !== "none";
  }
  const bare = !uri || uri.headers.length === 0 ? address : { ...address, uri: emitSipUri({ ...uri, headers: [] }) };
  return { address: bare, index, by, from, reasons, cause: CAUSE.test(cause) ? Number(cause) : null, withheld };
}

/** Below 0 when `a` comes first. */
export function compareIndex(a: readonly number[], b: readonly number[]): number {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
