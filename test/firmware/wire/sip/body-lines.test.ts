import { deepEqual, equal } from "node:assert/strict";
import { linesOf } from "../../../../firmware/wire/sip/body-lines.js";
import { NOTE_LIMIT, NOTE_LINE_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { octets } from "./sip-samples.js";

describe("lines of a small body", () => {
  it("end as they like", () => {
    deepEqual(linesOf(octets("a\r\nb\nc\rd")), ["a", "b", "c", "d"]);
    deepEqual(linesOf(octets("é\r\n\r\n")), ["é", "", ""]);
    deepEqual(linesOf(octets("")), [""]);
  });

  it("are so many, and so long", () => {
    equal(linesOf(octets("\n".repeat(1000))).length, NOTE_LINE_LIMIT);
    equal(linesOf(octets("a".repeat(9999)))[0].length, NOTE_LIMIT);
  });
});
