/** The VoIP metrics block of extended reports (RFC 3611 section 4.7). */
import { getUint16, getUint32, putUint16, putUint32 } from "../../base/bytes.js";

export const XR = 207;
const VOIP_METRICS = 7;
/** Octets of the block, its own header included. */
export const VOIP_METRICS_LENGTH = 36;
const BLOCK_HEADER = 4;

/** A level or a score nobody knows. */
export const UNKNOWN = 127;

/** Rates and densities in 1/256, durations and delays in ms, scores of opinion times ten. */
export type VoipMetrics = {
  lossRate: number;
  discardRate: number;
  burstDensity: number;
  gapDensity: number;
  burstDuration: number;
  gapDuration: number;
  roundTrip: number;
  endSystemDelay: number;
  signalLevel: number;
  noiseLevel: number;
  /** Residual echo return loss, dB. */
  echoLoss: number;
  gapLeast: number;
  rating: number;
  externalRating: number;
  listening: number;
  conversational: number;
  /** Concealment in bits 6 and 7, adaptation of the jitter buffer in 4 and 5, its rate below. */
  receiver: number;
  bufferNominal: number;
  bufferMost: number;
  bufferLimit: number;
};

export function emptyVoipMetrics(): VoipMetrics {
  return {
    lossRate: 0,
    discardRate: 0,
    burstDensity: 0,
    gapDensity: 0,
    burstDuration: 0,
    gapDuration: 0,
    roundTrip: 0,
    endSystemDelay: 0,
    signalLevel: UNKNOWN,
    noiseLevel: UNKNOWN,
    echoLoss: UNKNOWN,
    gapLeast: 16,
    rating: UNKNOWN,
    externalRating: UNKNOWN,
    listening: UNKNOWN,
    conversational: UNKNOWN,
    receiver: 0,
    bufferNominal: 0,
    bufferMost: 0,
    bufferLimit: 0,
  };
}

const octet = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
const ms = (value: number) => Math.max(0, Math.min(0xffff, Math.round(value)));

/** Writes the block about `source`; `at` moves on by VOIP_METRICS_LENGTH. */
export function emitVoipMetrics(metrics: VoipMetrics, source: number, into: Uint8Array, at: number): void {
  into[at] = VOIP_METRICS;
  into[at + 1] = 0;
  putUint16(into, at + 2, VOIP_METRICS_LENGTH / 4 - 1);
  putUint32(into, at + 4, source);
  into[at + 8] = octet(metrics.lossRate);
  into[at + 9] = octet(metrics.discardRate);
  into[at + 10] = octet(metrics.burstDensity);
  into[at + 11] = octet(metrics.gapDensity);
  putUint16(into, at + 12, ms(metrics.burstDuration));
  putUint16(into, at + 14, ms(metrics.gapDuration));
  putUint16(into, at + 16, ms(metrics.roundTrip));
  putUint16(into, at + 18, ms(metrics.endSystemDelay));
  into[at + 20] = metrics.signalLevel;
  into[at + 21] = metrics.noiseLevel;
  into[at + 22] = metrics.echoLoss;
  into[at + 23] = metrics.gapLeast;
  into[at + 24] = octet(metrics.rating);
  into[at + 25] = octet(metrics.externalRating);
  into[at + 26] = octet(metrics.listening);
  into[at + 27] = octet(metrics.conversational);
  into[at + 28] = metrics.receiver;
  into[at + 29] = 0;
  putUint16(into, at + 30, ms(metrics.bufferNominal));
  putUint16(into, at + 32, ms(metrics.bufferMost));
  putUint16(into, at + 34, ms(metrics.bufferLimit));
}

/** Looks among the blocks from `start` to `end` for the one about `source`: 1 when it is there, 0 when not, -1 for rubbish. */
export function parseVoipMetrics(
  octets: Uint8Array,
  start: number,
  end: number,
  source: number,
  into: VoipMetrics,
): number {
  let found = 0;
  for (let at = start; at < end; ) {
    if (at + BLOCK_HEADER > end) return -1;
    const next = at + BLOCK_HEADER + 4 * getUint16(octets, at + 2);
    if (next > end) return -1;
    if (octets[at] === VOIP_METRICS) {
      if (next - at !== VOIP_METRICS_LENGTH) return -1;
      if (getUint32(octets, at + 4) === source) {
        read(octets, at, into);
        found = 1;
      }
    }
    at = next;
  }
  return found;
}

function read(octets: Uint8Array, at: number, into: VoipMetrics): void {
  into.lossRate = octets[at + 8];
  into.discardRate = octets[at + 9];
  into.burstDensity = octets[at + 10];
  into.gapDensity = octets[at + 11];
  into.burstDuration = getUint16(octets, at + 12);
  into.gapDuration = getUint16(octets, at + 14);
  into.roundTrip = getUint16(octets, at + 16);
  into.endSystemDelay = getUint16(octets, at + 18);
  into.signalLevel = octets[at + 20];
  into.noiseLevel = octets[at + 21];
  into.echoLoss = octets[at + 22];
  into.gapLeast = octets[at + 23];
  into.rating = octets[at + 24];
  into.externalRating = octets[at + 25];
  into.listening = octets[at + 26];
  into.conversational = octets[at + 27];
  into.receiver = octets[at + 28];
  into.bufferNominal = getUint16(octets, at + 30);
  into.bufferMost = getUint16(octets, at + 32);
  into.bufferLimit = getUint16(octets, at + 34);
}
