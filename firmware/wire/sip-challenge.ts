/** Digest challenges and credentials, read and written by either side (RFC 7616 section 3, RFC 3261 section 22.4, RFC 8760). */

/** Texts are unquoted. Only the Digest scheme is read. */
export type Challenge = {
  readonly scheme: string;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As written; MD5 when there was none. */
  readonly algorithm: string;
  /** Lower case, in the order they came; empty for a challenge without (RFC 2069). */
  readonly qop: readonly string[];
  readonly stale: boolean;
  readonly domain: string | null;
};

export type Credentials = {
  readonly scheme: string;
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** Lower-case hexadecimal. */
  readonly response: string;
  readonly algorithm: string | null;
  readonly opaque: string | null;
  readonly qop: string | null;
  readonly cnonce: string | null;
  /** Eight hexadecimal digits. */
  readonly nc: string | null;
};

/** Reads one header line; `undefined` for another scheme than Digest, or without realm or nonce. */
export declare function parseChallenge(text: string): Challenge | undefined;
export declare function emitChallenge(challenge: Challenge): string;
/** Reads one header line; `undefined` for another scheme than Digest, or when a part is missing. */
export declare function parseCredentials(text: string): Credentials | undefined;
export declare function emitCredentials(credentials: Credentials): string;
