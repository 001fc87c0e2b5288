/** Both directions of one call's sound (RFC 3550, 3551, 4733). Everything it needs is made once. */
import { type Instant, NEVER } from "../base/instant.js";
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from "../dsp/g711.js";
import type { Agreement, Codec } from "../wire/agreement.js";
import { emitRtp, emptyRtpHeader, parseRtp, RTP_HEADER_LENGTH, restampRtp } from "../wire/rtp/rtp.js";
import { EVENT_KEYS, TELEPHONE_EVENT_LENGTH } from "../wire/rtp/telephone-event.js";
import { EventRx } from "./event-rx.js";
import { EventTx } from "./event-tx.js";
import { JitterBuffer, KEPT, LATE } from "./jitter-buffer.js";
import { jitterFor } from "./jitter-level.js";
import { Nse } from "./nse.js";
import { expects } from "./payload-types.js";
import { type Endpoint, Remote } from "./remote.js";
import { Reports } from "./report.js";
import { LONGEST_NOISE, SilenceTx } from "./silence-tx.js";
import type { CallSound } from "./stat-header.js";
import { Statistics } from "./statistics.js";
import { VoiceGaps } from "./voice-gaps.js";
import type { VoiceOptions } from "./voice-options.js";

/** Samples in a frame. */
const FRAME = 160;
const SAMPLES_PER_MS = 8;
/** What is written in a function is made anew with each call. */
const NO_KEY = "";
/** Milliseconds of sound in a packet that we send. */
const SHORTEST_PACKET_TIME = 5;
const LONGEST_PACKET_TIME = 60;

export class Voice {
  readonly statistics = new Statistics();

  readonly #remote: Remote;
  readonly #reports: Reports;
  /** Made for the first key that goes out, and that comes: most calls have none. */
  #events: EventTx | null = null;
  #keys: EventRx | null = null;
  readonly #marksAllEvents: boolean;
  readonly #jitter: JitterBuffer;
  readonly #gaps: VoiceGaps;
  #agreement: Agreement | null = null;
  #alaw = false;
  /** What comes is A-law: mostly the same, but the other side may change to another codec of the agreement. */
  #alawIn = false;
  #sends = false;
  #plays = false;
  /** The call is up, and the other side would speak. */
  #up = false;
  #awaits = false;
  #heardAt: Instant = 0;
  #answeredAt: Instant = 0;
  readonly #timeout: number;

  // towards the network
  readonly #out = emptyRtpHeader();
  /** The RTP time of what the telephone says next. */
  #timestamp: number;
  /** Room for a header, a packet, and the frame that overfills it. */
  #buffer: Uint8Array;
  /** These three are made when they are needed first. */
  #noisePacket: Uint8Array | null = null;
  #eventPacket: Uint8Array | null = null;
  #nse: Nse | null = null;
  #silence: SilenceTx | null;
  /** The frame just said was not sent. */
  #mute = false;
  /** The first packet of the buffer, once it is full. */
  #packet: Uint8Array;
  #packetSamples = FRAME;
  /** Octets of sound in the buffer, and whether the first packet of it has been taken. */
  #filled = 0;
  #taken = false;
  /** Nothing is due any more until the telephone says something. */
  #drained = false;

  // towards the telephone
  readonly #in = emptyRtpHeader();
  #ssrc = -1;
  /** The other side has announced silence (RFC 3389). */
  #silent = false;

  constructor(options: VoiceOptions) {
    this.#out.ssrc = options.ssrc;
    this.#out.sequence = options.sequence;
    this.#timestamp = options.timestamp;
    this.#packet = this.#buffer = this.#packetOf(FRAME);
    this.#remote = new Remote(options.symmetric);
    this.#marksAllEvents = options.marksAllEvents ?? false;
    this.#timeout = options.timeout ?? 0;
    this.#silence = options.silence ? new SilenceTx(options.silence) : null;
    const { ssrc, cname, controlInterval: interval } = options;
    const jitter = options.jitter ?? jitterFor("high", "up and down");
    this.#reports = new Reports({ ssrc, cname, interval, jitter });
    this.#jitter = new JitterBuffer(jitter);
    this.#gaps = new VoiceGaps(this.#jitter, this.statistics, options.ssrc);
  }

  /** Where RTP is to be sent, or null: the agreed address, at the port heard from it. */
  get remote(): Readonly<Endpoint> | null {
    return this.#remote.sound;
  }

  get remoteControl(): Readonly<Endpoint> | null {
    return this.#remote.control;
  }

  /** When `takeControl` has something. */
  get deadline(): Instant {
    return this.#reports.deadline;
  }

