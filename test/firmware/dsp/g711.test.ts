import { deepEqual, equal } from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  ALAW_SILENCE,
  decodeAlaw,
  decodeUlaw,
  encodeAlaw,
  encodeUlaw,
  ULAW_SILENCE,
} from "../../../firmware/dsp/g711.js";

const every = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
const octets = Uint8Array.from({ length: 256 }, (_, i) => i);

type Encode = typeof encodeUlaw;
type Decode = typeof decodeUlaw;

const encoded = (encode: Encode, samples: Int16Array) => {
  const into = new Uint8Array(samples.length);
  encode(samples, into, 0);
  return into;
};
const decoded = (decode: Decode, payload: Uint8Array) => {
  const into = new Int16Array(payload.length);
  decode(payload, 0, into);
  return into;
};
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("g711", () => {
  it("encodes every sample as the formula does, µ-law", () => {
    equal(sha256(encoded(encodeUlaw, every)), "5ee7cf5f273f842d2234121e4cb0c98d6b20a99ac29026f94e05b36955b195be");
  });

  it("encodes every sample as the formula does, A-law", () => {
    equal(sha256(encoded(encodeAlaw, every)), "38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b");
  });

  it("decodes the check values", () => {
    const ulaw = decoded(decodeUlaw, octets);
    deepEqual([ulaw[0x00], ulaw[0x0f], ulaw[0x7f], ulaw[0xff], ulaw[0x80]], [-32124, -16764, 0, 0, 32124]);
    const alaw = decoded(decodeAlaw, octets);
    deepEqual([alaw[0xd5], alaw[0x55], alaw[0x2a], alaw[0xaa]], [8, -8, -32256, 32256]);
  });

  it("gives back every octet but the second zero of µ-law", () => {
    const ulaw = encoded(encodeUlaw, decoded(decodeUlaw, octets));
    const expected = octets.slice();
    expected[0x7f] = 0xff;
    deepEqual(ulaw, expected);
    deepEqual(encoded(encodeAlaw, decoded(decodeAlaw, octets)), octets);
  });

  it("is off by half a step at most, a 32nd of the segment's lower edge", () => {
    const off = (encode: Encode, decode: Decode, edgeOf: (magnitude: number) => number) => {
      const back = decoded(decode, encoded(encode, every));
      let worst = 0;
      for (let i = 0; i < every.length; i++) {
        const magnitude = Math.abs(every[i]);
        if (magnitude <= 32124) worst = Math.max(worst, Math.abs(every[i] - back[i]) / edgeOf(magnitude));
      }
      return worst;
    };
    equal(
      off(encodeUlaw, decodeUlaw, (magnitude) => 2 ** Math.floor(Math.log2(magnitude + 132))),
      1 / 32,
    );
    equal(
      off(encodeAlaw, decodeAlaw, (magnitude) => 2 ** Math.floor(Math.log2(Math.max(256, magnitude)))),
      1 / 32,
    );
  });

  it("knows the octets of silence", () => {
    equal(encoded(encodeUlaw, new Int16Array(1))[0], ULAW_SILENCE);
    equal(encoded(encodeAlaw, new Int16Array(1))[0], ALAW_SILENCE);
  });

  it("writes and reads inside a packet, and touches nothing else", () => {
    const packet = new Uint8Array(12 + 4 + 1).fill(1);
    encodeUlaw(Int16Array.of(0, 0, -32768, 32767), packet, 12);
    deepEqual([...packet.subarray(11)], [1, 0xff, 0xff, 0x00, 0x80, 1]);
    const frame = new Int16Array(2);
    decodeUlaw(packet, 14, frame);
    deepEqual([...frame], [-32124, 32124]);
  });
});
