/** Digests and chance, from the platform. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

export interface Crypto {
  digest(algorithm: DigestAlgorithm, octets: Uint8Array): Uint8Array;
}

/** 32 random bits, as an unsigned integer. */
export type Chance = () => number;
