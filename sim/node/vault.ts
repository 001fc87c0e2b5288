/** Keys, ciphers and gzip by node:crypto and node:zlib, in the shape of `hal/crypto.ts`. */
import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Vault } from "../../hal/crypto.js";

const CIPHER = "aes-256-cbc";
const DIGEST = "sha256";

export const nodeVault: Vault = {
  derive: (_algorithm, password, salt, iterations, length) =>
    new Uint8Array(pbkdf2Sync(password, salt, iterations, length, DIGEST)),
  hmac: (_algorithm, key, octets) => new Uint8Array(createHmac(DIGEST, key).update(octets).digest()),
  encrypt(key, vector, octets) {
    const cipher = createCipheriv(CIPHER, key, vector);
    return new Uint8Array(Buffer.concat([cipher.update(octets), cipher.final()]));
  },
  decrypt(key, vector, octets) {
    const cipher = createDecipheriv(CIPHER, key, vector);
    try {
      return new Uint8Array(Buffer.concat([cipher.update(octets), cipher.final()]));
    } catch {
      return undefined;
    }
  },
  gunzip(octets, longest) {
    try {
      return new Uint8Array(gunzipSync(octets, { maxOutputLength: longest }));
    } catch {
      return undefined;
    }
  },
};
