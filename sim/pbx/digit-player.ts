/** Sends digits as telephone events (RFC 4733), 100/100 ms, and three seconds of rest, then says them, over and over. */
import { encodeAlaw, encodeUlaw } from "../../firmware/dsp/g711.js";
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../firmware/wire/rtp/rtp.js";
import {
  EVENT_KEYS,
  emitTelephoneEvent,
  emptyTelephoneEvent,
  TELEPHONE_EVENT_LENGTH,
} from "../../firmware/wire/rtp/telephone-event.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import type { Audio } from "./description.js";
import type { MediaPort } from "./media-port.js";
import { Metronome } from "./metronome.js";

const STEP = 160;
/** Steps of 20 ms: an event, the silence behind it, and the rest behind the last. */
const ON = 5;
const OFF = 5;
const REST = 150;
/** Times the last packet of an event is sent (section 2.5.1.4). */
const ENDS = 3;
/** dBm0 of each event, negated. */
const VOLUME = 10;
const SILENCE = new Int16Array(STEP);

export class DigitPlayer {
  readonly #port: MediaPort;
  readonly #digits: string;
  readonly #spoken: readonly Int16Array[];
  readonly #header = emptyRtpHeader();
  readonly #event = emptyTelephoneEvent();
  readonly #eventPacket = new Uint8Array(RTP_HEADER_LENGTH + TELEPHONE_EVENT_LENGTH);
  readonly #soundPacket = new Uint8Array(RTP_HEADER_LENGTH + STEP);
  readonly #metronome: Metronome;
  audio: Audio;
  #step = 0;
  #clock: number;

  /** `spoken` in whole steps of 20 ms. */
  constructor(time: Time, chance: Chance, port: MediaPort, audio: Audio, digits: string, spoken: Int16Array) {
    this.#port = port;
    this.audio = audio;
    this.#digits = [...digits].filter((digit) => EVENT_KEYS.includes(digit)).join("");
    this.#spoken = Array.from({ length: spoken.length / STEP }, (_, i) => spoken.subarray(i * STEP, (i + 1) * STEP));
    this.#header.ssrc = chance();
    this.#header.sequence = chance() & 0xffff;
    this.#clock = chance();
    this.#event.volume = VOLUME;
    this.#metronome = new Metronome(time, () => this.#tick());
  }

  stop(): void {
    this.#metronome.stop();
  }

  #tick(): void {
    const each = ON + OFF;
    const silent = each * this.#digits.length + REST;
    const at = this.#step % (silent + this.#spoken.length);
    const digit = this.#digits[Math.floor(at / each)];
    const within = at % each;
    const { ears, eventPayloadType } = this.audio;
    if (!ears.sound) this.#header.marker = true;
    else if (digit !== undefined && within < ON && eventPayloadType !== null)
      this.#sendEvent(eventPayloadType, digit, within);
    else this.#sendSound(at < silent ? SILENCE : this.#spoken[at - silent]);
    this.#step++;
    this.#clock = (this.#clock + STEP) >>> 0;
  }

  #sendEvent(payloadType: number, digit: string, within: number): void {
    const header = this.#header;
    const last = within === ON - 1;
    header.payloadType = payloadType;
    header.marker = within === 0;
    // One time stamp for all packets of an event: that of its beginning (section 2.5.1.2).
    header.timestamp = (this.#clock - within * STEP) >>> 0;
    this.#event.event = EVENT_KEYS.indexOf(digit);
    this.#event.duration = (within + 1) * STEP;
    this.#event.end = last;
    emitTelephoneEvent(this.#event, this.#eventPacket, RTP_HEADER_LENGTH);
    for (let copies = last ? ENDS : 1; copies > 0; copies--) this.#send(this.#eventPacket);
  }

  #sendSound(frame: Int16Array): void {
    this.#header.payloadType = this.audio.payloadType;
    this.#header.timestamp = this.#clock;
    if (this.audio.codec === "PCMU") encodeUlaw(frame, this.#soundPacket, RTP_HEADER_LENGTH);
    else encodeAlaw(frame, this.#soundPacket, RTP_HEADER_LENGTH);
    this.#send(this.#soundPacket);
  }

  #send(packet: Uint8Array): void {
    emitRtp(this.#header, packet);
    this.#port.send(packet);
    this.#header.sequence = (this.#header.sequence + 1) & 0xffff;
    this.#header.marker = false;
  }
}
