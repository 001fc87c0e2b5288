import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf } from "../../../firmware/base/text.js";
import { parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { emitSip } from "../../../firmware/wire/sip/sip-emit.js";
import { header, headerLines, type SipMessage } from "../../../firmware/wire/sip/sip-message.js";
import { chanceOf } from "../../../sim/chance.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { LONGEST_IDLE } from "../../../sim/pbx/connection-flow.js";
import { MOST_CONNECTIONS } from "../../../sim/pbx/endpoint.js";
import { Pbx } from "../../../sim/pbx/pbx.js";
import { type Call, type Client, nameOf, PBX_HOST, portOf } from "./client.js";
import { DELAY, Office, PBX_ADDRESS, PBX_PORT } from "./office.js";

const contactOf = (message: SipMessage) => parseAddress(header(message, "Contact") ?? "")?.uri;
const topVia = (message: SipMessage) => header(message, "Via") ?? "";
const options = (client: Client) => client.request("OPTIONS", `sip:${PBX_HOST}`);

/** 103 has called 104, each by the transport given. */
function connected(...[from, to]: ("UDP" | "TCP")[]) {
  const office = new Office();
  const [a, b] = [office.registered("103", from), office.registered("104", to)];
  const out = a.call("104");
  const incoming = b.called();
  incoming.respond(180);
  out.hear(a.expect(180));
  incoming.respond(200, b.sdp());
  const answer = out.answered();
  b.expect("ACK");
  return { office, a, b, out, in: incoming, answer };
}

/** Everybody leaves, and nothing is left behind. */
function leave(office: Office, ...clients: Client[]) {
  for (const client of clients) client.disconnect();
  office.empty();
}

describe("the PBX over TCP", () => {
  it("stands at the same port, or not at all", () => {
    const { lan, time } = new Office();
    const network = lan.host("192.0.2.9");
    const taken = network.listenTcp({ port: PBX_PORT, onConnection: () => null });
    const stand = () => new Pbx({ time, network, chance: chanceOf(1, ""), digest: nodeCrypto.digest, port: PBX_PORT });
    throws(stand, /taken/);
    taken.close();
    equal(stand().port, PBX_PORT);
  });

  it("registers a telephone, and grants it no longer than its connection may be silent", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    const granted = a.register();
    equal(granted.status, 200);
    deepEqual(headerLines(granted, "Contact"), [`<${a.contact}>;expires=600`]);
    match(topVia(granted), new RegExp(`^SIP/2\\.0/TCP ${a.address}:.*;received=${a.address}`));
    deepEqual(headerLines(a.register(60), "Contact"), [`<${a.contact}>;expires=60`]);
    leave(office, a);
  });

  for (const [from, to] of [
    ["UDP", "TCP"],
    ["TCP", "UDP"],
    ["TCP", "TCP"],
  ] as const)
    it(`connects ${from} with ${to}: signals, sound, changes and the end from either side`, () => {
      const { office, a, b, out, in: incoming, answer } = connected(from, to);
      equal(topVia(incoming.invite).startsWith(`SIP/2.0/${to} ${PBX_HOST};branch=`), true);
      equal(contactOf(incoming.invite), to === "TCP" ? `sip:${PBX_HOST};transport=tcp` : `sip:${PBX_HOST}`);
      equal(contactOf(answer), from === "TCP" ? `sip:${PBX_HOST};transport=tcp` : `sip:${PBX_HOST}`);
      equal(incoming.invite.uri, b.contact);

      const packet = new Uint8Array(172).fill(0x80);
      a.say(packet, portOf(answer.body));
      b.say(packet, portOf(incoming.invite.body));
      office.time.advance(2 * DELAY);
      deepEqual([a.sounds.length, b.sounds.length], [1, 1]);

      incoming.send("INVITE", { body: b.sdp({ a: "sendonly" }) });
      const offer = a.expect("INVITE");
      out.respond(200, a.sdp({ a: "recvonly" }), offer);
      incoming.answered();
      equal(a.expect("ACK").method, "ACK");
      out.send("INFO", { headers: [["Content-Type", "application/dtmf-relay"]] });
      incoming.respond(200, undefined, b.expect("INFO"));
      a.expect(200);

      incoming.hangUp();
      out.hungUp();
      const again = a.call("104");
      const second = b.called();
      second.respond(180);
      a.expect(180);
      again.cancel();
      a.expect(200);
      again.refused(487);
      second.respond(200, undefined, b.expect("CANCEL"));
      second.respond(487);
      b.expect("ACK");
      leave(office, a, b);
    });

  it("repeats no request: a connection loses nothing", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104", "TCP")];
    a.call("104");
    b.called();
    b.silence(30_000);
    leave(office, b);
  });

  it("redirects to where the connection came to", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    equal(contactOf(a.call("609").refused(302)), `sip:600@${PBX_HOST};transport=tcp`);
    a.call("600").answered();
    leave(office, a);
  });

  it("answers by the connection, whatever Via says", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    const request = options(a);
    a.send({
      ...request,
      headers: [["Via", "SIP/2.0/UDP 198.51.100.7:9;branch=z9hG4bKx;maddr=198.51.100.8"], ...request.headers.slice(1)],
    });
    match(topVia(a.expect(200)), /received=192\.0\.2\.101/);
    leave(office, a);
  });

  it("calls a telephone where it registered last", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104", "TCP")];
    const before = b.disconnect;
    b.connect();
    equal(b.register().status, 200);
    before();
    office.time.advance(10);
    a.call("104");
    b.called();
    const c = office.registered("104");
    a.call("104");
    c.called();
    equal(b.heard.length, 0);
    office.time.advance(100_000);
    leave(office, b);
  });
});

