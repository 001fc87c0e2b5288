/** One request and its response on a connection of Moddable's HTTP server: what comes as calls, in the shape of `hal/http.ts`. */
import type { HttpHead, HttpResponse, HttpServerOptions, HttpSink, HttpUpload } from "../http.js";

/** What an exchange needs of the server's connection. */
export type Wire = {
  read(count?: number): ArrayBuffer | undefined;
  /** Answers the room that is left. */
  write(octets: Uint8Array): number;
  respond(response: { status: number; headers: Map<string, string> }): void;
  close(): void;
};

/** Octets of a body nobody wants that are read all the same, so that its sender hears why. */
const MOST_UNREAD = 65_536;
const LENGTH = /^\d{1,9}$/;

/**
 * What goes out in chunks (RFC 9112 section 7.1) is framed here: the server loses the first octets of its own last chunk. It
 * does so for `chunked` alone, and names of codings are spelled in any case.
 */
const CHUNKED = "Chunked";
const LAST_CHUNK = "0\r\n\r\n";
/** Octets of a frame: eight digits at most, and two ends of line. */
const FRAME = 12;
/** Octets of a stream that wait for room: a socket has less at a time than the longest event. */
const MOST_WAITING = 4096;

const NOTHING = new Uint8Array(0);

/** The header fields that somebody reads. Any other stays out: the engine would keep its name for ever. */
const READ: readonly string[] = Object.freeze([
  ...["accept-encoding", "authorization", "content-length", "content-type", "cookie", "host", "if-none-match"],
  ...["last-event-id", "origin", "transfer-encoding", "x-csrf"],
]);

export class Exchange implements HttpSink {
  readonly #options: HttpServerOptions;
  readonly #wire: Wire;
  readonly #from: string;
  readonly #encode: (text: string) => Uint8Array;
  readonly #longest: number;
  #head: HttpHead | null = null;
  #upload: HttpUpload | null = null;
  #refused: number | null = null;
  #body = NOTHING;
  #length = 0;
  #out: Uint8Array | null = null;
  #sent = 0;
  #room = 0;
  /** Of a stream, promised and not yet written. */
  #waiting = NOTHING;
  #stream: HttpResponse["stream"];
  #stop: (() => void) | null = null;
  #ends = false;
  #over = false;

  /** `longest` is what a body may have in octets. */
  constructor(
    options: HttpServerOptions,
    wire: Wire,
    from: string,
    encode: (text: string) => Uint8Array,
    longest = options.maxBody,
  ) {
    this.#options = options;
    this.#wire = wire;
    this.#from = from;
    this.#encode = encode;
    this.#longest = longest;
  }

  /** It may last as long as both sides like. */
  get streams(): boolean {
    return this.#stop !== null;
  }

  request(method: string, target: string, names: ReadonlyMap<string, string>): void {
    const headers: { [name: string]: string } = {};
    for (const name of READ) {
      const value = names.get(name);
      if (value !== undefined) headers[name] = value;
    }
    const length = headers["content-length"] ?? "0";
    const chunked = headers["transfer-encoding"] !== undefined;
    // What the server would stumble over is not answered.
    if (!LENGTH.test(length) || (chunked && headers["transfer-encoding"].toLowerCase() !== "chunked")) {
      this.#wire.close();
      return;
    }
    const query = target.indexOf("?");
    this.#head = {
      method,
      path: query < 0 ? target : target.slice(0, query),
      query: query < 0 ? "" : target.slice(query + 1),
      headers,
      from: this.#from,
    };
    this.#upload = this.#options.upload?.(this.#head) ?? null;
    if (this.#upload) return;
    if (chunked || Number(length) > this.#longest) {
      this.#refused = 413;
      if (Number(length) > MOST_UNREAD) this.#wire.close();
    } else if (Number(length) > 0) this.#body = new Uint8Array(Number(length));
  }

