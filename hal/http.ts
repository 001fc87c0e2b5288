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
};

export type HttpServerOptions = {
  readonly port: number;
  /** Longest body accepted, in octets; a longer one is answered 413 by the board. */
  readonly maxBody: number;
  respond(request: HttpRequest): HttpResponse;
};

export interface HttpServer {
  readonly port: number;
  close(): void;
}
