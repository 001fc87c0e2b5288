/**
 * Compound RTCP (RFC 3550 section 6): a sender or receiver report with at most one block of interest,
 * the canonical name, at most one block of VoIP metrics (RFC 3611), and goodbye.
 */
import { getUint16, getUint24, getUint32, putUint16, putUint24, putUint32 } from "../../base/bytes.js";
import {
  emitVoipMetrics,
  emptyVoipMetrics,
  parseVoipMetrics,
  VOIP_METRICS_LENGTH,
  type VoipMetrics,
  XR,
} from "./rtcp-xr.js";

const SR = 200;
const RR = 201;
const SDES = 202;
const BYE = 203;

const HEADER = 4;
const SENDER_INFO = 20;
const BLOCK = 24;
const SDES_CNAME = 1;

/** Longest canonical name that is sent; the item's own limit is 255. */
export const LONGEST_CNAME = 128;
/** Room that every report of ours fits into. */
export const LONGEST_RTCP =
  HEADER +
  4 +
  SENDER_INFO +
  BLOCK +
  (HEADER + 4 + 2 + LONGEST_CNAME + 4) +
  (HEADER + 4 + VOIP_METRICS_LENGTH) +
  (HEADER + 4);
/** Packets in a compound that are looked at; there is never a reason for as many. */
const MOST_PACKETS = 32;

export type RtcpReport = {
  /** Who reports. */
  ssrc: number;
  /** This is a sender's report: the next five mean something. */
  sender: boolean;
  ntpSeconds: number;
  ntpFraction: number;
  timestamp: number;
  packets: number;
  octets: number;
  /** There is a block about `source`: the next six mean something. */
  reported: boolean;
  source: number;
  /** In 1/256 of the packets since the last report. */
  fractionLost: number;
  /** Since the beginning; negative when duplicates outnumber the lost. */
  lost: number;
  /** Extended highest sequence number. */
  highest: number;
  /** In timestamp units. */
  jitter: number;
  /** Middle 32 bits of the NTP time of the last sender report heard; 0 for none. */
  lastReport: number;
  /** Since then, in 1/65536 s. */
  sinceLastReport: number;
  /** Where in the octets the reporter's CNAME stands; both 0 without one. */
  cnameStart: number;
  cnameEnd: number;
  /** There are metrics about `source`, in `voip`. */
  metered: boolean;
  readonly voip: VoipMetrics;
  bye: boolean;
};

export function emptyRtcpReport(): RtcpReport {
  return {
    ssrc: 0,
    sender: false,
    ntpSeconds: 0,
    ntpFraction: 0,
    timestamp: 0,
    packets: 0,
    octets: 0,
    reported: false,
    source: 0,
    fractionLost: 0,
    lost: 0,
    highest: 0,
    jitter: 0,
    lastReport: 0,
    sinceLastReport: 0,
    cnameStart: 0,
    cnameEnd: 0,
    metered: false,
    voip: emptyVoipMetrics(),
    bye: false,
  };
}

/**
 * Reads a compound packet; of its report blocks the one about `source`, if any.
 * False when it is not a valid one (appendix A.2); `into` is then of no use.
 */
export function parseRtcp(octets: Uint8Array, source: number, into: RtcpReport): boolean {
  const length = octets.length;
  if (length < HEADER + 4) return false;
  if (octets[0] >> 5 !== 4 || (octets[1] !== SR && octets[1] !== RR)) return false; // version 2, no padding, a report
  into.ssrc = getUint32(octets, HEADER);
  into.sender = false;
  into.reported = false;
  into.metered = false;
  into.bye = false;
  into.cnameStart = into.cnameEnd = 0;
  let at = 0;
  for (let packets = 0; at < length; packets++) {
    if (packets === MOST_PACKETS || at + HEADER > length || octets[at] >> 6 !== 2) return false;
    const next = at + 4 + 4 * getUint16(octets, at + 2);
    if (next > length) return false;
    let end = next;
    if (octets[at] & 0x20) {
      const padding = octets[next - 1];
      if (next !== length || padding === 0 || padding % 4 !== 0 || padding > next - at - HEADER) return false;
      end -= padding;
    }
    if (!parsePacket(octets, at, end, source, into)) return false;
    at = next;
  }
  return true;
}

