import { deepEqual, equal, match, ok } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import { parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { header, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { ackOf, type Call, nameOf, PBX_HOST, portOf, RTP_PORT, SIP_PORT, sequenceOf } from "./client.js";
import { connected } from "./connected.js";
import { DELAY, Office, PBX_ADDRESS } from "./office.js";

/** A re-INVITE and its answer, through the PBX. */
function changed(from: Call, to: Call, offer: Uint8Array, answer: Uint8Array): { offer: string; answer: string } {
  from.send("INVITE", { body: offer });
  const heard = to.client.expect("INVITE");
  to.respond(200, answer, heard);
  const response = from.answered();
  to.client.expect("ACK");
  return { offer: textOf(heard.body), answer: textOf(response.body) };
}

const packet = (...octets: number[]) => Uint8Array.from([0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, ...octets]);
const audioOf = (sdp: string) => sdp.split("\r\n").filter((line) => /^(c=|m=|a=(send|recv|inactive))/.test(line));

describe("a call between two extensions", () => {
  it("is challenged, tried, rung, answered and ended", () => {
    const { office, a, b, out, in: incoming } = connected();
    out.hangUp();
    incoming.hungUp();
    deepEqual([a.heard, b.heard], [[], []]);
    office.empty();
  });

  it("says 100 at once, and who calls", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const from = `"Ada" <sip:103@${PBX_HOST}>;tag=x`;
    a.call("104", a.sdp(), { from, headers: [["Alert-Info", "<http://x/Bellcore-r2>"]] });
    a.expect(100);
    const { invite } = b.called();
    equal(invite.uri, b.contact);
    const caller = parseAddress(header(invite, "From") ?? "");
    deepEqual([caller?.display, caller?.uri], ["Ada", `sip:103@${PBX_HOST}`]);
    match(header(invite, "To") ?? "", /<sip:104@/);
    match(header(invite, "Contact") ?? "", new RegExp(PBX_HOST));
    equal(header(invite, "Alert-Info"), "<http://x/Bellcore-r2>");
    equal(header(invite, "Proxy-Authorization"), undefined);
    equal(textOf(invite.body).includes(a.address), false);
  });

  it("hides who would not be shown", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const from = `"Anonymous" <sip:anonymous@anonymous.invalid>;tag=x`;
    a.call("104", a.sdp(), { from, headers: [["Privacy", "id"]] });
    const { invite } = b.called();
    match(header(invite, "From") ?? "", /^"Anonymous" <sip:anonymous@anonymous\.invalid>/);
    equal(header(invite, "Privacy"), "id");
    equal(JSON.stringify(invite.headers).includes("103"), false);
  });

  it("is refused to somebody who says to be another", () => {
    const office = new Office();
    const a = office.registered("103");
    a.call("600", a.sdp(), { from: `<sip:104@${PBX_HOST}>;tag=x` }).refused(403);
    office.empty();
  });

  it("needs no registration of the caller, and the right password", () => {
    const office = new Office();
    const a = office.client("103");
    a.call("600").answered();
    const c = office.client("105", "wrong");
    c.call("600").refused(407);
  });

  it("carries sound both ways as it is, by a port of ours", () => {
    const { office, a, b, out, in: incoming, portOfA, portOfB } = connected();
    equal(office.ports.size, 5);
    ok(portOfA % 2 === 0 && portOfB % 2 === 0 && portOfA !== portOfB);
    const [there, back, event] = [
      packet(1, 2, 3),
      packet(4, 5),
      Uint8Array.from([0x80, 0xe5, ...packet(5, 10, 0, 160).slice(2)]),
    ];
    a.say(there, portOfA);
    a.say(event, portOfA);
    b.say(back, portOfB);
    office.time.advance(2 * DELAY);
    deepEqual(
      b.sounds.map(({ octets, port }) => ({ octets, port })),
      [
        { octets: there, port: portOfB },
        { octets: event, port: portOfB },
      ],
    );
    deepEqual(
      a.sounds.map(({ octets, port }) => ({ octets, port })),
      [{ octets: back, port: portOfA }],
    );
    const report = Uint8Array.from([0x80, 201, 0, 1, 0, 0, 0, 9]);
    a.report(report, portOfA + 1);
    b.report(report, portOfB + 1);
    office.time.advance(2 * DELAY);
    deepEqual(
      [a.reports.length, b.reports.length, a.reports[0].octets, b.reports[0].port],
      [1, 1, report, portOfB + 1],
    );
    incoming.hangUp();
    out.hungUp();
    a.say(there, portOfA);
    office.time.advance(10);
    equal(b.sounds.length, 2);
    office.empty();
  });

  it("puts our address into every description, and leaves the rest", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const a_ = [
      "rtpmap:9 G722/8000",
      "rtpmap:96 opus/48000/2",
      "fmtp:96 useinbandfec=1",
      "ptime:30",
      `rtcp:7009 IN IP4 ${a.address}`,
      `candidate:1 1 UDP 1 ${a.address} 7000 typ host`,
      "ice-ufrag:x",
      "silenceSupp:off - - - -",
    ];
    const out = a.call(
      "104",
      a.sdp({ o: `mike 1 9007199254740993 IN IP4 ${a.address}`, m: "audio 7000 RTP/AVP 96 9", a: a_ }),
    );
    const incoming = b.called();
    const offer = textOf(incoming.invite.body);
    const portOfB = portOf(incoming.invite.body);
    equal(offer.includes(a.address), false);
    match(offer, new RegExp(`^o=desk 1 9007199254740993 IN IP4 ${PBX_ADDRESS}\r$`, "m"));
    match(offer, new RegExp(`^c=IN IP4 ${PBX_ADDRESS}\r$`, "m"));
    deepEqual(
      offer.split("\r\n").filter((line) => /^[ma]=/.test(line)),
      [`m=audio ${portOfB} RTP/AVP 96 9`, ...[0, 1, 2, 3, 7].map((i) => `a=${a_[i]}`)],
    );
    incoming.respond(183, b.sdp({ m: "audio 7000 RTP/AVP 9", a: "rtpmap:9 G722/8000" }));
    const early = out.hear(a.expect(183));
    b.say(packet(9), portOfB);
    b.report(packet(8), portOfB + 1);
    office.time.advance(2 * DELAY);
    equal(a.sounds.length, 1, "early sound");
    equal(a.reports.length, 0, "RTCP goes where a=rtcp says");
    incoming.respond(200, b.sdp({ m: "audio 7000 RTP/AVP 9", a: "rtpmap:9 G722/8000" }));
    deepEqual(out.answered().body, early.body);
  });

  it("relays fax and encrypted sound, and refuses what has neither", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    a.call("104", a.sdp({ m: "audio 7000 RTP/SAVP 0", a: "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x" }));
    match(textOf(b.called().invite.body), /RTP\/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x/);
    const fax = `audio 0 RTP/AVP 0\r\nm=image ${RTP_PORT} udptl t38`;
    a.call("104", a.sdp({ m: fax, a: "T38FaxVersion:0" }));
    match(textOf(b.called().invite.body), /m=audio 0 RTP\/AVP 0\r\nm=image [2-9]\d+ udptl t38/);
    a.call("104", a.sdp({ m: "video 7000 RTP/AVP 31", a: [] })).refused(488);
    a.call("104", a.sdp({ m: "nonsense" })).refused(488);
  });

  it("passes hold and resume, with direction and 0.0.0.0 kept", () => {
    const { office, a, b, out, in: incoming, portOfA, portOfB } = connected();
    const held = changed(out, incoming, a.sdp({ a: "sendonly" }), b.sdp({ a: "recvonly" }));
    deepEqual(audioOf(held.offer), [`c=IN IP4 ${PBX_ADDRESS}`, `m=audio ${portOfB} RTP/AVP 0 101`, "a=sendonly"]);
    deepEqual(audioOf(held.answer), [`c=IN IP4 ${PBX_ADDRESS}`, `m=audio ${portOfA} RTP/AVP 0 101`, "a=recvonly"]);
    const old = changed(incoming, out, b.sdp({ c: "IN IP4 0.0.0.0" }), a.sdp());
    deepEqual(audioOf(old.offer).slice(1), [`m=audio ${portOfA} RTP/AVP 0 101`, "c=IN IP4 0.0.0.0"]);
    a.say(packet(), portOfA);
    b.say(packet(), portOfB);
    office.time.advance(2 * DELAY);
    deepEqual([a.sounds.length, b.sounds.length], [1, 0], "nothing goes to 0.0.0.0");
    changed(incoming, out, b.sdp(), a.sdp());
    a.say(packet(), portOfA);
    office.time.advance(2 * DELAY);
    equal(b.sounds.length, 1);
    out.hangUp();
    incoming.hungUp();
    office.empty();
  });

  it("lets sound go where it went when a re-INVITE is refused", () => {
    const { office, a, b, out, in: incoming, portOfB } = connected();
    out.send("INVITE", { body: a.sdp({ c: "IN IP4 0.0.0.0" }) });
    incoming.respond(488, undefined, b.expect("INVITE"));
    b.expect("ACK");
    a.expect(488);
    b.say(packet(), portOfB);
    office.time.advance(2 * DELAY);
    equal(a.sounds.length, 1);
    out.send("INVITE", { body: a.sdp({ m: "nonsense" }) });
    a.expect(488);
    b.silence(100);
  });

  it("takes one re-INVITE at a time, from either side", () => {
    const { a, b, out, in: incoming } = connected();
    out.send("INVITE", { body: a.sdp() });
    const first = b.expect("INVITE");
    const glare = incoming.send("INVITE", { body: b.sdp() });
    b.send(ackOf(glare, b.expect(491)));
    const early = out.send("INVITE", { body: a.sdp() });
    const refusal = a.expect(500);
    match(header(refusal, "Retry-After") ?? "", /^\d+$/);
    a.send(ackOf(early, refusal));
    incoming.respond(200, b.sdp(), first);
    out.hear(a.expect(200));
    b.expect("ACK");
    out.send("ACK", { sequence: 3 });
    a.silence(5_000);
  });

  it("carries an offer that comes with the 200, and the answer with the ACK", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104", new Uint8Array(0));
    const incoming = b.called();
    equal(incoming.invite.body.length, 0);
    incoming.respond(200, b.sdp({ m: `audio ${RTP_PORT} RTP/AVP 8 0`, a: [] }));
    const offer = out.hear(a.expect(200));
    match(textOf(offer.body), /RTP\/AVP 8 0\r\n/);
    b.silence(200);
    out.send("ACK", { sequence: sequenceOf(offer), body: a.sdp({ m: `audio ${RTP_PORT} RTP/AVP 8`, a: [] }) });
    const ack = b.expect("ACK");
    match(textOf(ack.body), /RTP\/AVP 8\r\n/);
    equal(textOf(ack.body).includes(a.address), false);
    a.say(packet(), portOf(offer.body));
    b.say(packet(), portOf(ack.body));
    office.time.advance(2 * DELAY);
    deepEqual([a.sounds.length, b.sounds.length], [1, 1]);

    incoming.send("INVITE");
    const asked = a.expect("INVITE");
    equal(asked.body.length, 0);
    out.respond(200, a.sdp({ a: "sendonly" }), asked);
    const again = b.expect(200);
    match(textOf(again.body), /a=sendonly/);
    incoming.hear(again);
    incoming.send("ACK", { sequence: sequenceOf(again), body: b.sdp({ a: "recvonly" }) });
    match(textOf(a.expect("ACK").body), /a=recvonly/);
    incoming.hangUp();
    out.hungUp();
    office.empty();
  });

  it("passes keys that come by INFO", () => {
    const { a, b, out, in: incoming } = connected();
    const body = Uint8Array.from([...`Signal=5\r\n`].map((letter) => letter.charCodeAt(0)));
    a.send({ ...out.request("INFO", { headers: [["Content-Type", "application/dtmf-relay"]] }), body });
    const info = b.expect("INFO");
    equal(header(info, "Content-Type"), "application/dtmf-relay");
    deepEqual(info.body, body);
    incoming.respond(415, undefined, info);
    a.expect(415);
  });

  it("answers OPTIONS in a call itself, and an UPDATE that offers nothing", () => {
    const { a, b, out } = connected();
    for (const method of ["OPTIONS", "UPDATE"]) {
      out.send(method);
      a.expect(200);
    }
    for (const [method, body] of [
      ["UPDATE", a.sdp()],
      ["MESSAGE", undefined],
    ] as const) {
      out.send(method, { body });
      match(header(a.expect(405), "Allow") ?? "", /INVITE/);
    }
    out.send("PRACK", { headers: [["RAck", "1 1 INVITE"]] });
    a.expect(481);
    for (const method of ["NOTIFY", "SUBSCRIBE"]) {
      out.send(method, { headers: [["Event", "message-summary"]] });
      a.expect(489);
    }
    b.silence(10);
  });

  it("passes a refusal, and where it points", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const refused = (status: number, heard: number, more: [string, string][] = []): SipResponse => {
      const out = a.call("104");
      const incoming = b.called();
      incoming.respond(status, undefined, incoming.invite, more);
      b.expect("ACK");
      return out.refused(heard);
    };
    for (const status of [486, 488, 600, 603]) refused(status, status);
    equal(header(refused(503, 503, [["Retry-After", "60"]]), "Retry-After"), "60");
    match(header(refused(302, 302), "Contact") ?? "", /104@/);
    refused(407, 480);
    office.empty();
  });

  it("is withdrawn by CANCEL", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(180);
    const ringing = a.expect(180);
    out.cancel();
    const cancelled = a.expect(200);
    equal(header(cancelled, "To"), header(ringing, "To"));
    out.refused(487);
    incoming.respond(200, undefined, b.expect("CANCEL"));
    incoming.respond(487);
    b.expect("ACK");
    deepEqual([a.heard, b.heard], [[], []]);
    office.empty();
  });

  it("is withdrawn as soon as the other side says anything, 100 even", () => {
    for (const status of [100, 180]) {
      const office = new Office();
      const [a, b] = [office.registered("103"), office.registered("104")];
      const out = a.call("104");
      const incoming = b.called();
      out.cancel();
      a.expect(200);
      out.refused(487);
      equal(b.expect("INVITE").uri, b.contact, "once more, as nothing was answered");
      b.silence(100);
      incoming.respond(status);
      incoming.respond(180);
      incoming.respond(200, undefined, b.expect("CANCEL"));
      b.silence(100);
      incoming.respond(487);
      b.expect("ACK");
      office.empty();
    }
  });

  it("is hung up when it is answered after it was withdrawn", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(180);
    a.expect(180);
    out.cancel();
    incoming.respond(200, b.sdp());
    a.expect(200);
    out.refused(487);
    b.expect("CANCEL");
    b.expect("ACK");
    incoming.hungUp();
    office.empty();
  });

  it("is withdrawn by BYE as well", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(180);
    out.hear(a.expect(180));
    out.send("BYE");
    equal(nameOf(a.expect(200)), 200);
    out.refused(487);
    b.expect("CANCEL");
    incoming.respond(487);
    office.empty();
  });

  it("comes to nothing after 180 s", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const began = office.time.now();
    const incoming = b.called();
    incoming.respond(180);
    a.expect(180);
    a.silence(179_900 - (office.time.now() - began));
    out.refused(480);
    ok(Math.abs(office.time.now() - began - 180_000) < 20);
    incoming.respond(200, undefined, b.expect("CANCEL"));
    incoming.respond(487);
    office.empty();
  });

  it("reaches nobody who is not registered, or is silent, or does not exist", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    a.call("105").refused(480);
    b.register(0);
    a.call("104").refused(480);
    for (const number of ["100", "110", "613", "10", "1044", "toString"]) a.call(number).refused(404);
    b.register(20);
    office.time.advance(20_000);
    a.call("104").refused(480);

    b.register();
    const out = a.call("104");
    b.deafTo = () => true;
    const began = office.time.now();
    out.refused(480, 40_000);
    equal(Math.round((office.time.now() - began) / 1000), 32);
    office.empty();
  });

  it("goes to the Contact, or to where its REGISTER came from", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.client("104")];
    b.register(3600, "<sip:104@10.1.2.3:9999;transport=udp>");
    const out = a.call("104");
    const incoming = b.called();
    equal(incoming.invite.uri, "sip:104@10.1.2.3:9999;transport=udp");
    incoming.respond(486);
    b.expect("ACK");
    out.refused(486);
    b.register(3600, `<sip:104@${b.address}:${SIP_PORT + 1}>`);
    a.call("104");
    b.silence(1_000);
  });
});
