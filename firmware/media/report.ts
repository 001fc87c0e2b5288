/** Which RTCP report is due when, and what the other side's reports tell (RFC 3550 sections 6.2 to 6.4, RFC 3611). */
import { type Instant, NEVER } from "../base/instant.js";
import { octetsOf } from "../base/text.js";
import { emitRtcp, emptyRtcpReport, LONGEST_RTCP, parseRtcp } from "../wire/rtp/rtcp.js";
import type { VoipMetrics } from "../wire/rtp/rtcp-xr.js";
import type { JitterOptions } from "./jitter-level.js";
import { GAP_LEAST } from "./loss-pattern.js";
import { endDelay, qualityOf } from "./quality.js";
import type { Statistics } from "./statistics.js";

/** 1/65536 s in a ms. */
const UNITS_PER_MS = 65.536;
/** How we receive (RFC 3611 section 4.7.6): losses are interpolated well, and the buffer adapts or does not. */
const CONCEALS = 2 << 6;
const ADAPTS = 3 << 4;
const STAYS = 2 << 4;

export type ReportOptions = {
  readonly ssrc: number;
  readonly cname: string;
  /** ms between reports on the average; 0 for none. */
  readonly interval: number;
  readonly jitter: JitterOptions;
};

export class Reports {
  deadline: Instant = NEVER;

  readonly #ssrc: number;
  readonly #cname: string;
  readonly #interval: number;
  readonly #jitter: JitterOptions;
  #chance: number;
  #closing = false;
  /** Packets sent up to the last report, and up to the one before. */
  #sent = 0;
  #sentBefore = 0;
  /** The other side's last sender report: its time, and when it came. */
  #last = 0;
  #lastAt: Instant = 0;
  #lastFrom = 0;

  constructor(options: ReportOptions) {
    this.#ssrc = options.ssrc;
    this.#cname = options.cname;
    this.#interval = options.interval;
    this.#jitter = options.jitter;
    this.#chance = options.ssrc | 1;
  }

  /** There is somebody to report to; the first report comes twice as soon. */
  start(now: Instant): void {
    if (this.deadline === NEVER && this.#interval > 0) this.deadline = now + this.#wait() / 2;
  }

  /** One report is still due: the goodbye. */
  close(): void {
    this.#closing = true;
    if (this.deadline !== NEVER) this.deadline = 0;
  }

  /** Takes in a report; false when it is none. */
  receive(octets: Uint8Array, now: Instant, statistics: Statistics): boolean {
    const heard = emptyRtcpReport();
    if (!parseRtcp(octets, this.#ssrc, heard)) return false;
    if (heard.sender) {
      this.#last = middleOf(heard.ntpSeconds, heard.ntpFraction);
      this.#lastAt = now;
      this.#lastFrom = heard.ssrc;
    }
    if (heard.reported && heard.lastReport !== 0) {
      const ours = middleOf(secondsOf(now), fractionOf(now));
      const units = (ours - heard.lastReport - heard.sinceLastReport) | 0;
      if (units >= 0) statistics.roundTrip = Math.round(units / UNITS_PER_MS);
    }
    if (heard.metered) statistics.hearOpinion(heard.voip);
    return true;
  }

  /** The report that is due, or null. `timestamp` is the RTP time of now; `source` whom we hear. */
  take(now: Instant, timestamp: number, source: number, statistics: Statistics): Uint8Array | null {
    if (now < this.deadline) return null;
    this.deadline = this.#closing ? NEVER : now + this.#wait();
    // made for this one: between reports there are seconds, in which it would only take room
    const report = emptyRtcpReport();
    report.ssrc = this.#ssrc;
    report.sender = statistics.sent > this.#sentBefore; // since the last report but one (section 6.4)
    this.#sentBefore = this.#sent;
    this.#sent = statistics.sent;
    report.ntpSeconds = secondsOf(now); // time since boot does where nobody knows the time of day (section 4)
    report.ntpFraction = fractionOf(now);
    report.timestamp = timestamp;
    report.packets = statistics.sent;
    report.octets = statistics.sentOctets;
    report.reported = statistics.begun;
    if (report.reported) {
      report.source = source;
      report.fractionLost = statistics.takeFractionLost();
      report.lost = statistics.reportedLost;
      report.highest = statistics.highest;
      report.jitter = statistics.jitterUnits;
      const known = this.#last !== 0 && this.#lastFrom === source;
      report.lastReport = known ? this.#last : 0;
      report.sinceLastReport = known ? Math.round((now - this.#lastAt) * UNITS_PER_MS) : 0;
    }
    report.metered = report.reported && this.#measure(report.voip, statistics);
    report.bye = this.#closing;
    const packet = new Uint8Array(LONGEST_RTCP);
    return packet.subarray(0, emitRtcp(report, octetsOf(this.#cname), packet));
  }

  #measure(into: VoipMetrics, statistics: Statistics): boolean {
    const quality = qualityOf(statistics);
    if (quality === null) return false;
    const { pattern, packetTime } = statistics;
    const { packets } = pattern;
    into.lossRate = (256 * pattern.missing) / packets;
    into.discardRate = (256 * pattern.discarded) / packets;
    into.burstDensity = 256 * pattern.burstDensity;
    into.gapDensity = 256 * pattern.gapDensity;
    into.burstDuration = packetTime * pattern.burstLength;
    into.gapDuration = packetTime * pattern.gapLength;
    into.roundTrip = statistics.roundTrip ?? 0;
    into.endSystemDelay = endDelay(statistics);
    into.gapLeast = GAP_LEAST;
    into.rating = quality.rating;
    into.listening = 10 * quality.listening;
    into.conversational = 10 * quality.conversational;
    into.receiver = CONCEALS | (this.#jitter.adjustment === "disable" ? STAYS : ADAPTS);
    into.bufferNominal = statistics.delay;
    into.bufferMost = statistics.delayMost;
    into.bufferLimit = this.#jitter.most;
    return true;
  }

  /** Half to one and a half times the interval, so that reports do not march in step (section 6.3.1). */
  #wait(): number {
    let x = this.#chance;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#chance = x;
    return Math.round(this.#interval * (0.5 + (x >>> 0) / 0x1_0000_0000));
  }
}

function secondsOf(now: Instant): number {
  return Math.floor(now / 1000);
}

function fractionOf(now: Instant): number {
  return Math.floor(((now % 1000) / 1000) * 0x1_0000_0000);
}

/** The middle 32 bits of an NTP time. */
function middleOf(seconds: number, fraction: number): number {
  return ((seconds << 16) | (fraction >>> 16)) >>> 0;
}
