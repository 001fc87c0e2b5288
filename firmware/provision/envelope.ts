/**
 * What was fetched, unpacked: enciphered as `openssl enc -aes-256-cbc -salt` does it, packed by gzip, or plain.
 *
 *   | "Salted__" | salt 8 | AES-256-CBC ... |      key and vector by EVP_BytesToKey (MD5 or SHA-256), or by PBKDF2
 */
import { frozen } from "../base/frozen.js";
import { octetsOf, textOf } from "../base/text.js";
import { LONGEST_PROFILE, MOST_ENVELOPES } from "./limits.js";

/** What the board does about keys and packing. */
export type Opener = {
  digest(algorithm: "MD5" | "SHA-256", octets: Uint8Array): Uint8Array;
  derive(algorithm: "SHA-256", password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  decrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array | undefined;
  gunzip(octets: Uint8Array, longest: number): Uint8Array | undefined;
};

export type EnvelopeOptions = {
  /** Without one nothing enciphered is taken, with one nothing else. */
  readonly key: string | null;
  /** Rounds of PBKDF2; null for the derivations of old. */
  readonly iterations: number | null;
};

export type Unwrapped = { readonly text: string } | { readonly refused: string };

/** What the board does to close one. */
export type Sealer = Pick<Opener, "digest" | "derive"> & {
  encrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array;
};

const MAGIC = "Salted__";
/** Octets of it. */
export const SALT = 8;
const SALT_AT = MAGIC.length;
const BODY_AT = SALT_AT + SALT;
const BLOCK = 16;
const KEY = 32;
const VECTOR = 16;
const DIGESTS = frozen(["SHA-256", "MD5"] as const);
const BEGINNING = /^\ufeff?\s*[<{]/;
/** Octets in which a profile shows that it is one. */
const SIGN = 64;

export function unwrapped(octets: Uint8Array, { key, iterations }: EnvelopeOptions, opener: Opener): Unwrapped {
  let current = octets;
  let isOpened = false;
  for (let layer = 0; layer <= MOST_ENVELOPES; layer++) {
    if (current.length > LONGEST_PROFILE) return { refused: `it is longer than ${LONGEST_PROFILE} octets` };
    if (isSalted(current)) {
      if (key === null) return { refused: "it is enciphered, and the rule names no --key" };
      const opened = isOpened ? undefined : deciphered(current, key, iterations, opener);
      if (opened === undefined) return { refused: "the key does not open it" };
      current = opened;
      isOpened = true;
    } else if (isGzip(current)) {
      const unpacked = opener.gunzip(current, LONGEST_PROFILE);
      if (unpacked === undefined)
        return { refused: `it is no whole gzip file, or longer than ${LONGEST_PROFILE} octets` };
      current = unpacked;
    } else if (key !== null && !isOpened) return { refused: "it is not enciphered, and the rule names a --key" };
    else if (!isProfile(current)) return { refused: "it is neither XML nor JSON" };
    else return { text: textOf(current) };
  }
  return { refused: `more than ${MOST_ENVELOPES} envelopes` };
}

/** Enciphered as `openssl enc -d -aes-256-cbc` opens it, with `-pbkdf2 -iter N` where there are `iterations`; `salt` of 8 octets. */
export function sealed(
  octets: Uint8Array,
  key: string,
  iterations: number | null,
  salt: Uint8Array,
  sealer: Sealer,
): Uint8Array {
  const password = octetsOf(key);
  const derived =
    iterations === null
      ? bytesToKey((input) => sealer.digest("SHA-256", input), password, salt)
      : sealer.derive("SHA-256", password, salt, iterations, KEY + VECTOR);
  const body = sealer.encrypt(derived.slice(0, KEY), derived.slice(KEY, KEY + VECTOR), octets);
  const closed = new Uint8Array(BODY_AT + body.length);
  closed.set(octetsOf(MAGIC));
  closed.set(salt, SALT_AT);
  closed.set(body, BODY_AT);
  return closed;
}

/** As the key opens it; what comes out has to be something, as padding alone lets one wrong key in 256 through. */
function deciphered(
  octets: Uint8Array,
  key: string,
  iterations: number | null,
  opener: Opener,
): Uint8Array | undefined {
  const body = octets.subarray(BODY_AT);
  if (body.length === 0 || body.length % BLOCK !== 0) return undefined;
  const password = octetsOf(key);
  const salt = octets.subarray(SALT_AT, BODY_AT);
  if (iterations !== null) {
    const derived = opener.derive("SHA-256", password, salt, iterations, KEY + VECTOR);
    return sensible(opener.decrypt(derived.slice(0, KEY), derived.slice(KEY), body));
  }
  for (const algorithm of DIGESTS) {
    const derived = bytesToKey((octets) => opener.digest(algorithm, octets), password, salt);
    const plain = sensible(opener.decrypt(derived.slice(0, KEY), derived.slice(KEY, KEY + VECTOR), body));
    if (plain) return plain;
  }
  return undefined;
}

/** EVP_BytesToKey of OpenSSL with one round: each digest is over the one before, the password and the salt. */
function bytesToKey(digest: (octets: Uint8Array) => Uint8Array, password: Uint8Array, salt: Uint8Array): Uint8Array {
  const derived = new Uint8Array(KEY + VECTOR + 32);
  let before = new Uint8Array(0);
  for (let at = 0; at < KEY + VECTOR; at += before.length) {
    const input = new Uint8Array(before.length + password.length + salt.length);
    input.set(before);
    input.set(password, before.length);
    input.set(salt, before.length + password.length);
    before = new Uint8Array(digest(input));
    derived.set(before, at);
  }
  return derived;
}

const sensible = (octets: Uint8Array | undefined) =>
  octets && (isGzip(octets) || isProfile(octets)) ? octets : undefined;

function isSalted(octets: Uint8Array): boolean {
  return octets.length >= BODY_AT && textOf(octets, 0, SALT_AT) === MAGIC;
}

const isGzip = (octets: Uint8Array) => octets.length > 2 && octets[0] === 0x1f && octets[1] === 0x8b;

const isProfile = (octets: Uint8Array) => BEGINNING.test(textOf(octets, 0, Math.min(octets.length, SIGN)));
