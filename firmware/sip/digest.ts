/** Challenge and secret to credentials (RFC 7616 section 3.4; RFC 2617 and RFC 2069 for those who ask in the old way). */
import { frozen } from "../base/frozen.js";
import { type Chance, token } from "../base/random.js";
import { hexOf, octetsOf } from "../base/text.js";
import type { Challenge, Credentials } from "../wire/sip-challenge.js";
import { LONGEST_CHALLENGE_TEXT, MOST_NONCES } from "./limits.js";

/** The board's digests. */
export type Digest = (algorithm: "MD5" | "SHA-256", octets: Uint8Array) => Uint8Array;

/** A further algorithm is a further row. */
const ALGORITHMS = frozen([
  { name: "MD5", hash: "MD5", session: false },
  { name: "MD5-SESS", hash: "MD5", session: true },
  { name: "SHA-256", hash: "SHA-256", session: false },
  { name: "SHA-256-SESS", hash: "SHA-256", session: true },
] as const);

/** What goes into a response, for the one who proves and the one who checks. */
export type DigestParts = {
  readonly algorithm: string;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** Null for the form without qop. */
  readonly qop: string | null;
  readonly nc: string;
  readonly cnonce: string;
  /** Counts only with `auth-int`. */
  readonly body: Uint8Array;
};

/** In hexadecimal; `undefined` for an algorithm we do not know. */
export function digestResponse(digest: Digest, parts: DigestParts): string | undefined {
  const row = algorithmOf(parts.algorithm);
  if (!row) return undefined;
  const hash = (...fields: string[]) => hexOf(digest(row.hash, octetsOf(fields.join(":"))));
  const { method, uri, nonce, qop, nc, cnonce } = parts;
  const secret = hash(parts.username, parts.realm, parts.password);
  const a1 = row.session ? hash(secret, nonce, cnonce) : secret;
  const a2 = qop === "auth-int" ? hash(method, uri, hexOf(digest(row.hash, parts.body))) : hash(method, uri);
  return qop === null ? hash(a1, nonce, a2) : hash(a1, nonce, nc, cnonce, qop, a2);
}

/** True when we can answer it, and want to: no unheard algorithm or protection, nothing of absurd length. */
export function canAnswer(challenge: Challenge): boolean {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const protection = qop.length === 0 || qop.includes("auth") || qop.includes("auth-int");
  const longest = Math.max(realm.length, nonce.length, opaque?.length ?? 0);
  return algorithmOf(algorithm) !== undefined && protection && longest <= LONGEST_CHALLENGE_TEXT;
}

/** One account's secret, and how often each nonce has been used. */
export class Secret {
  readonly #options: {
    readonly username: string;
    readonly password: string;
    readonly digest: Digest;
    readonly chance: Chance;
  };
  readonly #uses = new Map<string, number>();

  constructor(options: { username: string; password: string; digest: Digest; chance: Chance }) {
    this.#options = options;
  }

  /** Credentials for one request; the challenge passed `canAnswer`. */
  answer(challenge: Challenge, request: { method: string; uri: string; body: Uint8Array }): Credentials | undefined {
    const { username, password, digest, chance } = this.#options;
    const { realm, nonce, algorithm, opaque } = challenge;
    const session = algorithmOf(algorithm)?.session === true;
    const qop = challenge.qop.includes("auth") ? "auth" : challenge.qop.length > 0 ? "auth-int" : null;
    const nc = this.#count(nonce).toString(16).padStart(8, "0");
    const cnonce = token(chance, 16);
    const { method, uri, body } = request;
    const parts = { algorithm, username, realm, password, method, uri, nonce, qop, nc, cnonce, body };
    const response = digestResponse(digest, parts);
    if (response === undefined) return undefined;
    return {
      ...{ scheme: "Digest", username, realm, nonce, uri, response, algorithm, opaque, qop },
      cnonce: qop !== null || session ? cnonce : null,
      nc: qop !== null ? nc : null,
    };
  }

  /** How often this nonce has been used, now included (RFC 7616 section 3.4.3). */
  #count(nonce: string): number {
    const uses = (this.#uses.get(nonce) ?? 0) + 1;
    this.#uses.delete(nonce);
    this.#uses.set(nonce, uses);
    for (const oldest of this.#uses.keys()) {
      if (this.#uses.size <= MOST_NONCES) break;
      this.#uses.delete(oldest);
    }
    return uses;
  }
}

function algorithmOf(name: string) {
  const upper = name.toUpperCase();
  return ALGORITHMS.find((row) => row.name === upper);
}
