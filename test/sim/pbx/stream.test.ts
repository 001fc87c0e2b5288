import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { LINE_LIMIT, MESSAGE_LIMIT } from "../../../firmware/wire/sip/text-limits.js";
import { type Piece, SipStream } from "../../../sim/pbx/stream.js";

const shown = (piece: Piece) =>
  piece.is === "message"
    ? textOf(piece.octets)
    : piece.is === "endless"
      ? `endless ${piece.status} ${textOf(piece.head)}`
      : piece.is;

const heard = (...segments: (string | Uint8Array)[]) => {
  const stream = new SipStream();
  return segments.flatMap((segment) =>
    stream.take(typeof segment === "string" ? octetsOf(segment) : segment).map(shown),
  );
};

/** `octets` cut at these places. */
const cut = (octets: Uint8Array, places: readonly number[]) => {
  const at = [0, ...places.map((place) => place % (octets.length + 1)).sort((a, b) => a - b), octets.length];
  return at.slice(1).map((end, i) => octets.subarray(at[i], end));
};

const head = (...lines: string[]) => `${["OPTIONS sip:x SIP/2.0", "Call-ID: 1", ...lines].join("\r\n")}\r\n\r\n`;
const withBody = (body: string, name = "Content-Length") => head(`${name}: ${octetsOf(body).length}`) + body;

describe("a stream of SIP", () => {
  it("gives whole messages, by Content-Length", () => {
    const [a, b] = [withBody("hello"), withBody("\r\n\r\nINVITE sip:x SIP/2.0\r\n\r\n", "l")];
    deepEqual(heard(a), [a]);
    deepEqual(heard(a + b + a), [a, b, a]);
    deepEqual(heard(a.slice(0, 50), a.slice(50) + b.slice(0, 10), b.slice(10)), [a, b]);
    deepEqual(heard("SIP/2.0 200 OK\r\nl: 0\r\n\r\n"), ["SIP/2.0 200 OK\r\nl: 0\r\n\r\n"]);
    deepEqual(heard(withBody("grüße")), [withBody("grüße")]);
  });

  it("takes a message that does not count its body for one without", () => {
    deepEqual(heard(head() + head()), [head(), head()]);
  });

  it("answers two empty lines between messages, and passes over one", () => {
    const a = withBody("x");
    deepEqual(heard("\r\n\r\n"), ["ping"]);
    deepEqual(heard("\r", "\n\r", "\n", a, "\r\n", a, "\r\n\r\n\r\n\r\n", a), ["ping", a, a, "ping", "ping", a]);
  });

  it("has no patience with what is no SIP", () => {
    const a = withBody("");
    for (const noise of [
      "GET / HTTP/1.1\r\n",
      "\x16\x03\x01",
      "\n",
      "\rx",
      " OPTIONS sip:x SIP/2.0\r\n",
      "OPTIONS\r\n",
      "OPTIONS sip:x SIP/2.0\nCall-ID: 1\n\n\r\n",
      "x".repeat(LINE_LIMIT + 2),
      `OPTIONS sip:${"x".repeat(LINE_LIMIT)} SIP/2.0\r\n`,
      `OPTIONS sip:x SIP/2.0\r\n${"a: b\r\n".repeat(MESSAGE_LIMIT / 6)}`,
    ])
      deepEqual(heard(a, noise, a), [a, "garbage"], JSON.stringify(noise.slice(0, 30)));
  });

  it("says of a head that its message has no end, or none within the limit", () => {
    const a = withBody("");
    for (const length of ["x", "-1", "1 1", "0x10", "99999999999"])
      deepEqual(heard(head(`Content-Length: ${length}`), a), [`endless 400 ${head(`Content-Length: ${length}`)}`]);
    const room = MESSAGE_LIMIT - head("Content-Length: 16000").length;
    const largest = head(`Content-Length: ${room}`) + "x".repeat(room);
    deepEqual(heard(largest, a), [largest, a]);
    const larger = head(`Content-Length: ${room + 1}`);
    deepEqual(heard(larger, "x"), [`endless 513 ${larger}`]);
    const many = head(...Array(300).fill("a: b"));
    deepEqual(heard(many, a), [`endless 513 ${many}`]);
  });

  it("finds the same in any segments", () => {
    const piece = fc.oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 30 }).map((body) => withBody(body)) },
      { weight: 2, arbitrary: fc.constantFrom("\r\n", "\r\n\r\n", "\r", "\n", head()) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          head("Content-Length: x"),
          head("Content-Length: 99999"),
          "GET / HTTP/1.1\r\n\r\n",
          "x".repeat(5000),
          `OPTIONS sip:${"x".repeat(4094)} SIP/2.0\r\n\r\n`,
          withBody("y".repeat(MESSAGE_LIMIT - 60)),
          `OPTIONS sip:x SIP/2.0\r\n${"a: b\r\n".repeat(MESSAGE_LIMIT)}`,
        ),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }).map((octets) => textOf(octets)) },
    );
    let whole = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (pieces, places) => {
        const octets = octetsOf(pieces.join(""));
        const expected = heard(octets);
        whole += expected.length;
        deepEqual(heard(...cut(octets, places)), expected);
        if (octets.length < 2000) deepEqual(heard(...Array.from(octets, (octet) => Uint8Array.of(octet))), expected);
      }),
      { numRuns: 500 },
    );
    equal(whole > 500, true, `${whole}`);
  });
});
