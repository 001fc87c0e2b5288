import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { emitRtp, emptyRtpHeader, parseRtp, RTP_HEADER_LENGTH, restampRtp } from "../../../../firmware/wire/rtp/rtp.js";

const octets = (hex: string) => Uint8Array.from(hex.replace(/ /g, "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
const parsed = (packet: Uint8Array) => {
  const header = emptyRtpHeader();
  return parseRtp(packet, header) ? header : undefined;
};

describe("rtp", () => {
  const plain = octets("80 e5 fffe 89abcdef deadbeef 0102");

  it("reads a packet", () => {
    deepEqual(parsed(plain), {
      marker: true,
      payloadType: 101,
      sequence: 0xfffe,
      timestamp: 0x89abcdef,
      ssrc: 0xdeadbeef,
      payloadStart: 12,
      payloadEnd: 14,
    });
  });

  it("writes it again", () => {
    const packet = plain.slice().fill(0, 0, RTP_HEADER_LENGTH);
    emitRtp(parsed(plain) ?? emptyRtpHeader(), packet);
    deepEqual(packet, plain);
  });

  it("writes the next one over it", () => {
    const packet = plain.slice();
    const next = { ...emptyRtpHeader(), payloadType: 8, sequence: 0x1234, timestamp: 0xfedcba98, ssrc: 0xdeadbeef };
    for (const marker of [false, true]) {
      restampRtp({ ...next, marker }, packet);
      deepEqual(parsed(packet), { ...next, marker, payloadStart: 12, payloadEnd: 14 });
    }
  });

  it("steps over CSRC list and extension, and leaves padding out", () => {
    // two CSRC, an extension of one word, four octets of sound, three of padding
    const header = parsed(octets("b2 00 0001 00000002 00000003 0000000a 0000000b bede0001 11223344 d5d5d5d5 000003"));
    equal(header?.payloadStart, 28);
    equal(header?.payloadEnd, 32);
  });

  it("takes a packet without sound, as silence suppression and keep-alives send", () => {
    const header = parsed(plain.slice(0, 12));
    equal(header?.payloadEnd, header?.payloadStart);
  });

  it("refuses what is not whole", () => {
    const full = octets("b2 00 0001 00000002 00000003 0000000a 0000000b bede0001 11223344 000003");
    deepEqual(parsed(full)?.payloadStart, 28);
    for (let length = 0; length < 28; length++) equal(parsed(full.slice(0, length)), undefined, `${length} octets`);
    equal(parsed(octets("40 00 0001 00000002 00000003")), undefined, "version 1");
    equal(parsed(octets("c0 00 0001 00000002 00000003")), undefined, "version 3");
    equal(parsed(octets("a0 00 0001 00000002 00000003 0000")), undefined, "padding of nothing");
    equal(parsed(octets("a0 00 0001 00000002 00000003 0009")), undefined, "padding over the header");
    equal(parsed(octets("90 00 0001 00000002 00000003 00000002 00000000")), undefined, "extension past the end");
  });

  it("stays inside any octets at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (packet, version) => {
        if (version && packet.length > 0) packet[0] = 0x80 | (packet[0] & 0x3f);
        const header = parsed(packet);
        if (!header) return true;
        const { payloadStart, payloadEnd } = header;
        return payloadStart >= 12 && payloadStart <= payloadEnd && payloadEnd <= packet.length;
      }),
    );
  });
});