  readable(count: number): void {
    if (count <= 0) return;
    const octets = this.#wire.read(count);
    if (!octets) return;
    const piece = new Uint8Array(octets);
    this.#length += piece.length;
    if (this.#refused !== null) {
      if (this.#length > MOST_UNREAD) this.#wire.close();
    } else if (this.#upload) {
      if (!this.#upload.write(piece)) this.#refused = 0;
    } else if (this.#length <= this.#body.length) this.#body.set(piece, this.#length - piece.length);
  }

  /** The request is here, whole. */
  respond(): void {
    const response = this.#answer();
    const headers = new Map<string, string>(Object.entries(response.headers));
    headers.set("connection", "close");
    const { body, stream } = response;
    const hasBody = this.#head?.method !== "HEAD";
    // A stream may last for days.
    this.#head = null;
    this.#body = NOTHING;
    this.#out = !hasBody ? NOTHING : typeof body === "string" ? this.#encode(body) : body;
    this.#stream = hasBody ? stream : undefined;
    if (this.#stream) headers.set("transfer-encoding", CHUNKED);
    else headers.set("content-length", String(this.#out.length));
    this.#wire.respond({ status: response.status, headers });
  }

  writable(count: number): void {
    this.#room = count;
    this.#drain();
    if (this.#waiting.length > 0) return;
    if (this.#ends) this.end();
    else if (this.#stream) this.#begin(this.#stream);
    else this.#pour();
  }

  /** It is over, one way or another. */
  done(): void {
    if (this.#over) return;
    this.#over = true;
    this.#waiting = NOTHING;
    this.#stop?.();
    this.#stop = null;
    this.#upload?.abort();
    this.#upload = null;
  }

  #answer(): HttpResponse {
    const upload = this.#upload;
    this.#upload = null;
    if (upload) return upload.end();
    if (this.#refused !== null) return { status: this.#refused, headers: {}, body: "" };
    return this.#options.respond({ ...(this.#head as HttpHead), body: this.#body });
  }

  #pour(): void {
    const out = this.#out;
    if (!out || this.#sent >= out.length) return;
    const piece = out.subarray(this.#sent, this.#sent + this.#room);
    this.#sent += piece.length;
    this.#room = this.#wire.write(piece);
  }

  /** The body that there is already is the first chunk. */
  #begin(begin: NonNullable<HttpResponse["stream"]>): void {
    if (!this.#out || !this.write(this.#out)) return;
    this.#out = null;
    this.#stream = undefined;
    this.#stop = begin(this);
  }

  // What whoever streams calls.

  write(piece: string | Uint8Array): boolean {
    const octets = typeof piece === "string" ? this.#encode(piece) : piece;
    if (this.#over || this.#waiting.length + octets.length + FRAME > this.#room + MOST_WAITING) return false;
    if (octets.length === 0) return true;
    return this.#say(this.#encode(`${octets.length.toString(16)}\r\n`), octets, this.#encode("\r\n"));
  }

  end(): void {
    this.#ends = true;
    if (this.#over || this.#waiting.length > 0 || this.#room < LAST_CHUNK.length) return;
    this.#say(this.#encode(LAST_CHUNK));
    this.#wire.close();
  }

  /** What there is no room for waits. False when the connection has broken. */
  #say(...pieces: readonly Uint8Array[]): boolean {
    for (const piece of pieces)
      if (this.#waiting.length > 0 || piece.length > this.#room) this.#waiting = joined(this.#waiting, piece);
      else if (!this.#write(piece)) return false;
    return this.#drain();
  }

  #drain(): boolean {
    const piece = this.#waiting.subarray(0, this.#room);
    if (piece.length === 0) return true;
    this.#waiting = this.#waiting.slice(piece.length);
    return this.#write(piece);
  }

  /** False when the connection has broken, and nobody has said so yet: whoever streams must not stumble over that. */
  #write(piece: Uint8Array): boolean {
    try {
      this.#room = this.#wire.write(piece);
      return true;
    } catch {
      this.#room = 0;
      return false;
    }
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(head.length + tail.length);
  both.set(head);
  both.set(tail, head.length);
  return both;
}
