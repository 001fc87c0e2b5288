import { equal } from "node:assert/strict";
import { parseAuthorities } from "../../../firmware/provision/authorities.js";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

describe("certificates of authorities", () => {
  it("are as they are written, however their lines were broken", () => {
    const wanted = `${BEGIN}\n${"A".repeat(64)}\nBBB=\n${END}\n`;
    for (const between of ["\n", "\r\n", " "])
      equal(parseAuthorities([BEGIN, "A".repeat(64), "BBB=", END].join(between)), wanted);
    equal(parseAuthorities(`${wanted}${wanted}`), wanted + wanted);
  });
  it("are none, or something else", () => {
    equal(parseAuthorities(" "), null);
    for (const text of ["x", BEGIN, `${BEGIN}${END}`, `${BEGIN}AAAA${END}x`, `${BEGIN}AAA${END}`, `${BEGIN}A!AA${END}`])
      equal(parseAuthorities(text), undefined, text);
  });
});
