import { equal } from "node:assert/strict";
import fc from "fast-check";
import {
  emitFingerprint,
  FINGERPRINT_LENGTH,
  fingerprintHolds,
} from "../../../../firmware/wire/stun/stun-fingerprint.js";

describe("the fingerprint of a STUN message", () => {
  it("holds for what it was made of, and for nothing that differs in a bit", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), (body, bit) => {
        const octets = new Uint8Array(body.length + FINGERPRINT_LENGTH);
        octets.set(body);
        emitFingerprint(octets, body.length);
        equal(fingerprintHolds(octets, body.length), true);
        const at = bit % (8 * octets.length);
        // type and length of the attribute itself are not covered
        if (at >> 3 >= body.length && at >> 3 < body.length + 4) return;
        octets[at >> 3] ^= 1 << (at & 7);
        equal(fingerprintHolds(octets, body.length), false);
      }),
    );
  });
});
