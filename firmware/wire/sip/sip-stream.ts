/**
 * SIP on a connection: messages cut out of a stream of octets by their Content-Length (RFC 3261 sections 7.5 and 18.3),
 * and the line ends between them that keep it alive (RFC 5626 section 3.5.1).
 */
import { frozen } from "../../base/frozen.js";
import { replacedEach } from "../../base/patterns.js";
import { textOf } from "../../base/text.js";
import { MESSAGE_LIMIT, STREAM_BODY_LIMIT, STREAM_HEAD_LIMIT, STREAM_LIMIT } from "./text-limits.js";

export type SipFrame =
  /** A whole message for `parseSip`, the caller's to keep. */
  | { readonly kind: "message"; readonly octets: Uint8Array }
  /** To be answered with one CRLF. */
  | { readonly kind: "ping" }
  /** The answer to a ping of ours, or a stray line end. */
  | { readonly kind: "pong" }
  /**
   * Nobody knows where the next message begins: the connection is to be closed. Told once, nothing follows. `head` is that
   * of the message whose end nobody knows, or of which too much would come (`tooLarge`), where it has been read.
   */
  | { readonly kind: "broken"; readonly reason: string; readonly head: Uint8Array | null; readonly tooLarge: boolean };

const CR = 13;
const LF = 10;
const END = "\r\n\r\n";
const FIRST_CAPACITY = 2048;

const PING: SipFrame = frozen({ kind: "ping" });
const PONG: SipFrame = frozen({ kind: "pong" });

const FOLD = /\r\n[ \t]+/;
const LONG_NAME = "\r\ncontent-length";
const SHORT_NAME = "\r\nl";
const DIGITS = /^\d{1,10}$/;
const TOO_LARGE = "body too large";

/**
 * One direction of one connection: `push` what has come, then ask `next` until it says `undefined`.
 *
 * Of a message longer than the door lets in, only as much is kept as the door needs to refuse it.
 */
export class SipStream {
  #buffer = new Uint8Array(FIRST_CAPACITY);
  /** What is not read yet lies from here */
  #from = 0;
  /** to here. */
  #to = 0;
  /** Where the search for the end of the head goes on. */
  #scan = 0;
  /** Octets of the message that begins at `#from`, 0 while its head is not whole. */
  #length = 0;
  /** Octets still to come that nobody wants. */
  #skip = 0;
  /** A single line end has just been told as a pong. */
  #half = false;
  #pingOwed = false;
  #broken: SipFrame | null = null;
  #told = false;

  get broken(): boolean {
    return this.#broken !== null;
  }

