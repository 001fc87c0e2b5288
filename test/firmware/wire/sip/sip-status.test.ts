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

  it("are those of the registry", () => {
    const registered = [
      ...[100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380],
      ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425],
      ...[428, 429, 430, 433, 436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491],
      ...[493, 494, 500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 606, 607, 608],
    ];
    // 406 and 606 share theirs
    equal(new Set(registered.map(reasonPhrase)).size, registered.length - 1);
    equal(reasonPhrase(439), "First Hop Lacks Outbound Support");
    equal(reasonPhrase(580), "Precondition Failure");
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
