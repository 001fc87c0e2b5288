/**
 * Digest the other way round: we ask a server to prove that it knows the line's own user and password (RFC 7616, RFC 8760).
 *
 * A nonce is a moment and our mark on it, good for one request within a minute; nothing is kept but the moment of the last one used.
 */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import { hexOf, octetsOf } from "../base/text.js";
import { type Credentials, emitChallenge, parseCredentials } from "../wire/sip/sip-challenge.js";
import { headerLines, type SipHeaders, type SipRequest } from "../wire/sip/sip-message.js";
import { parseSipUri } from "../wire/sip/sip-uri.js";
import type { Account } from "./account.js";
import { type Digest, digestResponse } from "./digest.js";

/** ms in which a challenge can be answered. */
const NONCE_LIFE = 60_000;
/** The better one first (RFC 8760 section 2.3). */
const ALGORITHMS = frozen(["SHA-256", "MD5"] as const);

export class Challenger {
  readonly #digest: Digest;
  readonly #username: string;
  readonly #password: string;
  readonly #realm: string;
  /** What only we know, and makes a nonce ours. */
  readonly #key: string;
  /** No nonce as old as this is good any more. */
  #usedUntil: Instant = -1;

  constructor(account: Account, digest: Digest, chance: Chance) {
    this.#digest = digest;
    this.#username = account.authUser === "" ? account.user : account.authUser;
    this.#password = account.password;
    // the servers of our domain keep our password under its name
    this.#realm = parseSipUri(`sip:${account.domain}`)?.host ?? account.domain;
    this.#key = token(chance, 24);
  }

  /** Null for a request that proves it; else the headers of a 401. */
  ask(request: SipRequest, now: Instant): SipHeaders | null {
    let stale = false;
    for (const line of headerLines(request, "Authorization")) {
      const credentials = parseCredentials(line);
      if (!credentials || credentials.realm !== this.#realm || !this.#proves(credentials, request)) continue;
      if (this.#isFresh(credentials.nonce, now)) return null;
      stale = true;
    }
    const nonce = this.#nonceAt(now);
    return ALGORITHMS.map((algorithm) => {
      const challenge = { scheme: "Digest", realm: this.#realm, nonce, opaque: null, algorithm, domain: null };
      return ["WWW-Authenticate", emitChallenge({ ...challenge, qop: ["auth"], stale })] as const;
    });
  }

  #proves(credentials: Credentials, { method, uri, body }: SipRequest): boolean {
    const { username, nonce, qop, nc, cnonce, algorithm, realm } = credentials;
    const known = algorithm === null || ALGORITHMS.some((name) => name === algorithm.toUpperCase());
    if (!known || username !== this.#username || credentials.uri !== uri) return false;
    const response = digestResponse(this.#digest, {
      ...{ algorithm: algorithm ?? "MD5", username, realm, password: this.#password, method, uri, nonce, qop, body },
      ...{ nc: nc ?? "", cnonce: cnonce ?? "" },
    });
    return response === credentials.response;
  }

  #nonceAt(now: Instant): string {
    const moment = Math.floor(now).toString(36);
    const mark = hexOf(this.#digest("MD5", octetsOf(`${moment}:${this.#key}`)));
    return `${moment}.${mark}`;
  }

  /** Ours, not too old, and not used before. */
  #isFresh(nonce: string, now: Instant): boolean {
    const moment = Number.parseInt(nonce.slice(0, Math.max(nonce.indexOf("."), 0)), 36);
    if (!(moment <= now && moment > now - NONCE_LIFE) || this.#nonceAt(moment) !== nonce) return false;
    if (moment <= this.#usedUntil) return false;
    this.#usedUntil = moment;
    return true;
  }
}
