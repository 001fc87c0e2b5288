/**
 * Who may come in: two passwords and the tokens of scripts, kept as what does not give them away. There is no password
 * until its owner has set one, and none that anybody else would know.
 *
 *   {"admin":{"salt":"…","iterations":1000,"hash":"…"},"user":null,"tokens":[{"name":"backup","hash":"…"}]}
 */

import type { JsonRecord } from "../base/json.js";
import { jsonText } from "../base/json-text.js";
import { type Chance, token } from "../base/random.js";
import { hexOf, octetsOf } from "../base/text.js";
import { isRecord, parseRecord, textIn } from "./json.js";
import {
  MAX_ITERATIONS,
  MAX_PASSWORD,
  MAX_TOKEN_NAME,
  MAX_TOKENS,
  MIN_PASSWORD,
  PASSWORD_ITERATIONS,
} from "./limits.js";
import { drawn, isSame, octetsOfHex } from "./secrecy.js";

export type Role = "admin" | "user";

/** The shape of `hal/crypto.ts`. */
export interface Vault {
  derive(algorithm: "SHA-256", password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  hmac(algorithm: "SHA-256", key: Uint8Array, octets: Uint8Array): Uint8Array;
  encrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array;
  decrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array | undefined;
  gunzip(octets: Uint8Array, longest: number): Uint8Array | undefined;
}

/** Where they are kept. */
export interface LoginStore {
  /** As it was last kept; null for nothing. */
  readonly text: string | null;
  /** Throws an Error when it cannot be kept; what was kept before still is. */
  keep(text: string): void;
}

export type Passwords = { readonly admin?: string; readonly user?: string };

/** What they need of the house. */
export type LoginTools = { readonly logins: LoginStore; readonly vault: Vault; readonly chance: Chance };

type Hash = { readonly salt: string; readonly iterations: number; readonly hash: string };
type Token = { readonly name: string; readonly hash: string };
type Kept = { readonly admin: Hash | null; readonly user: Hash | null; readonly tokens: readonly Token[] };

const NOBODY: Kept = Object.freeze({ admin: null, user: null, tokens: Object.freeze([]) });
/** Octets. */
const SALT = 16;
const HASH = 32;
/** Letters of a token, 5 bits of chance each. */
const TOKEN = 40;
const TOKEN_KEY = octetsOf("token");
const TOKEN_NAME = /^[A-Za-z0-9 ._-]+$/;

export class Logins {
  readonly #tools: LoginTools;
  #kept: Kept;

  constructor(tools: LoginTools) {
    this.#tools = tools;
    this.#kept = read(tools.logins.text);
  }

  /** Nobody has set a password yet. */
  get fresh(): boolean {
    return this.#kept.admin === null;
  }

  has(role: Role): boolean {
    return this.#kept[role] !== null;
  }

  /** Why this cannot be a password, or null. */
  static refusal(password: string): string | null {
    if (password.length < MIN_PASSWORD) return `A password has at least ${MIN_PASSWORD} characters.`;
    return password.length > MAX_PASSWORD ? `A password has at most ${MAX_PASSWORD} characters.` : null;
  }

