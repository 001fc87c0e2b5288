/** How images of the desk are checked, by node:crypto: SHA-256, and ECDSA on P-256 with the key the desk was started with. */
import { createHash, createPublicKey, createVerify, type KeyObject } from "node:crypto";
import type { ImageLock } from "../../hal/simulated/slots.js";

/** Of the key in this PEM, public or private; null for a desk without one. Throws an Error with one readable line. */
export function imageLock(pem: string | null): ImageLock {
  const key = pem === null ? null : keyOf(pem);
  return {
    signed: key !== null,
    seal() {
      const hash = createHash("sha256");
      const verify = createVerify("sha256");
      return {
        write(octets) {
          hash.update(octets);
          verify.update(octets);
        },
        end: () => new Uint8Array(hash.digest()),
        isSignedBy: (signature) => key !== null && verify.verify({ key, dsaEncoding: "ieee-p1363" }, signature),
      };
    },
  };
}

function keyOf(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // said below
  }
  throw new Error("UPDATE_KEY: this is no key on the curve P-256 in PEM");
}
