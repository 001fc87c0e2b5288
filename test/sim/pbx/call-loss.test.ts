import { deepEqual, equal, match } from "node:assert/strict";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { nameOf, sequenceOf } from "./client.js";
import { connected } from "./connected.js";
import { Office } from "./office.js";

describe("a call that loses messages", () => {
  it("answers a copy of the INVITE as before", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(180);
    const ringing = a.expect(180);
    a.send(out.invite);
    deepEqual(a.expect(180), ringing);
    b.silence(100);
  });

  it("repeats 200 until it hears the ACK", () => {
    const { a, b, office, out, in: incoming } = connected();
    out.hangUp();
    incoming.hungUp();
    const next = a.call("104");
    const second = b.called();
    second.respond(200, b.sdp());
    const answer = next.hear(a.expect(200));
    b.expect("ACK");
    const began = office.time.now();
    deepEqual(a.expect(200), answer);
    equal(office.time.now() - began, 500);
    next.send("ACK", { sequence: sequenceOf(answer) + 7 });
    deepEqual(a.expect(200), answer);
    equal(office.time.now() - began, 1500);
    next.send("ACK", { sequence: sequenceOf(answer) });
    a.silence(60_000);
    next.hangUp();
    second.hungUp();
    office.empty();
  });

  it("acknowledges each copy of a 200", () => {
    const { b, office, in: incoming } = connected();
    for (let copy = 0; copy < 3; copy++) {
      incoming.respond(200, b.sdp());
      b.expect("ACK");
    }
    office.time.advance(1_000);
    deepEqual(b.heard, []);
  });

  it("hangs up on a second telephone that answers the same call", () => {
    const { b, out, in: incoming } = connected();
    const first = header(incoming.invite, "To");
    const request = {
      ...incoming.invite,
      headers: incoming.invite.headers.map(([name, value]) =>
        name === "To" ? ([name, `${first};tag=other`] as const) : ([name, value] as const),
      ),
    };
    incoming.respond(200, b.sdp(), request);
    match(header(b.expect("ACK"), "To") ?? "", /tag=other/);
    const bye = b.expect("BYE");
    match(header(bye, "To") ?? "", /tag=other/);
    incoming.respond(200, undefined, bye);
    out.client.silence(100);
  });

  it("ends for both when no ACK ever comes", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(200, b.sdp());
    out.hear(a.expect(200));
    b.expect("ACK");
    a.deafTo = (message) => nameOf(message) === 200;
    const began = office.time.now();
    out.hungUp(40_000);
    equal(Math.round((office.time.now() - began) / 1000), 32);
    incoming.hungUp();
    office.empty();
  });

  it("acknowledges the offer of a 200 before it gives up waiting for the answer", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104", new Uint8Array(0));
    const incoming = b.called();
    incoming.respond(200, b.sdp());
    out.hear(a.expect(200));
    out.send("BYE");
    a.expect(200);
    b.expect("ACK");
    incoming.hungUp();
    office.empty();
  });

  it("ends by itself when a BYE is never answered", () => {
    const { office, b, out } = connected();
    b.deafTo = () => true;
    out.hangUp();
    office.empty();
  });

  it("answers a copy of the BYE, and 481 to one that crossed ours", () => {
    const { a, b, out, in: incoming } = connected();
    const bye = out.send("BYE");
    a.expect(200);
    a.send(bye);
    a.expect(200);
    incoming.send("BYE");
    b.expect("BYE");
    b.expect(481);
  });

  it("answers 500 to a request that was overtaken", () => {
    const { a, out } = connected();
    out.send("OPTIONS", { sequence: 1 });
    a.expect(500);
    out.send("OPTIONS", { sequence: 77 });
    a.expect(200);
    out.send("BYE", { sequence: 76 });
    a.expect(500);
  });

  it("ends a re-INVITE that is still open with the call", () => {
    const { office, a, b, out, in: incoming } = connected();
    out.send("INVITE", { body: a.sdp() });
    const heard = b.expect("INVITE");
    incoming.respond(100, undefined, heard);
    out.send("BYE");
    a.expect(200);
    a.expect(487);
    const rest = [b.expect("BYE"), b.expect("CANCEL")];
    for (const request of rest) incoming.respond(200, undefined, request);
    incoming.respond(487, undefined, heard);
    b.expect("ACK");
    deepEqual(a.heard, []);
    office.empty();
  });
});
