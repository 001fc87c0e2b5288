import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSdp, parseSdp, type SessionDescription } from "../../../../firmware/wire/sdp/sdp.js";
import {
  SDP_FORMAT_LIMIT,
  SDP_LIMIT,
  SDP_LINE_LIMIT,
  SDP_MEDIA_LIMIT,
} from "../../../../firmware/wire/sip/text-limits.js";
import { broken, octets, quickest, record, SDP_BODY, text } from "../sip/sip-samples.js";

const sdp = (...lines: string[]) => parseSdp(octets(["v=0", ...lines, ""].join("\r\n")));

function read(...lines: string[]): SessionDescription {
  const session = sdp(...lines);
  ok(session, lines.join("\n"));
  return session;
}

const WORD = fc.stringMatching(/^[!-~]{1,8}$/);
const ADDRESS = fc.constantFrom("192.0.2.1", "2001:db8::1", "0.0.0.0", "host.example.com");
const CONNECTION = fc.option(record({ address: ADDRESS }));
const ATTRIBUTE = fc.tuple(fc.stringMatching(/^x-[a-z]{1,6}$/), fc.option(WORD));
const DIRECTION = fc.constantFrom("sendrecv" as const, "sendonly" as const, "recvonly" as const, "inactive" as const);
const sessions: fc.Arbitrary<SessionDescription> = record({
  origin: record({
    username: WORD,
    id: fc.stringMatching(/^\d{1,20}$/),
    version: fc.stringMatching(/^\d{1,20}$/),
    address: ADDRESS,
  }),
  name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 }).filter((name) => !/[\r\n]/.test(name)),
  connection: CONNECTION,
  direction: DIRECTION,
  attributes: fc.array(ATTRIBUTE, { maxLength: 3 }),
  media: fc.array(
    record({
      kind: fc.constantFrom("audio", "video", "image"),
      port: fc.integer({ min: 0, max: 65535 }),
      protocol: fc.constantFrom("RTP/AVP", "RTP/SAVP", "udptl"),
      formats: fc.array(fc.stringMatching(/^\d{1,3}$/), { minLength: 1, maxLength: SDP_FORMAT_LIMIT }),
      connection: CONNECTION,
      attributes: fc.array(
        fc.oneof(
          ATTRIBUTE,
          DIRECTION.map((name) => [name, null] as const),
        ),
        { maxLength: 4 },
      ),
    }),
    { maxLength: SDP_MEDIA_LIMIT },
  ),
});

