/** The numbers of reliable provisional responses: RSeq and RAck (RFC 3262 section 7). */
import { parseCSeq } from "./sip-cseq.js";
import { RSEQ_LIMIT } from "./text-limits.js";

export type RAck = {
  /** The response number that is acknowledged. */
  readonly rseq: number;
  /** The CSeq of the response. */
  readonly cseq: number;
  readonly method: string;
};

const NUMBER = /^\d+$/;
const RACK = /^(\d+)[ \t]+(\d.*)$/;

/** 1 to 2^32 - 1. */
export function parseRSeq(text: string): number | undefined {
  const number = NUMBER.test(text) ? Number(text) : 0;
  return number > 0 && number <= RSEQ_LIMIT ? number : undefined;
}

export function parseRAck(text: string): RAck | undefined {
  const parts = RACK.exec(text);
  if (!parts) return undefined;
  const rseq = parseRSeq(parts[1]);
  const cseq = parseCSeq(parts[2]);
  return rseq !== undefined && cseq ? { rseq, cseq: cseq.number, method: cseq.method } : undefined;
}

export function emitRAck({ rseq, cseq, method }: RAck): string {
  return `${rseq} ${cseq} ${method}`;
}
