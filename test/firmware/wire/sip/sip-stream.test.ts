import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSip } from "../../../../firmware/wire/sip/sip-emit.js";
import { parseSip } from "../../../../firmware/wire/sip/sip-parse.js";
import { SipStream } from "../../../../firmware/wire/sip/sip-stream.js";
import {
  MESSAGE_LIMIT,
  STREAM_BODY_LIMIT,
  STREAM_HEAD_LIMIT,
  STREAM_LIMIT,
} from "../../../../firmware/wire/sip/text-limits.js";
import { broken, INVITE, messages, octets, quickest, request, text } from "./sip-samples.js";

const OPTIONS = request({ method: "OPTIONS" });
const REGISTER = request({ method: "REGISTER", body: "abc" });

/** All that can be had now, in words: messages as their text. */
function heard(stream: SipStream): string[] {
  const said: string[] = [];
  for (let frame = stream.next(); frame; frame = stream.next())
    said.push(frame.kind === "message" ? text(frame.octets) : frame.kind === "broken" ? frame.reason : frame.kind);
  return said;
}

function tell(stream: SipStream, what: string | Uint8Array): string[] {
  stream.push(typeof what === "string" ? octets(what) : what);
  return heard(stream);
}

const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

/** A message with that many octets of head, and a body. */
function sized(head: number, body: number): Uint8Array {
  const ends = `\r\nl:${body}\r\n\r\n`;
  const start = "OPTIONS sip:b SIP/2.0\r\nX: ";
  return octets(start + "x".repeat(head - start.length - ends.length) + ends + "b".repeat(body));
}

