import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSip } from "../../../../firmware/wire/sip/sip-emit.js";
import type { SipMessage, SipRequest } from "../../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../../firmware/wire/sip/sip-parse.js";
import { INVITE, messages, octets, SDP_BODY, text } from "./sip-samples.js";

/** Reads a message that must pass; what the door has marked in it is not for writing. */
function read(bytes: Uint8Array): SipMessage {
  const parsed = parseSip(bytes);
  ok(parsed && "message" in parsed, JSON.stringify(parsed));
  const { marks, ...message } = parsed.message;
  equal(marks?.headers, message.headers);
  return message;
}

describe("SIP messages, written", () => {
  it("writes what it reads", () => {
    fc.assert(
      fc.property(messages, (message) => {
        deepEqual(read(emitSip(message)), message);
      }),
    );
  });

  it("writes what it reads in short form too", () => {
    fc.assert(
      fc.property(messages, (message) => {
        const compact = emitSip(message, { compact: true });
        deepEqual(read(compact), message);
        ok(compact.length < emitSip(message).length);
      }),
    );
    const response = { kind: "response", status: 200, reason: "OK", body: octets("hi") } as const;
    const headers = [
      ["Via", "v"],
      ["User-Agent", "u"],
      ["Session-Expires", "90"],
    ] as const;
    equal(
      text(emitSip({ ...response, headers }, { compact: true })),
      "SIP/2.0 200 OK\r\nv: v\r\nUser-Agent: u\r\nx: 90\r\nl: 2\r\n\r\nhi",
    );
  });

  it("counts the body itself", () => {
    const response = { kind: "response", status: 200, reason: "OK", body: octets("é") } as const;
    equal(
      text(emitSip({ ...response, headers: [["To", "t"]] })),
      "SIP/2.0 200 OK\r\nTo: t\r\nContent-Length: 2\r\n\r\né",
    );
    const wrong = [
      ["Content-Length", "77"],
      ["To", "t"],
      ["Content-Length", "78"],
    ] as const;
    equal(text(emitSip({ ...response, headers: wrong })), "SIP/2.0 200 OK\r\nContent-Length: 2\r\nTo: t\r\n\r\né");
  });

  it("lets no value begin a line", () => {
    const evil = { ...(read(INVITE) as SipRequest), headers: [["Subject", "a\r\nTo: b\n\nc\rd"]] as const };
    deepEqual(text(emitSip(evil)).split("\r\n").slice(1, 3), [
      "Subject: a To: b c d",
      `Content-Length: ${SDP_BODY.length}`,
    ]);
  });
});
