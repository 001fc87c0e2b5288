import { equal } from "node:assert/strict";
import { crc32 } from "../../../firmware/base/crc32.js";
import { octetsOf } from "../../../firmware/base/text.js";

describe("CRC-32", () => {
  it("is the one everybody has", () => {
    const digits = octetsOf("123456789");
    equal(crc32(digits), 0xcbf4_3926);
    equal(crc32(digits, 0), 0);
    equal(crc32(new Uint8Array(4)), 0x2144_df1c);
  });
});
