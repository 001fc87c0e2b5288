/**
 * The payload of a telephone event (RFC 4733 section 2.3), both ways.
 *
 *    0                   1                   2                   3
 *   |     event     |E|R| volume    |          duration             |
 */
import { getUint16, putUint16 } from "../../base/bytes.js";

export const TELEPHONE_EVENT_LENGTH = 4;

/** Keys by their event code (RFC 4733 section 3.2, table 3); `!` is the hook flash, 16. */
export const EVENT_KEYS = "0123456789*#ABCD!";

export type TelephoneEvent = {
  event: number;
  end: boolean;
  /** Level in -dBm0, 0 to 63. */
  volume: number;
  /** Time since the RTP timestamp, in timestamp units. */
  duration: number;
};

export function emptyTelephoneEvent(): TelephoneEvent {
  return { event: 0, end: false, volume: 0, duration: 0 };
}

/** Reads the event at `start`; false when the payload is too short for one. More events in a packet are left alone. */
export function parseTelephoneEvent(packet: Uint8Array, start: number, end: number, into: TelephoneEvent): boolean {
  if (end - start < TELEPHONE_EVENT_LENGTH || end > packet.length) return false;
  into.event = packet[start];
  into.end = packet[start + 1] >= 0x80;
  into.volume = packet[start + 1] & 0x3f;
  into.duration = getUint16(packet, start + 2);
  return true;
}

export function emitTelephoneEvent(event: TelephoneEvent, packet: Uint8Array, start: number): void {
  packet[start] = event.event;
  packet[start + 1] = (event.end ? 0x80 : 0) | event.volume;
  putUint16(packet, start + 2, event.duration);
}
