import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type MediaDescription, parseSdp } from "../../../../firmware/wire/sdp/sdp.js";
import {
  addressOf,
  controlTarget,
  directionOf,
  mediaAttribute,
  packetTime,
  rtpmapAttributes,
  rtpmaps,
} from "../../../../firmware/wire/sdp/sdp-media.js";
import { octets, record } from "../sip/sip-samples.js";

/** Media of a description, by their lines. */
function media(...lines: string[]): MediaDescription {
  const session = parseSdp(octets(["v=0", ...lines, ""].join("\r\n")));
  ok(session?.media[0], lines.join("\n"));
  return session.media[0];
}

const plain = (payloadType: number, encoding: string) => ({
  payloadType,
  encoding,
  clockRate: 8000,
  channels: 1,
  fmtp: null,
});

describe("media descriptions", () => {
  it("say what their payload types mean, in their order, static ones too", () => {
    deepEqual(
      rtpmaps(
        media(
          "m=audio 1 RTP/AVP 8 101 0 96 97 9 abc 128",
          "a=rtpmap:96 opus/48000/2",
          "a=fmtp:96 useinbandfec=1; stereo=0 ",
          "a=rtpmap:101   telephone-event/8000",
          "a=fmtp:101 0-15",
          "a=rtpmap:0 PCMU/8000",
          "a=rtpmap:98 iLBC/8000",
          "a=rtpmap:broken",
        ),
      ),
      [
        plain(8, "PCMA"),
        { ...plain(101, "telephone-event"), fmtp: "0-15" },
        plain(0, "PCMU"),
        { payloadType: 96, encoding: "opus", clockRate: 48000, channels: 2, fmtp: "useinbandfec=1; stereo=0" },
        plain(9, "G722"),
      ],
    );
  });

  it("believe an rtpmap before the static meaning, and the first of two", () => {
    deepEqual(rtpmaps(media("m=audio 1 RTP/AVP 0", "a=rtpmap:0 L16/44100", "a=rtpmap:0 PCMA/8000")), [
      { payloadType: 0, encoding: "L16", clockRate: 44100, channels: 1, fmtp: null },
    ]);
  });

  it("write what they read", () => {
    const map = record({
      payloadType: fc.integer({ min: 0, max: 127 }),
      encoding: fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/),
      clockRate: fc.integer({ min: 1, max: 192000 }),
      channels: fc.integer({ min: 1, max: 8 }),
      fmtp: fc.option(fc.stringMatching(/^[a-z0-9=;]{1,12}$/)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(map, { selector: ({ payloadType }) => payloadType, maxLength: 8 }), (maps) => {
        const formats = maps.map(({ payloadType }) => String(payloadType));
        const attributes = rtpmapAttributes(maps);
        deepEqual(
          rtpmaps({ kind: "audio", port: 1, protocol: "RTP/AVP", formats, connection: null, attributes }),
          maps,
        );
      }),
    );
    deepEqual(rtpmapAttributes([{ ...plain(101, "telephone-event"), fmtp: "0-15" }]), [
      ["rtpmap", "101 telephone-event/8000"],
      ["fmtp", "101 0-15"],
    ]);
  });

  it("say how long a packet should be", () => {
    const time = (...lines: string[]) => packetTime(media("m=audio 1 RTP/AVP 0", ...lines));
    equal(time(), null);
    equal(time("a=ptime:30"), 30);
    equal(time("a=ptime: 20 "), 20);
    equal(time("a=ptime:20.5"), 20);
    for (const nonsense of ["0", "-20", "x", "", "1001", "1e9", "20ms"])
      equal(time(`a=ptime:${nonsense}`), null, nonsense);
  });

  it("say which way sound goes, or the session does", () => {
    const direction = (...lines: string[]) => {
      const session = parseSdp(octets(["v=0", ...lines].join("\n")));
      return session && directionOf(session, session.media[0]);
    };
    equal(direction("m=audio 1 RTP/AVP 0"), "sendrecv");
    equal(direction("a=recvonly", "m=audio 1 RTP/AVP 0"), "recvonly");
    equal(direction("a=recvonly", "m=audio 1 RTP/AVP 0", "a=inactive"), "inactive");
    equal(direction("m=audio 1 RTP/AVP 0", "m=audio 1 RTP/AVP 0", "a=sendonly"), "sendrecv");
  });

  it("say where sound goes, or the session does", () => {
    const address = (...lines: string[]) => {
      const session = parseSdp(octets(["v=0", ...lines].join("\n")));
      return session && addressOf(session, session.media[0]);
    };
    equal(address("m=audio 1 RTP/AVP 0"), null);
    equal(address("c=IN IP4 192.0.2.1", "m=audio 1 RTP/AVP 0"), "192.0.2.1");
    equal(address("c=IN IP4 192.0.2.1", "m=audio 1 RTP/AVP 0", "c=IN IP6 ::1"), "::1");
  });

  it("say where RTCP goes (RFC 3605)", () => {
    const target = (...lines: string[]) => controlTarget(media("m=audio 4000 RTP/AVP 0", ...lines));
    deepEqual(target(), { address: null, port: 4001 });
    deepEqual(target("a=rtcp:53020"), { address: null, port: 53020 });
    deepEqual(target("a=rtcp:53020 IN IP4 126.16.64.4"), { address: "126.16.64.4", port: 53020 });
    deepEqual(target("a=rtcp:53020 IN IP6 2001:db8::1"), { address: "2001:db8::1", port: 53020 });
    for (const nonsense of ["x", "", "65536", "1 IN IP4"])
      deepEqual(target(`a=rtcp:${nonsense}`), { address: null, port: 4001 });
  });

  it("hold attributes", () => {
    const described = media("m=audio 1 RTP/AVP 0", "a=x:1:2", "a=y", "a=x:3");
    equal(mediaAttribute(described, "x"), "1:2");
    equal(mediaAttribute(described, "y"), "");
    equal(mediaAttribute(described, "z"), undefined);
  });
});