describe("session descriptions", () => {
  it("are read", () => {
    deepEqual(parseSdp(octets(SDP_BODY)), {
      origin: { username: "-", id: "3724394400", version: "3724394405", address: "198.51.100.1" },
      name: "-",
      connection: { address: "198.51.100.1" },
      direction: "sendrecv",
      attributes: [],
      media: [
        {
          kind: "audio",
          port: 16384,
          protocol: "RTP/AVP",
          formats: ["0", "8", "101"],
          connection: null,
          attributes: [
            ["rtpmap", "101 telephone-event/8000"],
            ["fmtp", "101 0-15"],
            ["ptime", "20"],
            ["sendrecv", null],
          ],
        },
      ],
    });
  });

  it("are read with any line ends, and with what some senders leave out", () => {
    for (const end of ["\n", "\r", "\r\n"])
      deepEqual(parseSdp(octets(SDP_BODY.replaceAll("\r\n", end))), parseSdp(octets(SDP_BODY)));
    deepEqual(parseSdp(octets(SDP_BODY.trimEnd())), parseSdp(octets(SDP_BODY)));
    const session = read("c=IN IP4 192.0.2.1", "m=audio 4000 RTP/AVP 0");
    deepEqual(session.origin, { username: "-", id: "0", version: "0", address: "0.0.0.0" });
    equal(session.media.length, 1);
  });

  it("know two levels", () => {
    const session = read(
      "o=- 1 2 IN IP6 2001:db8::1",
      "s= ",
      "c=IN IP6 2001:db8::1",
      "b=AS:64",
      "t=0 0",
      "a=inactive",
      "a=tool:x",
      "m=audio 4000/2  RTP/AVP 0 8",
      "i=title",
      "c=IN IP4 224.2.1.1/127/3",
      "a=sendonly",
      "m=video 0 RTP/AVP 31",
    );
    equal(session.direction, "inactive");
    deepEqual(session.attributes, [["tool", "x"]]);
    equal(session.connection?.address, "2001:db8::1");
    deepEqual(
      session.media.map(({ kind, port, connection }) => [kind, port, connection]),
      [
        ["audio", 4000, { address: "224.2.1.1" }],
        ["video", 0, null],
      ],
    );
    deepEqual(session.media[0].attributes, [["sendonly", null]]);
  });

  it("are refused", () => {
    for (const line of [
      "x",
      "m =video 1 RTP/AVP 0",
      "o=- 1 2 IN IP4",
      "o=- 1 2 XX IP4 h",
      "o=a b 1 2 IN IP4 h",
      "c=IN IP4",
      "c=IN IP4 /127",
      "c=ATM IP4 h",
      "m=audio",
      "m=audio 1 RTP/AVP",
      "m=audio x RTP/AVP 0",
      "m=audio 65536 RTP/AVP 0",
      "m=audio -1 RTP/AVP 0",
      "m=audio 1e3 RTP/AVP 0",
    ])
      equal(sdp(line), undefined, line);
    for (const text of ["", "\r\n", "v=1\r\n", "o=- 1 2 IN IP4 h\r\n", "hello"])
      equal(parseSdp(octets(text)), undefined, text);
  });

  it("pass at their limits, and not past them", () => {
    const padded = (size: number) => parseSdp(octets(`v=0\r\ns=${"x".repeat(size - 9)}\r\n`));
    ok(padded(SDP_LIMIT));
    equal(padded(SDP_LIMIT + 1), undefined);
    const rows = (count: number) => sdp(...Array<string>(count - 1).fill("a=x"));
    ok(rows(SDP_LINE_LIMIT));
    equal(rows(SDP_LINE_LIMIT + 1), undefined);
    const media = (count: number) => sdp(...Array<string>(count).fill("m=audio 1 RTP/AVP 0"));
    ok(media(SDP_MEDIA_LIMIT));
    equal(media(SDP_MEDIA_LIMIT + 1), undefined);
    const formats = (count: number) => sdp(`m=audio 1 RTP/AVP${" 0".repeat(count)}`);
    ok(formats(SDP_FORMAT_LIMIT));
    equal(formats(SDP_FORMAT_LIMIT + 1), undefined);
  });

  it("are written", () => {
    const session = parseSdp(octets(SDP_BODY));
    ok(session);
    equal(text(emitSdp(session)), SDP_BODY);
    const held = emitSdp({
      ...session,
      name: "",
      connection: { address: "2001:db8::1" },
      direction: "sendonly",
      media: [],
    });
    equal(
      text(held),
      "v=0\r\no=- 3724394400 3724394405 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP6 2001:db8::1\r\nt=0 0\r\na=sendonly\r\n",
    );
    const evil = emitSdp({ ...session, name: "a\r\nm=audio 1 RTP/AVP 0" });
    equal(parseSdp(evil)?.media.length, 1);
  });

  it("are written as they are read", () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const bytes = emitSdp(session);
        if (bytes.length <= SDP_LIMIT) deepEqual(parseSdp(bytes), session);
        else equal(parseSdp(bytes), undefined);
      }),
    );
  });

  it("never throw, whatever comes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseSdp(bytes)?.media.length !== -1));
    fc.assert(
      fc.property(broken([octets(SDP_BODY)]), (bytes) => {
        const session = parseSdp(bytes);
        if (session) deepEqual(parseSdp(emitSdp(session))?.media, session.media);
      }),
      { numRuns: 1000 },
    );
    for (let end = 0; end < SDP_BODY.length; end++) parseSdp(octets(SDP_BODY.slice(0, end)));
    for (const piece of ["\n", "\r", " ", "a=\n", "m", ":", "é"]) {
      const time = quickest(() =>
        parseSdp(octets(`v=0\nm=audio 1 RTP/AVP${piece.repeat(4000 / octets(piece).length)}`)),
      );
      ok(time < 20, `${piece}: ${time} ms`);
    }
  });
});
