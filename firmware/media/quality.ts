/**
 * How good a call is to those who talk: the E-model (ITU-T G.107) with all that is not measured at its default, for
 * G.711 whose losses are concealed (G.113 appendix I: Ie 0, Bpl 25.1).
 */
import type { Statistics } from "./statistics.js";

/** Basic signal-to-noise ratio less simultaneous impairments, everything at its default. */
const UNIMPAIRED = 93.2;
const EQUIPMENT = 0;
const ROBUSTNESS = 25.1;
/** Delay in ms up to which nobody minds, sensitivity mT and exponent sT (sections 7.4 and 7.5). */
const UNNOTICED = 100;

/** What packets wait for besides, in ms: the converters and the queue to the telephone. */
const DEVICE_DELAY = 10;

/** Part of the packets that was not played (0 to 1), how bursty that was (1 for chance), one-way delay in ms. */
export type Impairments = { readonly loss: number; readonly burstRatio: number; readonly delay: number };

/** R, 0 to 93.2. */
export function ratingOf({ loss, burstRatio, delay }: Impairments): number {
  const percent = 100 * loss;
  const equipment = EQUIPMENT + ((95 - EQUIPMENT) * percent) / (percent / burstRatio + ROBUSTNESS);
  return Math.max(0, UNIMPAIRED - delayImpairment(delay) - equipment);
}

/** Idd (equation 7-27). */
function delayImpairment(delay: number): number {
  if (delay <= UNNOTICED) return 0;
  const x = Math.log2(delay / UNNOTICED);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Mean opinion score, 1 to 4.5 (annex B). */
export function opinionOf(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

export type Quality = {
  /** Conversational, with the delay. */
  readonly rating: number;
  readonly listening: number;
  readonly conversational: number;
};

/** From the mouth there to the ear here: half the way there and back, the packet itself, and what it waits here. */
export function oneWayDelay(statistics: Statistics): number {
  return (statistics.roundTrip ?? 0) / 2 + statistics.packetTime + endDelay(statistics);
}

/** The part of it that is ours. */
export function endDelay(statistics: Statistics): number {
  return statistics.delay + DEVICE_DELAY;
}

/** Of what has been heard so far; null before anything was. */
export function qualityOf(statistics: Statistics): Quality | null {
  const { pattern } = statistics;
  if (pattern.packets === 0) return null;
  const { ratio: loss, burstRatio } = pattern;
  const rating = ratingOf({ loss, burstRatio, delay: oneWayDelay(statistics) });
  const listening = opinionOf(ratingOf({ loss, burstRatio, delay: 0 }));
  return { rating, listening, conversational: opinionOf(rating) };
}
