/** What has become of a call's packets (RFC 3550 appendices A.1, A.3 and A.8). */
import type { Instant } from "../base/instant.js";
import { UNKNOWN, type VoipMetrics } from "../wire/rtp/rtcp-xr.js";
import { LOSS_PATTERN, LossPattern } from "./loss-pattern.js";

const SAMPLES_PER_MS = 8;
/** A sequence number this far on, or this far back, is another sequence once a second packet says so (A.1). */
const MAX_DROPOUT = 3000;
const MAX_MISORDER = 100;
/** Sequence numbers remembered, to know duplicates. */
const REMEMBERED = 64;
/** What is so far behind the newest will not come any more. */
const HINDSIGHT = 32;
/** With a sequence number remembered: it came in vain. */
const IN_VAIN = 0x10000;

/** One second of a call: packets in that second, jitter and delay in ms. */
export type SoundSecond = {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly late: number;
  readonly jitter: number;
  readonly delay: number;
};

/**
 * What is seldom touched is kept as places in an array, for as many fields would take far more of a board's memory; those of
 * the pattern come first. Then the numbers remembered, -1 where there is none.
 */
const RECENT = LOSS_PATTERN;
const DUPLICATES = RECENT + REMEMBERED;
const LATE = DUPLICATES + 1;
const STRANGERS = LATE + 1;
const REFUSED = STRANGERS + 1;
const CONCEALED = REFUSED + 1;
/** -1 for unknown. */
const ROUND_TRIP = CONCEALED + 1;
/** As reports tell them. */
const FAR_RATING = ROUND_TRIP + 1;
const FAR_LISTENING = FAR_RATING + 1;
const FAR_CONVERSATIONAL = FAR_LISTENING + 1;
/** First of the present sequence, and the one that would make a jump true; -1 for none. */
const BASE = FAR_CONVERSATIONAL + 1;
const BAD = BASE + 1;
/** Missing from the sequences before. */
const LOST_BEFORE = BAD + 1;
/** Duplicates that were before the present sequence. */
const DOUBLED_BEFORE = LOST_BEFORE + 1;
/** Up to the last report: what was expected, and heard. */
const EXPECTED_PRIOR = DOUBLED_BEFORE + 1;
const HEARD_PRIOR = EXPECTED_PRIOR + 1;
/** Up to the last second that was told. */
const SENT_TOLD = HEARD_PRIOR + 1;
const RECEIVED_TOLD = SENT_TOLD + 1;
const LOST_TOLD = RECEIVED_TOLD + 1;
const LATE_TOLD = LOST_TOLD + 1;
const COUNTS = LATE_TOLD + 1;