describe("the stream of a connection", () => {
  it("is understood octet by octet, and several messages at once", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    for (const octet of emitSip(options(a))) {
      a.write(Uint8Array.of(octet));
      office.time.advance(1);
    }
    a.expect(200);
    a.write(Uint8Array.from([1, 2, 3].flatMap(() => [...emitSip(options(a))])));
    for (let i = 0; i < 3; i++) a.expect(200);
    a.silence(100);
    leave(office, a);
  });

  it("is kept alive by empty lines", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    a.write(octetsOf("\r\n\r"));
    office.time.advance(10);
    equal(a.pongs, 0);
    a.write(octetsOf("\n"));
    office.time.advance(10);
    equal(a.pongs, 1);
    a.write(octetsOf("\r\n\r\n"));
    a.send(options(a));
    a.expect(200);
    equal(a.pongs, 2);
    leave(office, a);
  });

  it("ends with garbage, and with a message that has no end", () => {
    const office = new Office();
    for (const noise of ["GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01", "x".repeat(20_000)]) {
      const a = office.client("103", "pw-103", "TCP");
      a.write(octetsOf(noise));
      a.silence(10);
      equal(a.lost, true, noise.slice(0, 20));
    }
    for (const [length, status] of [
      ["x", 400],
      ["99999", 513],
    ] as const) {
      const a = office.client("103", "pw-103", "TCP");
      const text = String.fromCharCode(...emitSip(options(a)));
      a.write(octetsOf(text.replace("Content-Length: 0", `Content-Length: ${length}`)));
      a.expect(status);
      office.time.advance(10);
      equal(a.lost, true);
    }
    const a = office.client("103", "pw-103", "TCP");
    a.write(octetsOf(String.fromCharCode(...emitSip(options(a))).replace("Content-Length: 0\r\n", "")));
    a.expect(400);
    office.time.advance(10);
    equal(a.lost, true, "a message by a connection counts its body");
    office.empty();
  });

  it("goes on after a message that is framed and wrong", () => {
    const office = new Office();
    const a = office.client("103", "pw-103", "TCP");
    const request = options(a);
    a.send({ ...request, headers: request.headers.filter(([name]) => name !== "Call-ID") });
    a.silence(10);
    match(a.scraps[0], /^SIP\/2\.0 400 /);
    a.write(octetsOf("SIP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
    a.send(options(a));
    a.expect(200);
    leave(office, a);
  });

  it("does no harm whatever it carries", () => {
    const office = new Office();
    const [a, b] = [office.registered("103", "TCP"), office.registered("104")];
    const said: SipMessage[] = [a.request("REGISTER", `sip:${PBX_HOST}`), a.request("INVITE", `sip:104@${PBX_HOST}`)];
    const echo = a.call("600");
    echo.answered();
    said.push(echo.invite, echo.request("INVITE", { body: a.sdp() }), echo.request("INFO"));
    const wound = fc.record({
      message: fc.nat(),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat({ max: 40 }),
      put: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom("\r\n", "\r\n\r\n", ":", "9").map(octetsOf)),
      split: fc.nat(),
      pause: fc.constantFrom(0, 1, 100, 5_000),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(wound, { minLength: 1, maxLength: 4 }), (wounds) => {
        for (const { message, at, cut, put, split, pause, ends } of wounds) {
          const whole = emitSip(said[message % said.length]);
          const start = Math.floor(at * whole.length);
          const end = Math.min(whole.length, start + cut);
          const hurt = Uint8Array.from([...whole.subarray(0, start), ...put, ...whole.subarray(end)]);
          a.write(hurt.subarray(0, split % (hurt.length + 1)));
          office.time.advance(pause);
          a.write(hurt.subarray(split % (hurt.length + 1)));
          office.time.advance(pause);
          if (ends) a.disconnect();
          if (ends || a.lost) a.connect();
          office.time.advance(2 * DELAY);
        }
      }),
      { numRuns: 300 },
    );
    a.disconnect();
    a.connect();
    b.heard.length = a.heard.length = 0;
    equal(a.register().status, 200);
    b.call("103");
    a.called();
    a.disconnect();
    office.time.advance(400_000);
    office.empty();
  });
});

