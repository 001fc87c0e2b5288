/** Digests by node:crypto, in the shape of `hal/crypto.ts`, and a seed when none was given. */
import { createHash, randomBytes } from "node:crypto";
import type { Crypto, DigestAlgorithm } from "../../hal/crypto.js";

const NAMES: { readonly [algorithm in DigestAlgorithm]: string } = {
  MD5: "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
};

export const nodeCrypto: Crypto = {
  digest: (algorithm, octets) => new Uint8Array(createHash(NAMES[algorithm]).update(octets).digest()),
};

export const anySeed = () => randomBytes(4).readUInt32BE();
