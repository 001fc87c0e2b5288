/** What the board computes by itself, against what Node computes. */
import { deepEqual, equal, throws } from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { gzipSync, inflateRawSync, crc32 as nodeCrc } from "node:zlib";
import fc from "fast-check";
import { crc32, gzipBody } from "../../../hal/esp32/gzip.js";
import { ImageCheck } from "../../../hal/esp32/image.js";
import { Cbc, hmacBy, type Sha256 } from "../../../hal/esp32/keys.js";
import { sha512256 } from "../../../hal/esp32/sha-512-256.js";

const octets = (maxLength: number) => fc.uint8Array({ maxLength });
const plain = (from: Uint8Array) => new Uint8Array(from);
const sha256: Sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return plain(hash.digest());
};

describe("keys", () => {
  it("SHA-512/256 is the one of the standard", () => {
    fc.assert(
      fc.property(octets(300), (input) => {
        deepEqual(sha512256(input), plain(createHash("sha512-256").update(input).digest()));
      }),
    );
  });

  it("HMAC is that of the standard", () => {
    fc.assert(
      fc.property(octets(100), octets(40), (key, text) => {
        deepEqual(hmacBy(sha256, key, text), plain(createHmac("sha256", key).update(text).digest()));
      }),
    );
  });

  it("CBC is that of AES-256, and refuses wrong padding", () => {
    const key = new Uint8Array(32).map((_, i) => i * 7);
    const block = (make: typeof createCipheriv | typeof createDecipheriv) => (input: Uint8Array, into: Uint8Array) => {
      const cipher = make("aes-256-ecb", key, null);
      cipher.setAutoPadding(false);
      into.set(cipher.update(input));
    };
    const cbc = new Cbc({ encrypt: block(createCipheriv), decrypt: block(createDecipheriv) });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), octets(70), (vector, input) => {
        const cipher = createCipheriv("aes-256-cbc", key, vector);
        const secret = plain(Buffer.concat([cipher.update(input), cipher.final()]));
        deepEqual(cbc.encrypt(vector, input), secret);
        deepEqual(cbc.decrypt(vector, secret), input);
      }),
    );
    const vector = new Uint8Array(16);
    equal(cbc.decrypt(vector, new Uint8Array(0)), undefined);
    equal(cbc.decrypt(vector, new Uint8Array(15)), undefined);
    const secret = cbc.encrypt(vector, new Uint8Array(16));
    equal(cbc.decrypt(vector, secret.slice(0, 16)), undefined);
  });

  it("gzip's envelope is read as it is written, and nothing is read out of a torn one", () => {
    fc.assert(
      fc.property(octets(200), (input) => {
        const packed = gzipSync(input);
        const envelope = gzipBody(packed);
        equal(envelope?.crc, crc32(input));
        equal(crc32(input), nodeCrc(input));
        equal(envelope?.length, input.length);
        deepEqual(plain(inflateRawSync(envelope?.deflated ?? new Uint8Array())), input);
      }),
    );
    const named = Uint8Array.from([
      ...gzipSync("x").subarray(0, 3),
      8,
      0,
      0,
      0,
      0,
      0,
      3,
      97,
      98,
      0,
      ...gzipSync("x").subarray(10),
    ]);
    deepEqual(gzipBody(named)?.deflated, plain(gzipSync("x").subarray(10, -8)));
    fc.assert(fc.property(octets(40), (noise) => void gzipBody(Uint8Array.from([0x1f, 0x8b, 8, ...noise]))));
  });
});

describe("an image", () => {
  const image = (chip: number, magic = 0xe9, digested = 1) => {
    const head = new Uint8Array(40);
    head[0] = magic;
    head[12] = chip;
    head[23] = digested;
    return head;
  };

  it("for this chip is taken, in any pieces", () => {
    for (const step of [1, 7, 40]) {
      const check = new ImageCheck("esp32s3");
      for (let at = 0; at < 40; at += step) check.push(image(9).subarray(at, at + step));
      check.end(40);
      throws(() => check.end(41), /40 of 41 octets/);
    }
  });

  it("that is none, of another chip or without a digest is refused at its head", () => {
    throws(() => new ImageCheck("esp32").push(image(0, 0x50)), /no firmware image/);
    throws(() => new ImageCheck("esp32").push(image(9)), /another chip/);
    throws(() => new ImageCheck("esp32").push(image(0, 0xe9, 0)), /no digest/);
    const short = new ImageCheck("esp32");
    short.push(image(0).subarray(0, 10));
    throws(() => short.end(10));
  });
});
