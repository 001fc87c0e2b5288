import { deepEqual, equal, ok } from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { makeImage, signImage } from "../../../boards/image.mjs";
import { type ImageHead, ImageReader } from "../../../firmware/provision/image.js";
import { imageLock } from "../../../sim/node/image-lock.js";

const keyPair = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const pemOf = ({ privateKey }: ReturnType<typeof keyPair>) =>
  privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const OURS = pemOf(keyPair());
const THEIRS = pemOf(keyPair());
const program = Buffer.from(Array.from({ length: 1000 }, (_, i) => i & 0xff));
const plain = makeImage("simulated", "1.2.3", program);
const signed = signImage(plain, OURS);

/** Reads an image cut into pieces; what came of it, and what was handed on. */
function read(
  image: Uint8Array,
  { key = null as string | null, cuts = [] as number[], refuseHead = null as string | null } = {},
) {
  const got: number[] = [];
  const heads: ImageHead[] = [];
  const lock = imageLock(key);
  const reader = new ImageReader({
    board: "simulated",
    signed: lock.signed,
    seal: lock.seal(),
    taker: {
      head(head) {
        heads.push(head);
        return refuseHead;
      },
      write(piece) {
        for (const octet of piece) got.push(octet);
        return null;
      },
    },
  });
  let at = 0;
  for (const cut of [...cuts, image.length]) {
    reader.push(image.subarray(at, Math.max(at, Math.min(cut, image.length))));
    at = Math.max(at, Math.min(cut, image.length));
  }
  return { refusal: reader.end(), got: Buffer.from(got), heads, reader };
}

describe("a firmware image", () => {
  it("is its program, for a board, of a version", () => {
    const { refusal, got, heads, reader } = read(plain);
    deepEqual([refusal, heads, reader.percent], [null, [{ board: "simulated", version: "1.2.3", length: 1000 }], 100]);
    ok(got.equals(program));
  });

  it("is the same however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(signed.length)), (cuts) => {
        const { refusal, got } = read(signed, { key: OURS, cuts: cuts.sort((a, b) => a - b) });
        equal(refusal, null);
        ok(got.equals(program));
      }),
    );
  });

  it("has to be signed by our key where there is one", () => {
    equal(read(signed, { key: OURS }).refusal, null);
    equal(read(signed).refusal, null);
    equal(read(plain, { key: OURS }).refusal, "nobody has signed this image");
    const foreign = "the signature is not by the key of this adapter";
    equal(read(signed, { key: THEIRS }).refusal, foreign);
    equal(read(signImage(signed, THEIRS), { key: OURS }).refusal, foreign);
    equal(read(Buffer.concat([plain, Buffer.alloc(64)]), { key: OURS }).refusal, foreign);
  });

  it("is refused as soon as it is known to be none, and nothing of it is handed on", () => {
    const changed = (at: number, octet: number) => {
      const copy = Buffer.from(plain);
      copy[at] = octet;
      return copy;
    };
    for (const [image, reason] of [
      [makeImage("WT32-ETH01", "1.2.3", program), "this image is for another board: WT32-ETH01"],
      [Buffer.from("\xe9firmware of another maker", "latin1"), "this is no firmware image"],
      [changed(8, 2), "this image is of a form that is not known here"],
      [changed(9, 0), "the head of this image makes no sense"],
      [changed(11, 1), "the head of this image makes no sense"],
      [changed(12, 2), "the head of this image makes no sense"],
      [makeImage("simulated", "1.2.3", Buffer.alloc(0)), "the head of this image makes no sense"],
      [changed(25, 0x78), "the head of this image makes no sense"],
    ] as const) {
      const { refusal, got } = read(image);
      deepEqual([refusal, got.length], [reason, 0]);
    }
    equal(read(plain, { refuseHead: "not today" }).refusal, "not today");
  });

  it("is refused when it is damaged, too short or too long", () => {
    for (let length = 0; length < signed.length; length += 7)
      if (length !== plain.length) equal(read(signed.subarray(0, length)).refusal, "the image is not whole");
    equal(read(Buffer.concat([signed, Buffer.alloc(1)])).refusal, "something follows the image");
    fc.assert(
      fc.property(fc.integer({ min: 30, max: signed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const copy = Buffer.from(signed);
        copy[at] ^= bits;
        ok(read(copy, { key: OURS }).refusal);
      }),
    );
  });

  it("survives whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(40), (noise, keep) => {
        const image = Buffer.concat([plain.subarray(0, keep), noise]);
        ok(read(image, { key: OURS }).refusal);
        ok(read(image).refusal);
      }),
    );
  });
});
