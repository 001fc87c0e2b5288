/** How a call sounds at the moment, for whoever looks. */
import type { Instant } from "../base/instant.js";
import { qualityOf } from "../media/quality.js";
import type { QualityView } from "../web/house.js";
import type { Session } from "./session.js";

/** Codecs by their common names. */
const NAMES = Object.freeze({ PCMU: "G.711 µ-law", PCMA: "G.711 A-law" });

export function codecOf(session: Session | null, now: Instant): string | null {
  return session && NAMES[session.voice.account(now).encoder];
}

/** Null before anything has been heard. */
export function qualityFor(session: Session | null): QualityView | null {
  if (session === null) return null;
  const { statistics } = session.voice;
  const quality = qualityOf(statistics);
  if (quality === null) return null;
  return {
    mos: rounded(quality.conversational),
    lossPercent: rounded(100 * statistics.pattern.ratio),
    jitter: rounded(statistics.jitter),
    delay: Math.round(statistics.delay),
    roundTrip: statistics.roundTrip === null ? null : Math.round(statistics.roundTrip),
  };
}

const rounded = (value: number) => Math.round(100 * value) / 100;