function parsePacket(octets: Uint8Array, at: number, end: number, source: number, into: RtcpReport): boolean {
  const count = octets[at] & 0x1f;
  switch (octets[at + 1]) {
    case SR:
      if (at + HEADER + 4 + SENDER_INFO > end) return false;
      if (getUint32(octets, at + 4) === into.ssrc) {
        into.sender = true;
        into.ntpSeconds = getUint32(octets, at + 8);
        into.ntpFraction = getUint32(octets, at + 12);
        into.timestamp = getUint32(octets, at + 16);
        into.packets = getUint32(octets, at + 20);
        into.octets = getUint32(octets, at + 24);
      }
      return parseBlocks(octets, at + HEADER + 4 + SENDER_INFO, end, count, source, into);
    case RR:
      if (at + HEADER + 4 > end) return false;
      return parseBlocks(octets, at + HEADER + 4, end, count, source, into);
    case SDES:
      return parseNames(octets, at + HEADER, end, count, into);
    case BYE:
      if (at + HEADER + 4 * count > end) return false;
      for (let i = 0; i < count; i++) if (getUint32(octets, at + HEADER + 4 * i) === into.ssrc) into.bye = true;
      return true;
    case XR: {
      if (at + HEADER + 4 > end) return false;
      const found = parseVoipMetrics(octets, at + HEADER + 4, end, source, into.voip);
      if (found > 0 && getUint32(octets, at + HEADER) === into.ssrc) into.metered = true;
      return found >= 0;
    }
    default:
      return true; // APP and later inventions
  }
}

function parseBlocks(
  octets: Uint8Array,
  start: number,
  end: number,
  count: number,
  source: number,
  into: RtcpReport,
): boolean {
  if (start + BLOCK * count > end) return false;
  for (let i = 0; i < count; i++) {
    const at = start + BLOCK * i;
    if (getUint32(octets, at) !== source) continue;
    into.reported = true;
    into.source = source;
    into.fractionLost = octets[at + 4];
    into.lost = (getUint24(octets, at + 5) << 8) >> 8;
    into.highest = getUint32(octets, at + 8);
    into.jitter = getUint32(octets, at + 12);
    into.lastReport = getUint32(octets, at + 16);
    into.sinceLastReport = getUint32(octets, at + 20);
  }
  return true;
}

/** Chunks of items; each chunk ends with a zero octet and stops at a 32-bit boundary (section 6.5). */
function parseNames(octets: Uint8Array, start: number, end: number, count: number, into: RtcpReport): boolean {
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 4 > end) return false;
    const ours = getUint32(octets, at) === into.ssrc;
    at += 4;
    while (at < end && octets[at] !== 0) {
      if (at + 2 > end || at + 2 + octets[at + 1] > end) return false;
      if (ours && octets[at] === SDES_CNAME) {
        into.cnameStart = at + 2;
        into.cnameEnd = at + 2 + octets[at + 1];
      }
      at += 2 + octets[at + 1];
    }
    if (at >= end) return false; // no zero octet
    at += 4 - ((at - start) & 3);
  }
  return true;
}

/** Writes report, CNAME and, if so, metrics and goodbye; returns the length. `into` has room for LONGEST_RTCP. */
export function emitRtcp(report: RtcpReport, cname: Uint8Array, into: Uint8Array): number {
  let at = HEADER + 4;
  putUint32(into, HEADER, report.ssrc);
  if (report.sender) {
    putUint32(into, 8, report.ntpSeconds);
    putUint32(into, 12, report.ntpFraction);
    putUint32(into, 16, report.timestamp);
    putUint32(into, 20, report.packets);
    putUint32(into, 24, report.octets);
    at += SENDER_INFO;
  }
  if (report.reported) {
    putUint32(into, at, report.source);
    into[at + 4] = report.fractionLost;
    putUint24(into, at + 5, Math.max(-0x800000, Math.min(0x7fffff, report.lost)));
    putUint32(into, at + 8, report.highest);
    putUint32(into, at + 12, report.jitter);
    putUint32(into, at + 16, report.lastReport);
    putUint32(into, at + 20, report.sinceLastReport);
    at += BLOCK;
  }
  emitHeader(into, 0, report.sender ? SR : RR, report.reported ? 1 : 0, at);
  const names = at;
  const length = Math.min(cname.length, LONGEST_CNAME);
  putUint32(into, at + HEADER, report.ssrc);
  at += HEADER + 4;
  into[at++] = SDES_CNAME;
  into[at++] = length;
  for (let i = 0; i < length; i++) into[at++] = cname[i];
  do into[at++] = 0;
  while (at & 3);
  emitHeader(into, names, SDES, 1, at);
  if (report.metered) {
    putUint32(into, at + HEADER, report.ssrc);
    emitVoipMetrics(report.voip, report.source, into, at + HEADER + 4);
    emitHeader(into, at, XR, 0, at + HEADER + 4 + VOIP_METRICS_LENGTH);
    at += HEADER + 4 + VOIP_METRICS_LENGTH;
  }
  if (report.bye) {
    putUint32(into, at + HEADER, report.ssrc);
    emitHeader(into, at, BYE, 1, at + HEADER + 4);
    at += HEADER + 4;
  }
  return at;
}

function emitHeader(into: Uint8Array, at: number, type: number, count: number, end: number): void {
  into[at] = 0x80 | count;
  into[at + 1] = type;
  putUint16(into, at + 2, (end - at) / 4 - 1);
}
