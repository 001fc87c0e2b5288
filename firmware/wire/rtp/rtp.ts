/** The RTP packet (RFC 3550 section 5.1), into a header the caller owns. */
import { getUint16 } from "../../base/bytes.js";

/** Octets of a header without CSRC list and extension, the only kind we send. */
export const RTP_HEADER_LENGTH = 12;

/** The first octet of version 2 without padding, extension and CSRC list. */
const PLAIN = 0x80;

export type RtpHeader = {
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** After any CSRC list and extension. */
  payloadStart: number;
  /** Before any padding. */
  payloadEnd: number;
};

export function emptyRtpHeader(): RtpHeader {
  return { marker: false, payloadType: 0, sequence: 0, timestamp: 0, ssrc: 0, payloadStart: 0, payloadEnd: 0 };
}

/** False, and `into` as it was, when this is no whole RTP packet of version 2. */
export function parseRtp(packet: Uint8Array, into: RtpHeader): boolean {
  const length = packet.length;
  if (length < RTP_HEADER_LENGTH) return false;
  const first = packet[0];
  let start = RTP_HEADER_LENGTH;
  let end = length;
  if (first !== PLAIN) {
    if (first >> 6 !== 2) return false;
    start += 4 * (first & 0x0f);
    if (first & 0x10) {
      if (start + 4 > length) return false;
      start += 4 + 4 * getUint16(packet, start + 2);
    }
    if (first & 0x20) {
      const padding = packet[length - 1];
      if (padding === 0) return false; // the count includes itself
      end -= padding;
    }
    if (start > end) return false;
  }
  const second = packet[1];
  into.marker = second >= 0x80;
  into.payloadType = second & 0x7f;
  // written out: a hundred a second, and a call costs as much as the number
  into.sequence = (packet[2] << 8) | packet[3];
  into.timestamp = ((packet[4] << 24) | (packet[5] << 16) | (packet[6] << 8) | packet[7]) >>> 0;
  into.ssrc = ((packet[8] << 24) | (packet[9] << 16) | (packet[10] << 8) | packet[11]) >>> 0;
  into.payloadStart = start;
  into.payloadEnd = end;
  return true;
}

/** Writes what changes from packet to packet over a header that `emitRtp` has written: all but version and SSRC. */
export function restampRtp(header: RtpHeader, packet: Uint8Array): void {
  const sequence = header.sequence;
  const timestamp = header.timestamp;
  packet[1] = header.marker ? 0x80 | header.payloadType : header.payloadType;
  packet[2] = sequence >> 8;
  packet[3] = sequence;
  packet[4] = timestamp >>> 24;
  packet[5] = timestamp >>> 16;
  packet[6] = timestamp >>> 8;
  packet[7] = timestamp;
}

/** Writes the first twelve octets; `payloadStart` and `payloadEnd` do not matter. */
export function emitRtp(header: RtpHeader, packet: Uint8Array): void {
  const { sequence, timestamp, ssrc } = header;
  packet[0] = PLAIN;
  packet[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  packet[2] = sequence >> 8;
  packet[3] = sequence;
  packet[4] = timestamp >>> 24;
  packet[5] = timestamp >>> 16;
  packet[6] = timestamp >>> 8;
  packet[7] = timestamp;
  packet[8] = ssrc >>> 24;
  packet[9] = ssrc >>> 16;
  packet[10] = ssrc >>> 8;
  packet[11] = ssrc;
}
