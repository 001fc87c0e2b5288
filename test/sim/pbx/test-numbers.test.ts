import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { getUint32 } from "../../../firmware/base/bytes.js";
import { textOf } from "../../../firmware/base/text.js";
import { DtmfRx, PRESSED } from "../../../firmware/dsp/dtmf-rx.js";
import { decodeAlaw, decodeUlaw } from "../../../firmware/dsp/g711.js";
import { parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { spoken } from "../../../sim/pbx/spoken.js";
import { type Lines, nameOf, PBX_HOST, portOf, RTP_PORT, sequenceOf } from "./client.js";
import {
  ALAW,
  answered,
  digitsIn,
  framesOf,
  hungUp,
  keysIn,
  level,
  levelAt,
  listen,
  packet,
  samplesOf,
  VOICE_ONLY,
  WORDS,
} from "./listening.js";
import { DELAY, Office } from "./office.js";

describe("600", () => {
  it("sends back what it hears under another name", () => {
    const room = answered("600");
    const { a, port, office } = room;
    a.say(packet(3, 1, 2, 3), port);
    office.time.advance(2 * DELAY);
    const [{ octets }] = a.sounds;
    deepEqual([...octets.subarray(0, 8), ...octets.subarray(12)], [0x80, 0x80, 0, 7, 0, 0, 0, 2, 1, 2, 3]);
    const ssrc = getUint32(octets, 8);
    notEqual(ssrc, 3);
    a.say(octets, port); // its own word, come round
    a.say(Uint8Array.of(1, 2, 3), port);
    a.say(packet(3, 1).fill(0x40, 0, 1), port);
    office.time.advance(10);
    equal(a.sounds.length, 1);
    a.say(packet(9, 5), port);
    office.time.advance(2 * DELAY);
    equal(getUint32(a.sounds[1].octets, 8), ssrc);
    hungUp(room);
  });

  it("answers with the first of our codecs, and events of our number", () => {
    const { sdp } = answered("600", {
      m: `audio ${RTP_PORT} RTP/AVP 9 97 0 100 101`,
      a: [
        "rtpmap:97 pcma/8000",
        "rtpmap:100 telephone-event/48000",
        "rtpmap:101 telephone-event/8000",
        "fmtp:101 0-15",
      ],
    });
    match(
      sdp,
      /RTP\/AVP 97 101\r\na=rtpmap:97 pcma\/8000\r\na=rtpmap:101 telephone-event\/8000\r\na=fmtp:101 0-15\r\n/,
    );
    match(sdp, /a=ptime:20\r\na=sendrecv\r\n/);
  });

  it("refuses what it cannot speak, in the beginning and later", () => {
    const office = new Office();
    const a = office.client("103");
    for (const m of ["audio 7000 RTP/AVP 9 18", "audio 7000 RTP/SAVP 0", "video 7000 RTP/AVP 31", "nonsense"])
      a.call("600", a.sdp({ m, a: [] })).refused(488);
    const call = a.call("600");
    const port = portOf(call.answered().body);
    call.send("INVITE", { body: a.sdp({ m: "audio 7000 RTP/AVP 9", a: [] }) });
    a.expect(488);
    a.say(packet(3), port);
    office.time.advance(2 * DELAY);
    equal(a.sounds.length, 1);
    hungUp({ office, call });
  });

  it("is silent while it is held, in either manner", () => {
    const room = answered("600");
    const { a, call, office, port } = room;
    const holds: [Lines, RegExp, number][] = [
      [{ a: "sendonly" }, /a=recvonly/, 0],
      [{ c: "IN IP4 0.0.0.0" }, /a=sendrecv/, 0],
      [{ a: "inactive" }, /a=inactive/, 0],
      [{ a: "recvonly" }, /a=sendonly/, 1],
      [{ m: "audio 0 RTP/AVP 0" }, /m=audio 0 /, 0],
      [{}, /a=sendrecv/, 1],
    ];
    for (const [lines, answer, echoed] of holds) {
      call.send("INVITE", { body: a.sdp(lines) });
      match(textOf(call.answered().body), answer);
      a.sounds.length = 0;
      a.say(packet(3), port);
      office.time.advance(2 * DELAY);
      equal(a.sounds.length, echoed, JSON.stringify(lines));
    }
    hungUp(room);
  });

  it("makes an offer to those who bring none", () => {
    const office = new Office();
    const a = office.client("103");
    const call = a.call("600", new Uint8Array(0));
    const offer = call.hear(a.expect(200));
    match(textOf(offer.body), /RTP\/AVP 0 8 101\r\n/);
    call.send("ACK", { sequence: sequenceOf(offer), body: a.sdp() });
    a.time.advance(2 * DELAY);
    a.say(packet(3), portOf(offer.body));
    a.time.advance(2 * DELAY);
    equal(a.sounds.length, 1);
    call.send("INVITE");
    const again = call.hear(a.expect(200));
    match(textOf(again.body), /^o=desk 1 2 /m);
    call.send("ACK", { sequence: sequenceOf(again), body: a.sdp({ a: "inactive" }) });
    a.time.advance(2 * DELAY);
    a.say(packet(3), portOf(offer.body));
    a.time.advance(2 * DELAY);
    equal(a.sounds.length, 1);
    hungUp({ office, call });
  });
});

describe("601", () => {
  for (const [name, lines, decode] of [
    ["mu-law", VOICE_ONLY, decodeUlaw],
    ["A-law", ALAW, decodeAlaw],
  ] as const)
    it(`is 1004 Hz at 0 dBm0 in ${name}, and nothing else`, () => {
      const room = answered("601", lines);
      const packets = listen(room.a, 5_000);
      equal(packets.length, 250);
      deepEqual([packets[0].rtp.marker, packets[1].rtp.marker], [true, false]);
      for (let i = 1; i < packets.length; i++) {
        equal(packets[i].at - packets[i - 1].at, 20);
        equal((packets[i].rtp.timestamp - packets[i - 1].rtp.timestamp) >>> 0, 160);
      }
      const samples = samplesOf(packets, decode).subarray(0, 32_000);
      ok(Math.abs(levelAt(samples, 1004)) < 0.05, `${levelAt(samples, 1004)} dBm0`);
      ok(Math.abs(level(samples)) < 0.1, `${level(samples)} dBm0 in all`);
      hungUp(room);
    });

  it("goes on where it is after a hold, and marks the first packet", () => {
    const room = answered("601", VOICE_ONLY);
    const { a, call } = room;
    const before = listen(a, 100).at(-1);
    call.send("INVITE", { body: a.sdp({ ...VOICE_ONLY, a: "sendonly" }) });
    call.answered();
    equal(listen(a, 1_000).length, 0);
    call.send("INVITE", { body: a.sdp(ALAW) });
    call.answered();
    const after = listen(a, 1_000);
    deepEqual([after[0].rtp.marker, after[1].rtp.marker, after[0].rtp.payloadType], [true, false, 8]);
    equal(after[0].rtp.ssrc, before?.rtp.ssrc);
    ok(Math.abs(levelAt(samplesOf(after, decodeAlaw), 1004)) < 0.1);
    hungUp(room);
  });
});

describe("602", () => {
  it("plays something, all the time", () => {
    const room = answered("602", VOICE_ONLY);
    for (let second = 0; second < 30; second++) {
      const heard = level(samplesOf(listen(room.a, 1_000)));
      ok(heard > -30 && heard < -10, `${heard} dBm0`);
    }
    hungUp(room);
  });
});

describe("603", () => {
  /** 100 ms each and 100 ms of silence, then three seconds more, twice. */
  const frames = (each: string) => [...new Array(5).fill(each), ...new Array(5).fill("")];
  const turn = [..."103"].flatMap(frames).concat(new Array(150).fill(""));

  it("says the caller's number in tones", () => {
    const room = answered("603", VOICE_ONLY);
    deepEqual(keysIn(samplesOf(listen(room.a, 40 * turn.length))), [...turn, ...turn]);
    hungUp(room);
  });

  it("says it by events to those who want them", () => {
    const room = answered("603");
    const packets = listen(room.a, 40 * turn.length);
    const origin = packets[0].rtp.timestamp;
    const keys: string[] = [];
    for (const { octets, rtp } of packets) {
      const at = (rtp.timestamp - origin) >>> 0;
      if (rtp.payloadType === 0) {
        equal(at, 160 * keys.length);
        equal(octets[20], 0xff);
        keys.push("");
        continue;
      }
      equal(rtp.payloadType, 101);
      const [event, volume, high, low] = octets.subarray(12);
      const duration = 256 * high + low;
      const end = volume >= 128;
      const begins = duration === 160;
      equal(rtp.marker, begins);
      equal(volume & 0x7f, 10);
      if (keys.length * 160 < at + duration) keys.push(KEYS_OF_EVENTS[event]);
      equal(160 * keys.length, at + duration);
      equal(end, duration === 800);
    }
    deepEqual(keys, [...turn, ...turn]);
    equal(packets.length, keys.length + 2 * 6, "each event ends three times");
    hungUp(room);
  });

  /** As long as "one zero three" is. */
  const longTurn = turn.length + spoken("103", WORDS).length / 160;

  it("says it in words too where there are any, behind the silence", () => {
    const room = answered("603", VOICE_ONLY, WORDS);
    const heard = samplesOf(listen(room.a, 40 * longTurn));
    for (const begins of [0, longTurn]) {
      deepEqual(keysIn(heard.subarray(160 * begins, 160 * (begins + turn.length))), turn);
      deepEqual(digitsIn(heard.subarray(160 * (begins + turn.length), 160 * (begins + longTurn))), ["1", "0", "3"]);
    }
    hungUp(room);
  });

  for (const [name, lines, decode] of [
    ["mu-law", {}, decodeUlaw],
    ["A-law", { m: `audio ${RTP_PORT} RTP/AVP 8 101`, a: ["rtpmap:101 telephone-event/8000"] }, decodeAlaw],
  ] as const)
    it(`says it in words of ${name} to those who want events, without a gap in the clock`, () => {
      const room = answered("603", lines, WORDS);
      const packets = listen(room.a, 40 * longTurn);
      const sound = packets.filter(({ rtp }) => rtp.payloadType !== 101);
      const events = packets.filter(({ rtp }) => rtp.payloadType === 101);
      const silence = turn.length - 15;
      equal(sound.length, 2 * (longTurn - 15));
      const round = [1, 0, 3].flatMap((event) => new Array(7).fill(event));
      deepEqual(
        events.map(({ octets }) => octets[12]),
        [...round, ...round],
      );
      ok(samplesOf(sound.slice(0, silence), decode).every((sample) => Math.abs(sample) <= 8));
      deepEqual(digitsIn(samplesOf(sound.slice(silence, longTurn - 15), decode)), ["1", "0", "3"]);
      hungUp(room);
    });

  it("says no word that is taken for a key", () => {
    const receiver = new DtmfRx();
    for (const frame of framesOf(spoken("9876543210".repeat(2), WORDS))) equal(receiver.speak(frame) & PRESSED, 0);
    equal(spoken("103", undefined).length, 0);
  });

  it("holds its tongue while it is held", () => {
    const room = answered("603");
    const { a, call } = room;
    a.time.advance(40);
    call.send("INVITE", { body: a.sdp({ a: "inactive" }) });
    call.answered();
    equal(listen(a, 10_000).length, 0);
    call.send("INVITE", { body: a.sdp(VOICE_ONLY) });
    call.answered();
    deepEqual([...new Set(listen(a, 5_000).map(({ rtp }) => rtp.payloadType))], [0]);
    hungUp(room);
  });
});

const KEYS_OF_EVENTS = "0123456789*#ABCD";

describe("numbers that refuse", () => {
  for (const [number, status] of [
    ["604", 486],
    ["606", 603],
    ["607", 404],
  ] as const)
    it(`${number}: ${status}`, () => {
      const office = new Office();
      const a = office.client("103");
      a.call(number).refused(status);
      equal(office.ports.size, 1);
      office.empty();
    });

  it("605 rings for 180 s", () => {
    const office = new Office();
    const a = office.client("103");
    const call = a.call("605");
    const began = office.time.now();
    a.expect(180);
    a.silence(179_990);
    call.refused(480);
    ok(Math.abs(office.time.now() - began - 180_000) < 20);
    office.empty();
  });

  it("605 can be left", () => {
    const office = new Office();
    const a = office.client("103");
    const call = a.call("605");
    a.expect(180);
    call.cancel();
    a.expect(200);
    call.refused(487);
    office.empty();
  });

  it("608 is heard for five seconds before it refuses", () => {
    const office = new Office();
    const a = office.client("103");
    const call = a.call("608", a.sdp(VOICE_ONLY));
    match(textOf(a.expect(183).body), /m=audio \d+ RTP\/AVP 0\r\n/);
    const packets = listen(a, 4_900);
    equal(packets.length, 245);
    ok(level(samplesOf(packets)) > -30);
    call.refused(480, 200);
    office.empty();

    const blind = a.call("608", new Uint8Array(0));
    equal(a.expect(183).body.length, 0);
    equal(listen(a, 4_900).length, 0);
    blind.refused(480, 200);
    office.empty();
  });

  it("609 points to 600", () => {
    const office = new Office();
    const a = office.client("103");
    const contact = header(a.call("609").refused(302), "Contact") ?? "";
    equal(parseAddress(contact)?.uri, `sip:600@${PBX_HOST}`);
    office.empty();
  });
});

describe("610", () => {
  it("answers after 13 s of ringing, and echoes", () => {
    const office = new Office();
    const a = office.client("103");
    const call = a.call("610");
    const began = office.time.now();
    equal(a.expect(180).body.length, 0);
    a.silence(12_990);
    const port = portOf(call.answered().body);
    ok(Math.abs(office.time.now() - began - 13_000) < 20);
    a.say(packet(3), port);
    office.time.advance(2 * DELAY);
    equal(a.sounds.length, 1);
    hungUp({ office, call });
  });
});

describe("611", () => {
  it("calls back five seconds after the hang-up, with a name", () => {
    const office = new Office();
    const a = office.registered("103");
    const call = a.call("611");
    call.answered();
    ok(level(samplesOf(listen(a, 1_000))) > -30);
    call.hangUp();
    const began = office.time.now();
    const back = a.called(6_000);
    ok(Math.abs(office.time.now() - began - 5_000) < 20);
    const from = parseAddress(header(back.invite, "From") ?? "");
    deepEqual([from?.display, from?.uri], ["Test Call", `sip:611@${PBX_HOST}`]);
    match(textOf(back.invite.body), /RTP\/AVP 0 8 101\r\n/);
    back.respond(180);
    back.respond(200, a.sdp(ALAW));
    a.expect("ACK");
    ok(level(samplesOf(listen(a, 1_000), decodeAlaw)) > -30);
    back.send("BYE");
    a.expect(200);
    a.silence(20_000);
    office.empty();
  });

  it("lets it be when nobody is there, or nobody takes it", () => {
    const office = new Office();
    const a = office.registered("103");
    const again = () => {
      const call = a.call("611");
      call.answered();
      call.hangUp();
    };
    again();
    a.register(0);
    a.silence(10_000);
    a.register();
    again();
    const back = a.called(6_000);
    back.respond(486);
    a.expect("ACK");
    office.empty();
    again();
    const last = a.called(6_000);
    last.respond(180);
    a.silence(179_900);
    last.respond(200, undefined, a.expect("CANCEL"));
    last.respond(487);
    a.expect("ACK");
    office.empty();
  });

  it("makes no call to somebody it has not answered", () => {
    const office = new Office();
    const a = office.registered("103");
    a.call("611", a.sdp({ m: "audio 7000 RTP/AVP 9", a: [] })).refused(488);
    a.silence(10_000);
    office.empty();
  });
});

describe("emergency numbers", () => {
  for (const number of ["911", "112", "999"])
    it(`${number} is answered by a voice, over and over`, () => {
      const room = answered(number, VOICE_ONLY);
      const spoken = samplesOf(listen(room.a, 30_000));
      const loud = Array.from({ length: 30 }, (_, i) => level(spoken.subarray(8000 * i, 8000 * (i + 1))) > -30);
      ok(loud.filter((is) => is).length > 15 && loud.lastIndexOf(true) > 25, loud.join());
      equal(nameOf(room.call.invite), "INVITE");
      hungUp(room);
    });
});
