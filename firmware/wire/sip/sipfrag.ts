/** How a referred call fares: the status line in a message/sipfrag body (RFC 3420, RFC 3515 section 2.4.5). */
import { octetsOf } from "../../base/text.js";
import { linesOf } from "./body-lines.js";
import { reasonPhrase } from "./sip-status.js";

export type SipFragStatus = {
  /** 100 to 799. */
  readonly status: number;
  /** "" when there is none. */
  readonly reason: string;
};

const STATUS_LINE = /^SIP\/2\.0[ \t]+([1-7]\d\d)(?:[ \t]+(.*))?$/i;

/** `undefined` when the first line is no status line: a fragment may also be of a request. */
export function parseSipFrag(body: Uint8Array): SipFragStatus | undefined {
  const parts = STATUS_LINE.exec(linesOf(body)[0]);
  return parts ? { status: Number(parts[1]), reason: (parts[2] ?? "").trim() } : undefined;
}

/** The body of a NOTIFY; the phrase is the registered one when none is handed in. */
export function emitSipFrag(status: number, reason: string = reasonPhrase(status)): Uint8Array {
  return octetsOf(`SIP/2.0 ${status} ${reason}\r\n`);
}
