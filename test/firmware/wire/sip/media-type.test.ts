import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parseMediaType } from "../../../../firmware/wire/sip/media-type.js";

describe("media types", () => {
  it("are read", () => {
    deepEqual(parseMediaType("application/sdp"), { name: "application/sdp", params: [] });
    deepEqual(parseMediaType(' Multipart / Mixed ;Boundary="a;b"'), {
      name: "multipart/mixed",
      params: [["boundary", '"a;b"']],
    });
  });

  it("are refused", () => {
    for (const text of ["", "text", "/sdp", "text/", "a/b/c", "a b/c", "a/b;", "a/b, c/d"])
      equal(parseMediaType(text), undefined, text);
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.stringMatching(/^[ab/;=" ]{0,16}$/), (text) => ok(parseMediaType(text)?.name !== "")));
  });
});
