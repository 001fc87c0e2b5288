/** Keys and ciphers by Moddable's crypt, gzip by its inflate: HMAC, PBKDF2, the chaining and the envelope are here. */
import * as crypt from "crypt";
import Inflate from "inflate";
import type { Vault } from "../crypto.js";
import { crc32, gzipBody } from "./gzip.js";
import { Cbc, hmacBy } from "./keys.js";

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const digest = new crypt.Digest("SHA256");
  for (const part of parts) digest.write(part.slice().buffer as ArrayBuffer);
  return new Uint8Array(digest.close());
}

/** What crypt has and its typings have not. */
type BlockCipher = new (
  cipher: "AES",
  key: ArrayBuffer,
) => { encrypt(block: ArrayBuffer, into: ArrayBuffer): void; decrypt(block: ArrayBuffer, into: ArrayBuffer): void };

function cipherOf(key: Uint8Array): Cbc {
  const { BlockCipher } = crypt as unknown as { BlockCipher: BlockCipher };
  const cipher = new BlockCipher("AES", key.slice().buffer as ArrayBuffer);
  return new Cbc({
    encrypt: (block, into) => cipher.encrypt(block.slice().buffer as ArrayBuffer, into.buffer as ArrayBuffer),
    decrypt: (block, into) => cipher.decrypt(block.slice().buffer as ArrayBuffer, into.buffer as ArrayBuffer),
  });
}

/** Undefined when it is damaged or too long. */
function inflate(octets: Uint8Array, longest: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let good = false;
  const inflater = new Inflate({ windowBits: -15 });
  inflater.onData = (piece) => {
    length += piece.byteLength;
    if (length > longest) throw new RangeError("too long");
    pieces.push(new Uint8Array(piece));
  };
  inflater.onEnd = (error) => {
    good = error === 0;
  };
  try {
    inflater.push(octets, true);
    inflater.close();
  } catch {
    return undefined;
  }
  if (!good) return undefined;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** In C (pbkdf2.c): xsc binds methods of this very form. */
const passwords = Object.freeze({
  derive(password: Uint8Array, salt: Uint8Array, iterations: number, length: number): ArrayBuffer {
    return native("xs_ata_pbkdf2").call(this, password, salt, iterations, length);
  },
});

export const boardVault: Vault = Object.freeze({
  derive: (_algorithm: "SHA-256", password: Uint8Array, salt: Uint8Array, iterations: number, length: number) =>
    new Uint8Array(passwords.derive(password, salt, iterations, length)),
  hmac: (_algorithm: "SHA-256", key: Uint8Array, octets: Uint8Array) => hmacBy(sha256, key, octets),
  encrypt: (key: Uint8Array, vector: Uint8Array, octets: Uint8Array) => cipherOf(key).encrypt(vector, octets),
  decrypt: (key: Uint8Array, vector: Uint8Array, octets: Uint8Array) => cipherOf(key).decrypt(vector, octets),
  gunzip(octets: Uint8Array, longest: number): Uint8Array | undefined {
    const envelope = gzipBody(octets);
    if (!envelope || envelope.length > longest) return undefined;
    const whole = inflate(envelope.deflated, longest);
    return whole && whole.length === envelope.length && crc32(whole) === envelope.crc ? whole : undefined;
  },
});
