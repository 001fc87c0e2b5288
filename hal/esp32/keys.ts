/** HMAC (RFC 2104) and CBC with PKCS #7 padding, over a digest and a block cipher of the platform. */

/** SHA-256 of the parts, one after another. */
export type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array;

const HASHED = 64;
const BLOCK = 16;

function padsOf(sha256: Sha256, key: Uint8Array): [inner: Uint8Array, outer: Uint8Array] {
  const short = key.length > HASHED ? sha256(key) : key;
  const [inner, outer] = [new Uint8Array(HASHED).fill(0x36), new Uint8Array(HASHED).fill(0x5c)];
  for (let i = 0; i < short.length; i++) {
    inner[i] ^= short[i];
    outer[i] ^= short[i];
  }
  return [inner, outer];
}

export function hmacBy(sha256: Sha256, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const [inner, outer] = padsOf(sha256, key);
  return sha256(outer, sha256(inner, ...parts));
}

/** A block of 16 octets, into another. */
export type Cipher = {
  encrypt(block: Uint8Array, into: Uint8Array): void;
  decrypt(block: Uint8Array, into: Uint8Array): void;
};

export class Cbc {
  readonly #cipher: Cipher;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  encrypt(vector: Uint8Array, octets: Uint8Array): Uint8Array {
    const padding = BLOCK - (octets.length % BLOCK);
    const result = new Uint8Array(octets.length + padding).fill(padding, octets.length);
    result.set(octets);
    const into = new Uint8Array(BLOCK);
    let last = vector;
    for (let at = 0; at < result.length; at += BLOCK) {
      const block = result.slice(at, at + BLOCK);
      for (let i = 0; i < BLOCK; i++) block[i] ^= last[i];
      this.#cipher.encrypt(block, into);
      result.set(into, at);
      last = result.slice(at, at + BLOCK);
    }
    return result;
  }

  /** Undefined where the padding is wrong. */
  decrypt(vector: Uint8Array, octets: Uint8Array): Uint8Array | undefined {
    if (octets.length === 0 || octets.length % BLOCK !== 0) return undefined;
    const result = new Uint8Array(octets.length);
    const into = new Uint8Array(BLOCK);
    let last = vector;
    for (let at = 0; at < octets.length; at += BLOCK) {
      const block = octets.slice(at, at + BLOCK);
      this.#cipher.decrypt(block, into);
      for (let i = 0; i < BLOCK; i++) result[at + i] = into[i] ^ last[i];
      last = block;
    }
    const padding = result[result.length - 1];
    if (padding < 1 || padding > BLOCK) return undefined;
    for (let i = result.length - padding; i < result.length; i++) if (result[i] !== padding) return undefined;
    return result.slice(0, result.length - padding);
  }
}
