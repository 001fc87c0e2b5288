/** The challenges one request has met so far (RFC 3261 section 22), and the headers with which it is tried again. */
import { frozen } from "../base/frozen.js";
import { type Challenge, emitCredentials, parseChallenge, parseNextNonce } from "../wire/sip/sip-challenge.js";
import { header, headerLines, type SipHeaders, type SipRequest, type SipResponse } from "../wire/sip/sip-message.js";
import { canAnswer, type Secret } from "./digest.js";
import { LONGEST_CHALLENGE_TEXT, MOST_CHALLENGES, MOST_REALMS } from "./limits.js";

const BY_STATUS = frozen({
  401: { asks: "WWW-Authenticate", answers: "Authorization" },
  407: { asks: "Proxy-Authenticate", answers: "Proxy-Authorization" },
} as const);

/** Where the one who was satisfied tells of the next time (RFC 7616 section 3.5, RFC 7615 section 4). */
const INFORMATION = frozen({
  Authorization: "Authentication-Info",
  "Proxy-Authorization": "Proxy-Authentication-Info",
} as const);

/** What one header asks for in one realm, and whether the request under way has answered it. */
type Met = { readonly answers: keyof typeof INFORMATION; challenge: Challenge; answered: boolean };

const NONE: readonly Met[] = frozen([]);

export class Authentication {
  readonly #secret: Secret;
  /** One for each header and realm: a proxy and a registrar may both want to know. */
  #met = NONE;
  #rounds = 0;

  constructor(secret: Secret) {
    this.#secret = secret;
  }

  /** A new request: what was learnt from the last one is offered at once, and may be refused once more. */
  begin(): void {
    if (this.#met.length > MOST_CHALLENGES) this.#met = NONE;
    for (const met of this.#met) met.answered = false;
    this.#rounds = 0;
  }

  /**
   * Takes in a 401 or 407; false when trying again is of no use: nothing in it can be answered, or the answer was given
   * and found wrong. A stale nonce is no wrong answer (RFC 7616 section 3.3). With `realms` (`realmsOf`), no other is answered.
   */
  meet(response: SipResponse, realms: string | null): boolean {
    const ours = realms?.split("\n");
    const challenges = challengesOf(response).filter(({ challenge }) => !ours || ours.includes(challenge.realm));
    this.#rounds++;
    if (challenges.length === 0 || this.#rounds > this.#secret.maxChallenges) return false;
    for (const asked of challenges) {
      const { answers, challenge } = asked;
      const met = this.#met.find((other) => other.answers === answers && other.challenge.realm === challenge.realm);
      if (met?.answered && !challenge.stale) return false;
      if (met) Object.assign(met, asked);
      else this.#met = [...this.#met, asked];
    }
    return true;
  }

  /** Takes in a 2xx: the next proof may have to be of another nonce. Of two realms in one header none is meant. */
  accepted(response: SipResponse): void {
    for (const met of this.#met) {
      const text = header(response, INFORMATION[met.answers]);
      const nonce = text === undefined ? undefined : parseNextNonce(text);
      if (nonce === undefined || nonce.length > LONGEST_CHALLENGE_TEXT || !this.#isAlone(met)) continue;
      this.#secret.follow(met.challenge.nonce, nonce);
      met.challenge = { ...met.challenge, nonce };
    }
  }

  headers(request: Pick<SipRequest, "method" | "uri" | "body">): SipHeaders {
    const headers: [string, string][] = [];
    for (const { answers, challenge } of this.#met) {
      const credentials = this.#secret.answer(challenge, request);
      if (credentials) headers.push([answers, emitCredentials(credentials)]);
    }
    return headers;
  }

  #isAlone({ answers }: Met): boolean {
    return this.#met.filter((met) => met.answers === answers).length === 1;
  }
}

/** One a line: the realms of the challenges that we could answer, and behind them those that have been `known` before. */
export function realmsOf(response: SipResponse, known: string | null): string | null {
  const realms = challengesOf(response).map(({ challenge }) => challenge.realm);
  for (const realm of known?.split("\n") ?? []) if (!realms.includes(realm)) realms.push(realm);
  return realms.length === 0 ? null : realms.slice(0, MOST_REALMS).join("\n");
}

/** For each realm the first challenge we know how to answer, in the order of the one who asks (RFC 8760 section 2.4). */
function challengesOf(response: SipResponse): Met[] {
  const row = response.status === 401 || response.status === 407 ? BY_STATUS[response.status] : undefined;
  const chosen: Met[] = [];
  if (!row) return chosen;
  for (const line of headerLines(response, row.asks)) {
    const challenge = parseChallenge(line);
    if (!challenge || !canAnswer(challenge)) continue;
    if (chosen.every((met) => met.challenge.realm !== challenge.realm))
      chosen.push({ answers: row.answers, challenge, answered: true });
  }
  return chosen;
}
