/** Sequence number and method (RFC 3261 section 20.16). */
import { isToken } from "./sip-text.js";
import { CSEQ_LIMIT } from "./text-limits.js";

export type CSeq = { readonly number: number; readonly method: string };

const CSEQ = /^(\d+)[ \t]+([^ \t]+)$/;

/** `undefined` past 2^31 - 1 (section 8.1.1.5). */
export function parseCSeq(text: string): CSeq | undefined {
  const parts = CSEQ.exec(text);
  if (!parts || !isToken(parts[2])) return undefined;
  const number = Number(parts[1]);
  return number > CSEQ_LIMIT ? undefined : { number, method: parts[2] };
}
