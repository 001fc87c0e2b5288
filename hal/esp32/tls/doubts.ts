/** Why there is no connection, in words: what Mbed TLS has against a certificate, or against the other side as a whole. */

/** MBEDTLS_X509_BADCERT_*, the most telling first. */
const DOUBTS: readonly (readonly [flag: number, reason: string])[] = Object.freeze([
  Object.freeze([0x04, "the certificate of the server is for another name"] as const),
  Object.freeze([0x01, "the certificate of the server has expired"] as const),
  Object.freeze([
    0x0200,
    "the certificate of the server is not valid yet, or the board does not know the time",
  ] as const),
  Object.freeze([0x02, "the certificate of the server has been revoked"] as const),
  Object.freeze([
    0x08,
    "the certificate of the server is by an authority that nobody here knows (Provision_CA)",
  ] as const),
  Object.freeze([0x40, "the server shows no certificate"] as const),
  Object.freeze([0x01c000, "the certificate of the server is signed too weakly"] as const),
]);

export function reasonOf(doubts: number, error: number): string {
  for (const [flag, reason] of DOUBTS) if (doubts & flag) return reason;
  return doubts !== 0
    ? "the certificate of the server is not good"
    : `no TLS with this server (-0x${(-error).toString(16)})`;
}
