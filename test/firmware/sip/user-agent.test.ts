/** The door of a line: who may ring, what is turned away, and with what words. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header, headerList } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, MEDIA, SERVER, sdp } from "./far-end.js";

const STRANGER: Hop = { address: "198.51.100.66", port: 5060, transport: "udp" };
const OPEN = { account: { restrictSource: false, restrictContactUser: false } };

describe("who may ring", () => {
  it("is our server; strangers hear nothing and are counted", () => {
    const t = new Bench();
    for (const method of ["INVITE", "OPTIONS", "REGISTER", "BYE", "SUBSCRIBE", "NOTIFY", "CANCEL", "ACK", "HELLO"])
      t.ask(method, { sdp: sdp(), from: STRANGER });
    t.ask("INVITE", { sdp: sdp(), from: { address: SERVER.address, port: 5099, transport: "udp" } });
    t.hear("INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n", STRANGER);
    t.hear("\0\0\0\0\0", STRANGER);
    deepEqual(t.silent().told(), []);
    equal(t.agent.strangers, 12);
    t.ask("OPTIONS");
    t.answered(200);
  });

  it("is whoever is in a call with us, from wherever he speaks", () => {
    const t = new Bench();
    const call = t.callIn();
    const bye = t.inside(call, "BYE", 2, { from: STRANGER });
    equal(t.answered(200).to.address, STRANGER.address);
    deepEqual(t.told(), ["ended"]);
    t.hear(bye, STRANGER);
    t.answered(200);
    equal(t.agent.strangers, 0, "a copy is no stranger");
  });

  it("must name our own contact, or be turned away and written down", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), uri: "sip:101@192.0.2.10:5062" });
    t.answered(404);
    const [rejected] = t.events;
    equal(rejected.event === "rejected" && rejected.uri, "sip:101@192.0.2.10:5062");
    deepEqual(t.told(), ["rejected"]);
    t.ask("OPTIONS", { uri: "sip:192.0.2.10:5062", callId: "ping" });
    t.answered(200);
    t.ask("OPTIONS", { uri: "sip:nobody@192.0.2.10:5062", callId: "ping2" });
    t.answered(404);
  });

  it("is anybody when the owner wants it so", () => {
    const t = new Bench(OPEN);
    t.ask("INVITE", { sdp: sdp(), from: STRANGER, uri: "sip:anyone@192.0.2.10" });
    t.answered(100);
    deepEqual(t.told(), ["invited"]);
  });

  it("is told that we are busy when there are calls enough", () => {
    const t = new Bench();
    for (const [callId, status] of [
      ["a", 100],
      ["b", 100],
      ["c", 486],
    ] as const) {
      t.ask("INVITE", { sdp: sdp(), callId });
      t.answered(status);
    }
    t.order({ do: "refuse", call: 2, status: 486 });
    t.answered(486);
    t.ask("INVITE", { sdp: sdp(), callId: "d" });
    t.answered(100);
    t.ask("OPTIONS", { callId: "ping" });
    t.answered(486);
  });

  it("may not make us keep more than a bounded number of things", () => {
    const t = new Bench();
    for (let n = 0; n < 500; n++) t.ask("OPTIONS", { callId: `c${n}` });
    equal(t.sent.length, 500);
    ok(t.agent.size <= 64);
    for (let n = 0; n < 500; n++) t.ask("INVITE", { sdp: sdp(), callId: `i${n}` });
    ok(t.agent.size <= 64 + 2);
    t.after(700_000);
    equal(t.agent.size, 0);
  });
});

describe("the door", () => {
  it("tells what we are able to", () => {
    const t = new Bench();
    t.ask("OPTIONS");
    const response = t.answered(200);
    const methods = headerList(response, "Allow");
    for (const method of ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "UPDATE"]) ok(methods.includes(method));
    for (const method of ["INFO", "REFER", "NOTIFY", "MESSAGE"]) ok(methods.includes(method));
    for (const type of ["application/sdp", "multipart/*", "application/dtmf-relay", "text/plain"])
      ok(headerList(response, "Accept").includes(type));
    for (const event of ["message-summary", "refer"]) ok(headerList(response, "Allow-Events").includes(event));
    const extensions = headerList(response, "Supported");
    for (const tag of ["100rel", "timer", "replaces", "norefersub"]) ok(extensions.includes(tag));
    equal(header(response, "Server"), "Bench");
    ok(/;received=192\.0\.2\.1/.test(header(response, "Via") ?? ""));
  });

  it("says so when it could take no call (RFC 3261 section 11.2)", () => {
    const t = new Bench({ maxCalls: 1, account: { answersWithoutRegistration: false } });
    t.ask("OPTIONS", { callId: "a" });
    ok(headerList(t.answered(480), "Allow").includes("INVITE"));
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 60"] });
    t.ask("OPTIONS", { callId: "b" });
    t.answered(200);
    t.callOut(1);
    t.ask("OPTIONS", { callId: "c" });
    ok(headerList(t.answered(486), "Allow").includes("INVITE"));
  });

  it("knows no request but an INVITE that takes the place of a call (RFC 3891 section 3)", () => {
    const t = new Bench();
    const call = t.callIn();
    const headers = ["Replaces: far-call;to-tag=1;from-tag=2"];
    t.ask("OPTIONS", { headers });
    t.answered(400);
    t.inside(call, "UPDATE", 2, { headers });
    t.answered(400);
  });

  it("takes a CANCEL of anything it was asked, with no effect on what is no INVITE (RFC 3261 section 9.2)", () => {
    const t = new Bench();
    t.ask("OPTIONS", { branch: "x" });
    t.answered(200);
    t.ask("CANCEL", { branch: "x" });
    t.answered(200);
    t.ask("CANCEL", { branch: "y" });
    t.answered(481);
  });

  it("refuses methods it knows with 405, others with 501, and dialogs it does not have with 481", () => {
    const t = new Bench();
    let n = 0;
    const refused = (method: string, status: number, to?: string) => {
      t.ask(method, { callId: `c${++n}`, to });
      return t.answered(status);
    };
    match(header(refused("PUBLISH", 405), "Allow") ?? "", /INVITE/);
    match(header(refused("PUBLISHX", 501), "Allow") ?? "", /INVITE/);
    refused("BYE", 481);
    for (const method of ["BYE", "INFO", "UPDATE", "REFER", "INVITE", "OPTIONS", "NOTIFY"])
      refused(method, 481, "<sip:101@desk.test>;tag=nobody");
  });

  it("refuses extensions and content it does not understand", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), callId: "a", headers: ["Require: lab-none, 100REL, timer, lab-too"] });
    deepEqual(headerList(t.answered(420), "Unsupported"), ["lab-none", "lab-too"]);
    t.ask("INVITE", { callId: "b", headers: ["Content-Type: text/x-lab", "Content-Length: 5"] });
    t.sent.splice(0);
    const body = "hello";
    const plain = (disposition: string) =>
      t.hear(
        [
          `INVITE sip:${t.agent.contactUser}@192.0.2.10 SIP/2.0`,
          `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKplain${disposition.length}`,
          "From: <sip:a@b>;tag=1",
          "To: <sip:c@d>",
          `Call-ID: plain${disposition.length}`,
          "CSeq: 1 INVITE",
          "Contact: <sip:a@192.0.2.1>",
          "Content-Type: text/x-lab",
          ...(disposition === "" ? [] : [`Content-Disposition: ${disposition}`]),
          `Content-Length: ${body.length}`,
          "",
          body,
        ].join("\r\n"),
      );
    t.told();
    plain("");
    equal(header(t.answered(415), "Accept"), "application/sdp, multipart/*");
    plain("render;handling=optional");
    t.answered(100);
  });

  it("refuses who could not read a description of ours (406)", () => {
    const t = new Bench();
    let n = 0;
    const asked = (...headers: string[]) => t.ask("INVITE", { sdp: sdp(), callId: `a${++n}`, headers });
    for (const types of ["text/nobodyKnowsThis", "multipart/mixed, text/plain", ""]) {
      asked(`Accept: ${types}`);
      t.answered(406);
    }
    t.silent();
    for (const types of ["text/plain;q=0.5, Application/SDP", "application/*", "*/*;q=0.1"]) {
      asked(`Accept: ${types}`);
      t.answered(100);
      t.order({ do: "refuse", call: 2 * (n - 3), status: 486 });
      t.answered(486);
    }
    t.ask("OPTIONS", { callId: "b", headers: ["Accept: text/plain"] });
    t.answered(200);
  });

  it("refuses schemes we have no way for", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), uri: "sips:x@192.0.2.10", callId: "a" });
    t.answered(416);
    t.ask("INVITE", { sdp: sdp(), uri: "tel:+1234", callId: "b" });
    t.answered(416);
    t.ask("INVITE", { sdp: sdp(), uri: "mailto:a@b.c", callId: "c" });
    t.answered(416);
    t.silent();
  });

  it("answers what it can hardly read, if it may", () => {
    const t = new Bench();
    const broken =
      "INVITE sip:x@192.0.2.10 SIP/3.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n";
    t.hear(broken);
    const response = t.answered(505);
    ok(/;tag=/.test(header(response, "To") ?? ""));
    t.hear(broken, STRANGER);
    t.silent();
  });

  it("answers by a Via whose host can be read, though its parameters cannot", () => {
    const t = new Bench();
    const hear = (top: string) =>
      t.hear(
        [
          ...["INVITE sip:x@192.0.2.10 SIP/2.0", `Via: ${top}`, "Via: SIP/2.0/UDP far.test;branch=z9hG4bK2"],
          ...["From: <sip:a@b>;tag=1", "To: <sip:c@d>", "Call-ID: x", "CSeq: 1 INVITE", "", ""],
        ].join("\r\n"),
      );
    for (const [top, readable] of [
      ["SIP/2.0/UDP 192.0.2.1;;,;,,", "SIP/2.0/UDP 192.0.2.1"],
      ['SIP/2.0/UDP other.test:5090;branch="z', "SIP/2.0/UDP other.test:5090;received=192.0.2.1"],
    ]) {
      hear(top);
      deepEqual(headerList(t.answered(400), "Via"), [readable, "SIP/2.0/UDP far.test;branch=z9hG4bK2"]);
    }
    for (const top of ["SIP/2.0/UDP ;branch=z9hG4bK1", ";;", "SIP/2.0/UDP h:0;;"]) hear(top);
    t.silent();
  });

  it("wants to know the way back", () => {
    const t = new Bench();
    t.hear(
      [
        `INVITE sip:${t.agent.contactUser}@192.0.2.10 SIP/2.0`,
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnocontact",
        ...["From: <sip:a@b>;tag=1", "To: <sip:c@d>", "Call-ID: x", "CSeq: 1 INVITE", "Content-Length: 0", "", ""],
      ].join("\r\n"),
    );
    t.answered(400);
  });

  it("never throws, hangs or rings, whatever comes", () => {
    const t = new Bench(OPEN);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        t.agent.receive(octets, STRANGER, 0);
      }),
    );
    const whole = new Bench(OPEN);
    const invite = whole.ask("INVITE", { sdp: sdp(), from: STRANGER });
    fc.assert(
      fc.property(fc.nat(invite.length), fc.string({ maxLength: 12 }), fc.nat(40), (at, word, cut) => {
        const bent = new Bench(OPEN);
        bent.lenient = true;
        bent.hear(invite.slice(0, at) + word + invite.slice(at + cut), STRANGER);
        bent.after(700_000);
        equal(bent.agent.size, 0);
      }),
    );
  });
});

describe("orders for calls that are no more", () => {
  it("do nothing", () => {
    const t = new Bench();
    t.order({ do: "hangUp", call: 2 });
    t.order({ do: "answer", call: 4, media: MEDIA });
    t.order({ do: "hold", call: 1 });
    t.silent();
  });
});