  /** Since when nothing has come, neither sound nor reports; null while the other side need not speak. */
  get silentSince(): Instant | null {
    return this.#up && this.#awaits ? this.#heardAt : null;
  }

  /** When nothing has come for so long that the other side must be gone. */
  get silentAt(): Instant {
    return this.#up && this.#awaits && this.#timeout > 0 ? this.#heardAt + this.#timeout : NEVER;
  }

  /** The call has been answered: from now on silence is noticed. */
  answered(now: Instant): void {
    if (!this.#up) this.#answeredAt = now;
    this.#up = true;
    this.#heardAt = now;
  }

  /** From now on it goes like this; again after each new offer and answer. */
  agree(agreement: Agreement, now: Instant): void {
    const alaw = agreement.codec === "PCMA";
    if (alaw !== this.#alaw) {
      this.#alaw = alaw;
      this.#hearBy(alaw);
      this.#empty();
    } else if (agreement.otherPayloadTypeIn === null) this.#hearBy(alaw);
    this.#agreement = agreement;
    this.#remote.agree(agreement);
    if (agreement.remoteControl) this.#reports.start(now);

    const time = Math.min(LONGEST_PACKET_TIME, Math.max(SHORTEST_PACKET_TIME, agreement.packetTime));
    const samples = Math.round(time * SAMPLES_PER_MS);
    if (samples !== this.#packetSamples) {
      this.#packetSamples = samples;
      // packets that are whole frames, or parts of one, are never overfilled
      const even = samples % FRAME === 0 || FRAME % samples === 0;
      this.#buffer = this.#packetOf(even ? Math.max(samples, FRAME) : samples + FRAME);
      this.#packet = this.#buffer.subarray(0, RTP_HEADER_LENGTH + samples);
      this.#empty();
    }
    const { direction } = agreement;
    const sends = agreement.remote !== null && (direction === "sendrecv" || direction === "sendonly");
    if (sends && !this.#sends) this.#out.marker = true;
    if (!sends || agreement.eventPayloadType === null) this.#events?.stop();
    if (!sends) this.#empty();
    this.#sends = sends;
    this.#plays = direction === "sendrecv" || direction === "recvonly";
    this.#awaits = direction === "sendrecv" && agreement.remote !== null; // who holds us may be silent
    this.#heardAt = now;
    if (!this.#plays) {
      this.#jitter.reset();
      this.#silent = this.#gaps.noisy = false;
    }
  }

  /** The telephone said 20 ms; what has become a packet is fetched by `take`. */
  speak(frame: Int16Array): void {
    this.#drained = false;
    if (this.#sends) {
      if (this.#silence !== null) this.#mute = this.#isSilence(frame, this.#silence);
      if (this.#events?.active) this.#events.advance(FRAME);
      else if (this.#mute) this.#empty();
      else {
        if (this.#taken) this.#shift();
        let start = RTP_HEADER_LENGTH + this.#filled;
        if (start + FRAME > this.#buffer.length) {
          // nobody fetches
          this.#empty();
          start = RTP_HEADER_LENGTH;
        }
        if (this.#alaw) encodeAlaw(frame, this.#buffer, start);
        else encodeUlaw(frame, this.#buffer, start);
        this.#filled += FRAME;
      }
    }
    this.#timestamp = (this.#timestamp + FRAME) >>> 0;
    this.#nse?.advance(this.#timestamp);
  }

  /** The next RTP packet that is due, to be sent before anything else is asked of us; null when there is none. */
  take(): Uint8Array | null {
    if (this.#drained || !this.#sends) return null;
    const agreement = this.#agreement;
    if (agreement === null) return null;
    const out = this.#out;
    if (this.#nse?.due) return this.#takeNse(agreement, this.#nse);
    if (this.#events?.active && agreement.eventPayloadType !== null)
      return this.#takeEvent(this.#events, agreement.eventPayloadType);
    if (this.#mute) return this.#takeNoise(agreement);
    if (this.#taken) this.#shift();
    if (this.#filled < this.#packetSamples) return null;
    out.payloadType = agreement.payloadType;
    out.timestamp = (this.#timestamp - this.#filled) >>> 0;
    this.#emit(this.#packet);
    out.marker = false;
    this.#taken = true;
    this.#drained = this.#filled < 2 * this.#packetSamples;
    return this.#packet;
  }

  /** A datagram on the RTP port. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): void {
    const agreement = this.#agreement;
    const statistics = this.statistics;
    if (agreement === null) return;
    const header = this.#in;
    const known = parseRtp(octets, header);
    if (!known || (header.payloadType !== agreement.payloadTypeIn && !expects(agreement, header.payloadType))) {
      if (this.#remote.knows(address)) statistics.refuse();
      else statistics.shun();
      return;
    }
    const ssrc = header.ssrc;
    const payloadType = header.payloadType;
    const length = header.payloadEnd - header.payloadStart;
    if (!this.#remote.continues(address, port, ssrc, now) && !this.#admits(address, port, now)) {
      statistics.shun();
      return;
    }
    this.#heardAt = now;
    const isKey = payloadType === agreement.eventPayloadTypeIn;
    if (ssrc !== this.#ssrc && !isKey) {
      this.#ssrc = ssrc;
      statistics.restart();
      this.#jitter.reset();
      this.#silent = this.#gaps.noisy = false;
    }
    // Keys may come as a stream of their own beside the voice, which goes on.
    if (ssrc === this.#ssrc && !statistics.hear(header.sequence, length)) return;
    const agreed = payloadType === agreement.payloadTypeIn;
    if (agreed || payloadType === agreement.otherPayloadTypeIn) {
      statistics.arrive(header.timestamp, now);
      if (!this.#plays) return;
      this.#silent = false;
      if ((agreed === this.#alaw) !== this.#alawIn) this.#hearBy(!this.#alawIn);
      const jitter = this.#jitter;
      const wait = jitter.wait;
      const kept = jitter.put(header, octets);
      if (kept !== KEPT) statistics.drop(header.sequence, kept === LATE);
      if (jitter.wait !== wait) statistics.wait(jitter.delay);
      statistics.packetTime = length / SAMPLES_PER_MS;
    } else if (agreement.nse && payloadType === agreement.nse.in) {
      this.#nse ??= new Nse();
      if (!this.#nse.receive(octets, header.payloadStart, header.payloadEnd)) statistics.refuse();
    } else if (isKey) {
      this.#keys ??= new EventRx();
      if (!this.#keys.receive(octets, header.payloadStart, header.payloadEnd, header)) statistics.refuse();
    } else if (length > 0) {
      this.#silent = true;
      this.#gaps.hearNoise(octets, header.payloadStart, length);
    }
  }

  /** Fills 20 ms for the telephone. */
  listen(frame: Int16Array): void {
    if (!this.#plays) {
      frame.fill(0);
      return;
    }
    const jitter = this.#jitter;
    if (jitter.takePair()) {
      if (this.#alawIn) decodeAlaw(jitter.octets, jitter.at, frame);
      else decodeUlaw(jitter.octets, jitter.at, frame);
      const gaps = this.#gaps;
      if (gaps.open) gaps.close(frame);
      else {
        gaps.before = gaps.last;
        gaps.last = jitter.at;
      }
      return;
    }
    this.#gaps.fill(frame, this.#silent);
  }

  /** A key goes down: 0 to 9, `*`, `#`, A to D, or `!` for a flash. Without events agreed the voice carries it. */
  press(digit: string): void {
    const event = EVENT_KEYS.indexOf(digit);
    if (event < 0 || digit.length !== 1) throw new Error(`no key is called ${digit}`);
    if (!this.#sends || this.#agreement === null || this.#agreement.eventPayloadType === null) return;
    this.#empty();
    this.#events ??= new EventTx(this.#marksAllEvents);
    this.#events.press(event, this.#timestamp);
  }

  release(): void {
    this.#events?.release();
  }

  /** Tells the far end of a fax or a modem, where it has agreed to be told (NSE). */
  tellNse(event: number): void {
    if (!this.#sends || !this.#agreement?.nse) return;
    this.#nse ??= new Nse();
    this.#nse.tell(event, this.#timestamp);
  }

  /** What the far end has told so; 0 for nothing new. */
  heardNse(): number {
    return this.#nse === null ? 0 : this.#nse.heard();
  }

  /** The law of what has come last. */
  get heardCodec(): Codec {
    return this.#alawIn ? "PCMA" : "PCMU";
  }

  /** A modem or a fax speaks: the delay of what comes changes no more, and silence goes out like sound. */
  freeze(): void {
    this.#jitter.freeze();
    this.#silence = null;
    this.#mute = false;
  }

  /** How the call fares, for headers at its end: `close` may have been before. */
  account(now: Instant): CallSound {
    const [encoder, decoder]: Codec[] = [this.#alaw ? "PCMA" : "PCMU", this.#alawIn ? "PCMA" : "PCMU"];
    const duration = this.#up ? now - this.#answeredAt : 0;
    return { statistics: this.statistics, duration, encoder, decoder };
  }

  /** A key the other side has pressed, once for each press; "" when there is none. */
  takePressed(): string {
    return this.#keys === null ? NO_KEY : this.#keys.take();
  }

  /** A datagram on the RTCP port. */
  receiveControl(octets: Uint8Array, address: string, port: number, now: Instant): void {
    if (!this.#remote.admitControl(address, port)) this.statistics.shun();
    else if (this.#reports.receive(octets, now, this.statistics)) this.#heardAt = now;
    else this.statistics.refuse();
  }

  /** The report that is due for `remoteControl`, or null. */
  takeControl(now: Instant): Uint8Array | null {
    const report = this.#reports.take(now, this.#timestamp, this.#ssrc, this.statistics);
    return this.#remote.control === null ? null : report;
  }

  /** The call is over: nothing is sent, heard or played; a goodbye is due. */
  close(): void {
    this.#reports.close();
    this.#agreement = null;
    this.#sends = this.#plays = this.#awaits = false;
  }

  /** What has come by another law would be noise in this one. */
  #hearBy(alaw: boolean): void {
    if (alaw === this.#alawIn) return;
    this.#gaps.hearBy(alaw);
    this.#alawIn = alaw;
    this.#jitter.reset();
  }

  /** With its header, for so many octets. */
  #packetOf(octets: number): Uint8Array {
    const packet = new Uint8Array(RTP_HEADER_LENGTH + octets);
    emitRtp(this.#out, packet);
    return packet;
  }

  #emit(packet: Uint8Array): void {
    const out = this.#out;
    restampRtp(out, packet);
    out.sequence = (out.sequence + 1) & 0xffff;
    this.statistics.sent++;
    this.statistics.sentOctets += packet.length - RTP_HEADER_LENGTH;
  }

  #empty(): void {
    this.#filled = 0;
    this.#taken = false;
  }

  #isSilence(frame: Int16Array, silence: SilenceTx): boolean {
    if ((this.#agreement?.noisePayloadType ?? null) === null) return false;
    if (!silence.hear(frame)) return true;
    if (this.#mute) this.#out.marker = true; // a spurt begins
    return false;
  }

  #takeEvent(events: EventTx, payloadType: number): Uint8Array | null {
    const out = this.#out;
    this.#eventPacket ??= this.#packetOf(TELEPHONE_EVENT_LENGTH);
    if (!events.take(this.#packetSamples, this.#eventPacket, RTP_HEADER_LENGTH)) return null;
    out.payloadType = payloadType;
    out.marker = events.marker;
    out.timestamp = events.timestamp;
    this.#emit(this.#eventPacket);
    out.marker = true; // for the voice that comes after
    return this.#eventPacket;
  }

  /** Beside the voice, which goes on. */
  #takeNse({ nse }: Agreement, events: Nse): Uint8Array | null {
    const out = this.#out;
    this.#eventPacket ??= this.#packetOf(TELEPHONE_EVENT_LENGTH);
    events.take(this.#eventPacket, RTP_HEADER_LENGTH);
    if (!nse) return null;
    const { marker } = out;
    out.payloadType = nse.out;
    out.timestamp = events.timestamp;
    out.marker = false;
    this.#emit(this.#eventPacket);
    out.marker = marker;
    return this.#eventPacket;
  }

  /** What is sent instead of silence, now and then. */
  #takeNoise({ noisePayloadType }: Agreement): Uint8Array | null {
    const silence = this.#silence;
    if (silence === null || !silence.due || typeof noisePayloadType !== "number") return null;
    this.#noisePacket ??= this.#packetOf(LONGEST_NOISE);
    const packet = this.#noisePacket;
    silence.describe(packet, RTP_HEADER_LENGTH);
    const out = this.#out;
    out.payloadType = noisePayloadType;
    out.timestamp = (this.#timestamp - FRAME) >>> 0;
    out.marker = false;
    this.#emit(packet);
    out.marker = true; // for the voice that comes after
    return packet;
  }

  /** Not the stream that was heard last: is it to be heard? */
  #admits(address: string, port: number, now: Instant): boolean {
    const remote = this.#remote;
    const { ssrc, sequence } = this.#in;
    const known = remote.knows(address) || remote.learn(address, port, ssrc, sequence);
    return known && remote.admit(address, port, ssrc, now);
  }

  /** Moves what stands behind a packet that is gone to its place. */
  #shift(): void {
    this.#taken = false;
    this.#filled -= this.#packetSamples;
    const end = RTP_HEADER_LENGTH + this.#packetSamples;
    if (this.#filled > 0) this.#buffer.copyWithin(RTP_HEADER_LENGTH, end, end + this.#filled);
  }
}
