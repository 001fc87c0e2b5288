/** How the calls of a line stand and sound at the moment, for whoever looks. */
import type { Instant } from "../base/instant.js";
import { qualityOf } from "../media/quality.js";
import type { Phone } from "../phone/phone.js";
import type { LineDetail, QualityView } from "../web/house.js";
import type { CallWatch } from "./call-watch.js";
import type { Session } from "./session.js";
import type { Sound } from "./sound.js";

/** Codecs by their common names. */
const NAMES = Object.freeze({ PCMU: "G.711 µ-law", PCMA: "G.711 A-law" });

/** What the status does not tell. */
export function detailOf(phone: Phone, watch: CallWatch | null, sound: Sound, now: Instant): LineDetail {
  const calls = phone.calls.map(({ id, peer }) => {
    const duration = watch?.duration(id, now) ?? null;
    const session = sound.sessionOf(id);
    return {
      call: id,
      name: peer.private ? "" : peer.name,
      seconds: duration === null ? null : Math.floor(duration / 1000),
      codec: session && NAMES[session.voice.account(now).encoder],
      quality: qualityFor(session),
    };
  });
  return { messages: phone.messages, calls };
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
