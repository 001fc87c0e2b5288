/** Sends digits as telephone events, 100/100 ms and three seconds of rest, over and over (RFC 4733). */
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../firmware/wire/rtp.js";
import {
  EVENT_KEYS,
  emitTelephoneEvent,
  emptyTelephoneEvent,
  TELEPHONE_EVENT_LENGTH,
} from "../../firmware/wire/telephone-event.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import type { MediaPort } from "./media-port.js";
import { Metronome } from "./metronome.js";

const STEP = 160;
/** Steps of 20 ms: an event, the silence behind it, and the rest behind the last. */
const ON = 5;
const OFF = 5;
const REST = 150;
const ENDS = 3;

export class DigitPlayer {
  readonly #port: MediaPort;
  readonly #digits: string;
  readonly #payloadType: number;
  readonly #header = emptyRtpHeader();
  readonly #event = emptyTelephoneEvent();
  readonly #packet = new Uint8Array(RTP_HEADER_LENGTH + TELEPHONE_EVENT_LENGTH);
  #step = 0;
  #clock: number;
  readonly #metronome: Metronome;

  constructor(time: Time, chance: Chance, port: MediaPort, payloadType: number, digits: string) {
    this.#port = port;
    this.#payloadType = payloadType;
    this.#digits = [...digits].filter((digit) => EVENT_KEYS.includes(digit)).join("");
    this.#header.ssrc = chance();
    this.#header.sequence = chance() & 0xffff;
    this.#clock = chance();
    this.#event.volume = 10;
    this.#metronome = new Metronome(time, () => this.#tick());
  }

  stop(): void {
    this.#metronome.stop();
  }

  #tick(): void {
    const each = ON + OFF;
    const turn = each * this.#digits.length + REST;
    const at = this.#step % turn;
    const digit = this.#digits[Math.floor(at / each)];
    const within = at % each;
    if (digit !== undefined && within < ON) this.#send(digit, within, within === ON - 1);
    this.#step++;
    this.#clock = (this.#clock + STEP) >>> 0;
  }

  #send(digit: string, within: number, last: boolean): void {
    const header = this.#header;
    header.payloadType = this.#payloadType;
    header.marker = within === 0;
    // One time stamp for all packets of an event: that of its beginning (section 2.5.1.2).
    header.timestamp = (this.#clock - within * STEP) >>> 0;
    this.#event.event = EVENT_KEYS.indexOf(digit);
    this.#event.duration = (within + 1) * STEP;
    this.#event.end = last;
    emitTelephoneEvent(this.#event, this.#packet, RTP_HEADER_LENGTH);
    for (let copies = last ? ENDS : 1; copies > 0; copies--) {
      emitRtp(header, this.#packet);
      this.#port.send(this.#packet);
      header.sequence = (header.sequence + 1) & 0xffff;
    }
  }
}
