import { deepEqual, equal } from "node:assert/strict";
import { parseCSeq } from "../../../../firmware/wire/sip/sip-cseq.js";

describe("CSeq", () => {
  it("is a number of 31 bits and a method", () => {
    deepEqual(parseCSeq("0 ACK"), { number: 0, method: "ACK" });
    deepEqual(parseCSeq("0009 \t INVITE"), { number: 9, method: "INVITE" });
    deepEqual(parseCSeq("2147483647 RE%47IST%45R"), { number: 2147483647, method: "RE%47IST%45R" });
    for (const text of [
      "",
      "1",
      "INVITE",
      "2147483648 A",
      "36893488147419103232 A",
      "-1 A",
      "1.0 A",
      "0x1 A",
      "1 A B",
      "1 A@",
      " 1 A",
      "1 A ",
    ])
      equal(parseCSeq(text), undefined, text);
  });
});