export class Statistics {
  /** Since the call began, packets and octets of payload. */
  sent = 0;
  sentOctets = 0;
  /** Duplicates included. */
  received = 0;
  receivedOctets = 0;
  /** How long packets wait in the jitter buffer, in ms. */
  delay = 0;
  /** The longest so far. */
  delayMost = 0;
  /** Sound in the last packet, in ms. */
  packetTime = 0;
  readonly #counts = new Int32Array(COUNTS);
  /** Which packets were not played. */
  readonly pattern = new LossPattern(this.#counts);

  /** The sequence of the present SSRC. */
  #begun = false;
  #highest = 0; // extended
  /** The next to be told to the pattern. */
  #settled = 0;
  #different = 0;

  #transitKnown = false;
  #transit = 0;
  #jitter = 0; // Q4, timestamp units
  #most = 0;

  constructor() {
    const counts = this.#counts;
    counts[ROUND_TRIP] = -1;
    counts[FAR_RATING] = counts[FAR_LISTENING] = counts[FAR_CONVERSATIONAL] = UNKNOWN;
  }

  get duplicates(): number {
    return this.#counts[DUPLICATES];
  }

  /** Came after their turn. */
  get late(): number {
    return this.#counts[LATE];
  }

  /** Dropped: from somewhere else than agreed; not understood, or not expected. */
  get strangers(): number {
    return this.#counts[STRANGERS];
  }

  get refused(): number {
    return this.#counts[REFUSED];
  }

  /** Blocks of 10 ms made up. */
  get concealed(): number {
    return this.#counts[CONCEALED];
  }

  /** In ms; null while no report has told. */
  get roundTrip(): number | null {
    const ms = this.#counts[ROUND_TRIP];
    return ms < 0 ? null : ms;
  }

  set roundTrip(ms: number) {
    this.#counts[ROUND_TRIP] = ms;
  }

  /** What the other side's reports say of what it hears: R, and opinions; null while they do not. */
  get farRating(): number | null {
    const rating = this.#counts[FAR_RATING];
    return rating === UNKNOWN ? null : rating;
  }

  get farListening(): number | null {
    return opinion(this.#counts[FAR_LISTENING]);
  }

  get farConversational(): number | null {
    return opinion(this.#counts[FAR_CONVERSATIONAL]);
  }

  hearOpinion({ rating, listening, conversational }: VoipMetrics): void {
    const counts = this.#counts;
    counts[FAR_RATING] = rating;
    counts[FAR_LISTENING] = listening;
    counts[FAR_CONVERSATIONAL] = conversational;
  }

  /** A packet is dropped that comes from elsewhere; or that says what nobody understands, or expects. */
  shun(): void {
    this.#counts[STRANGERS]++;
  }

  refuse(): void {
    this.#counts[REFUSED]++;
  }

  conceal(): void {
    this.#counts[CONCEALED]++;
  }

  /** Packets that never came, duplicates not counted against them. */
  get lost(): number {
    return this.#counts[LOST_BEFORE] + this.#missing;
  }

  /** Interarrival jitter in ms, and the most so far. */
  get jitter(): number {
    return this.#jitter / 16 / SAMPLES_PER_MS;
  }

  get jitterMost(): number {
    return this.#most / 16 / SAMPLES_PER_MS;
  }

  /** The same in timestamp units, for a report. */
  get jitterUnits(): number {
    return this.#jitter >> 4;
  }

  /** For a report: is there anything to report, the highest sequence number with its cycles, and the loss (A.3). */
  get begun(): boolean {
    return this.#begun;
  }

  get highest(): number {
    return this.#highest >>> 0;
  }

  get reportedLost(): number {
    return this.#expected - this.#heard;
  }

  /** In 1/256 of what was expected since the last time this was asked (A.3). */
  takeFractionLost(): number {
    const counts = this.#counts;
    const expected = this.#expected - counts[EXPECTED_PRIOR];
    const lost = expected - (this.#heard - counts[HEARD_PRIOR]);
    counts[EXPECTED_PRIOR] = this.#expected;
    counts[HEARD_PRIOR] = this.#heard;
    return expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((256 * lost) / expected));
  }

  /** Another stream begins. */
  restart(): void {
    if (this.#begun) this.#settle(this.#highest + 1);
    this.#counts[LOST_BEFORE] += this.#missing;
    this.#begun = false;
    this.#counts[BAD] = -1;
    this.#transitKnown = false;
  }

  /** A packet came; false when it is a duplicate, or so far off that another one must follow to make it true. */
  hear(sequence: number, octets: number): boolean {
    this.received++;
    this.receivedOctets += octets;
    if (!this.#begun) this.#begin(sequence);
    const step = ((sequence - this.#highest) << 16) >> 16; // distance16, without a call
    if (step === 1) this.#highest++;
    else if (step >= MAX_DROPOUT || step <= -MAX_MISORDER) {
      if (sequence !== this.#counts[BAD]) {
        this.#counts[BAD] = (sequence + 1) & 0xffff;
        return false;
      }
      this.restart();
      this.#begin(sequence);
    } else if (step > 0) this.#highest += step;
    const counts = this.#counts;
    const place = RECENT + (sequence % REMEMBERED);
    const before = counts[place];
    if ((before & 0xffff) === sequence && before >= 0) {
      counts[DUPLICATES]++;
      return false;
    }
    counts[place] = sequence;
    this.#different++;
    const until = this.#highest - HINDSIGHT;
    if (until > this.#settled) this.#settle(until);
    return true;
  }

  /** A packet that was heard comes too late, or cannot be kept. */
  discard(sequence: number): void {
    const place = RECENT + (sequence % REMEMBERED);
    if (this.#counts[place] === sequence) this.#counts[place] = sequence + IN_VAIN;
  }

  /** The same, and counted: too late, or not to be kept. */
  drop(sequence: number, late: boolean): void {
    this.#counts[late ? LATE : REFUSED]++;
    this.discard(sequence);
  }

  /** How long packets wait has changed. */
  wait(ms: number): void {
    this.delay = ms;
    if (ms > this.delayMost) this.delayMost = ms;
  }

  /** A packet of voice came: how evenly do they come (A.8)? */
  arrive(timestamp: number, now: Instant): void {
    const transit = (Math.round(now * SAMPLES_PER_MS) - timestamp) | 0;
    let step = (transit - this.#transit) | 0;
    if (step < 0) step = -step;
    this.#transit = transit;
    // a jump of the timestamps is no jitter
    if (this.#transitKnown && step < 1000 * SAMPLES_PER_MS) {
      const jitter = this.#jitter + step - ((this.#jitter + 8) >> 4);
      this.#jitter = jitter;
      if (jitter > this.#most) this.#most = jitter;
    }
    this.#transitKnown = true;
  }

  /** What has happened since the last time; a packet that was lost and came after all is not taken back. */
  second(): SoundSecond {
    const counts = this.#counts;
    const lost = Math.max(this.lost, counts[LOST_TOLD]);
    const second = {
      sent: this.sent - counts[SENT_TOLD],
      received: this.received - counts[RECEIVED_TOLD],
      lost: lost - counts[LOST_TOLD],
      late: this.late - counts[LATE_TOLD],
      jitter: Math.round(10 * this.jitter) / 10,
      delay: Math.round(this.delay),
    };
    counts[SENT_TOLD] = this.sent;
    counts[RECEIVED_TOLD] = this.received;
    counts[LOST_TOLD] = lost;
    counts[LATE_TOLD] = this.late;
    return second;
  }

  get #expected(): number {
    return this.#begun ? this.#highest - this.#counts[BASE] + 1 : 0;
  }

  /** Duplicates included. */
  get #heard(): number {
    return this.#different + this.#counts[DUPLICATES] - this.#counts[DOUBLED_BEFORE];
  }

  get #missing(): number {
    return Math.max(0, this.#expected - this.#different);
  }

  /** All before this one have come by now, or never will. */
  #settle(until: number): void {
    const counts = this.#counts;
    for (let next = this.#settled; next < until; next++) {
      const came = counts[RECENT + (next % REMEMBERED)];
      if (came === (next & 0xffff)) this.pattern.came();
      else this.pattern.lost(came === (next & 0xffff) + IN_VAIN);
    }
    this.#settled = until;
  }

  #begin(sequence: number): void {
    this.#begun = true;
    this.#settled = sequence;
    this.#highest = sequence;
    this.#different = 0;
    const counts = this.#counts;
    counts[BASE] = sequence;
    counts[DOUBLED_BEFORE] = counts[DUPLICATES];
    counts[BAD] = -1;
    counts[EXPECTED_PRIOR] = counts[HEARD_PRIOR] = 0;
    counts.fill(-1, RECENT, RECENT + REMEMBERED);
  }
}

/** A mean opinion score, from tenths. */
function opinion(tenths: number): number | null {
  return tenths === UNKNOWN ? null : tenths / 10;
}