describe("SIP on a connection", () => {
  it("comes message by message", () => {
    const stream = new SipStream();
    deepEqual(heard(stream), []);
    deepEqual(tell(stream, INVITE), [text(INVITE)]);
    deepEqual(tell(stream, joined(OPTIONS, REGISTER, INVITE)), [OPTIONS, REGISTER, INVITE].map(text));
    deepEqual(heard(stream), []);
  });

  it("comes in pieces", () => {
    const stream = new SipStream();
    deepEqual(tell(stream, INVITE.subarray(0, 10)), []);
    deepEqual(tell(stream, INVITE.subarray(10, INVITE.length - 1)), []);
    deepEqual(tell(stream, joined(INVITE.subarray(-1), OPTIONS.subarray(0, 30))), [text(INVITE)]);
    deepEqual(tell(stream, OPTIONS.subarray(30)), [text(OPTIONS)]);
  });

  it("leaves its caller's octets alone, and hands out octets to keep", () => {
    const stream = new SipStream();
    const lent = OPTIONS.slice();
    stream.push(lent);
    lent.fill(0);
    const frame = stream.next();
    stream.push(INVITE);
    ok(frame?.kind === "message");
    equal(text(frame.octets), text(OPTIONS));
  });

  it("may hold more than ASCII, cut anywhere", () => {
    const message = request({ method: "MESSAGE", headers: ["Subject: Grüße 😀"], body: "äöü" });
    for (let cut = 1; cut < message.length; cut++) {
      const stream = new SipStream();
      deepEqual(tell(stream, message.subarray(0, cut)), []);
      deepEqual(tell(stream, joined(message.subarray(cut), OPTIONS)), [text(message), text(OPTIONS)]);
    }
  });

  it("finds the length however it is written", () => {
    for (const field of [
      "Content-Length: 3",
      "CONTENT-LENGTH:3",
      "content-length \t:\t 3 ",
      "l:3",
      "L : 003",
      "l:\r\n 3",
      "Content-Length:\r\n\t\r\n 3",
      "X: l\r\n l: 9\r\nl: 3",
      "X-Content-Length: 9\r\nl: 3",
    ]) {
      const message = `INFO sip:b SIP/2.0\r\n${field}\r\nVia: x\r\n\r\nabc`;
      deepEqual(tell(new SipStream(), `${message}\r\n\r\n`), [message, "ping"], field);
    }
  });

  it("is broken without a length, or with a bad one, and says so once", () => {
    for (const [field, reason] of [
      ["To: x", "no Content-Length"],
      ["X: l: 3", "no Content-Length"],
      ["ll: 3", "no Content-Length"],
      ["l: ", "bad Content-Length"],
      ["l: -3", "bad Content-Length"],
      ["l: 3 3", "bad Content-Length"],
      ["l: 3, 3", "bad Content-Length"],
      ["l: 3\r\n 3", "bad Content-Length"],
      ["l: 99999999999", "bad Content-Length"],
      ["l: 3\r\nContent-Length: 3", "bad Content-Length"],
      ["l: 65537", "body too large"],
    ]) {
      const stream = new SipStream();
      equal(stream.broken, false);
      deepEqual(tell(stream, `INFO sip:b SIP/2.0\r\n${field}\r\n\r\nabc`), [reason], field);
      equal(stream.broken, true);
      deepEqual(tell(stream, OPTIONS), []);
    }
  });

  it("is broken by what is no SIP at all", () => {
    deepEqual(tell(new SipStream(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ["no Content-Length"]);
    for (const first of ["\x16\x03\x01", " OPTIONS sip:b SIP/2.0\r\n", "é"])
      deepEqual(tell(new SipStream(), joined(OPTIONS, octets(first))), [text(OPTIONS), "no SIP"]);
    const stream = new SipStream();
    for (let k = 0; k < 16; k++) deepEqual(tell(stream, "x".repeat(1024)), []);
    deepEqual(tell(stream, "x"), ["header section too large"]);
  });

  it("tells the head of a message that will never be read", () => {
    for (const [field, tooLarge] of [
      ["To: x", false],
      ["l: x", false],
      ["l: 65537", true],
    ] as const) {
      const stream = new SipStream();
      const head = `INFO sip:b SIP/2.0\r\n${field}\r\n\r\n`;
      stream.push(joined(OPTIONS, octets(`${head}abc`)));
      equal(stream.next()?.kind, "message");
      const frame = stream.next();
      ok(frame?.kind === "broken");
      equal(frame.head && text(frame.head), head);
      equal(frame.tooLarge, tooLarge);
    }
    const stream = new SipStream();
    stream.push(octets("\x16"));
    const frame = stream.next();
    equal(frame?.kind === "broken" && frame.head, null);
  });

  it("has limits", () => {
    const fits = sized(STREAM_HEAD_LIMIT, 0);
    equal(fits.length, STREAM_HEAD_LIMIT);
    deepEqual(tell(new SipStream(), fits), [text(fits)]);
    deepEqual(tell(new SipStream(), sized(STREAM_HEAD_LIMIT + 1, 0)), ["header section too large"]);
    deepEqual(tell(new SipStream(), new Uint8Array(STREAM_LIMIT + 1)), ["too much at once"]);
    deepEqual(tell(new SipStream(), octets("\n".repeat(STREAM_LIMIT))), []);
  });

  it("lets a message too long go by, so that it can be refused", () => {
    for (const cut of [100, 16000, 17000, 40000]) {
      const stream = new SipStream();
      const whole = joined(request({ method: "MESSAGE", body: "b".repeat(STREAM_BODY_LIMIT) }), OPTIONS);
      stream.push(whole.subarray(0, cut));
      const early = stream.next();
      stream.push(whole.subarray(cut));
      const frame = early ?? stream.next();
      ok(frame?.kind === "message");
      equal(frame.octets.length, MESSAGE_LIMIT + 1);
      const parsed = parseSip(frame.octets);
      equal(parsed && "refuse" in parsed && parsed.refuse, 513);
      deepEqual(heard(stream), [text(OPTIONS)]);
    }
    const most = sized(1000, MESSAGE_LIMIT - 1000);
    deepEqual(tell(new SipStream(), most), [text(most)]);
  });
});

describe("keep-alives on a connection", () => {
  it("are pings and pongs", () => {
    const stream = new SipStream();
    deepEqual(tell(stream, "\r\n\r\n"), ["ping"]);
    deepEqual(tell(stream, "\r\n"), ["pong"]);
    deepEqual(tell(stream, joined(octets("\r\n"), OPTIONS)), ["pong", "ping", text(OPTIONS)]);
    deepEqual(tell(stream, "\r\n\r\n\r\n\r\n\r\n"), ["ping", "ping", "pong"]);
    deepEqual(tell(stream, OPTIONS), [text(OPTIONS)]);
    deepEqual(tell(stream, "\r\n"), ["pong"]);
  });

  it("are found when they are cut in pieces", () => {
    for (let cut = 1; cut < 4; cut++) {
      const stream = new SipStream();
      const said = [...tell(stream, "\r\n\r\n".slice(0, cut)), ...tell(stream, "\r\n\r\n".slice(cut))];
      equal(said.at(-1), "ping", `cut at ${cut}`);
    }
    const stream = new SipStream();
    deepEqual(tell(stream, "\r"), []);
    deepEqual(tell(stream, "\n"), ["pong"]);
  });

  it("are nothing with half a line end", () => {
    deepEqual(tell(new SipStream(), "\n\n"), []);
    deepEqual(tell(new SipStream(), joined(octets("\r\r\n\n\r"), OPTIONS)), ["pong", text(OPTIONS)]);
  });
});

describe("a connection cut anywhere", () => {
  it("gives the same messages", () => {
    const pieces = fc.array(
      fc.oneof(
        messages.map((message) => emitSip(message)),
        fc.constant(octets("\r\n\r\n")),
      ),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(pieces, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (parts, sizes) => {
        const all = joined(...parts);
        const wanted = parts.map((part) => (part.length === 4 ? "ping" : text(part)));
        deepEqual(tell(new SipStream(), all), wanted);
        const stream = new SipStream();
        const said: string[] = [];
        for (let at = 0, k = 0; at < all.length; at += sizes[k++ % sizes.length])
          said.push(...tell(stream, all.subarray(at, at + sizes[k % sizes.length])));
        deepEqual(
          said.filter((word) => word !== "pong"),
          wanted,
        );
      }),
    );
  });

  it("never throws", () => {
    const streams = fc.oneof(broken([joined(INVITE, OPTIONS)]), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(streams, fc.integer({ min: 1, max: 99 }), (bytes, size) => {
        const stream = new SipStream();
        for (let at = 0; at < bytes.length; at += size) ok(tell(stream, bytes.subarray(at, at + size)).length < 99);
        equal(stream.next(), undefined);
      }),
    );
  });

  it("takes little time, octet by octet", () => {
    const whole = sized(STREAM_HEAD_LIMIT, 0);
    const lines = octets(`INFO sip:b SIP/2.0\r\n${"a:b\r\n".repeat(3000)}l:0\r\n\r\n`);
    for (const bytes of [whole, lines]) {
      const one = new Uint8Array(1);
      const time = quickest(() => {
        const stream = new SipStream();
        for (const octet of bytes) {
          one[0] = octet;
          stream.push(one);
          stream.next();
        }
      });
      ok(time < 200, `${time} ms`);
      const late = quickest(() => {
        const stream = new SipStream();
        for (const octet of bytes) {
          one[0] = octet;
          stream.push(one);
        }
        equal(stream.next()?.kind, "message");
      });
      ok(late < 200, `late: ${late} ms`);
    }
    const ends = octets("\r\n".repeat(60000));
    const pings = quickest(() => tell(new SipStream(), ends));
    ok(pings < 200, `pings: ${pings} ms`);
  });
});
