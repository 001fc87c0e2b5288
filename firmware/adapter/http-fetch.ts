/** One question by HTTP, to its end: where it is redirected to, and once more with a name and a password where those are asked for. */
import type { HttpAnswer, HttpQuestion } from "../../hal/http-client.js";
import { base64Of } from "../base/base64.js";
import { octetsOf } from "../base/text.js";
import { emitTarget, parseTarget, type Target } from "../provision/target.js";
import { canAnswer, Secret } from "../sip/digest.js";
import { type Challenge, emitCredentials, parseChallenge } from "../wire/sip/sip-challenge.js";
import type { OverheardBoard } from "./overheard.js";
import { PRODUCT } from "./version.js";

export type Fetched = { readonly octets: Uint8Array } | { readonly failed: string; readonly missing: boolean };

export type HttpWish = Pick<HttpQuestion, "method" | "body" | "maxBody" | "authorities" | "onBody"> & {
  readonly target: Target;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** Of the body. */
  readonly contentType: string;
};

/** ms until an answer has to be there. */
const WITHIN = 60_000;
const MOST_REDIRECTIONS = 3;
const REDIRECTIONS: readonly number[] = Object.freeze([301, 302, 303, 307, 308]);
const MISSING: readonly number[] = Object.freeze([404, 410]);
const NEXT_CHALLENGE = /,\s*(?=(?:Digest|Basic)\s)/i;
const BASIC = /^\s*basic\b/i;
const ABSOLUTE = /^https?:\/\//i;
const AGENT = PRODUCT.replaceAll(" ", "-");

export class HttpFetch {
  readonly #board: OverheardBoard;
  readonly #wish: HttpWish;
  readonly #done: (fetched: Fetched) => void;
  #target: Target;
  #redirections = 0;
  #hasProved = false;
  #cancel: () => void = () => {};

  /** `done` is called once, never from in here. */
  constructor(board: OverheardBoard, wish: HttpWish, done: (fetched: Fetched) => void) {
    this.#board = board;
    this.#wish = wish;
    this.#done = done;
    this.#target = wish.target;
    this.#ask(null);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#cancel();
  }

  #ask(authorization: string | null): void {
    const { method, body, maxBody, authorities, contentType, onBody } = this.#wish;
    const headers: { [name: string]: string } = { "user-agent": AGENT };
    if (body !== null) headers["content-type"] = contentType;
    if (authorization !== null) headers.authorization = authorization;
    const url = emitTarget(this.#target);
    this.#cancel = this.#board.client.ask(
      { method, url, headers, body, maxBody, timeout: WITHIN, authorities, ...(onBody && { onBody }) },
      (answer) => this.#heard(answer),
    );
  }

  #heard(answer: HttpAnswer): void {
    if ("failed" in answer) {
      this.#fail(answer.failed);
      return;
    }
    const { status, headers, body } = answer;
    if (status >= 200 && status < 300) {
      this.#done({ octets: body });
      return;
    }
    if (REDIRECTIONS.includes(status)) {
      this.#redirected(headers.location ?? "");
      return;
    }
    const authorization = status === 401 ? this.#proof(headers["www-authenticate"] ?? "") : null;
    if (authorization !== null) {
      this.#ask(authorization);
      return;
    }
    if (status === 401) {
      this.#fail("the server wants another name and password (401)");
      return;
    }
    this.#done({ failed: `the server answers ${status}`, missing: MISSING.includes(status) });
  }

  #redirected(location: string): void {
    if (++this.#redirections > MOST_REDIRECTIONS) {
      this.#fail(`more than ${MOST_REDIRECTIONS} redirections`);
      return;
    }
    const before = this.#target;
    const isPath = location.startsWith("/");
    const next =
      isPath || ABSOLUTE.test(location) ? parseTarget(isPath ? `${hostOf(before)}${location}` : location) : null;
    if (next === null || "refused" in next) {
      this.#fail("the server redirects to nowhere");
      return;
    }
    if (before.scheme === "https" && next.scheme !== "https") {
      this.#fail("the server redirects to one that is not secure");
      return;
    }
    this.#target = next;
    this.#ask(null);
  }

  /** Only to the server that the rule names; the password itself only where nobody can listen. */
  #proof(challenges: string): string | null {
    const { user, target, method, body } = this.#wish;
    if (user === null || this.#hasProved || target.host !== this.#target.host) return null;
    this.#hasProved = true;
    const offered = challenges.split(NEXT_CHALLENGE);
    const digests = offered.map(parseChallenge).filter((one): one is Challenge => one !== undefined && canAnswer(one));
    const challenge = digests.find(({ algorithm }) => algorithm.toUpperCase().startsWith("SHA-256")) ?? digests[0];
    if (challenge) {
      const { name: username, password } = user;
      const secret = new Secret({
        username,
        password,
        digest: (algorithm, octets) => this.#board.crypto.digest(algorithm, octets),
        chance: this.#board.chance,
      });
      const answered = secret.answer(challenge, { method, uri: this.#target.path, body: body ?? new Uint8Array(0) });
      return answered ? emitCredentials(answered) : null;
    }
    if (this.#target.scheme !== "https" || !offered.some((one) => BASIC.test(one))) return null;
    return `Basic ${base64Of(octetsOf(`${user.name}:${user.password}`))}`;
  }

  #fail(failed: string): void {
    this.#done({ failed, missing: false });
  }
}

const hostOf = (target: Target) => emitTarget({ ...target, path: "" });
