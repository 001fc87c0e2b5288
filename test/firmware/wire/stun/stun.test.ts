import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { putUint16 } from "../../../../firmware/base/bytes.js";
import {
  emitStunIndication,
  emitStunRequest,
  emitStunResponse,
  hasStunId,
  isStun,
  LONGEST_STUN_MESSAGE,
  MOST_UNKNOWN_ATTRIBUTES,
  parseStun,
  type StunMessage,
} from "../../../../firmware/wire/stun/stun.js";
import { emitFingerprint } from "../../../../firmware/wire/stun/stun-fingerprint.js";
import { ID, octets, REQUEST, RESPONSE, RESPONSE_6 } from "./stun-samples.js";

const NOTHING: StunMessage = {
  ...{ kind: "success", id: ID, mapped: null, error: null, alternate: null },
  ...{ origin: null, other: null, change: null, unknown: [] },
};

/** A message without FINGERPRINT, of attributes in hexadecimal. */
function message(type: string, attributes: string): Uint8Array {
  const whole = octets(`${type} 0000 2112a442 b7e7a701bc34d686fa87dfae ${attributes}`);
  putUint16(whole, 2, whole.length - 20);
  return whole;
}

const parsed = (attributes: string, type = "0101") => parseStun(message(type, attributes));

describe("stun", () => {
  it("reads the request of RFC 5769, and says what it does not know of it", () => {
    deepEqual(parseStun(REQUEST), { ...NOTHING, kind: "request", unknown: [0x0024] });
  });

  it("reads its responses, IPv4 and IPv6", () => {
    deepEqual(parseStun(RESPONSE), { ...NOTHING, mapped: { address: "192.0.2.1", port: 32853 } });
    const address = "2001:db8:1234:5678:11:2233:4455:6677";
    deepEqual(parseStun(RESPONSE_6), { ...NOTHING, mapped: { address, port: 32853 } });
  });

  it("leaves the datagram as it was, and shares nothing with it, whatever kind of array it comes in", () => {
    for (const whole of [RESPONSE, RESPONSE_6]) {
      const datagram = Buffer.from(whole); // whose slices are views
      const first = parseStun(datagram);
      deepEqual(new Uint8Array(datagram), whole);
      datagram.fill(0);
      deepEqual(first, parseStun(whole));
    }
  });

  it("asks with an id and a fingerprint, and nothing else", () => {
    const request = emitStunRequest(ID);
    deepEqual(request.slice(0, 24), octets("0001 0008 2112a442 b7e7a701bc34d686fa87dfae 8028 0004"));
    equal(request.length, 28);
    deepEqual(parseStun(request), { ...NOTHING, kind: "request" });
    ok(hasStunId(request, ID));
    equal(hasStunId(request, new Uint8Array(12)), false);
  });

  it("asks for an answer from elsewhere", () => {
    for (const [address, port, flags] of [
      [true, true, "00000006"],
      [true, false, "00000004"],
      [false, true, "00000002"],
    ] as const) {
      const request = emitStunRequest(ID, { address, port });
      deepEqual(request.slice(20, 28), octets(`0003 0004 ${flags}`));
      deepEqual(parseStun(request), { ...NOTHING, kind: "request", change: { address, port } });
    }
  });

  it("keeps a way open without a question", () => {
    deepEqual(parseStun(emitStunIndication(ID)), { ...NOTHING, kind: "indication" });
  });

  it("tells its own from SIP, RTP and what is cut off", () => {
    ok(isStun(REQUEST));
    const rtp = RESPONSE.slice();
    rtp[0] = 0x80;
    const sip = new TextEncoder().encode("OPTIONS sip:a@b SIP/2.0\r\n\r\n...");
    const cookieless = RESPONSE.slice();
    cookieless[7]++;
    const odd = message("0101", "8022 0002 6869");
    for (const other of [rtp, sip, cookieless, odd, new Uint8Array(4), new Uint8Array()]) equal(isStun(other), false);
    equal(isStun(new Uint8Array([...RESPONSE, 0, 0, 0, 0])), false);
  });

  it("takes the plain address of an old server, and rather the XORed one", () => {
    const plain = "0001 0008 0001 1388 0a000001";
    deepEqual(parsed(plain)?.mapped, { address: "10.0.0.1", port: 5000 });
    deepEqual(parsed(`${plain} 0020 0008 0001a147 e112a643`)?.mapped, { address: "192.0.2.1", port: 32853 });
  });

  it("reads where else a server is, in new words and old", () => {
    const one = { address: "192.0.2.1", port: 3478 };
    const two = { address: "192.0.2.2", port: 3479 };
    const [a, b] = ["0008 0001 0d96 c0000201", "0008 0001 0d97 c0000202"];
    deepEqual(parsed(`802b ${a} 802c ${b}`), { ...NOTHING, origin: one, other: two });
    deepEqual(parsed(`0004 ${a} 0005 ${b}`), { ...NOTHING, origin: one, other: two });
    deepEqual(parsed(`0005 ${a} 802c ${b} 802c ${a}`)?.other, two, "the first of its kind, the new before the old");
  });

  it("reads why not, and who else to ask", () => {
    const elsewhere = parsed(
      "0009 0011 00000300 54727920416c7465726e617465 000000 8023 0008 0001 0d96 c0000202",
      "0111",
    );
    deepEqual(elsewhere?.error, { code: 300, reason: "Try Alternate" });
    deepEqual(elsewhere?.alternate, { address: "192.0.2.2", port: 3478 });
    deepEqual(parsed("0009 0004 00000414", "0111")?.error, { code: 420, reason: "" });
    equal(parsed("0009 0004 00000414 0009 0004 00000500", "0111")?.error?.code, 420, "the first");
    for (const wrong of ["00000200", "00000700", "00000464", "000004"])
      equal(parsed(`0009 000${wrong.length / 2} ${wrong.padEnd(8, "0")}`, "0111"), undefined, wrong);
  });

  it("names what must not be passed over, and passes over the rest", () => {
    deepEqual(parsed("7fff 0001 61000000 8fff 0000 0033 0000")?.unknown, [0x7fff, 0x0033]);
    deepEqual(parsed("0006 0000 0014 0000 0015 0000 001e 0000 0027 0004 00000000")?.unknown, []);
    equal(parsed("7ffe 0000".repeat(300))?.unknown.length, MOST_UNKNOWN_ATTRIBUTES);
  });

  it("believes nothing behind an integrity", () => {
    const integrity = `0008 0014 ${"00".repeat(20)}`;
    deepEqual(parsed(`${integrity} 0001 0008 0001 1388 0a000001 7fff 0000 0003 0000`), NOTHING);
    equal(parsed(`${integrity} 8028 0004 00000000`), undefined);
  });

  it("refuses a fingerprint that is wrong, is not last, or has another length", () => {
    const type = RESPONSE.length - 8; // another type is another attribute
    for (let at = 0; at < RESPONSE.length; at++) {
      if (at === type || at === type + 1) continue;
      const damaged = RESPONSE.slice();
      damaged[at] ^= 1;
      equal(parseStun(damaged), undefined, `octet ${at}`);
    }
    const early = message("0011", "8028 0004 00000000 8022 0000");
    emitFingerprint(early, 20);
    equal(parseStun(early), undefined);
    const last = message("0011", "8022 0000 8028 0004 00000000");
    emitFingerprint(last, 24);
    equal(parseStun(last)?.kind, "indication");
    equal(parsed("8028 0000"), undefined);
  });

  it("refuses every beginning, other methods, and what is too long", () => {
    for (let length = 0; length < RESPONSE.length; length++) {
      const cut = RESPONSE.slice(0, length);
      equal(parseStun(cut), undefined);
      if (length >= 20) putUint16(cut, 2, length - 20);
      // between attributes, where nothing shows that any is missing
      if (![20, 36, 48, 72].includes(length)) equal(parseStun(cut), undefined);
    }
    for (const type of ["0003", "0103", "0002", "0201", "0000"]) equal(parsed("", type), undefined);
    equal(parsed("8022 0000".repeat((LONGEST_STUN_MESSAGE - 20) / 4))?.kind, "success");
    equal(parsed("8022 0000".repeat((LONGEST_STUN_MESSAGE - 16) / 4)), undefined);
    equal(parsed("0003 0005 00000002 00000000"), undefined);
    equal(parsed("0020 0009 0001a147 e112a643 00000000"), undefined);
  });

  it("writes no response of what is no address, or of too much", () => {
    const mapped = { address: "192.0.2.1", port: 1 };
    equal(emitStunResponse({ id: ID, mapped: { address: "here", port: 1 } }), undefined);
    equal(emitStunResponse({ id: ID, mapped, other: { address: "there", port: 1 } }), undefined);
    equal(emitStunResponse({ id: ID, error: { code: 500, reason: "a".repeat(1600) } }), undefined);
  });

  const id = fc.uint8Array({ minLength: 12, maxLength: 12 });
  const ip6 = fc.array(fc.constantFrom("1", "db8", "ffff"), { minLength: 8, maxLength: 8 });
  const address = fc.oneof(
    fc.ipV4(),
    ip6.map((groups) => groups.join(":")),
  );
  const place = fc.record({ address, port: fc.nat({ max: 0xffff }) }, { noNullPrototype: true });
  const maybe = fc.option(place);

  it("reads whatever it writes", () => {
    fc.assert(
      fc.property(id, place, maybe, maybe, (id, mapped, origin, other) => {
        const written = emitStunResponse({ id, mapped, origin, other });
        deepEqual(written && parseStun(written), { ...NOTHING, id, mapped, origin, other });
      }),
    );
    const reason = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(id, fc.integer({ min: 300, max: 699 }), reason, maybe, (id, code, reason, alternate) => {
        const error = { code, reason };
        const written = emitStunResponse({ id, error, alternate });
        deepEqual(written && parseStun(written), { ...NOTHING, kind: "error", id, error, alternate });
      }),
    );
  });

  it("survives any octets, and any attributes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => void parseStun(junk)));
    const type = fc.constantFrom(1, 3, 4, 5, 6, 8, 9, 0x20, 0x8023, 0x802b, 0x802c, 0x8028, 0x7fff);
    const attribute = fc.tuple(type, fc.nat({ max: 24 }), fc.uint8Array({ maxLength: 24 }));
    fc.assert(
      fc.property(fc.array(attribute, { maxLength: 12 }), (attributes) => {
        const body = attributes.flatMap(([type, size, value]) => [type >> 8, type & 255, 0, size, ...value]);
        while (body.length & 3) body.push(0);
        const whole = new Uint8Array([...message("0101", ""), ...body]);
        putUint16(whole, 2, body.length);
        const read = parseStun(whole);
        equal(read === undefined || read.kind === "success", true);
      }),
    );
  });
});
