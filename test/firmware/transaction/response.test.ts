/** Responses (RFC 3261 section 8.2.6). */
import { deepEqual, equal } from "node:assert/strict";
import { octetsOf } from "../../../firmware/base/text.js";
import { responseTo } from "../../../firmware/transaction/response.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";

function request(method: string, to: string): SipRequest {
  const parsed = parseSip(
    octetsOf(
      [
        `${method} sip:x@y SIP/2.0`,
        ...["Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2", "Record-Route: <sip:p;lr>"],
        ...["From: <sip:a@b>;tag=1", `To: ${to}`, "Call-ID: c", `CSeq: 9 ${method}`, "Timestamp: 54", "", ""],
      ].join("\r\n"),
    ),
  );
  if (!parsed || !("message" in parsed) || parsed.message.kind !== "request") throw new Error("unreadable");
  return parsed.message;
}

const namesOf = (status: number, method = "INVITE") =>
  responseTo(request(method, "<sip:x@y>"), status, "t").headers.map(([name]) => name);

describe("a response", () => {
  it("has what the request had, and the way back where it makes a dialog", () => {
    deepEqual(namesOf(180), ["Via", "Via", "Record-Route", "From", "To", "Call-ID", "CSeq"]);
    deepEqual(namesOf(486), ["Via", "Via", "From", "To", "Call-ID", "CSeq"]);
    deepEqual(namesOf(100), ["Via", "Via", "From", "To", "Call-ID", "CSeq", "Timestamp"]);
    deepEqual(namesOf(200, "OPTIONS"), ["Via", "Via", "From", "To", "Call-ID", "CSeq"]);
  });

  it("gives To our tag, unless it is a 100 or there is one", () => {
    equal(header(responseTo(request("INVITE", "<sip:x@y>"), 180, "t"), "To"), "<sip:x@y>;tag=t");
    equal(header(responseTo(request("INVITE", "sip:x@y"), 404, "t"), "To"), "sip:x@y;tag=t");
    equal(header(responseTo(request("INVITE", "<sip:x@y>"), 100, "t"), "To"), "<sip:x@y>");
    equal(header(responseTo(request("BYE", "<sip:x@y>;tag=2"), 200, "t"), "To"), "<sip:x@y>;tag=2");
  });

  it("says what its number means", () => {
    equal(responseTo(request("BYE", "<sip:x@y>"), 481, "t").reason, "Call/Transaction Does Not Exist");
    equal(responseTo(request("BYE", "<sip:x@y>"), 400, "t", { reason: "No way back" }).reason, "No way back");
  });
});
