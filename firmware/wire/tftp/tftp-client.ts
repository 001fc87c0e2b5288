/** Fetches one file by TFTP: asks, acknowledges each block, asks again when nothing comes (RFC 1350, RFC 2347 to 2349). */
import { type Instant, NEVER } from "../../base/instant.js";
import { emitAck, emitReadRequest, emitTftpError, parseTftp, type TftpPacket } from "./tftp-packet.js";

/** Octets of a block that fits a datagram of Ethernet, and those of a server that knows no options. */
export const BLOCK = 1428;
const PLAIN_BLOCK = 512;
const LEAST_BLOCK = 8;
/** ms until something is said again, doubled each time; how often; and until all of what is kept has to be there. */
const PATIENCE = 1000;
const LONGEST_PATIENCE = 8000;
const TRIES = 6;
const WITHIN = 120_000;

const FILE_NOT_FOUND = 1;
const DISK_FULL = 3;
const ILLEGAL = 4;
const UNKNOWN_TRANSFER = 5;
const NO_OPTIONS = 8;

const NUMBER = /^[0-9]{1,10}$/;

export type TftpOutput =
  /** To this port of the server. */
  | { readonly send: Uint8Array; readonly port: number }
  | { readonly done: Uint8Array }
  | { readonly failed: string; readonly missing: boolean };

export type TftpOptions = {
  /** Without zeros. */
  readonly file: string;
  /** The server, in numbers. */
  readonly address: string;
  readonly port: number;
  /** Octets of the longest file that is taken. */
  readonly longest: number;
  /** Takes the blocks as they come, in their order, and keeps nothing of them: what is done is empty then. False for no more. */
  readonly onBlock?: (octets: Uint8Array) => boolean;
};

export class TftpClient {
  readonly #options: TftpOptions;
  readonly #blocks: Uint8Array[] = [];
  #count = 0;
  #length = 0;
  #blockSize = PLAIN_BLOCK;
  /** Of the server, once it has answered: a transfer has a port of its own. */
  #port: number | null = null;
  #isAgreed = false;
  #last: Uint8Array;
  #tries = 1;
  #patience = PATIENCE;
  #again: Instant;
  readonly #end: Instant;
  #isOver = false;

  constructor(options: TftpOptions, now: Instant) {
    this.#options = options;
    this.#last = emitReadRequest(options.file, { blksize: String(BLOCK), tsize: "0" });
    this.#again = now + PATIENCE;
    this.#end = options.onBlock ? NEVER : now + WITHIN;
  }

  /** The first thing to say. */
  start(): readonly TftpOutput[] {
    return [{ send: this.#last, port: this.#options.port }];
  }

  get deadline(): Instant {
    return this.#isOver ? NEVER : Math.min(this.#again, this.#end);
  }

  poll(now: Instant): readonly TftpOutput[] {
    if (now < this.deadline) return [];
    if (this.#tries === TRIES || now >= this.#end) return this.#fail("the server does not answer");
    this.#tries++;
    this.#patience = Math.min(2 * this.#patience, LONGEST_PATIENCE);
    this.#again = now + this.#patience;
    return [{ send: this.#last, port: this.#port ?? this.#options.port }];
  }

  receive(octets: Uint8Array, address: string, port: number, now: Instant): readonly TftpOutput[] {
    if (this.#isOver || address !== this.#options.address) return [];
    if (this.#port !== null && port !== this.#port)
      return [{ send: emitTftpError(UNKNOWN_TRANSFER, "unknown transfer"), port }];
    const packet = parseTftp(octets);
    if (packet === undefined) return [];
    if (packet.type === "error") return this.#refused(packet);
    this.#port = port;
    if (packet.type === "options") return this.#agreed(packet.options, now);
    return this.#heard(packet.block, packet.octets, now);
  }

  #agreed(options: { readonly [name: string]: string }, now: Instant): readonly TftpOutput[] {
    if (this.#count > 0) return [];
    const { blksize = String(PLAIN_BLOCK), tsize } = options;
    const size = NUMBER.test(blksize) ? Number(blksize) : 0;
    if (size < LEAST_BLOCK || size > BLOCK) return this.#fail("the server offers another block size", NO_OPTIONS);
    if (tsize !== undefined && NUMBER.test(tsize) && Number(tsize) > this.#options.longest) return this.#tooLong();
    this.#blockSize = size;
    this.#isAgreed = true;
    return this.#acknowledge(0, now);
  }

  #heard(block: number, octets: Uint8Array, now: Instant): readonly TftpOutput[] {
    const expected = this.#count + 1;
    // The server has not heard what we have said; older ones it has said twice.
    if (block === expected - 1 && (block > 0 || this.#isAgreed)) return [{ send: this.#last, port: this.#port ?? 0 }];
    if (block !== expected) return [];
    if (octets.length > this.#blockSize) return this.#fail("a block is longer than was agreed", ILLEGAL);
    this.#length += octets.length;
    if (this.#length > this.#options.longest) return this.#tooLong();
    this.#count++;
    if (!this.#options.onBlock) this.#blocks.push(octets.slice());
    else if (!this.#options.onBlock(octets)) return this.#fail("the file is not wanted", DISK_FULL);
    const said = this.#acknowledge(block, now);
    if (octets.length === this.#blockSize) return said;
    this.#isOver = true;
    return [...said, { done: this.#whole() }];
  }

  #acknowledge(block: number, now: Instant): TftpOutput[] {
    this.#last = emitAck(block);
    this.#tries = 1;
    this.#patience = PATIENCE;
    this.#again = now + PATIENCE;
    return [{ send: this.#last, port: this.#port ?? this.#options.port }];
  }

  #refused({ code, message }: Extract<TftpPacket, { type: "error" }>): readonly TftpOutput[] {
    this.#isOver = true;
    const words = message.slice(0, 80).trim();
    return [{ failed: words || `the server answers error ${code}`, missing: code === FILE_NOT_FOUND }];
  }

  #tooLong(): readonly TftpOutput[] {
    return this.#fail(`the file is longer than ${this.#options.longest} octets`, DISK_FULL);
  }

  /** Where a code is given the server hears of it, too. */
  #fail(failed: string, code?: number): readonly TftpOutput[] {
    this.#isOver = true;
    const outputs: TftpOutput[] = [{ failed, missing: false }];
    if (code !== undefined && this.#port !== null)
      outputs.unshift({ send: emitTftpError(code, failed), port: this.#port });
    return outputs;
  }

  #whole(): Uint8Array {
    const whole = new Uint8Array(this.#options.onBlock ? 0 : this.#length);
    let at = 0;
    for (const block of this.#blocks) {
      whole.set(block, at);
      at += block.length;
    }
    return whole;
  }
}