  /**
   * An empty one takes the user's away; one that is set already is not set anew. Answers whose are others now. Throws an
   * Error when they cannot be kept; nothing has changed then.
   */
  setPasswords({ admin, user }: Passwords): readonly Role[] {
    const kept = { ...this.#kept };
    const changed: Role[] = [];
    if (admin && !this.isPassword("admin", admin)) {
      kept.admin = this.#hash(admin);
      changed.push("admin");
    }
    if (user === "" ? kept.user !== null : user !== undefined && !this.isPassword("user", user)) {
      kept.user = user ? this.#hash(user) : null;
      changed.push("user");
    }
    if (changed.length > 0) this.#keep(kept);
    return changed;
  }

  /** Answers how to have everything as it is now. */
  snapshot(): () => void {
    const kept = this.#kept;
    return () => this.#keep(kept);
  }

  /** Takes as long for a role that has no password. */
  isPassword(role: Role, password: string): boolean {
    const kept = this.#kept[role];
    const { salt, iterations, hash } = kept ?? { salt: "", iterations: PASSWORD_ITERATIONS, hash: "" };
    if (password.length > MAX_PASSWORD) return false;
    const wanted = octetsOfHex(hash) ?? new Uint8Array(0);
    const given = this.#derive(password, octetsOfHex(salt) ?? new Uint8Array(0), iterations);
    return isSame(given, wanted) && kept !== null;
  }

  get tokenNames(): readonly string[] {
    return this.#kept.tokens.map(({ name }) => name);
  }

  /** The token, to be told once; or why there is none. Throws an Error when it cannot be kept. */
  addToken(name: string): { readonly token: string } | { readonly refused: string } {
    const { tokens } = this.#kept;
    if (name.length > MAX_TOKEN_NAME || !TOKEN_NAME.test(name))
      return { refused: `A name has 1 to ${MAX_TOKEN_NAME} letters, digits, blanks, points or dashes.` };
    if (tokens.some((one) => one.name === name)) return { refused: "There is a token of this name." };
    if (tokens.length >= MAX_TOKENS) return { refused: `There are ${MAX_TOKENS} tokens already.` };
    const text = token(this.#tools.chance, TOKEN);
    this.#keep({ ...this.#kept, tokens: [...tokens, { name, hash: this.#hashOfToken(text) }] });
    return { token: text };
  }

  /** False when there is none. Throws an Error when it cannot be kept. */
  removeToken(name: string): boolean {
    const tokens = this.#kept.tokens.filter((one) => one.name !== name);
    if (tokens.length === this.#kept.tokens.length) return false;
    this.#keep({ ...this.#kept, tokens });
    return true;
  }

  isToken(text: string): boolean {
    if (text.length !== TOKEN || this.#kept.tokens.length === 0) return false;
    const given = octetsOf(this.#hashOfToken(text));
    let found = false;
    for (const { hash } of this.#kept.tokens) if (isSame(given, octetsOf(hash))) found = true;
    return found;
  }

  #keep(kept: Kept): void {
    this.#tools.logins.keep(jsonText(kept));
    this.#kept = kept;
  }

  #hash(password: string): Hash {
    const salt = drawn(this.#tools.chance, SALT);
    const hash = hexOf(this.#derive(password, salt, PASSWORD_ITERATIONS));
    return { salt: hexOf(salt), iterations: PASSWORD_ITERATIONS, hash };
  }

  #derive(password: string, salt: Uint8Array, iterations: number): Uint8Array {
    return this.#tools.vault.derive("SHA-256", octetsOf(password), salt, iterations, HASH);
  }

  /** It has more chance in it than can be tried: one round will do. */
  #hashOfToken(text: string): string {
    return hexOf(this.#tools.vault.hmac("SHA-256", TOKEN_KEY, octetsOf(text)));
  }
}

/** What cannot be read is nobody's. */
function read(text: string | null): Kept {
  const kept = text === null ? undefined : parseRecord(text);
  if (!kept) return NOBODY;
  const tokens = Array.isArray(kept.tokens) ? kept.tokens.filter(isRecord) : [];
  return {
    admin: hashIn(kept.admin),
    user: hashIn(kept.user),
    tokens: tokens.map((one: JsonRecord) => ({ name: textIn(one, "name") ?? "", hash: textIn(one, "hash") ?? "" })),
  };
}

function hashIn(value: unknown): Hash | null {
  if (!isRecord(value)) return null;
  const { iterations } = value;
  const salt = textIn(value, "salt");
  const hash = textIn(value, "hash");
  if (salt === undefined || hash === undefined || typeof iterations !== "number") return null;
  return iterations >= 1 && iterations <= MAX_ITERATIONS ? { salt, iterations, hash } : null;
}
