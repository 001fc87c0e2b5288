/** Telephone events as keys, each one once, however many of its packets come (RFC 4733 section 2.5.2). */
import { distance32 } from "../base/serial.js";
import type { RtpHeader } from "../wire/rtp/rtp.js";
import { EVENT_KEYS, emptyTelephoneEvent, parseTelephoneEvent } from "../wire/rtp/telephone-event.js";

/** Keys that wait to be fetched. */
const MOST_WAITING = 16;
/** A segment of a long event begins this much after the one before (section 2.5.1.3). */
const SEGMENT = 0xffff;
/** An older timestamp is a packet that was overtaken, unless it is older than this: 10 s. */
const OVERTAKEN = 80_000;
/** What is written in a function is made anew with each call. */
const NO_KEY = "";

export class EventRx {
  readonly #packet = emptyTelephoneEvent();
  readonly #waiting = new Uint8Array(MOST_WAITING);
  #length = 0;
  /** The latest event. */
  #known = false;
  #ssrc = 0;
  #event = 0;
  #timestamp = 0;
  #ended = false;

  /** False when the packet is no event that has a key. */
  receive(octets: Uint8Array, start: number, end: number, { ssrc, timestamp, marker }: RtpHeader): boolean {
    const packet = this.#packet;
    if (!parseTelephoneEvent(octets, start, end, packet) || packet.event >= EVENT_KEYS.length) return false;
    // The timestamps of another stream have nothing to do with what was.
    if (ssrc !== this.#ssrc) this.#known = false;
    this.#ssrc = ssrc;
    if (this.#isNew(packet.event, timestamp, marker)) {
      if (this.#length < MOST_WAITING) this.#waiting[this.#length++] = packet.event;
      this.#known = true;
      this.#event = packet.event;
      this.#timestamp = timestamp;
      this.#ended = false;
    }
    if (packet.end && timestamp === this.#timestamp) this.#ended = true;
    return true;
  }

  /** The next key pressed, `!` for a flash; "" when there is none. */
  take(): string {
    if (this.#length === 0) return NO_KEY;
    const key = EVENT_KEYS[this.#waiting[0]];
    this.#waiting.copyWithin(0, 1);
    this.#length--;
    return key;
  }

  #isNew(event: number, timestamp: number, marker: boolean): boolean {
    if (!this.#known) return true;
    const later = distance32(timestamp, this.#timestamp);
    if (later <= 0) return later < -OVERTAKEN;
    if (event === this.#event && !this.#ended && !marker && later % SEGMENT === 0) {
      this.#timestamp = timestamp;
      return false;
    }
    return true;
  }
}
