import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf } from "../../../firmware/base/text.js";
import { sealed, unwrapped } from "../../../firmware/provision/envelope.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { nodeVault } from "../../../sim/node/vault.js";

const opener = { digest: nodeCrypto.digest, ...nodeVault };
const open = (octets: Uint8Array, key: string | null = null, iterations: number | null = null) => {
  const profile = unwrapped(octets, { key, iterations }, opener);
  return "text" in profile ? profile.text : `refused: ${profile.refused}`;
};
const octets = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

const PLAIN = "<flat-profile><SIP_T1>1</SIP_T1></flat-profile>\n";
const HEAD = "53616c7465645f5f0102030405060708";
/** By OpenSSL 3.0.22: `enc -aes-256-cbc -S 0102030405060708 -k "my key"`, with `-md md5`, `-md sha256`, `-pbkdf2 -iter 1000`. */
const MD5 = `${HEAD}a2a03bcaad74562db49a0e58c48982dd3958e0083f68f449fec6bd43188f64b69d3748bb5304aa7e71852f50b8325c490ba92cb56f76c74763bec6f82ae4f19a`;
const SHA256 = `${HEAD}2a7cd8537d7477b979a64a8d1d2cbfa2176a34dcc25449203fc561b28ba615f5b92a6e9e0d92b367fa05752dd5169ad8f3bbd4d3a75e3fae8a007a30a2e7f156`;
const PBKDF2 = `${HEAD}95d5f9ec95f967de0a63eda90d9f282e6ad7a0ca6cf9d9eae8b39508fc2d5bd3547ece27b14b77ddf6a0801ed887a8a26046130285d86debe5c4a6a28b877275`;
/** By gzip 1.12. */
const GZIP = "1f8b0800000000000203b349cb492cd12d28ca4fcbcc49b5b309f60c880f31b433b4d187b26cf4511470010041cb4df130000000";

describe("an envelope", () => {
  it("may be none", () => {
    equal(open(octetsOf(PLAIN)), PLAIN);
    equal(open(octetsOf('\ufeff {"settings":{}}')), '\ufeff {"settings":{}}');
    equal(open(octetsOf("PK\x03\x04")), "refused: it is neither XML nor JSON");
    equal(open(new Uint8Array(0)), "refused: it is neither XML nor JSON");
  });

  it("opens as openssl has closed it", () => {
    equal(open(octets(MD5), "my key"), PLAIN);
    equal(open(octets(SHA256), "my key"), PLAIN);
    equal(open(octets(PBKDF2), "my key", 1000), PLAIN);
  });

  it("does not open with another key, another derivation or none", () => {
    for (const closed of [MD5, SHA256]) {
      equal(open(octets(closed), "my kez"), "refused: the key does not open it");
      equal(open(octets(closed), "my key", 1000), "refused: the key does not open it");
      equal(open(octets(closed)), "refused: it is enciphered, and the rule names no --key");
    }
    equal(open(octets(PBKDF2), "my key", 1001), "refused: the key does not open it");
  });

  it("is wanted where there is a key: nobody may leave it off", () => {
    equal(open(octetsOf(PLAIN), "my key"), "refused: it is not enciphered, and the rule names a --key");
    equal(open(octets(GZIP), "my key"), "refused: it is not enciphered, and the rule names a --key");
  });

  it("is unpacked, and packed in an enciphered one", () => {
    equal(open(octets(GZIP)), PLAIN);
    const salt = octets("0102030405060708");
    const derived = nodeVault.derive("SHA-256", octetsOf("k"), salt, 5, 48);
    const closed = nodeVault.encrypt(derived.slice(0, 32), derived.slice(32), octets(GZIP));
    equal(open(new Uint8Array([...octets(HEAD), ...closed]), "k", 5), PLAIN);
    equal(open(octets(GZIP.slice(0, -8))), "refused: it is no whole gzip file, or longer than 139264 octets");
  });

  it("is refused wherever it breaks off or is damaged, or read all the same", () => {
    for (const closed of [MD5, SHA256])
      for (let end = 16; end < closed.length; end += 2)
        equal(open(octets(closed.slice(0, end)), "my key").startsWith("refused: "), true, String(end));
    fc.assert(
      fc.property(
        fc.constantFrom(MD5, PBKDF2, GZIP),
        fc.nat(60),
        fc.integer({ min: 1, max: 255 }),
        (closed, at, by) => {
          const damaged = octets(closed);
          damaged[at % damaged.length] ^= by;
          open(damaged, closed === GZIP ? null : "my key", closed === PBKDF2 ? 1000 : null);
        },
      ),
    );
  });

  it("is closed as openssl closes it", () => {
    const salt = octets("0102030405060708");
    const hex = (iterations: number | null) =>
      Buffer.from(sealed(octetsOf(PLAIN), "my key", iterations, salt, opener)).toString("hex");
    equal(hex(null), SHA256);
    equal(hex(1000), PBKDF2);
  });

  it("is not opened for ever", () => {
    let opened = 0;
    const gunzip = (packed: Uint8Array) => {
      opened++;
      return packed;
    };
    const doll = { ...opener, gunzip };
    deepEqual(unwrapped(octets(GZIP), { key: null, iterations: null }, doll), { refused: "more than 3 envelopes" });
    equal(opened, 4);
  });
});
