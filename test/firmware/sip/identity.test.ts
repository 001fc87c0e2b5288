/** Who calls, as far as headers can be believed (RFC 3323, RFC 3325). */

import { deepEqual, equal } from "node:assert/strict";
import { octetsOf } from "../../../firmware/base/text.js";
import { peerOf } from "../../../firmware/sip/identity.js";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import type { SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";
import { Bench, SERVER, sdp } from "./far-end.js";

const STRANGER: Hop = { address: "198.51.100.66", port: 5060, transport: "udp" };
const OPEN = { account: { restrictSource: false, restrictContactUser: false } };

const invitedBy = (headers: string[], from = SERVER) => {
  const t = new Bench(from === SERVER ? {} : OPEN);
  t.ask("INVITE", { sdp: sdp(), headers, from });
  const [invited] = t.events as Extract<SipEvent, { event: "invited" }>[];
  return invited;
};

/** With another From than the far end's own. */
const calledBy = (from: string) => {
  const message = `INVITE sip:101@desk.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: ${from};tag=far
To: <sip:101@desk.test>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n`;
  const parsed = parseSip(octetsOf(message.replace(/\r?\n/g, "\r\n")));
  return peerOf((parsed as { message: SipRequest }).message, true);
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

  it("has his number from one assertion and his name from another", () => {
    const sip = 'P-Asserted-Identity: "Lab Caller" <sip:caller@desk.test>';
    const tel = "P-Asserted-Identity: <tel:+49-30-123>";
    for (const order of [
      [sip, tel],
      [tel, sip],
      [`${sip}, <tel:+49-30-123>`],
      ["P-Asserted-Identity: nonsense", sip, tel],
    ])
      deepEqual(invitedBy(order)?.peer, {
        ...{ number: "+4930123", name: "Lab Caller", private: false, uri: "sip:caller@desk.test" },
      });
    deepEqual(invitedBy([tel])?.peer, { number: "+4930123", name: "", private: false, uri: "tel:+49-30-123" });
  });

  it("is whom older servers name, with as much as they let us see", () => {
    const rpid = (more: string) => `Remote-Party-ID: "Bob" <sip:4711@desk.test>;${more}`;
    const shown = (headers: string[], from = SERVER) => {
      const peer = invitedBy(headers, from)?.peer;
      return [peer?.number, peer?.name, peer?.private];
    };
    deepEqual(shown([rpid("party=calling;screen=yes;privacy=off")]), ["4711", "Bob", false]);
    deepEqual(shown([rpid("screen=no")]), ["4711", "Bob", false]);
    deepEqual(shown([rpid("party=calling;privacy=full")]), ["", "", true]);
    deepEqual(shown([rpid("party=calling;privacy=uri")]), ["", "", true]);
    deepEqual(shown([rpid("privacy=name")]), ["4711", "", false]);
    deepEqual(shown([rpid("party=called"), rpid("party=calling")]), ["4711", "Bob", false]);
    deepEqual(shown([rpid("party=called")]), ["102", "Far End", false]);
    deepEqual(shown([rpid("party=calling")], STRANGER), ["102", "Far End", false]);
    deepEqual(shown([rpid("party=calling"), "P-Asserted-Identity: <sip:1@desk.test>"]), ["1", "", false]);
  });

  it("is a number without what stands around it", () => {
    for (const [uri, number] of [
      ["tel:+1-201-555-0123", "+12015550123"],
      ["tel:7042;phone-context=example.com", "7042"],
      ["tel:863-1234;phone-context=+1-914-555", "8631234"],
      ["sip:+49(30)123@desk.test", "+4930123"],
      ["sip:030-123;phone-context=+49@desk.test;user=phone", "030123"],
      ["sip:john.doe@desk.test", "john.doe"],
      ["sip:12-34@desk.test", "12-34"],
      ["sip:*98%23@desk.test", "*98#"],
      ["sip:desk.test", ""],
    ] as const)
      equal(calledBy(`<${uri}>`).number, number, uri);
  });

  it("has the name he gives himself", () => {
    for (const [from, name] of [
      ['"Bob \\"B\\" \\\\ Co" <sip:1@desk.test>', 'Bob "B" \\ Co'],
      ['"M\u00fcller" <sip:1@desk.test>', "M\u00fcller"],
      ["Bob B <sip:1@desk.test>", "Bob B"],
      ["sip:1@desk.test", ""],
    ] as const)
      equal(calledBy(from).name, name, from);
  });

  it("is nobody whose From says so", () => {
    for (const from of [
      '"Anonymous" <sip:anonymous@anonymous.invalid>',
      "<sip:Anonymous@desk.test>",
      "<sip:4711@nowhere.invalid>",
      "<mailto:bob@desk.test>",
    ])
      deepEqual([calledBy(from).private, calledBy(from).number, calledBy(from).name], [true, "", ""], from);
  });

  it("may wish for other things than not to be known", () => {
    for (const [wish, hidden] of [
      ["none", false],
      ["session", false],
      ["history", false],
      ["id;critical", true],
      ["session, user", true],
      ["header", true],
      ["id ; ,;", true],
    ] as const)
      equal(invitedBy([`Privacy: ${wish}`])?.peer.private, hidden, wish);
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
