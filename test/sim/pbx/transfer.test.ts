/** Transfers through the PBX, word for word (RFC 3515, RFC 5589). */
import { equal, match, ok } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import { header, type SipHeaders, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { type Call, PBX_HOST, portOf } from "./client.js";
import { connected } from "./connected.js";
import { heard, moved, talks } from "./sound-words.js";

const NONE = new Uint8Array(0);

/** Sends the other side of `call` to `target`, and hears that it is tried. */
function refer(call: Call, target: string, more: SipHeaders = []): void {
  call.send("REFER", { headers: [["Refer-To", `<${target}>`], ...more] });
  call.client.expect(202);
  told(call, /^SIP\/2\.0 100 /);
}

const to = (number: string) => `sip:${number}@${PBX_HOST}`;

/** Hears how it goes, and grants it. */
function told(call: Call, what: RegExp, state = /^active;expires=\d+$/, patience?: number): SipRequest {
  const notify = call.client.expect("NOTIFY", patience);
  match(textOf(notify.body), what);
  match(header(notify, "Event") ?? "", /^refer;id=\d+$/);
  match(header(notify, "Content-Type") ?? "", /^message\/sipfrag/);
  match(header(notify, "Subscription-State") ?? "", state);
  call.respond(200, NONE, notify);
  return notify;
}

const toldLast = (call: Call, what: RegExp, patience?: number) =>
  told(call, what, /^terminated;reason=noresource$/, patience);

describe("REFER to a number", () => {
  it("connects the other side with it, which hears the ringing first", () => {
    const { office, a, b, out, in: incoming } = connected();
    const c = office.registered("105");
    refer(incoming, to("105"), [["Referred-By", `<${to("104")}>`]]);
    const target = c.called();
    match(header(target.invite, "From") ?? "", /sip:103@/);
    match(header(target.invite, "Referred-By") ?? "", /sip:104@/);
    match(textOf(target.invite.body), /^a=sendrecv\r$/m);
    target.respond(180);
    told(incoming, /^SIP\/2\.0 180 /);
    const ringback = moved(out);
    a.sounds.length = 0;
    office.time.advance(1000);
    ok(a.sounds.length > 40, "the ringing is heard");
    ok(a.sounds.every(({ port }) => port === ringback));

    target.respond(200, c.sdp());
    c.expect("ACK");
    const port = moved(out);
    toldLast(incoming, /^SIP\/2\.0 200 /);
    incoming.hungUp();
    heard(a, port, c);
    heard(c, portOf(target.invite.body), a);
    c.silence(100);
    out.hangUp();
    target.hungUp();
    b.silence(100);
    office.empty();
  });

  it("goes to whoever was called, too, and to test numbers", () => {
    const { office, a, b, out, in: incoming } = connected();
    refer(out, to("600"));
    const port = moved(incoming);
    toldLast(out, /^SIP\/2\.0 200 /);
    out.hungUp();
    heard(b, port, b);
    incoming.hangUp();
    a.silence(100);
    office.empty();
  });

  it("sends a service, too", () => {
    const { office, a, b, out } = connected();
    out.hangUp();
    b.heard.length = 0;
    const echo = a.call("600");
    echo.answered();
    refer(echo, to("104"));
    const target = b.called();
    match(header(target.invite, "From") ?? "", /sip:600@/);
    target.respond(200, b.sdp());
    b.expect("ACK");
    toldLast(echo, /^SIP\/2\.0 200 /);
    echo.hungUp();
    heard(b, portOf(target.invite.body), b);
    target.hangUp();
    office.empty();
  });

  it("does not let two services talk to each other", () => {
    const { office, a, b, out } = connected();
    const [echo, music] = ["600", "602"].map((number) => {
      const call = a.call(number);
      call.answered();
      return call;
    });
    refer(echo, to("601"));
    toldLast(echo, /^SIP\/2\.0 488 /);
    refer(echo, `${to("602")}?Replaces=${encodeURIComponent(music.replaces)}`);
    toldLast(echo, /^SIP\/2\.0 488 /);
    for (const call of [echo, music, out]) call.hangUp();
    b.heard.length = 0;
    office.pbx.close();
  });

  it("leaves the call as it was when nobody takes it", () => {
    const f = connected();
    const { office, a, b, out, in: incoming } = f;
    const c = office.registered("105");
    for (const [number, status] of [
      ["604", 486],
      ["606", 603],
      ["607", 404],
      ["777", 404],
      ["106", 480],
    ] as const) {
      refer(out, to(number));
      toldLast(out, new RegExp(`^SIP/2\\.0 ${status} `));
    }
    refer(out, to("105"));
    const target = c.called();
    target.respond(600);
    c.expect("ACK");
    toldLast(out, /^SIP\/2\.0 600 /);
    talks(f);
    b.silence(100);
    out.hangUp();
    incoming.hungUp();
    a.silence(100);
    office.empty();
  });

  it("brings back who has heard it ring, with what was said before", () => {
    const f = connected();
    const { office, a, b, out, in: incoming } = f;
    const c = office.registered("105");
    // the sender holds the other side, as before any transfer
    const hold = out.request("INVITE", { body: a.sdp({ a: ["rtpmap:0 PCMU/8000", "sendonly"] }) });
    a.send(hold);
    const held = b.expect("INVITE");
    incoming.respond(200, b.sdp({ a: ["rtpmap:0 PCMU/8000", "recvonly"] }), held);
    b.expect("ACK");
    a.expect(200);
    out.send("ACK", { sequence: 3 });

    refer(out, to("105"));
    const target = c.called();
    match(textOf(target.invite.body), /^a=sendrecv\r$/m);
    target.respond(180);
    told(out, /^SIP\/2\.0 180 /);
    moved(incoming);
    target.respond(486);
    c.expect("ACK");
    const back = b.expect("INVITE");
    match(textOf(back.body), /^a=sendonly\r$/m);
    equal(portOf(back.body), f.portOfB);
    incoming.respond(200, b.sdp({ a: ["rtpmap:0 PCMU/8000", "recvonly"] }), back);
    b.expect("ACK");
    toldLast(out, /^SIP\/2\.0 486 /);
    heard(a, f.portOfA, b);
    out.hangUp();
    incoming.hungUp();
    office.empty();
  });

  it("is one session to who is moved: its id stays, its version counts on", () => {
    const { office, b, out, in: incoming } = connected();
    const origin = (sdp: Uint8Array) => {
      const parts = /^o=(\S+) (\S+) (\d+) /m.exec(textOf(sdp)) ?? [];
      return { id: parts[2], version: Number(parts[3]) };
    };
    const first = origin(incoming.invite.body);
    refer(out, to("610"));
    let last = first;
    for (let i = 0; i < 2; i++) {
      if (i === 0) told(out, /^SIP\/2\.0 180 /);
      const invite = b.expect("INVITE", 20_000);
      const next = origin(invite.body);
      equal(next.id, first.id);
      ok(next.version > last.version);
      last = next;
      incoming.respond(200, b.sdp(), invite);
      b.expect("ACK");
    }
    toldLast(out, /^SIP\/2\.0 200 /);
    out.hungUp();
    incoming.hangUp();
    office.empty();
  });

  it("follows a redirection, and plays what is heard early", () => {
    const { office, b, out, in: incoming } = connected();
    refer(out, to("609"));
    heard(b, moved(incoming), b);
    toldLast(out, /^SIP\/2\.0 200 /);
    out.hungUp();
    incoming.hangUp();
    office.empty();

    const early = connected();
    refer(early.out, to("608"));
    told(early.out, /^SIP\/2\.0 183 /);
    moved(early.in);
    early.b.sounds.length = 0;
    early.office.time.advance(1000);
    ok(early.b.sounds.length > 40);
    moved(early.in);
    toldLast(early.out, /^SIP\/2\.0 480 /, 6000);
    talks(early);
    early.out.hangUp();
    early.in.hungUp();
    early.office.empty();
  });

  it("goes on when the sender hangs up, and ends all when nobody takes it then", () => {
    const { office, b, out, in: incoming } = connected();
    refer(out, to("610"));
    told(out, /^SIP\/2\.0 180 /);
    moved(incoming);
    out.hangUp();
    heard(b, moved(incoming, 14_000), b);
    incoming.hangUp();
    office.empty();

    const lost = connected();
    const c = lost.office.registered("105");
    refer(lost.out, to("105"));
    const target = c.called();
    lost.out.hangUp();
    target.respond(486);
    c.expect("ACK");
    lost.in.hungUp();
    lost.office.empty();
  });

  it("ends with the one who was to be sent", () => {
    const { office, out, in: incoming } = connected();
    const c = office.registered("105");
    refer(out, to("105"));
    const target = c.called();
    target.respond(180);
    told(out, /^SIP\/2\.0 180 /);
    moved(incoming);
    incoming.hangUp();
    toldLast(out, /^SIP\/2\.0 487 /);
    out.hungUp();
    target.respond(200, NONE, c.expect("CANCEL"));
    target.respond(487);
    c.expect("ACK");
    office.empty();
  });

  it("tries again while the one who is to be sent makes an offer itself", () => {
    const { office, b, out, in: incoming } = connected();
    refer(out, to("600"));
    const invite = b.expect("INVITE");
    incoming.respond(491, NONE, invite);
    b.expect("ACK");
    heard(b, moved(incoming), b);
    toldLast(out, /^SIP\/2\.0 200 /);
    out.hungUp();
    incoming.hangUp();
    office.empty();
  });

  it("is told of nothing when it does not want to know (RFC 4488)", () => {
    const { office, a, out, in: incoming } = connected();
    out.send("REFER", {
      headers: [
        ["Refer-To", `<${to("600")}>`],
        ["Refer-Sub", "false"],
      ],
    });
    equal(header(a.expect(202), "Refer-Sub"), "false");
    moved(incoming);
    out.hungUp();
    incoming.hangUp();
    office.empty();
  });

  it("is refused where it cannot be followed", () => {
    const { office, a, b, out, in: incoming } = connected();
    for (const [headers, status] of [
      [[], 400],
      [[["Refer-To", "nonsense"]], 400],
      [
        [
          ["Refer-To", `<${to("600")}>`],
          ["Refer-To", `<${to("601")}>`],
        ],
        400,
      ],
      [[["Refer-To", "<mailto:me@home>"]], 416],
      [[["Refer-To", `<${to("600")};method=BYE>`]], 603],
    ] as const) {
      out.send("REFER", { headers });
      a.expect(status);
    }
    // one at a time, from either side
    refer(out, to("605"));
    told(out, /^SIP\/2\.0 180 /);
    moved(incoming);
    for (const call of [out, incoming]) {
      call.send("REFER", { headers: [["Refer-To", `<${to("600")}>`]] });
      call.client.expect(491);
      call.client.send(call.request("INVITE", { body: call.client.sdp() }));
      call.client.expect(491);
    }
    b.heard.length = 0;
    office.pbx.close();
  });
});

describe("REFER to a dialog", () => {
  /** 103 talks to 104, and asks 105. */
  function consulting() {
    const f = connected();
    const { office, a } = f;
    const c = office.registered("105");
    const consult = a.call("105");
    const target = c.called();
    target.respond(200, c.sdp());
    consult.answered();
    c.expect("ACK");
    return { ...f, c, consult, target, replaces: consult.replaces };
  }

  it("connects the other sides of both", () => {
    const { office, a, b, c, out, in: incoming, consult, target, replaces } = consulting();
    refer(out, `${to("105")}?Replaces=${encodeURIComponent(replaces)}`);
    const portOfC = moved(target);
    const portOfB = moved(incoming);
    consult.hungUp();
    toldLast(out, /^SIP\/2\.0 200 /);
    out.hungUp();
    heard(b, portOfB, c);
    heard(c, portOfC, b);
    // and they are in a call like any other: one can send the other on
    refer(target, to("600"));
    heard(b, moved(incoming), b);
    toldLast(target, /^SIP\/2\.0 200 /);
    target.hungUp();
    incoming.hangUp();
    a.silence(100);
    office.empty();
  });

  it("changes nothing when the other one will not, or is not there", () => {
    const { office, a, b, c, out, in: incoming, consult, target, replaces, ...f } = consulting();
    refer(out, `${to("105")}?Replaces=${encodeURIComponent(replaces)}`);
    const offer = c.expect("INVITE");
    target.respond(488, NONE, offer);
    c.expect("ACK");
    toldLast(out, /^SIP\/2\.0 488 /);
    for (const other of [replaces.replace("to-tag=", "to-tag=x"), out.replaces]) {
      refer(out, `${to("105")}?Replaces=${encodeURIComponent(other)}`);
      toldLast(out, /^SIP\/2\.0 481 /);
    }
    refer(out, `${to("105")}?Replaces=${encodeURIComponent(`${replaces};early-only`)}`);
    toldLast(out, /^SIP\/2\.0 486 /);
    heard(a, f.portOfA, b);
    consult.hangUp();
    target.hungUp();
    out.hangUp();
    incoming.hungUp();
    office.empty();
  });

  it("connects with a service, whichever of the two it is", () => {
    for (const serviceFirst of [false, true]) {
      const { office, a, b, out, in: incoming } = connected();
      const echo = a.call("600");
      echo.answered();
      const [first, named] = serviceFirst ? [echo, out.replaces] : [out, echo.replaces];
      refer(first, `${to("600")}?Replaces=${encodeURIComponent(named)}`);
      const port = moved(incoming);
      if (!serviceFirst) echo.hungUp();
      toldLast(first, /^SIP\/2\.0 200 /);
      if (serviceFirst) out.hungUp();
      first.hungUp();
      heard(b, port, b);
      incoming.hangUp();
      office.empty();
    }
  });
});
