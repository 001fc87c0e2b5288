import { deepEqual, equal } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { nodeVault } from "../../../sim/node/vault.js";

const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

describe("the host's vault", () => {
  it("derives keys as RFC 7914 section 11 has it, and HMAC as RFC 4231 section 4.3", () => {
    equal(
      hex(nodeVault.derive("SHA-256", Buffer.from("passwd"), Buffer.from("salt"), 1, 64)),
      "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc" +
        "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
    );
    equal(
      hex(nodeVault.hmac("SHA-256", Buffer.from("Jefe"), Buffer.from("what do ya want for nothing?"))),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("deciphers what it has enciphered, and nothing else", () => {
    const key = new Uint8Array(32).fill(7);
    const vector = new Uint8Array(16).fill(9);
    const text = new Uint8Array(Buffer.from("a profile"));
    const secret = nodeVault.encrypt(key, vector, text);
    equal(secret.length, 16);
    deepEqual(nodeVault.decrypt(key, vector, secret), text);
    equal(nodeVault.decrypt(new Uint8Array(32), vector, secret), undefined);
    equal(nodeVault.decrypt(key, vector, secret.subarray(0, 15)), undefined);
  });

  it("unpacks gzip up to a length", () => {
    const packed = new Uint8Array(gzipSync(Buffer.alloc(10_000, "x")));
    equal(nodeVault.gunzip(packed, 10_000)?.length, 10_000);
    equal(nodeVault.gunzip(packed, 9_999), undefined);
    equal(nodeVault.gunzip(packed.subarray(0, 20), 10_000), undefined);
    equal(nodeVault.gunzip(Uint8Array.of(1, 2, 3), 10), undefined);
  });
});
