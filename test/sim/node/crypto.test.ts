import { equal } from "node:assert/strict";
import { anySeed, nodeCrypto } from "../../../sim/node/crypto.js";

const hex = (algorithm: Parameters<typeof nodeCrypto.digest>[0]) =>
  Buffer.from(nodeCrypto.digest(algorithm, Buffer.from("abc"))).toString("hex");

describe("the host's digests", () => {
  it("are those of RFC 1321 and FIPS 180-4", () => {
    equal(hex("MD5"), "900150983cd24fb0d6963f7d28e17f72");
    equal(hex("SHA-256"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    equal(hex("SHA-512-256"), "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
  });

  it("come with a seed of 32 bits", () => {
    const seed = anySeed();
    equal(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, true);
  });
});
