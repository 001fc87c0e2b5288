/** The states of the line as DR64 has them. Bit 2 turns active and on-hook transmission round. */
import type { Linefeed } from "../slic.js";

export const Feed = Object.freeze({
  OPEN: 0,
  FORWARD: 1,
  FORWARD_TRANSMISSION: 2,
  TIP_OPEN: 3,
  RINGING: 4,
  REVERSE: 5,
  REVERSE_TRANSMISSION: 6,
  RING_OPEN: 7,
});

/** What the chip shall do. On hook, sound passes in the states of on-hook transmission only. */
export function feedOf(wanted: Linefeed, sounding: boolean, offHook: boolean): number {
  switch (wanted) {
    case "open":
      return Feed.OPEN;
    case "ringing":
      return Feed.RINGING;
    case "forward":
      return sounding && !offHook ? Feed.FORWARD_TRANSMISSION : Feed.FORWARD;
    default:
      return sounding && !offHook ? Feed.REVERSE_TRANSMISSION : Feed.REVERSE;
  }
}

/** Bits 6 to 4: what the chip does in truth, which may be another state than the one it was told. */
export const shadowOf = (register: number) => (register >> 4) & 7;

/** 1 forward, -1 reversed, 0 neither. */
export function polarityOf(feed: number): number {
  if (feed === Feed.FORWARD || feed === Feed.FORWARD_TRANSMISSION) return 1;
  return feed === Feed.REVERSE || feed === Feed.REVERSE_TRANSMISSION ? -1 : 0;
}
