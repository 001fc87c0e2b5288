/** Cisco's events for faxes and modems in one call: each goes out three times, a frame apart, and is heard once. */
import { emitNse, NSE_NO_CANCELLER, NSE_PASS, parseNse } from "../wire/rtp/nse.js";

/** Copies of each: one of them will arrive. */
const COPIES = 3;

export class Nse {
  /** RTP time at which the event in hand was told. */
  timestamp = 0;
  #event = 0;
  #copies = 0;
  /** A copy is due with this frame. */
  #due = false;
  /** The event that goes out after this one; 0 for none. */
  #next = 0;
  #passHeard = false;
  #noCancellerHeard = false;

  /** To be told; at most one waits behind another. */
  tell(event: number, timestamp: number): void {
    if (this.#copies > 0) {
      this.#next = event;
      return;
    }
    this.#event = event;
    this.#copies = COPIES;
    this.timestamp = timestamp;
  }

  /** A frame has been said, up to this RTP time. */
  advance(timestamp: number): void {
    if (this.#copies === 0 && this.#next > 0) {
      const next = this.#next;
      this.#next = 0;
      this.tell(next, timestamp);
    }
    this.#due = this.#copies > 0;
  }

  get due(): boolean {
    return this.#due;
  }

  /** Writes the payload that is due. */
  take(packet: Uint8Array, start: number): void {
    this.#due = false;
    this.#copies--;
    emitNse(this.#event, packet, start);
  }

  /** False when the packet is no event that is known here. */
  receive(octets: Uint8Array, start: number, end: number): boolean {
    const event = parseNse(octets, start, end);
    if (event === NSE_PASS) this.#passHeard = true;
    else if (event === NSE_NO_CANCELLER) this.#noCancellerHeard = true;
    else return false;
    return true;
  }

  /** An event that has been heard since the last one was taken; 0 for none. */
  heard(): number {
    if (this.#passHeard) {
      this.#passHeard = false;
      return NSE_PASS;
    }
    if (!this.#noCancellerHeard) return 0;
    this.#noCancellerHeard = false;
    return NSE_NO_CANCELLER;
  }
}
