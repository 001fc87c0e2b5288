import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { emitSip } from "../../../firmware/wire/sip/sip-emit.js";
import { header, type SipMessage } from "../../../firmware/wire/sip/sip-message.js";
import { chanceOf } from "../../../sim/chance.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { MOST_LEGS, Pbx } from "../../../sim/pbx/pbx.js";
import { type Call, type Client, nameOf, PBX_HOST, portOf } from "./client.js";
import { DELAY, Office, PBX_ADDRESS, PBX_PORT } from "./office.js";

describe("the PBX", () => {
  it("cannot stand on a port that is taken", () => {
    const { lan, time } = new Office();
    const network = lan.host(PBX_ADDRESS);
    throws(
      () => new Pbx({ time, network, chance: chanceOf(1, ""), digest: nodeCrypto.digest, port: PBX_PORT }),
      /taken/,
    );
    const other = new Pbx({ time, network, chance: chanceOf(1, ""), digest: nodeCrypto.digest, port: 0 });
    equal(other.address, PBX_ADDRESS);
    ok(other.port > 0);
  });

  it("serves an address of six as well", () => {
    const { lan, time } = new Office();
    const options = { time, chance: chanceOf(1, ""), digest: nodeCrypto.digest, port: PBX_PORT };
    new Pbx({ ...options, network: lan.host("::1") });
    const heard: string[] = [];
    const socket = lan.host("::2").openUdp({
      port: 5060,
      onReadable: () => {
        for (let got = socket.read(); got; got = socket.read()) heard.push(textOf(got.octets));
      },
    });
    const lines = ["Via: SIP/2.0/UDP [::2]:5060;branch=z9hG4bKx", "From: <sip:103@[::1]>;tag=a", "To: <sip:103@[::1]>"];
    const request = ["OPTIONS sip:[::1] SIP/2.0", ...lines, "Call-ID: x", "CSeq: 1 OPTIONS", "", ""].join("\r\n");
    socket.write(octetsOf(request), "::1", PBX_PORT);
    time.advance(10);
    match(heard[0], /^SIP\/2\.0 200 /);
  });

  it(`has room for ${MOST_LEGS} legs, and says 503 beyond`, () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const calls: Call[] = [];
    const take = () => {
      const call = a.call("600");
      call.answered();
      calls.push(call);
      office.time.advance(1_000);
    };
    while (calls.length < MOST_LEGS - 1) take();
    a.call("104").refused(503);
    equal(b.heard.length, 0);
    office.time.advance(6_000);
    take();
    a.call("600").refused(503);
    equal(office.ports.size, 1 + 2 * MOST_LEGS);
    office.time.advance(40_000);
    for (const call of calls) {
      call.hangUp();
      office.time.advance(1_000);
    }
    a.call("104");
    b.called();
  });

  it("says 503 when there are no more ports, and keeps none of those it had", () => {
    const office = new Office({ taken: (port) => port >= 20_000 });
    const [a, b] = [office.registered("103"), office.registered("104")];
    for (const number of ["600", "104", "911"]) a.call(number).refused(503);
    equal(b.heard.length, 0);
    office.empty();

    const narrow: Office = new Office({ taken: (port) => port >= 20_000 && narrow.ports.size > 2 });
    const [c, d] = [narrow.registered("103"), narrow.registered("104")];
    c.call("104").refused(503);
    equal(d.heard.length, 0);
    narrow.empty();
    c.call("600").answered();
  });

  it("takes the next pair when one of two ports is taken", () => {
    for (const bit of [0, 1]) {
      let left = 3;
      const office = new Office({ taken: (port) => port >= 20_000 && port % 2 === bit && left-- > 0 });
      const { body } = office.client("103").call("600").answered();
      equal(portOf(body) % 2, 0);
      equal(office.ports.size, 3);
    }
  });

  it("ends all its calls when it is closed, and leaves nothing behind", () => {
    const office = new Office();
    const clients = ["103", "104", "105", "106", "107", "108"].map((user) => office.registered(user));
    const [a, b, c, d, e, f] = clients;
    const up = a.call("104");
    const called = b.called();
    called.respond(200, b.sdp());
    up.answered();
    b.expect("ACK");
    c.call("106");
    const ringing = d.called();
    ringing.respond(180);
    c.expect(180);
    e.call("601").answered();
    e.call("605");
    e.expect(180);
    const backAfter = (ms: number) => {
      const call = f.call("611");
      call.answered();
      call.hangUp();
      office.time.advance(ms);
    };
    backAfter(5_100);
    f.called();
    backAfter(0);
    f.call("611").answered();
    e.call("608");
    e.expect(183);

    office.pbx.close();
    equal(office.ports.size, 0);
    equal(office.waiting.size, 0);
    for (const client of clients) client.sounds.length = 0;
    office.time.advance(10_000);
    const last = (client: Client) => client.heard.map(nameOf).filter((name) => name !== 100);
    deepEqual(last(a), ["BYE"]);
    deepEqual(last(b), ["BYE"]);
    deepEqual(last(c), [480]);
    deepEqual(last(d), ["CANCEL"]);
    deepEqual(last(e), ["BYE", 480, 480]);
    for (const client of clients) equal(client.sounds.length, 0);
  });

  it("refuses what it cannot read to the end, and keeps nothing of it", () => {
    const office = new Office();
    const a = office.client("103");
    const request = a.request("INVITE", `sip:600@${PBX_HOST}`);
    a.send({ ...request, headers: request.headers.filter(([name]) => name !== "Call-ID") });
    a.silence(10);
    match(a.scraps[0], /^SIP\/2\.0 400 /);
    a.send({ ...request, method: "BYE" });
    const refusal = a.expect(400);
    match(header(refusal, "To") ?? "", /;tag=./);
    a.send({ ...request, uri: "http://x" });
    a.expect(416);
    a.write(octetsOf(textOf(emitSip(request)).replace("SIP/2.0\r\n", "SIP/3.0\r\n")));
    a.expect(505);
    a.write(octetsOf("\r\n\r\n"));
    a.write(new Uint8Array(0));
    a.silence(100);
    equal(office.waiting.size, 0);
    const invite = a.request("INVITE", `sip:600@${PBX_HOST}`);
    a.send(invite);
    a.send(a.authorized(invite, a.expect(407)));
    a.expect(400);
  });

  it("waits for nothing while sound passes", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(200, b.sdp());
    const port = portOf(out.answered().body);
    const packet = new Uint8Array(172).fill(0x80);
    office.time.advance(40_000);
    equal(office.waiting.size, 0);
    for (let i = 0; i < 100; i++) a.say(packet, port);
    office.time.advance(2 * DELAY);
    equal(b.sounds.length, 100);
    equal(office.waiting.size, 0, "no timer for sound that passes");
  });
});

