import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { divertedFrom, parseDiversion } from "../../../../firmware/wire/sip/diversion.js";
import type { SipMessage } from "../../../../firmware/wire/sip/sip-message.js";

function invite(name: string, ...values: string[]): SipMessage {
  const headers = values.map((value) => [name, value] as const);
  return { kind: "request", method: "INVITE", uri: "sip:c@h", headers, body: new Uint8Array(0) };
}

/** Whom it names, and why, in short. */
const told = (message: SipMessage) => divertedFrom(message).map(({ address, reason }) => `${address.uri} ${reason}`);

describe("Diversion", () => {
  it("names who diverted, and why", () => {
    deepEqual(parseDiversion('"B" <sip:b@h>;reason=User-Busy;counter=2;privacy=Full;screen=no'), {
      address: {
        display: "B",
        uri: "sip:b@h",
        params: [
          ["reason", "User-Busy"],
          ["counter", "2"],
          ["privacy", "Full"],
          ["screen", "no"],
        ],
      },
      reason: "user-busy",
      counter: 2,
      privacy: "full",
    });
    const plain = parseDiversion("<tel:+1-555>");
    deepEqual([plain?.reason, plain?.counter, plain?.privacy], ["unknown", 1, null]);
    equal(parseDiversion('<sip:b@h>;reason="no-answer"')?.reason, "no-answer");
    equal(parseDiversion("<sip:b@h>;counter=0")?.counter, 1);
    equal(parseDiversion("b"), undefined);
  });

  it("is written newest first, and read oldest first", () => {
    const message = invite(
      "Diversion",
      "<sip:c@h>;reason=no-answer, <sip:b@h>;reason=user-busy;privacy=full",
      "nonsense",
      '"A, B" <sip:a@h>;reason=unconditional;privacy=off',
    );
    deepEqual(told(message), ["sip:a@h unconditional", "sip:b@h user-busy", "sip:c@h no-answer"]);
    deepEqual(
      divertedFrom(message).map(({ withheld }) => withheld),
      [false, true, false],
    );
  });
});

describe("a history of diversions", () => {
  it("follows the marks from user to user", () => {
    // as in RFC 7044 section 9: Bob's telephone is busy, so that the call goes to his office, and from there to Carol
    const message = invite(
      "History-Info",
      "<sip:bob@example.com>;index=1,<sip:bob@192.0.2.4?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1",
      "<sip:office@example.com?Reason=SIP%3Bcause%3D408>;index=1.2;mp=1",
      "<sip:office@192.0.2.5>;index=1.2.1;np=1.2",
      "<sip:carol@example.com>;index=1.3;mp=1.2",
    );
    deepEqual(told(message), ["sip:bob@example.com user-busy", "sip:office@example.com no-answer"]);
  });

  it("takes the cause from where the call came to", () => {
    const cause = (status: number) =>
      told(invite("History-Info", "<sip:b@h>;index=1", `<sip:vm@h;cause=${status}>;index=1.1;mp=1`));
    deepEqual(cause(486), ["sip:b@h user-busy"]);
    deepEqual(cause(408), ["sip:b@h no-answer"]);
    deepEqual(cause(302), ["sip:b@h unconditional"]);
    deepEqual(cause(503), ["sip:b@h unavailable"]);
    deepEqual(cause(480), ["sip:b@h deflection"]);
    deepEqual(cause(404), ["sip:b@h unknown"]);
    const both = invite(
      "History-Info",
      "<sip:b@h?Reason=SIP%3Bcause%3D302>;index=1",
      "<sip:c@h;cause=408>;index=1.1;mp=1",
    );
    deepEqual(told(both), ["sip:b@h no-answer"]);
  });

  it("does without marks, as it did in RFC 4244", () => {
    const message = invite(
      "History-Info",
      "<sip:d@h>;index=1.2",
      "<sip:c@h?Reason=Q.850%3Bcause%3D18%3Btext%3D%22No%20answer%22>;index=1.1",
      "<sip:b@h?Reason=SIP%3Bcause%3D486>;index=1",
    );
    deepEqual(told(message), ["sip:b@h user-busy", "sip:c@h no-answer"]);
    deepEqual(told(invite("History-Info", "<sip:b@h>;index=1, <sip:b@192.0.2.1>;index=1.1")), []);
  });

  it("yields to Diversion, and may be missing", () => {
    const message = invite("History-Info", "<sip:b@h?Reason=SIP%3Bcause%3D486>;index=1", "<sip:c@h>;index=1.1");
    deepEqual(told(message), ["sip:b@h user-busy"]);
    const both: SipMessage = { ...message, headers: [...message.headers, ["Diversion", "<sip:x@h>;reason=away"]] };
    deepEqual(told(both), ["sip:x@h away"]);
    deepEqual(told(invite("Subject", "x")), []);
  });

  it("never throws, and never goes in circles", () => {
    const index = fc.stringMatching(/^1(\.[12]){0,2}$/);
    const entries = fc.array(
      fc
        .tuple(index, index, fc.constantFrom("mp", "rc", "np", "x"))
        .map(([own, from, way]) => `<sip:a@h>;index=${own};${way}=${from}`),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(entries, (values) => {
        ok(divertedFrom(invite("History-Info", ...values)).length < Math.max(values.length, 1));
      }),
    );
  });
});
