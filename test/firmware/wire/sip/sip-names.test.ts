import { equal } from "node:assert/strict";
import { compactOf, holdsAddresses, knownSpelling, spellingOf } from "../../../../firmware/wire/sip/sip-names.js";

// the registry of header fields, every compact form in it
const COMPACT: Record<string, string> = {
  "Accept-Contact": "a",
  "Referred-By": "b",
  "Content-Type": "c",
  "Request-Disposition": "d",
  "Content-Encoding": "e",
  From: "f",
  "Call-ID": "i",
  "Reject-Contact": "j",
  Supported: "k",
  "Content-Length": "l",
  Contact: "m",
  "Identity-Info": "n",
  Event: "o",
  "Refer-To": "r",
  Subject: "s",
  To: "t",
  "Allow-Events": "u",
  Via: "v",
  "Session-Expires": "x",
  Identity: "y",
};

describe("header names", () => {
  it("have compact forms", () => {
    for (const [name, letter] of Object.entries(COMPACT)) {
      equal(spellingOf(letter), name);
      equal(spellingOf(letter.toUpperCase()), name);
      equal(compactOf(name), letter);
    }
    for (const letter of "ghpqwz") equal(knownSpelling(letter), undefined);
    equal(compactOf("User-Agent"), "User-Agent");
  });

  it("are spelled as the RFC does", () => {
    for (const name of [
      "Via",
      "CSeq",
      "Call-ID",
      "WWW-Authenticate",
      "MIME-Version",
      "RAck",
      "P-Asserted-Identity",
      "User-to-User",
      "SIP-ETag",
      "Answer-Mode",
      "Priv-Answer-Mode",
      "Remote-Party-ID",
      "History-Info",
      "RSeq",
      "Min-SE",
      "Flow-Timer",
    ])
      for (const written of [name, name.toLowerCase(), name.toUpperCase()]) equal(knownSpelling(written), name);
  });

  it("are left alone when unknown, and refused when they are none", () => {
    equal(spellingOf("X-mine"), "X-mine");
    equal(knownSpelling("X-mine"), undefined);
    equal(spellingOf("__proto__"), "__proto__");
    equal(spellingOf("constructor"), "constructor");
    for (const text of ["", " ", "Via From", "a@b", "é", ":"]) equal(spellingOf(text), undefined, text);
  });

  it("say which fields hold lists of addresses", () => {
    for (const name of ["Via", "Route", "Record-Route", "Contact"]) equal(holdsAddresses(name), true);
    for (const name of ["From", "Accept", "out", ""]) equal(holdsAddresses(name), false);
  });
});
