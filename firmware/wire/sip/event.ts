/** What is subscribed to, and how the subscription stands: Event and Subscription-State (RFC 6665 section 8.2). */
import { parseDeltaSeconds } from "./delta-seconds.js";
import { paramOf, parseParams } from "./sip-param.js";
import { isToken } from "./sip-text.js";

export type SipEvent = {
  /** Lower case, templates included: "refer", "message-summary", "presence.winfo". */
  readonly package: string;
  /** Of two subscriptions in one dialog; a REFER's is its CSeq number (RFC 3515 section 2.4.6). */
  readonly id: string | null;
};

export function parseEvent(text: string): SipEvent | undefined {
  const semicolon = endOfFirst(text);
  const name = text.slice(0, semicolon).trim().toLowerCase();
  const params = parseParams(text, semicolon);
  return params && isToken(name) ? { package: name, id: paramOf(params, "id") || null } : undefined;
}

export function emitEvent(event: SipEvent): string {
  return event.id === null ? event.package : `${event.package};id=${event.id}`;
}

export type SubscriptionState = {
  /** "other" is treated like "active" (RFC 6665 section 4.1.3: an extension of it). */
  readonly state: "active" | "pending" | "terminated" | "other";
  /** Seconds that are left. */
  readonly expires: number | null;
  /** Lower case: deactivated, probation, rejected, timeout, giveup, noresource, invariant, or another. */
  readonly reason: string | null;
  /** Seconds to wait before the next attempt. */
  readonly retryAfter: number | null;
};

/** A parameter that cannot be read counts as none. */
export function parseSubscriptionState(text: string): SubscriptionState | undefined {
  const semicolon = endOfFirst(text);
  const name = text.slice(0, semicolon).trim().toLowerCase();
  const params = parseParams(text, semicolon);
  if (!params || !isToken(name)) return undefined;
  return {
    state: name === "active" || name === "pending" || name === "terminated" ? name : "other",
    expires: parseDeltaSeconds(paramOf(params, "expires") ?? "") ?? null,
    reason: paramOf(params, "reason")?.toLowerCase() || null,
    retryAfter: parseDeltaSeconds(paramOf(params, "retry-after") ?? "") ?? null,
  };
}

export function emitSubscriptionState(value: SubscriptionState): string {
  let text: string = value.state;
  if (value.reason !== null) text += `;reason=${value.reason}`;
  if (value.expires !== null) text += `;expires=${value.expires}`;
  return value.retryAfter === null ? text : `${text};retry-after=${value.retryAfter}`;
}

function endOfFirst(text: string): number {
  const semicolon = text.indexOf(";");
  return semicolon < 0 ? text.length : semicolon;
}
