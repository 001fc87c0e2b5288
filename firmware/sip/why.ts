/**
 * Why a request was refused, or a call ended, in the words of who did it: his phrase, and what a Reason (RFC 3326,
 * RFC 6432) or a Warning (RFC 3261 section 20.43) says besides.
 */
import { header, type SipMessage, type SipResponse } from "../wire/sip/sip-message.js";
import { parseReasons, type SipReason } from "../wire/sip/sip-reason.js";
import { reasonPhrase } from "../wire/sip/sip-status.js";
import { endOfQuoted, unquoted } from "../wire/sip/sip-text.js";

const Q850 = "Q.850";

/** `Temporarily Unavailable (Q.850 cause 20, Subscriber absent)` */
export function whyOf(response: SipResponse): string {
  const besides = reasonIn(response) || warningIn(response);
  if (besides === "") return response.reason;
  return `${response.reason || reasonPhrase(response.status)} (${besides})`;
}

/** What a Reason says, "" where there is none. */
export function reasonIn(message: SipMessage): string {
  const reasons = reasonsOf(message);
  const cause = reasons.find((reason) => reason.protocol === Q850 && reason.cause !== null)?.cause;
  const text = reasons.find((reason) => reason.text)?.text ?? "";
  if (cause === undefined) return text;
  return text === "" ? `${Q850} cause ${cause}` : `${Q850} cause ${cause}, ${text}`;
}

/** Somebody else has answered, so that nothing was missed here (RFC 3326 section 2). */
export function isElsewhere(message: SipMessage): boolean {
  return reasonsOf(message).some(({ protocol, cause }) => protocol === "SIP" && cause === 200);
}

function reasonsOf(message: SipMessage): readonly SipReason[] {
  const value = header(message, "Reason");
  return value === undefined ? [] : parseReasons(value);
}

/** The text of the first one. */
function warningIn(message: SipMessage): string {
  const value = header(message, "Warning") ?? "";
  const start = value.indexOf('"');
  const end = start < 0 ? -1 : endOfQuoted(value, start);
  return end < 0 ? "" : unquoted(value.slice(start, end));
}