describe("noise at the PBX", () => {
  /** A scene in which there is something to be hurt, and the messages that made it. */
  const scene = () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const said: SipMessage[] = [];
    const send = a.send.bind(a);
    a.send = (message) => {
      said.push(message);
      send(message);
    };
    const echo = a.call("600");
    const echoPort = portOf(echo.answered().body);
    const out = a.call("104");
    const incoming = b.called();
    incoming.respond(180);
    incoming.respond(200, b.sdp());
    a.expect(180);
    out.answered();
    b.expect("ACK");
    const request = a.request("REGISTER", `sip:${PBX_HOST}`, { headers: [["Contact", `<${a.contact}>`]] });
    a.send(request);
    a.send(a.authorized(request, a.expect(401)));
    out.send("INVITE", { body: a.sdp({ a: "sendonly" }) });
    out.send("INFO");
    out.request("BYE");
    return { office, a, b, echo, out, incoming, said, echoPort };
  };

  /** The PBX still works, and what was begun comes to an end by itself or by ours. */
  const sound = ({ office, echo, out }: ReturnType<typeof scene>) => {
    const c = office.registered("105");
    const call = c.call("600");
    call.answered();
    call.hangUp();
    for (const each of [echo, out]) each.send("BYE", { sequence: 1000 });
    office.time.advance(400_000);
    office.empty();
  };

  const octets = fc.uint8Array({ maxLength: 200 });

  it("does no harm as random octets", () => {
    const { office, a, echoPort, ...rest } = scene();
    fc.assert(
      fc.property(octets, (noise) => {
        a.write(noise);
        a.write(octetsOf(`INVITE sip:600@x SIP/2.0\r\n${textOf(noise)}\r\n\r\n`));
        a.say(noise, echoPort);
        a.report(noise, echoPort + 1);
        office.time.advance(5);
      }),
    );
    sound({ office, a, echoPort, ...rest });
  });

  it("does no harm as messages with wounds", () => {
    const room = scene();
    const { office, a, b, said } = room;
    const wound = fc.record({
      message: fc.nat(),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat({ max: 40 }),
      put: fc.oneof(
        octets,
        fc.constantFrom("\r\n", ";tag=", "999999999999", ",", '"', "<", "sip:", "0.0.0.0", "*").map(octetsOf),
      ),
      fresh: fc.boolean(),
      fromB: fc.boolean(),
      pause: fc.constantFrom(0, 1, 100, 5_000),
    });
    fc.assert(
      fc.property(fc.array(wound, { minLength: 1, maxLength: 4 }), (wounds) => {
        for (const { message, at, cut, put, fresh, fromB, pause } of wounds) {
          let text = textOf(emitSip(said[message % said.length]));
          if (fresh) text = text.replace(/branch=[^;\r]*/, `branch=z9hG4bK${a.word("w")}`);
          const whole = octetsOf(text);
          const start = Math.floor(at * whole.length);
          const end = Math.min(whole.length, start + cut);
          (fromB ? b : a).write(Uint8Array.from([...whole.subarray(0, start), ...put, ...whole.subarray(end)]));
          office.time.advance(pause);
        }
      }),
      { numRuns: 300 },
    );
    sound(room);
  });

  it("does no harm in a description", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const pieces = fc.constantFrom(
      ...[
        "v=0",
        "o=- 1 1 IN IP4 1.2.3.4",
        "c=IN IP4 0.0.0.0",
        "c=IN IP6 ::",
        "c=IN IP4 host.invalid",
        "m=audio 0 RTP/AVP 0",
      ],
      ...["m=audio 65535 RTP/AVP 0 101", "m=audio 70000 RTP/AVP 0", "m=audio 9 RTP/AVP", "a=rtcp:0", "a=rtcp:65535"],
      ...["a=rtpmap:101 telephone-event/8000", "a=rtpmap:0 PCMA/8000", "a=sendonly", "a=", "m=image 9 udptl t38", "x"],
      ...["m=audio 4000 RTP/AVP 0", "c=IN IP4 192.0.2.101", "s=-", "t=0 0", "a=ptime:0", "a=rtpmap:0 PCMU/8000/99"],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.constantFrom("600", "601", "603", "104"), (lines, number) => {
        a.heard.length = b.heard.length = 0;
        const body = octetsOf(["v=0", ...lines].join("\r\n"));
        const call = a.call(number, body);
        if (number === "104") {
          office.time.advance(5);
          const invite = b.heard.find((message) => nameOf(message) === "INVITE");
          if (invite) b.called().respond(200, body);
        }
        const answer = a.final();
        if (nameOf(answer) === 200) {
          call.hear(answer);
          call.send("ACK", { sequence: 2, body });
          call.send("INVITE", { body });
          office.time.advance(50);
          call.send("BYE");
        } else call.client.send({ ...call.invite, method: "ACK" });
        office.time.advance(5_000);
      }),
      { numRuns: 200 },
    );
    office.time.advance(60_000);
    office.empty();
  });
});
