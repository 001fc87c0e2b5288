/** The board's HTTP server: a request in, a response out. */

export type HttpRequest = {
  readonly method: string;
  /** Without the query, percent-decoding left to the reader. */
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
  /** The client's address. */
  readonly from: string;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array;
  /** What follows the head and the body, piece by piece, for as long as both sides like. Answers who hears that the client has gone. */
  readonly stream?: (sink: HttpSink) => () => void;
};

export interface HttpSink {
  /** False when the client does not keep up: the piece is lost. */
  write(piece: string | Uint8Array): boolean;
  end(): void;
}

/** The head of a request, before anything of its body has been read. */
export type HttpHead = Omit<HttpRequest, "body">;

/** A body too long to be held, taken piece by piece. */
export interface HttpUpload {
  /** False for no more: `end` answers why. */
  write(octets: Uint8Array): boolean;
  end(): HttpResponse;
  /** The client has gone before the end. */
  abort(): void;
}

export type HttpServerOptions = {
  readonly port: number;
  /** Longest body accepted, in octets; a longer one is answered 413 by the board. */
  readonly maxBody: number;
  respond(request: HttpRequest): HttpResponse;
  /** Who takes the body of this request as it comes; null for `respond`. */
  upload?(head: HttpHead): HttpUpload | null;
};

export interface HttpServer {
  readonly port: number;
  close(): void;
}