describe("a connection that is lost", () => {
  it("takes its binding with it, and no other", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104", "TCP")];
    b.disconnect();
    office.time.advance(10);
    a.call("104").refused(480);
    b.connect();
    b.register();
    a.call("104");
    b.called();
    leave(office, b);
  });

  it("ends the call of the other side at once, whoever has called", () => {
    for (const lost of ["a", "b"] as const) {
      const { office, a, b, out, in: incoming } = connected("TCP", "TCP");
      ({ a, b })[lost].disconnect();
      (lost === "a" ? incoming : out).hungUp(10);
      leave(office, a, b);
    }
  });

  it("ends a call that only rings: the caller hears 480, the called CANCEL", () => {
    const office = new Office();
    const [a, b, c] = [office.registered("103"), office.registered("104", "TCP"), office.registered("105")];
    const out = a.call("104");
    b.called().respond(180);
    a.expect(180);
    b.disconnect();
    out.refused(480, 10);

    b.connect();
    b.call("105");
    const ringing = c.called();
    ringing.respond(180);
    b.expect(180);
    b.disconnect();
    ringing.respond(200, undefined, c.expect("CANCEL", 10));
    ringing.respond(487);
    c.expect("ACK");
    leave(office, b);
  });

  it("ends a call to a test number, and one the PBX makes", () => {
    const office = new Office();
    const a = office.registered("103", "TCP");
    for (const number of ["601", "605", "608", "610"]) {
      a.call(number);
      office.time.advance(100);
      a.heard.length = 0;
    }
    equal(office.ports.size > 1, true);
    a.disconnect();
    office.empty();

    a.connect();
    a.heard.length = 0;
    a.register();
    const call = a.call("611");
    call.answered();
    call.hangUp();
    a.called(6_000);
    a.disconnect();
    office.empty();
  });

  it("refuses what the other side has just asked", () => {
    const { office, a, b, out } = connected("UDP", "TCP");
    out.send("INVITE", { body: a.sdp({ a: "sendonly" }) });
    b.expect("INVITE");
    b.disconnect();
    const heard: (number | string)[] = [];
    office.time.advance(10);
    for (const message of a.heard.splice(0)) heard.push(nameOf(message));
    deepEqual(heard, [408, "BYE"]);
    office.time.advance(40_000);
    leave(office, b);
  });
});

describe("many connections", () => {
  it(`are ${MOST_CONNECTIONS} at once, and room comes back`, () => {
    const office = new Office();
    const clients = Array.from({ length: MOST_CONNECTIONS }, () => office.client("103", "pw-103", "TCP"));
    office.time.advance(10);
    const late = office.client("104", "pw-104", "TCP");
    office.time.advance(10);
    deepEqual([office.connections, late.lost, clients.some(({ lost }) => lost)], [MOST_CONNECTIONS, true, false]);
    clients[0].disconnect();
    office.time.advance(10);
    late.connect();
    equal(late.register().status, 200);
    leave(office, late, ...clients);
  });

  it("are closed when nobody needs them, and kept while somebody does", () => {
    const office = new Office();
    const idle = office.client("103", "pw-103", "TCP");
    const bound = office.registered("104", "TCP");
    const speaking = office.client("105", "pw-105", "TCP");
    const call: Call = speaking.call("600");
    call.answered();
    office.time.advance(LONGEST_IDLE / 2);
    idle.write(octetsOf("\r\n\r\n"));
    equal(bound.register().status, 200);
    office.time.advance(LONGEST_IDLE - 10);
    deepEqual([idle.lost, bound.lost, speaking.lost], [false, false, false]);
    office.time.advance(20);
    equal(idle.lost, true);
    office.time.advance(2 * LONGEST_IDLE);
    deepEqual([bound.lost, speaking.lost], [true, false]);
    call.hangUp();
    office.time.advance(2 * LONGEST_IDLE + 100);
    equal(speaking.lost, true);
    office.empty();
  });

  it("are given up when their telephone reads nothing", () => {
    const office = new Office();
    let lost = false;
    const deaf = office.lan.host("192.0.2.200").connectTcp({
      address: PBX_ADDRESS,
      port: PBX_PORT,
      onReadable: () => {},
      onWritable: () => {},
      onError: () => {
        lost = true;
      },
    });
    office.time.advance(10);
    const ask = emitSip(options(office.client("103")));
    let asked = 0;
    for (; !lost && asked < 10_000; asked++) {
      deaf.write(octetsOf(String.fromCharCode(...ask).replace("branch=", `branch=z9hG4bK${asked}x`)));
      office.time.advance(3);
    }
    ok(asked > 100 && asked < 2_000, `${asked}`);
    office.empty();
  });

  it("are all closed with the PBX, after a goodbye", () => {
    const { office, a, b } = connected("TCP", "TCP");
    office.pbx.close();
    office.time.advance(10);
    deepEqual([a.heard.map(nameOf), b.heard.map(nameOf)], [["BYE"], ["BYE"]]);
    deepEqual([a.lost, b.lost, office.connections, office.waiting.size], [true, true, 0, 0]);
    a.connect();
    office.time.advance(10);
    equal(a.lost, true);
  });
});
