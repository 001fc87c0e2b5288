/**
 * Cisco's named signalling events for faxes and modems, as gateways have sent them in RTP since before there was a
 * standard: the payload of a telephone event (RFC 4733 section 2.3) with nothing in it but its number.
 *
 *   192  an answering tone has been heard: let the call pass as G.711, its delay fixed
 *   193  its phase turns around: let no echo be cancelled
 */
import { TELEPHONE_EVENT_LENGTH } from "./telephone-event.js";

export const NSE_LENGTH = TELEPHONE_EVENT_LENGTH;
export const NSE_PASS = 192;
export const NSE_NO_CANCELLER = 193;

/** Its number, or -1 when the payload is none. */
export function parseNse(packet: Uint8Array, start: number, end: number): number {
  return end - start < NSE_LENGTH || end > packet.length ? -1 : packet[start];
}

export function emitNse(event: number, packet: Uint8Array, start: number): void {
  packet[start] = event;
  packet.fill(0, start + 1, start + NSE_LENGTH);
}
