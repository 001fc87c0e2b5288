import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { compareIndex, parseHistoryEntry } from "../../../../firmware/wire/sip/history-info.js";

const INDEX = fc.array(fc.nat(12), { minLength: 1, maxLength: 4 });

describe("entries of a call's history", () => {
  it("are read, headers within the URI apart", () => {
    deepEqual(
      parseHistoryEntry(
        "<sip:office@example.com;cause=302?Reason=SIP%3Bcause%3D480%2CQ.850%3Bcause%3D18&Privacy=history>;index=1.1.2;mp=1.1",
      ),
      {
        address: {
          display: "",
          uri: "sip:office@example.com;cause=302",
          params: [
            ["index", "1.1.2"],
            ["mp", "1.1"],
          ],
        },
        index: [1, 1, 2],
        by: "mp",
        from: "1.1",
        reasons: [
          { protocol: "SIP", cause: 480, text: null },
          { protocol: "Q.850", cause: 18, text: null },
        ],
        cause: 302,
        withheld: true,
      },
    );
  });

  it("say little at times", () => {
    const entry = parseHistoryEntry('"Bob" <sip:bob@h?Privacy=none>;index=1');
    deepEqual([entry?.by, entry?.from, entry?.reasons, entry?.cause, entry?.withheld], [null, null, [], null, false]);
    equal(parseHistoryEntry("<tel:+1555>;index=1;rc")?.by, "rc");
    equal(parseHistoryEntry("<urn:service:sos>;index=1")?.address.uri, "urn:service:sos");
  });

  it("are refused without an index", () => {
    for (const text of [
      "",
      "<sip:a@h>",
      "<sip:a@h>;index",
      "<sip:a@h>;index=1.",
      "<sip:a@h>;index=a",
      `<sip:a@h>;index=1${".1".repeat(16)}`,
      "<sip:a@h;index=1",
    ])
      equal(parseHistoryEntry(text), undefined, text);
  });

  it("stand in order", () => {
    const sorted = ["1.2", "1", "1.10", "1.1.1", "1.1"].map((text) => text.split(".").map(Number)).sort(compareIndex);
    deepEqual(
      sorted.map((index) => index.join(".")),
      ["1", "1.1", "1.1.1", "1.2", "1.10"],
    );
    fc.assert(
      fc.property(INDEX, INDEX, (a, b) => {
        equal(Math.sign(compareIndex(a, b)), 0 - Math.sign(compareIndex(b, a)) + 0);
        equal(compareIndex(a, b) === 0, a.join(".") === b.join("."));
      }),
    );
  });

  it("never throw", () => {
    const pieces = fc.constantFrom(
      "<",
      ">",
      "sip:a@h",
      "?",
      "Reason=SIP",
      "%3B",
      "cause=486",
      ";",
      "index=1.1",
      "mp=1",
    );
    fc.assert(fc.property(fc.array(pieces), (parts) => ok(parseHistoryEntry(parts.join("")) !== null)));
  });
});
