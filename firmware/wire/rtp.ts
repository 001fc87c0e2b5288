/** The RTP packet (RFC 3550 section 5.1), into a header the caller owns. */
import { getUint16, getUint32, putUint16, putUint32 } from "../base/bytes.js";

/** Octets of a header without CSRC list and extension, the only kind we send. */
export const RTP_HEADER_LENGTH = 12;

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
  if (first >> 6 !== 2) return false;
  let start = RTP_HEADER_LENGTH + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (start + 4 > length) return false;
    start += 4 + 4 * getUint16(packet, start + 2);
  }
  let end = length;
  if (first & 0x20) {
    const padding = packet[length - 1];
    if (padding === 0) return false; // the count includes itself
    end -= padding;
  }
  if (start > end) return false;
  const second = packet[1];
  into.marker = second >= 0x80;
  into.payloadType = second & 0x7f;
  into.sequence = getUint16(packet, 2);
  into.timestamp = getUint32(packet, 4);
  into.ssrc = getUint32(packet, 8);
  into.payloadStart = start;
  into.payloadEnd = end;
  return true;
}

/** Writes the first twelve octets; `payloadStart` and `payloadEnd` do not matter. */
export function emitRtp(header: RtpHeader, packet: Uint8Array): void {
  packet[0] = 0x80;
  packet[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  putUint16(packet, 2, header.sequence);
  putUint32(packet, 4, header.timestamp);
  putUint32(packet, 8, header.ssrc);
}
