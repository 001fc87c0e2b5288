import { equal } from "node:assert/strict";
import { reasonPhrase } from "../../../../firmware/wire/sip/sip-status.js";

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
