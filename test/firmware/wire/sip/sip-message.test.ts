/** Headers by name (RFC 3261 section 7.3). */
import { deepEqual } from "node:assert/strict";
import { withHeader, withoutHeader } from "../../../../firmware/wire/sip/sip-message.js";

describe("SIP headers", () => {
  it("replaces and removes headers", () => {
    const headers = [
      ["Via", "1"],
      ["X-a", "2"],
      ["Via", "3"],
      ["To", "4"],
    ] as const;
    deepEqual(withHeader(headers, "Via", "0"), [
      ["Via", "0"],
      ["X-a", "2"],
      ["To", "4"],
    ]);
    deepEqual(withHeader(headers, "From", "0"), [...headers, ["From", "0"]]);
    deepEqual(withoutHeader(headers, "v"), [
      ["X-a", "2"],
      ["To", "4"],
    ]);
    deepEqual(withoutHeader(headers, "x-A"), [
      ["Via", "1"],
      ["Via", "3"],
      ["To", "4"],
    ]);
  });
});