  /** Takes a copy; what comes after the break is not looked at. */
  push(octets: Uint8Array): void {
    if (this.#broken !== null) return;
    const skipped = Math.min(this.#skip, octets.length);
    this.#skip -= skipped;
    const { length } = octets;
    if (skipped === length) return;
    const unread = this.#to - this.#from;
    if (unread + length - skipped > STREAM_LIMIT) {
      this.#break("too much at once");
      return;
    }
    this.#makeRoom(length - skipped);
    this.#buffer.set(skipped === 0 ? octets : octets.subarray(skipped), this.#to);
    this.#to += length - skipped;
  }

  /** `undefined` when there is nothing whole until more is pushed. */
  next(): SipFrame | undefined {
    if (this.#pingOwed) {
      this.#pingOwed = false;
      return PING;
    }
    if (this.#broken === null) {
      const frame = this.#length === 0 ? this.#lineEnd() : undefined;
      if (frame) return frame;
      if (this.#length === 0 && this.#from < this.#to && this.#buffer[this.#from] !== CR) this.#readHead();
      if (this.#length > 0) return this.#message();
    }
    if (this.#broken === null || this.#told) return undefined;
    this.#told = true;
    return this.#broken;
  }

  #break(reason: string, head: Uint8Array | null = null): void {
    this.#broken = { kind: "broken", reason, head, tooLarge: reason === TOO_LARGE };
    this.#from = this.#to = this.#length = this.#skip = 0;
    this.#buffer = new Uint8Array(0);
  }

  #makeRoom(length: number): void {
    const unread = this.#to - this.#from;
    const { length: capacity } = this.#buffer;
    if (unread === 0 || this.#to + length > capacity) {
      let wanted = unread === 0 && capacity > MESSAGE_LIMIT ? FIRST_CAPACITY : capacity;
      while (wanted < unread + length) wanted *= 2;
      if (wanted !== capacity) {
        const buffer = new Uint8Array(wanted);
        buffer.set(this.#buffer.subarray(this.#from, this.#to));
        this.#buffer = buffer;
      } else if (unread > 0) this.#buffer.copyWithin(0, this.#from, this.#to);
      this.#scan -= this.#from;
      this.#from = 0;
      this.#to = unread;
    }
  }

  /**
   * What stands between messages. Two line ends are a ping, one is a pong, and is told at once, as nobody knows how long
   * another one would be waited for. Should it come, it is a second pong, or the rest of a ping that has been cut in two:
   * it is told as both, since to answer a line end too many is harmless, and one too few ends the connection.
   */
  #lineEnd(): SipFrame | undefined {
    const buffer = this.#buffer;
    const to = this.#to;
    let at = this.#from;
    // one without the other is nothing
    while (at < to && (buffer[at] === LF || (buffer[at] === CR && at + 1 < to && buffer[at + 1] !== LF))) at++;
    if (at !== this.#from) this.#from = this.#scan = at;
    if (at + 1 >= to || buffer[at] !== CR) {
      if (at < to && buffer[at] !== CR) this.#half = false;
      return undefined;
    }
    const two = !this.#half && at + 3 < to && buffer[at + 2] === CR && buffer[at + 3] === LF;
    this.#from = this.#scan = at + (two ? 4 : 2);
    if (two) return PING;
    this.#pingOwed = this.#half;
    this.#half = !this.#half;
    return PONG;
  }

  /**
   * Goes on to look for the empty line, and for the length of the message in front of it. In text, as native search
   * through that is much cheaper on XS than any search through octets.
   */
  #readHead(): void {
    const from = this.#from;
    if (!isVisible(this.#buffer[from])) {
      this.#break("no SIP");
      return;
    }
    const start = Math.max(from, this.#scan - END.length + 1);
    const stop = Math.min(this.#to, from + STREAM_HEAD_LIMIT);
    const text = textOf(this.#buffer, start, stop);
    const found = text.indexOf(END);
    this.#scan = stop;
    if (found < 0) {
      if (this.#to - from > STREAM_HEAD_LIMIT) this.#break("header section too large");
      return;
    }
    // characters are octets as long as there are as many of them
    const ascii = text.length === stop - start;
    const end = ascii ? start + found + END.length : endOfHead(this.#buffer, start);
    const length = lengthIn(start === from ? text.slice(0, found + END.length) : textOf(this.#buffer, from, end));
    if (typeof length === "string") this.#break(length, this.#buffer.slice(from, end));
    else this.#length = end - from + length;
  }

  #message(): SipFrame | undefined {
    const length = this.#length;
    const kept = Math.min(length, MESSAGE_LIMIT + 1);
    const unread = this.#to - this.#from;
    if (unread < kept) return undefined;
    const octets = this.#buffer.slice(this.#from, this.#from + kept);
    const gone = Math.min(length, unread);
    this.#skip = length - gone;
    this.#from += gone;
    this.#scan = this.#from;
    this.#length = 0;
    return { kind: "message", octets };
  }
}

/** What a start line may begin with, roughly. */
function isVisible(octet: number): boolean {
  return octet > 0x20 && octet < 0x7f;
}

/** Behind an empty line that is known to be there. */
function endOfHead(octets: Uint8Array, from: number): number {
  let at = octets.indexOf(CR, from);
  while (octets[at + 1] !== LF || octets[at + 2] !== CR || octets[at + 3] !== LF) at = octets.indexOf(CR, at + 1);
  return at + END.length;
}

/** Octets of the body, or what is wrong. */
function lengthIn(written: string): number | string {
  const folded = written.indexOf("\r\n ") >= 0 || written.indexOf("\r\n\t") >= 0;
  const head = folded ? replacedEach(written, FOLD, () => " ") : written;
  const lowered = head.toLowerCase();
  const long = valueIn(lowered, LONG_NAME);
  const short = valueIn(lowered, SHORT_NAME);
  if (long === undefined && short === undefined) return "no Content-Length";
  const digits = long ?? short ?? "";
  if ((long !== undefined && short !== undefined) || !DIGITS.test(digits)) return "bad Content-Length";
  const length = Number(digits);
  return length > STREAM_BODY_LIMIT ? TOO_LARGE : length;
}

/** The value of the field; "" when it stands twice. */
function valueIn(head: string, name: string): string | undefined {
  let value: string | undefined;
  for (let at = head.indexOf(name); at >= 0; at = head.indexOf(name, at + name.length)) {
    const end = head.indexOf("\r\n", at + name.length);
    const rest = head.slice(at + name.length, end).trimStart();
    if (rest.charCodeAt(0) !== 0x3a) continue;
    if (value !== undefined) return "";
    value = rest.slice(1).trim();
  }
  return value;
}
