/**
 * A key that is held down, as telephone events (RFC 4733 section 2.5.1).
 *
 *   key      |‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾|___________
 *   packets     1    2    3    E    E    E       same timestamp, the duration grows, the last one three times
 */
import { emitTelephoneEvent, emptyTelephoneEvent } from "../wire/rtp/telephone-event.js";

/** A shorter press is made this long: 40 ms. */
const SHORTEST = 320;
/** Longest duration that can be told; a longer press goes on in another segment (section 2.5.1.3). */
const LONGEST = 0xffff;
/** How often the last packet of an event or segment is sent (section 2.5.1.4). */
const REPEATS = 3;
/** Level told, in -dBm0. */
const VOLUME = 10;

/** States; numbers, because they are asked for with every frame. */
const IDLE = 0;
const DOWN = 1;
const ENDING = 2;

export class EventTx {
  /** Of the packet that `take` has just written. */
  timestamp = 0;
  marker = false;
  /** Voice is muted meanwhile. To be read only. */
  active = false;

  readonly #event = emptyTelephoneEvent();
  #state = IDLE;
  #start = 0;
  #released = false;
  #first = false;
  /** Samples since the last update. */
  #elapsed = 0;
  /** Packets still to be sent as they are: at the end one at a time, ... */
  #left = 0;
  /** ... and these at once, from an event that has given way or a segment that is full. */
  readonly #tail = emptyTelephoneEvent();
  #tailStart = 0;
  #tailLeft = 0;

  /** Each packet carries the marker, for receivers that ask for it; else the first (section 2.5.1.1). */
  readonly #marksAll: boolean;

  constructor(marksAll = false) {
    this.#marksAll = marksAll;
    this.#event.volume = this.#tail.volume = VOLUME;
  }

  /** The key goes down, at this RTP time. An event that still runs is ended first; one not yet sent is replaced. */
  press(event: number, timestamp: number): void {
    if (this.#state === ENDING) this.#cut(this.#left);
    else if (this.#state === DOWN && !this.#first) {
      this.#event.end = true;
      this.#cut(REPEATS);
    }
    this.#state = DOWN;
    this.active = true;
    this.#event.event = event;
    this.#event.end = false;
    this.#event.duration = 0;
    this.#start = timestamp;
    this.#first = true;
    this.#released = false;
    this.#elapsed = 0;
  }

  release(): void {
    this.#released = true;
  }

  /** Nothing more is sent. */
  stop(): void {
    this.#state = IDLE;
    this.#tailLeft = 0;
    this.active = false;
  }

  /** The telephone's clock goes on. */
  advance(samples: number): void {
    this.#elapsed += samples;
  }

  /** Writes the payload of the next packet that is due, updates being `interval` samples apart; false when none is. */
  take(interval: number, packet: Uint8Array, start: number): boolean {
    if (this.#tailLeft > 0) {
      this.#tailLeft--;
      this.active = this.#state !== IDLE || this.#tailLeft > 0;
      this.marker = this.#marksAll;
      this.timestamp = this.#tailStart;
      emitTelephoneEvent(this.#tail, packet, start);
      return true;
    }
    if (this.#state === IDLE || this.#elapsed < interval) return false;
    this.#elapsed -= interval;
    if (this.#state === DOWN) this.#grow(interval);
    if (this.#state === ENDING && --this.#left === 0) this.#state = IDLE;
    this.active = this.#state !== IDLE || this.#tailLeft > 0;
    if (this.#tailLeft > 0) return this.take(interval, packet, start); // a segment has just become full
    this.marker = this.#first || this.#marksAll;
    this.#first = false;
    this.timestamp = this.#start;
    emitTelephoneEvent(this.#event, packet, start);
    return true;
  }

  #grow(interval: number): void {
    const event = this.#event;
    const duration = event.duration + interval;
    if (duration > LONGEST) {
      event.duration = LONGEST;
      this.#cut(REPEATS);
      this.#start = (this.#start + LONGEST) >>> 0;
      event.duration = duration - LONGEST;
      return;
    }
    event.duration = duration;
    if (!this.#released || duration < SHORTEST) return;
    event.end = true;
    this.#state = ENDING;
    this.#left = REPEATS;
  }

  /** What the event says now goes out `times` times, at once. */
  #cut(times: number): void {
    const tail = this.#tail;
    tail.event = this.#event.event;
    tail.end = this.#event.end;
    tail.duration = this.#event.duration;
    this.#tailStart = this.#start;
    this.#tailLeft = times;
  }
}
