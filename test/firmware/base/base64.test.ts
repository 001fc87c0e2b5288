import { equal } from "node:assert/strict";
import fc from "fast-check";
import { base64Of } from "../../../firmware/base/base64.js";

describe("Base64", () => {
  it("is what everybody writes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => equal(base64Of(octets), Buffer.from(octets).toString("base64"))),
    );
  });
});
