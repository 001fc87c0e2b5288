/** How long a session lasts without a refresh, and who refreshes it: Session-Expires and Min-SE (RFC 4028 sections 4 and 5). */
import { parseDeltaSeconds } from "./delta-seconds.js";
import { paramOf, parseParams } from "./sip-param.js";

export type SessionExpires = {
  /** Seconds. */
  readonly interval: number;
  /** null when it is not said. */
  readonly refresher: "uac" | "uas" | null;
};

/** A refresher that is neither of both counts as none; parameters that are not known are passed over. */
export function parseSessionExpires(text: string): SessionExpires | undefined {
  const semicolon = endOfFirst(text);
  const interval = parseDeltaSeconds(text.slice(0, semicolon));
  const params = parseParams(text, semicolon);
  if (interval === undefined || !params) return undefined;
  const refresher = paramOf(params, "refresher")?.toLowerCase();
  return { interval, refresher: refresher === "uac" || refresher === "uas" ? refresher : null };
}

export function emitSessionExpires({ interval, refresher }: SessionExpires): string {
  return refresher === null ? String(interval) : `${interval};refresher=${refresher}`;
}

/** Seconds. Min-SE is written as the bare number. */
export function parseMinSe(text: string): number | undefined {
  const semicolon = endOfFirst(text);
  return parseParams(text, semicolon) && parseDeltaSeconds(text.slice(0, semicolon));
}

function endOfFirst(text: string): number {
  const semicolon = text.indexOf(";");
  return semicolon < 0 ? text.length : semicolon;
}
