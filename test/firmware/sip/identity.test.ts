/** Who calls, as far as headers can be believed (RFC 3323, RFC 3325). */

import { deepEqual, equal } from "node:assert/strict";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { Bench, SERVER, sdp } from "./far-end.js";

const STRANGER: Hop = { address: "198.51.100.66", port: 5060, transport: "udp" };
const OPEN = { account: { restrictSource: false, restrictContactUser: false } };

const invitedBy = (headers: string[], from = SERVER) => {
  const t = new Bench(from === SERVER ? {} : OPEN);
  t.ask("INVITE", { sdp: sdp(), headers, from });
  const [invited] = t.events as Extract<SipEvent, { event: "invited" }>[];
  return invited;
};

describe("who calls", () => {
  it("is whom our server asserts, else From", () => {
    const asserted = [
      'P-Asserted-Identity: "Müller" <sip:+4930123@desk.test;user=phone>',
      "P-Asserted-Identity: <tel:+4930123>",
    ];
    deepEqual(invitedBy(asserted)?.peer, {
      ...{ number: "+4930123", name: "Müller", private: false, uri: "sip:+4930123@desk.test;user=phone" },
    });
    deepEqual(invitedBy(asserted, STRANGER)?.peer, {
      ...{ number: "102", name: "Far End", private: false, uri: "sip:102@desk.test" },
    });
  });

  it("is nobody when he does not want to be known", () => {
    const hidden = invitedBy(["P-Asserted-Identity: <sip:4711@desk.test>", "Privacy: id"])?.peer;
    deepEqual([hidden?.number, hidden?.name, hidden?.private], ["", "", true]);
  });

  it("may say how the telephone is to ring", () => {
    equal(invitedBy(["Alert-Info: <http://127.0.0.1/Bellcore-dr3>"])?.alertInfo, "<http://127.0.0.1/Bellcore-dr3>");
    equal(invitedBy([])?.alertInfo, null);
  });

  it("is cut to a length a telephone can show", () => {
    const long = invitedBy([`P-Asserted-Identity: "${"x".repeat(1000)}" <sip:${"1".repeat(1000)}@desk.test>`])?.peer;
    equal(long?.name.length, 128);
    equal(long?.number.length, 128);
  });
});
