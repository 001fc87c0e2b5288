/** What has become of a call's packets (RFC 3550 appendices A.1, A.3 and A.8). */
import type { Instant } from "../base/instant.js";
import { LossPattern } from "./loss-pattern.js";

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

export class Statistics {
  /** Since the call began, packets and octets of payload. */
  sent = 0;
  sentOctets = 0;
  /** Duplicates included. */
  received = 0;
  receivedOctets = 0;
  duplicates = 0;
  /** Came after their turn. */
  late = 0;
  /** Dropped: from somewhere else than agreed; not understood, or not expected. */
  strangers = 0;
  refused = 0;
  /** Blocks of 10 ms made up. */
  concealed = 0;
  /** How long packets wait in the jitter buffer, in ms. */
  delay = 0;
  /** The longest so far. */
  delayMost = 0;
  /** Sound in the last packet, in ms. */
  packetTime = 0;
  /** In ms; null while no report has told. */
  roundTrip: number | null = null;
  /** What the other side's reports say of what it hears: R, and opinions; null while they do not. */
  farRating: number | null = null;
  farListening: number | null = null;
  farConversational: number | null = null;
  /** Which packets were not played. */
  readonly pattern = new LossPattern();

  /** The sequence of the present SSRC. */
  #begun = false;
  #base = 0;
  #highest = 0; // extended
  /** The next to be told to the pattern. */
  #settled = 0;
  #bad = -1;
  #heard = 0;
  #different = 0;
  readonly #recent = new Int32Array(REMEMBERED);
  /** Missing from the sequences before. */
  #lostBefore = 0;

  #transitKnown = false;
  #transit = 0;
  #jitter = 0; // Q4, timestamp units
  #most = 0;

  #expectedPrior = 0;
  #heardPrior = 0;
  #before = { sent: 0, received: 0, lost: 0, late: 0 };

  /** Packets that never came, duplicates not counted against them. */
  get lost(): number {
    return this.#lostBefore + this.#missing;
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
    const expected = this.#expected - this.#expectedPrior;
    const lost = expected - (this.#heard - this.#heardPrior);
    this.#expectedPrior = this.#expected;
    this.#heardPrior = this.#heard;
    return expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((256 * lost) / expected));
  }

  /** Another stream begins. */
  restart(): void {
    if (this.#begun) this.#settle(this.#highest + 1);
    this.#lostBefore += this.#missing;
    this.#begun = false;
    this.#bad = -1;
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
      if (sequence !== this.#bad) {
        this.#bad = (sequence + 1) & 0xffff;
        return false;
      }
      this.restart();
      this.#begin(sequence);
    } else if (step > 0) this.#highest += step;
    this.#heard++;
    const recent = this.#recent;
    const slot = sequence % REMEMBERED;
    const before = recent[slot];
    if ((before & 0xffff) === sequence && before >= 0) {
      this.duplicates++;
      return false;
    }
    recent[slot] = sequence;
    this.#different++;
    if (this.#highest - HINDSIGHT > this.#settled) this.#settle(this.#highest - HINDSIGHT);
    return true;
  }

  /** A packet that was heard comes too late, or cannot be kept. */
  discard(sequence: number): void {
    const slot = sequence % REMEMBERED;
    if (this.#recent[slot] === sequence) this.#recent[slot] = sequence + IN_VAIN;
  }

  /** The same, and counted: too late, or not to be kept. */
  drop(sequence: number, late: boolean): void {
    if (late) this.late++;
    else this.refused++;
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
    const before = this.#before;
    const lost = Math.max(this.lost, before.lost);
    const second = {
      sent: this.sent - before.sent,
      received: this.received - before.received,
      lost: lost - before.lost,
      late: this.late - before.late,
      jitter: Math.round(10 * this.jitter) / 10,
      delay: Math.round(this.delay),
    };
    before.sent = this.sent;
    before.received = this.received;
    before.lost = lost;
    before.late = this.late;
    return second;
  }

  get #expected(): number {
    return this.#begun ? this.#highest - this.#base + 1 : 0;
  }

  get #missing(): number {
    return Math.max(0, this.#expected - this.#different);
  }

  /** All before this one have come by now, or never will. */
  #settle(until: number): void {
    const recent = this.#recent;
    for (let next = this.#settled; next < until; next++) {
      const came = recent[next % REMEMBERED];
      if (came === (next & 0xffff)) this.pattern.came();
      else this.pattern.lost(came === (next & 0xffff) + IN_VAIN);
    }
    if (until > this.#settled) this.#settled = until;
  }

  #begin(sequence: number): void {
    this.#begun = true;
    this.#settled = sequence;
    this.#base = this.#highest = sequence;
    this.#bad = -1;
    this.#heard = this.#different = 0;
    this.#expectedPrior = this.#heardPrior = 0;
    this.#recent.fill(-1);
  }
}
