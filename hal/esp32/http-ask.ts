/** One question to a web server and its answer (RFC 9112), octet by octet, with a limit to everything. */
import type { HttpAnswer, HttpQuestion } from "../http-client.js";

const LONGEST_HEAD = 8192;
const MOST_INFORMATION = 8;

export type Place = { readonly secure: boolean; readonly host: string; readonly port: number; readonly path: string };

const URL = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/:?#@\s]+)(?::(\d{1,5}))?([/?][^#\s]*)?(?:#.*)?$/i;
const STATUS = /^HTTP\/1\.[01] (\d{3})(?: |$)/;

/** Undefined for what is no URL of HTTP. */
export function placeOf(url: string): Place | undefined {
  const found = URL.exec(url);
  if (!found) return undefined;
  const secure = found[1].toLowerCase() === "https";
  const port = found[3] === undefined ? (secure ? 443 : 80) : Number(found[3]);
  if (port < 1 || port > 65_535) return undefined;
  const path = found[4] ?? "/";
  return { secure, host: found[2].replace(/[[\]]/g, ""), port, path: path.startsWith("?") ? `/${path}` : path };
}

/** The head of the request; its body follows it. */
export function emitHead({ method, headers, body }: HttpQuestion, { host, port, path, secure }: Place): string {
  const name = host.includes(":") ? `[${host}]` : host;
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${port === (secure ? 443 : 80) ? name : `${name}:${port}`}`];
  for (const [header, value] of Object.entries(headers)) lines.push(`${header}: ${value}`);
  if (body || method !== "GET") lines.push(`content-length: ${body?.length ?? 0}`);
  lines.push("connection: close", "accept-encoding: identity", "", "");
  return lines.join("\r\n");
}

/** Reads an answer; `answer` stands as soon as it is whole, or is none. */
export class AnswerReader {
  answer: HttpAnswer | null = null;
  readonly #maxBody: number;
  readonly #onBody: HttpQuestion["onBody"];
  #state: "head" | "body" | "size" | "chunk" | "gap" | "trailer" = "head";
  #line = "";
  #read = 0;
  #status = 0;
  #informed = 0;
  #headers: { [name: string]: string } = {};
  #body: Uint8Array;
  #length = 0;
  /** Octets that are still to come of the body or of the chunk; Infinity until the connection ends. */
  #left = Number.POSITIVE_INFINITY;

  constructor(maxBody: number, onBody?: HttpQuestion["onBody"]) {
    this.#maxBody = maxBody;
    this.#onBody = onBody;
    this.#body = new Uint8Array(Math.min(maxBody, 1024));
  }

  push(octets: Uint8Array): void {
    for (let at = 0; at < octets.length && !this.answer; )
      if (this.#state === "body" || this.#state === "chunk") at += this.#take(octets, at);
      else this.#letter(octets[at++]);
  }

  /** The connection is over. */
  end(): void {
    if (this.answer) return;
    if (this.#state === "body" && this.#left === Number.POSITIVE_INFINITY) this.#finish();
    else this.answer = { failed: "the server ended the connection too soon" };
  }

  #take(octets: Uint8Array, at: number): number {
    const count = Math.min(octets.length - at, this.#left);
    if (this.#length + count > this.#maxBody) {
      this.answer = { failed: `the answer is longer than ${this.#maxBody} octets` };
      return count;
    }
    const piece = octets.subarray(at, at + count);
    if (!this.#onBody || this.#status >= 300) this.#keep(piece);
    else if (!this.#onBody(piece)) {
      this.answer = { failed: "the answer is not wanted" };
      return count;
    }
    this.#length += count;
    this.#left -= count;
    if (this.#left === 0) {
      if (this.#state === "body") this.#finish();
      else this.#state = "gap";
    }
    return count;
  }

  #keep(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#body.length) {
      const larger = new Uint8Array(Math.min(this.#maxBody, Math.max(2 * this.#body.length, length)));
      larger.set(this.#body.subarray(0, this.#length));
      this.#body = larger;
    }
    this.#body.set(piece, this.#length);
  }

  #letter(octet: number): void {
    if (++this.#read > LONGEST_HEAD) this.answer = { failed: "the head of the answer is too long" };
    else if (octet !== 10) this.#line += octet === 13 ? "" : String.fromCharCode(octet);
    else {
      const line = this.#line;
      this.#line = "";
      this.#whole(line);
    }
  }

  #whole(line: string): void {
    switch (this.#state) {
      case "head":
        this.#headLine(line);
        break;
      case "size":
        this.#size(line);
        break;
      case "gap":
        this.#state = "size";
        this.#read = 0;
        break;
      case "trailer":
        if (line === "") this.#finish();
        break;
    }
  }

  #headLine(line: string): void {
    if (this.#status === 0) {
      const found = STATUS.exec(line);
      if (found) this.#status = Number(found[1]);
      else this.answer = { failed: "this is no web server" };
    } else if (line !== "") {
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      if (READ.includes(name)) this.#headers[name] = line.slice(colon + 1).trim();
    } else if (this.#status < 200) {
      this.#status = 0;
      this.#headers = {};
      if (++this.#informed > MOST_INFORMATION) this.answer = { failed: "this is no web server" };
    } else this.#begin();
  }

  #begin(): void {
    const { "content-length": length, "transfer-encoding": coding } = this.#headers;
    this.#read = 0;
    if (this.#status === 204 || this.#status === 304) this.#finish();
    else if (coding?.toLowerCase() === "chunked") this.#state = "size";
    else if (coding !== undefined || (length !== undefined && !DIGITS.test(length)))
      this.answer = { failed: "the answer cannot be read" };
    else {
      this.#state = "body";
      if (length !== undefined) this.#left = Number(length);
      if (this.#left === 0) this.#finish();
    }
  }

  #size(line: string): void {
    const size = HEXADECIMAL.exec(line);
    this.#read = 0;
    if (!size) this.answer = { failed: "the answer cannot be read" };
    else {
      this.#left = Number.parseInt(size[1], 16);
      this.#state = this.#left === 0 ? "trailer" : "chunk";
    }
  }

  #finish(): void {
    const isTaken = this.#onBody !== undefined && this.#status < 300;
    const body = this.#body.slice(0, isTaken ? 0 : this.#length);
    this.answer = { status: this.#status, headers: this.#headers, body };
  }
}

/** The header fields that somebody reads. Any other stays out: the engine would keep its name for ever. */
const READ: readonly string[] = Object.freeze(["content-length", "location", "transfer-encoding", "www-authenticate"]);
const DIGITS = /^\d{1,9}$/;
const HEXADECIMAL = /^([0-9a-f]{1,7})\s*(?:;.*)?$/i;
