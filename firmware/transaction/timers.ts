/** The timers of SIP (RFC 3261 table 4, RFC 6026 section 8), in milliseconds. */
import { frozen } from "../base/frozen.js";

export type Timers = {
  /** Estimate of a round trip. */
  readonly t1: number;
  /** Longest interval between retransmissions, but for an INVITE. */
  readonly t2: number;
  /** Longest time a message stays in the network. */
  readonly t4: number;
  /** INVITE client gives up. */
  readonly b: number;
  /** INVITE client repeats its ACK. */
  readonly d: number;
  /** Non-INVITE client gives up. */
  readonly f: number;
  /** INVITE server waits for the ACK of a refusal. */
  readonly h: number;
  /** Non-INVITE server repeats its answer. */
  readonly j: number;
  /** INVITE server absorbs copies after a 2xx. */
  readonly l: number;
  /** INVITE client hears further 2xx. */
  readonly m: number;
};

const ROUND_TRIP = frozen({ t1: 500, t2: 4000, t4: 5000 });

/** The timers that are given, and the RFC's for the others: all hang on T1. */
export function timersOf(given: Partial<Timers> = {}): Timers {
  const { t1 } = { ...ROUND_TRIP, ...given };
  const long = 64 * t1;
  return { ...ROUND_TRIP, b: long, d: long, f: long, h: long, j: long, l: long, m: long, ...given };
}
