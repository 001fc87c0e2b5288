/** SIP messages out of a stream of octets: framing by Content-Length (RFC 3261 section 18.3), keep-alives between them. */
import { textOf } from "../../firmware/base/text.js";
import { readHead } from "../../firmware/wire/sip/sip-head.js";
import { LINE_LIMIT, MESSAGE_LIMIT } from "../../firmware/wire/sip/text-limits.js";

export type Piece =
  /** A whole message, should it be one. */
  | { readonly is: "message"; readonly octets: Uint8Array }
  /** Two empty lines: one is to be sent back (RFC 5626 section 4.4.1). */
  | { readonly is: "ping" }
  /** A head that does not say where its message ends, or says so beyond the limit. Nothing is read after it. */
  | { readonly is: "endless"; readonly head: Uint8Array; readonly status: 400 | 513 }
  /** Something else than SIP, or a head beyond the limit. Nothing is read after it. */
  | { readonly is: "garbage" };

const CR = 13;
const LF = 10;
const END_OF_HEAD = 4;
const START_LINE = /^SIP\/\d+\.\d+ |^[^ ]+ .* SIP\/\d+\.\d+[ \t]*$/i;
/** What a method or SIP-Version can begin with (token, RFC 3261 section 25.1). */
const FIRST = /^[A-Za-z0-9.!%*_+`'~-]/;
const LENGTH = /^\d{1,10}$/;

type Head = { readonly length: number } | Piece;

/** Whatever the segments are, the pieces are the same. */
export class SipStream {
  /** The message that is coming in. */
  readonly #octets = new Uint8Array(MESSAGE_LIMIT);
  #count = 0;
  /** How far the search for the end of the head has come. */
  #searched = 0;
  #startSeen = false;
  /** Of the whole message, once its head is there. */
  #length = 0;
  /** Octets of CR LF CR LF seen between messages. */
  #blank = 0;
  #over = false;

  /** The pieces that `octets` make complete. */
  take(octets: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at < octets.length && !this.#over) {
      if (this.#count === 0) {
        const used = this.#between(octets, at, pieces);
        at += used;
        if (used > 0) continue;
      }
      const count = Math.min(octets.length - at, (this.#length || MESSAGE_LIMIT) - this.#count);
      this.#octets.set(octets.subarray(at, at + count), this.#count);
      at += count;
      // What lies behind this message is looked at when it has gone.
      const before = this.#count;
      this.#count += count;
      const piece = this.#next();
      if (piece) {
        pieces.push(piece);
        if (piece.is === "message") at -= before + count - piece.octets.length;
      }
    }
    return pieces;
  }

  /** Empty lines before a message (section 7.5). */
  #between(octets: Uint8Array, from: number, pieces: Piece[]): number {
    let at = from;
    while (at < octets.length && octets[at] === (this.#blank % 2 === 0 ? CR : LF)) {
      at++;
      this.#blank++;
      if (this.#blank < END_OF_HEAD) continue;
      this.#blank = 0;
      pieces.push({ is: "ping" });
    }
    if (at < octets.length && this.#blank % 2 === 0) this.#blank = 0;
    else if (at < octets.length) {
      pieces.push(this.#end({ is: "garbage" }));
      return octets.length - from;
    }
    return at - from;
  }

  /** The message or the trouble at the head of what is kept, if it can be told already. */
  #next(): Piece | undefined {
    if (this.#length === 0) {
      const head = this.#head();
      if (!head) return this.#count < MESSAGE_LIMIT ? undefined : this.#end({ is: "garbage" });
      if ("is" in head) return this.#end(head);
      this.#length = head.length;
    }
    if (this.#count < this.#length) return undefined;
    const octets = this.#octets.slice(0, this.#length);
    this.#count = this.#searched = this.#length = 0;
    this.#startSeen = false;
    return { is: "message", octets };
  }

  #head(): Head | undefined {
    const octets = this.#octets;
    const count = this.#count;
    if (this.#searched === 0 && !FIRST.test(String.fromCharCode(octets[0]))) return { is: "garbage" };
    for (let at = this.#searched; at + 1 < count; at++) {
      this.#searched = at;
      if (octets[at] !== CR || octets[at + 1] !== LF) continue;
      if (!this.#startSeen) {
        if (at > LINE_LIMIT || !START_LINE.test(textOf(octets, 0, at))) return { is: "garbage" };
        this.#startSeen = true;
      }
      if (at + 3 >= count) return undefined;
      if (octets[at + 2] === CR && octets[at + 3] === LF) return lengthOf(octets.slice(0, at + END_OF_HEAD));
    }
    return this.#startSeen || count <= LINE_LIMIT + 1 ? undefined : { is: "garbage" };
  }

  #end(piece: Piece): Piece {
    this.#over = true;
    return piece;
  }
}

/** A message that does not count its body has none. */
function lengthOf(octets: Uint8Array): Head {
  const head = readHead(octets);
  if (!head) return { is: "garbage" };
  if (head.objection?.refuse === 513) return { is: "endless", head: octets, status: 513 };
  const row = head.headers.find(([name]) => name === "Content-Length");
  if (row && !LENGTH.test(row[1])) return { is: "endless", head: octets, status: 400 };
  const length = octets.length + Number(row?.[1] ?? 0);
  return length <= MESSAGE_LIMIT ? { length } : { is: "endless", head: octets, status: 513 };
}
