/** Why something was done: Reason (RFC 3326). */
import { paramOf, parseParams } from "./sip-param.js";
import { isToken, quoted, splitList } from "./sip-text.js";

export type SipReason = {
  /** Upper case: "SIP", "Q.850". */
  readonly protocol: string;
  /** A status of SIP, a cause of Q.850. */
  readonly cause: number | null;
  readonly text: string | null;
};

const CAUSE = /^\d{1,5}$/;

/** One value. A cause that is no number counts as none. */
export function parseReason(value: string): SipReason | undefined {
  let semicolon = value.indexOf(";");
  if (semicolon < 0) semicolon = value.length;
  const protocol = value.slice(0, semicolon).trim().toUpperCase();
  const params = parseParams(value, semicolon);
  if (!params || !isToken(protocol)) return undefined;
  const cause = paramOf(params, "cause") ?? "";
  return { protocol, cause: CAUSE.test(cause) ? Number(cause) : null, text: paramOf(params, "text") ?? null };
}

/** All values of a field; those that cannot be read are left out. */
export function parseReasons(text: string): SipReason[] {
  const values = splitList(text);
  const reasons: SipReason[] = [];
  for (let i = 0; i < values.length; i++) {
    const reason = parseReason(values[i]);
    if (reason) reasons.push(reason);
  }
  return reasons;
}

export function emitReason({ protocol, cause, text }: SipReason): string {
  let value = protocol;
  if (cause !== null) value += `;cause=${cause}`;
  return text === null ? value : `${value};text=${quoted(text)}`;
}
