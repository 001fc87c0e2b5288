/** Requests and responses as the board's HTTP server hands them over; the shapes of `hal/http.ts`. */

export type Request = {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
};

export type Response = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

/** Nothing on our pages comes from anywhere else, runs a script, or may be framed. */
const GUARDS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

export function respond(status: number, type: string, body: string): Response {
  return { status, headers: { "content-type": `${type}; charset=utf-8`, ...GUARDS }, body };
}

export function refuse(status: number, reason: string, headers: Response["headers"] = {}): Response {
  const response = respond(status, "text/plain", `${reason}\n`);
  return { ...response, headers: { ...response.headers, ...headers } };
}
