/** Images for an ESP32, on a platform that is not there: what is written to the slot, and when it is taken. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync, verify as verifyBy } from "node:crypto";
import fc from "fast-check";
import { makeImage, pointOf, signImage } from "../../../boards/image.mjs";
import { ImageIntake } from "../../../firmware/adapter/image-intake.js";
import { octetsOfHex } from "../../../hal/esp32/key.js";
import { SecondSlot } from "../../../hal/esp32/second-slot.js";

const BOARD = "WT32-ETH01";
const pem = () =>
  generateKeyPairSync("ec", { namedCurve: "prime256v1" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
const OURS = pem();

/** A program as the IDF makes it, as far as its head tells. */
function program(chip = 0, length = 5000) {
  const octets = Buffer.alloc(length, 0x5a);
  octets[0] = 0xe9;
  octets.writeUInt16LE(chip, 12);
  octets[23] = 1;
  return octets;
}

/** The flash of a chip; `key` is a PEM. */
function chip({ key = null as string | null, size = 10_000, isGood = true } = {}) {
  const log: string[] = [];
  let written = Buffer.alloc(0);
  let signedOver = Buffer.alloc(0);
  const slot = new SecondSlot("esp32", {
    onTrial: false,
    key: key === null ? null : octetsOfHex(pointOf(key)),
    open: () => ({
      size,
      write(octets) {
        written = Buffer.concat([written, octets]);
      },
      complete() {
        if (!isGood) throw new Error("end failed");
        log.push("taken");
      },
      close: () => log.push("closed"),
    }),
    sha256: () => ({
      write(octets) {
        signedOver = Buffer.concat([signedOver, Buffer.from(octets)]);
      },
      close: () => new Uint8Array(createHash("sha256").update(signedOver).digest()).buffer,
    }),
    isSigned(point, digest, signature) {
      equal(Buffer.from(point).toString("hex"), pointOf(key ?? ""));
      deepEqual(Buffer.from(digest), createHash("sha256").update(signedOver).digest());
      const options = { key: createPublicKey(key ?? ""), dsaEncoding: "ieee-p1363" } as const;
      return verifyBy("sha256", signedOver, options, signature);
    },
    markGood: () => log.push("good"),
    rollBack: () => log.push("back"),
  });
  return { slot, log, written: () => written };
}

function send(to: ReturnType<typeof chip>, file: Buffer, piece = 1460): string | null {
  const image = new Uint8Array(file);
  const intake = new ImageIntake({ update: to.slot, board: BOARD, judge: () => null });
  for (let at = 0; at < image.length; at += piece) {
    const refusal = intake.push(image.slice(at, at + piece));
    if (refusal !== null) return refusal;
  }
  return intake.end();
}

describe("the second slot of an ESP32", () => {
  it("gets the program alone, and is taken when all of it is good", () => {
    const board = chip({ key: OURS });
    equal(send(board, signImage(makeImage(BOARD, "1.2.3", program()), OURS)), null);
    ok(board.written().equals(program()));
    deepEqual(board.log, ["taken", "closed"]);
  });

  it("is let go of, and not taken, when something is wrong", () => {
    const plain = makeImage(BOARD, "1.2.3", program());
    const signed = signImage(plain, OURS);
    const damaged = Buffer.from(signed);
    damaged[3000] ^= 1;
    for (const [image, reason, options] of [
      [plain, /nobody has signed/, { key: OURS }],
      [signImage(plain, pem()), /not by the key/, { key: OURS }],
      [damaged, /damaged/, { key: OURS }],
      [signed.subarray(0, 4000), /not whole/, { key: OURS }],
      [makeImage(BOARD, "1.2.3", program(9)), /another chip than an esp32/, {}],
      [makeImage(BOARD, "1.2.3", Buffer.alloc(100)), /no firmware image/, {}],
      [makeImage(BOARD, "1.2.3", Buffer.from([0xe9])), /1 octets/, {}],
      [makeImage(BOARD, "1.2.3", program()), /room for 4000/, { size: 4000 }],
      [makeImage(BOARD, "1.2.3", program()), /the program is damaged/, { isGood: false }],
    ] as const) {
      const board = chip(options);
      match(send(board, image) ?? "", reason);
      deepEqual(board.log, ["closed"]);
    }
    const other = chip();
    match(send(other, makeImage("simulated", "1.2.3", program())) ?? "", /another board/);
    deepEqual([other.log, other.written().length], [[], 0]);
  });

  it("is never taken with what was changed on its way", () => {
    const signed = signImage(makeImage(BOARD, "1.2.3", program(0, 300)), OURS);
    fc.assert(
      fc.property(
        fc.nat(signed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 500 }),
        (at, bits, cut) => {
          const copy = Buffer.from(signed);
          copy[at] ^= bits;
          const board = chip({ key: OURS });
          const refusal = send(board, copy, cut);
          // of the version alone another one may be read, and that was not signed either
          ok(refusal !== null && !board.log.includes("taken"), refusal ?? "taken");
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is good, or gone back from, when the adapter says so", () => {
    const { slot, log } = chip();
    slot.healthy();
    slot.rollBack();
    deepEqual([log, slot.signed, slot.onTrial], [["good", "back"], false, false]);
  });
});

describe("the key of a program", () => {
  it("is a point, or none, and nothing else", () => {
    equal(octetsOfHex(""), null);
    const octets = octetsOfHex(pointOf(OURS));
    deepEqual([octets?.length, octets?.[0]], [65, 4]);
    for (const wrong of ["04", "x", `02${"0".repeat(128)}`, `04${"g".repeat(128)}`])
      throws(() => octetsOfHex(wrong), /no public key/);
  });
});
