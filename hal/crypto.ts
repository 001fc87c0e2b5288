/** Digests and chance, from the platform. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

export interface Crypto {
  /** Handed on by itself: it needs no `this`. */
  readonly digest: (algorithm: DigestAlgorithm, octets: Uint8Array) => Uint8Array;
}

/** What keeps secrets: slower than a digest, and asked for only by the page and by provisioning. */
export interface Vault {
  /** PBKDF2 with HMAC and this digest (RFC 8018 section 5.2). */
  derive(algorithm: "SHA-256", password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  hmac(algorithm: "SHA-256", key: Uint8Array, octets: Uint8Array): Uint8Array;
  /** AES-256 in CBC with the padding of PKCS #7; a key of 32 octets, a vector of 16. */
  encrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array;
  /** Undefined where the padding is wrong: another key, or no whole message. */
  decrypt(key: Uint8Array, vector: Uint8Array, octets: Uint8Array): Uint8Array | undefined;
  /** Unpacks gzip (RFC 1952); undefined when it is none, is damaged, or would be longer than `longest` octets. */
  gunzip(octets: Uint8Array, longest: number): Uint8Array | undefined;
}

/** 32 random bits, as an unsigned integer. */
export type Chance = () => number;
