/** Challenge and secret to credentials (RFC 7616 section 3.4; RFC 2617 and RFC 2069 for those who ask in the old way). */
import { frozen } from "../base/frozen.js";
import { type Chance, token } from "../base/random.js";
import { hexOf, octetsOf } from "../base/text.js";
import type { Challenge, Credentials } from "../wire/sip/sip-challenge.js";
import { LONGEST_CHALLENGE_TEXT, MOST_CHALLENGES, MOST_NONCES } from "./limits.js";

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
  /** With which the session began, when that was another nonce (RFC 7616 section 3.4.2). */
  readonly firstNonce?: string;
  /** The hash of user, realm and password, where it is known already. */
  readonly secret?: string;
};

/** What has been done with a nonce. A session (`-sess`) keeps the cnonce and the nonce with which it began. */
type Use = { nonce: string; count: number; readonly cnonce: string; readonly firstNonce: string };

/** In hexadecimal; `undefined` for an algorithm we do not know. */
export function digestResponse(digest: Digest, parts: DigestParts): string | undefined {
  const row = algorithmOf(parts.algorithm);
  if (!row) return undefined;
  const hash = (...fields: string[]) => hexOf(digest(row.hash, octetsOf(fields.join(":"))));
  const { method, uri, nonce, qop, nc, cnonce } = parts;
  const secret = parts.secret ?? hash(parts.username, parts.realm, parts.password);
  const a1 = row.session ? hash(secret, parts.firstNonce ?? nonce, cnonce) : secret;
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
  /** Challenges answered for one request before it is given up. */
  readonly maxChallenges: number;
  readonly #username: string;
  readonly #password: string;
  readonly #digest: Digest;
  readonly #chance: Chance;
  /** The one used last comes last. */
  readonly #uses: Use[] = [];
  /** The hash of user, realm and password: the same for every request to one realm. */
  #known: { readonly hash: "MD5" | "SHA-256"; readonly realm: string; readonly secret: string } | null = null;

  constructor(options: {
    username: string;
    password: string;
    digest: Digest;
    chance: Chance;
    maxChallenges?: number;
  }) {
    this.#username = options.username;
    this.#password = options.password;
    this.#digest = options.digest;
    this.#chance = options.chance;
    this.maxChallenges = options.maxChallenges ?? MOST_CHALLENGES;
  }

  /** Credentials for one request; the challenge passed `canAnswer`. */
  answer(challenge: Challenge, request: { method: string; uri: string; body: Uint8Array }): Credentials | undefined {
    const [username, password, digest] = [this.#username, this.#password, this.#digest];
    const { realm, nonce, algorithm, opaque, userhash } = challenge;
    const row = algorithmOf(algorithm);
    if (!row) return undefined;
    const qop = challenge.qop.includes("auth") ? "auth" : challenge.qop.length > 0 ? "auth-int" : null;
    const use = this.#use(nonce);
    const nc = use.count.toString(16).padStart(8, "0");
    const cnonce = row.session ? use.cnonce : token(this.#chance, 16);
    const { firstNonce } = use;
    const { method, uri, body } = request;
    const secret = this.#secretOf(row.hash, realm);
    const response = digestResponse(digest, {
      algorithm,
      username,
      realm,
      password,
      method,
      uri,
      nonce,
      qop,
      nc,
      cnonce,
      body,
      firstNonce,
      secret,
    });
    if (response === undefined) return undefined;
    const name = userhash ? hexOf(digest(row.hash, octetsOf(`${username}:${realm}`))) : username;
    return {
      ...{ scheme: "Digest", username: name, realm, nonce, uri, response, algorithm, opaque, qop },
      cnonce: qop !== null || row.session ? cnonce : null,
      nc: qop !== null ? nc : null,
      ...(userhash ? { userhash } : {}),
    };
  }

  #secretOf(hash: "MD5" | "SHA-256", realm: string): string {
    const known = this.#known;
    if (known?.realm === realm && known.hash === hash) return known.secret;
    const secret = hexOf(this.#digest(hash, octetsOf(`${this.#username}:${realm}:${this.#password}`)));
    this.#known = { hash, realm, secret };
    return secret;
  }

  /** The session goes on with another nonce, which nobody has used yet (RFC 7616 section 3.5). */
  follow(nonce: string, next: string): void {
    const use = this.#uses.find((other) => other.nonce === nonce);
    if (!use || nonce === next) return;
    use.nonce = next;
    use.count = 0;
    this.#keep(use);
  }

  /** One use more (RFC 7616 section 3.4.3). */
  #use(nonce: string): Use {
    const known = this.#uses.find((other) => other.nonce === nonce);
    const use = known ?? { nonce, count: 0, cnonce: token(this.#chance, 16), firstNonce: nonce };
    use.count++;
    this.#keep(use);
    return use;
  }

  /** As the one used last; another of the same nonce goes, and the one left alone longest. */
  #keep(use: Use): void {
    const others = this.#uses.filter((other) => other.nonce !== use.nonce).slice(1 - MOST_NONCES);
    this.#uses.splice(0, this.#uses.length, ...others, use);
  }
}

function algorithmOf(name: string) {
  const upper = name.toUpperCase();
  return ALGORITHMS.find((row) => row.name === upper);
}
