import { equal, ok } from "node:assert/strict";
import { redacted } from "../../../../firmware/wire/sip/redacted.js";

const lines = (...texts: string[]) => texts.join("\r\n");

describe("a SIP message for others to see", () => {
  it("holds no answer to a challenge", () => {
    const register = lines(
      "REGISTER sip:pbx SIP/2.0",
      'Authorization: Digest username="101", realm="pbx", nonce="n1", uri="sip:pbx", response="0011", cnonce="c1", nc=00000001',
      "Proxy-Authorization: Digest username=101,response=0022",
      "Call-ID: 7",
      "",
      "",
    );
    const shown = redacted(register);
    for (const secret of ["0011", "0022", "c1", "n1"]) ok(!shown.includes(secret), secret);
    ok(shown.includes('username="101", realm="pbx"') && shown.includes("Call-ID: 7"));
  });

  it("holds no key of a call, however it is told", () => {
    const relay = lines(
      "INFO sip:1 SIP/2.0",
      "Content-Type: application/dtmf-relay",
      "",
      "Signal=5",
      "Duration=160",
      "",
    );
    equal(redacted(relay), relay.replace("Signal=5", "Signal=*"));
    const bare = lines("INFO sip:1 SIP/2.0", "Content-Type: application/dtmf", "", "5");
    equal(redacted(bare), bare.slice(0, -1).concat("*"));
    const sdp = lines("INVITE sip:1 SIP/2.0", "Content-Type: application/sdp", "", "v=0", "a=x");
    equal(redacted(sdp), sdp);
  });

  it("holds no password of an address, and is otherwise what it was", () => {
    equal(
      redacted("INVITE sip:ann:secret@pbx:5060;x=1 SIP/2.0\r\n\r\n"),
      "INVITE sip:ann:***@pbx:5060;x=1 SIP/2.0\r\n\r\n",
    );
    equal(redacted("OPTIONS sip:[::1]:5060 SIP/2.0"), "OPTIONS sip:[::1]:5060 SIP/2.0");
    const via = "BYE sip:a@10.0.0.1:5060 SIP/2.0\r\nTo: <sip:b@10.0.0.2:5061>\r\n\r\n";
    equal(redacted(via), via);
  });
});
