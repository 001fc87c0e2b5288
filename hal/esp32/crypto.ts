/** Digests by Moddable's crypt. */
import { Digest } from "crypt";
import type { Crypto, DigestAlgorithm } from "../crypto.js";
import { sha512256 } from "./sha-512-256.js";

export const boardCrypto: Crypto = Object.freeze({
  digest(algorithm: DigestAlgorithm, octets: Uint8Array): Uint8Array {
    if (algorithm === "SHA-512-256") return sha512256(octets);
    const digest = new Digest(algorithm === "MD5" ? "MD5" : "SHA256");
    digest.write(octets.slice().buffer as ArrayBuffer);
    return new Uint8Array(digest.close());
  },
});
