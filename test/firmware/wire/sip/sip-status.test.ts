import { equal } from "node:assert/strict";
import { fits, reasonPhrase } from "../../../../firmware/wire/sip/sip-status.js";

describe("reason phrases", () => {
  it("are those of RFC 3261 section 21", () => {
    equal(reasonPhrase(100), "Trying");
    equal(reasonPhrase(200), "OK");
    equal(reasonPhrase(407), "Proxy Authentication Required");
    equal(reasonPhrase(481), "Call/Transaction Does Not Exist");
    equal(reasonPhrase(487), "Request Terminated");
    equal(reasonPhrase(513), "Message Too Large");
    equal(reasonPhrase(606), "Not Acceptable");
  });

  it("fall back to the class", () => {
    equal(reasonPhrase(299), "OK");
    equal(reasonPhrase(499), "Bad Request");
    equal(reasonPhrase(699), "Busy Everywhere");
    equal(reasonPhrase(999), "Unknown");
  });
});

describe("a code of an owner's list", () => {
  it("fits a status digit by digit, and ? any digit", () => {
    equal(fits("503", 503), true);
    equal(fits("5??", 503), true);
    equal(fits("???", 486), true);
    for (const code of ["504", "4??", "50", "5???", ""]) equal(fits(code, 503), false, code);
  });
});
