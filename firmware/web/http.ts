/** Requests and responses as the board's HTTP server hands them over; the shapes of `hal/http.ts`. */
import { frozen } from "../base/frozen.js";
import { jsonText } from "../base/json-text.js";

export type Headers = { readonly [name: string]: string };

export type Head = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Headers;
  /** The client's address. */
  readonly from: string;
};

export type Request = Head & { readonly body: Uint8Array };

export interface Sink {
  /** False when the client does not keep up: the piece is lost. */
  write(piece: string | Uint8Array): boolean;
  end(): void;
}

export type Response = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array;
  /** What follows, for as long as both sides like. Answers who hears that the client has gone. */
  readonly stream?: (sink: Sink) => () => void;
};

export interface Upload {
  write(octets: Uint8Array): boolean;
  end(): Response;
  abort(): void;
}

/** What goes with every answer. */
const ALWAYS: Headers = frozen({
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-resource-policy": "same-origin",
});

/** Data is no page: nothing is run from it, nothing frames it, and nobody keeps it. */
const DATA: Headers = frozen({
  ...ALWAYS,
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cache-control": "no-store",
});

/** The page takes nothing from elsewhere, runs no script that stands in it, and may not be framed. */
const PAGE: Headers = frozen({
  ...ALWAYS,
  "content-security-policy":
    "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
});

const JSON_TYPE = "application/json; charset=utf-8";

export function data(type: string, body: string | Uint8Array, headers: Headers = {}): Response {
  return { status: 200, headers: { "content-type": type, ...DATA, ...headers }, body };
}

/** `value` as JSON. */
export function json(value: unknown, status = 200, headers: Headers = {}): Response {
  return { ...data(JSON_TYPE, jsonText(value), headers), status };
}

/** JSON that has been written already. */
export const written = (text: string | Uint8Array): Response => data(JSON_TYPE, text);

export function nothing(status: 202 | 204 = 204, headers: Headers = {}): Response {
  return { status, headers: { ...DATA, ...headers }, body: "" };
}

/** `error` is for people; `more` for programs. */
export function refuse(status: number, error: string, more: object = {}, headers: Headers = {}): Response {
  return json({ error, ...more }, status, headers);
}

export function page(type: string, body: string | Uint8Array, headers: Headers): Response {
  return { status: 200, headers: { "content-type": type, ...PAGE, ...headers }, body };
}

/**
 * The pieces one after the other, a few in each turn: whoever is in a call must not hear how long it takes to make them.
 * `later` is the house's.
 */
export function poured(
  head: Response,
  pieces: (at: number) => string | null,
  later: (delay: number, act: () => void) => void,
): Response {
  return {
    ...head,
    stream: (sink) => {
      let at = 0;
      let gone = false;
      const pour = () => {
        for (let n = 0; n < PIECES && !gone; n++) {
          const piece = pieces(at);
          if (piece === null) return sink.end();
          if (!sink.write(piece)) break;
          at++;
        }
        if (!gone) later(PAUSE, pour);
      };
      pour();
      return () => {
        gone = true;
      };
    },
  };
}

/** The items of a list as JSON, a piece each. */
export function listed(items: number, jsonOf: (at: number) => unknown): (at: number) => string | null {
  return (at) => {
    if (at > items) return null;
    if (at === items) return items === 0 ? "[]" : "]";
    return `${at === 0 ? "[" : ","}${jsonText(jsonOf(at))}`;
  };
}

/** In one turn, and ms to the next. */
const PIECES = 4;
const PAUSE = 10;
