/** Figures, titles and passwords as the page judges them. */
import { equal } from "node:assert/strict";
import { duration, gradeOf, instant } from "../../../../firmware/web/app/figures.js";
import { ofLines } from "../../../../firmware/web/app/of-lines.js";
import { strengthOf } from "../../../../firmware/web/app/password-strength.js";
import type { Row } from "../../../../firmware/web/app/shapes.js";
import { sipTitle } from "../../../../firmware/web/app/sip-title.js";

describe("figures on the page", () => {
  it("says durations as clocks do", () => {
    equal(duration(5.9), "0:05");
    equal(duration(65), "1:05");
    equal(duration(7207), "2:00:07");
    equal(duration(3 * 86_400 + 3600), "3 d 1:00:00");
    equal(instant(1234), "1.234");
  });

  it("grades sound as G.107 does", () => {
    const grades = [4.4, 4.0, 3.99, 3.1, 2.6, 1].map(gradeOf).join(" ");
    equal(grades, "best best good fair poor bad");
  });

  it("finds passwords weak that are short, or say the same again and again", () => {
    equal(strengthOf("short"), 0);
    equal(strengthOf("aaaaaaaaaaaaaaaa"), 0);
    equal(strengthOf("12345678"), 0);
    equal(strengthOf("correct horse battery staple"), 3);
  });

  it("finds a longer password of the same kind no weaker", () => {
    const kinds = ["kqzvwmxjbnhgyturpeod", "kQ7!vW2mX9jB4nHgYtUr"];
    for (const letters of kinds)
      for (let length = 1; length < letters.length; length++)
        equal(strengthOf(letters.slice(0, length)) <= strengthOf(letters.slice(0, length + 1)), true, letters);
  });

  it("names a request by its first line, a response by what it answers", () => {
    equal(sipTitle("REGISTER sip:desk SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n"), "REGISTER sip:desk");
    equal(sipTitle("SIP/2.0 180 Ringing\r\nCSeq: 2 INVITE\r\n\r\n"), "180 Ringing (INVITE)");
  });

  it("gives settings of a line to the lines that are meant", () => {
    const table = [
      { name: "Proxy", line: true },
      { name: "SIP_T1", line: false },
    ] as Row[];
    const given = ofLines({ Proxy: "a", SIP_T1: "1", "User_ID[2]": "b" }, table, [1, 2]);
    equal(JSON.stringify(given), JSON.stringify({ "Proxy[1]": "a", "Proxy[2]": "a", SIP_T1: "1", "User_ID[2]": "b" }));
  });
});
