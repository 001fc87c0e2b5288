import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { dbm0Of } from "../../../firmware/dsp/level.js";
import { qualityOf } from "../../../firmware/media/quality.js";
import { lossesInBrief } from "../../../firmware/media/stat-header.js";
import { Voice } from "../../../firmware/media/voice.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";
import { emptyRtcpReport, parseRtcp } from "../../../firmware/wire/rtp/rtcp.js";
import { emitRtp, emptyRtpHeader, parseRtp, type RtpHeader } from "../../../firmware/wire/rtp/rtp.js";

const FRAME = 160;
const THERE = "192.0.2.9";
const agreement: Agreement = {
  remote: { address: THERE, port: 4000 },
  remoteControl: { address: THERE, port: 4001 },
  codec: "PCMU",
  payloadType: 0,
  payloadTypeIn: 0,
  otherPayloadTypeIn: null,
  eventPayloadType: 101,
  eventPayloadTypeIn: 101,
  packetTime: 20,
  direction: "sendrecv",
};

const voiceOf = (changes: Partial<Agreement> = {}, ssrc = 0xcafe0001) => {
  const voice = new Voice({ ssrc, sequence: 65534, timestamp: 0xffff_ff00, cname: "us", controlInterval: 5000 });
  voice.agree({ ...agreement, ...changes }, 0);
  return voice;
};

const tone = (at: number) => Math.round(9000 * Math.sin((2 * Math.PI * 300 * at) / 8000));
const frameAt = (index: number, of = tone) => Int16Array.from({ length: FRAME }, (_, i) => of(FRAME * index + i));
const coded = (frame: Int16Array, codec = "PCMU") => {
  const octets = new Uint8Array(frame.length);
  const back = new Int16Array(frame.length);
  if (codec === "PCMU") {
    encodeUlaw(frame, octets, 0);
    decodeUlaw(octets, 0, back);
  } else {
    encodeAlaw(frame, octets, 0);
    decodeAlaw(octets, 0, back);
  }
  return [...back];
};

const taken = (voice: Voice) => {
  const packets: Uint8Array[] = [];
  for (let packet = voice.take(); packet; packet = voice.take()) packets.push(packet.slice());
  return packets;
};
const headerOf = (packet: Uint8Array): RtpHeader => {
  const header = emptyRtpHeader();
  ok(parseRtp(packet, header));
  return header;
};
const packetOf = (
  n: number,
  { ssrc = 7, payloadType = 0, payload = new Uint8Array(FRAME).fill(0x30), marker = false } = {},
) => {
  const octets = new Uint8Array(12 + payload.length);
  emitRtp({ ...emptyRtpHeader(), ssrc, payloadType, marker, sequence: n & 0xffff, timestamp: FRAME * n }, octets);
  octets.set(payload, 12);
  return octets;
};
const heard = (voice: Voice) => {
  const frame = new Int16Array(FRAME).fill(1);
  voice.listen(frame);
  return frame;
};
const steps = (samples: number[]) =>
  samples.reduce((most, sample, i) => (i > 0 ? Math.max(most, Math.abs(sample - samples[i - 1])) : most), 0);
const chanceOf = (seed: number) => {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
};

/** Two voices and the cable between them; 20 ms at a time. */
class Pair {
  readonly a = voiceOf({}, 0xa);
  readonly b = voiceOf({}, 0xb);
  now = 0;
  lost: (packet: Uint8Array) => boolean = () => false;
  frame(said = new Int16Array(FRAME)): Int16Array {
    this.now += 20;
    this.a.speak(said);
    for (const packet of taken(this.a)) if (!this.lost(packet)) this.b.receive(packet, THERE, 4000, this.now);
    this.b.speak(new Int16Array(FRAME));
    for (const packet of taken(this.b)) this.a.receive(packet, THERE, 4000, this.now);
    heard(this.a);
    return heard(this.b);
  }
}

describe("voice: towards the network", () => {
  it("sends a packet for each frame: sequence and timestamp go on across their wraps, the first is marked", () => {
    const voice = voiceOf();
    const headers = [0, 1, 2].map((i) => {
      voice.speak(frameAt(i));
      const packets = taken(voice);
      equal(packets.length, 1);
      equal(packets[0].length, 172);
      const sound = new Int16Array(FRAME);
      decodeUlaw(packets[0], 12, sound);
      deepEqual([...sound], coded(frameAt(i)));
      return headerOf(packets[0]);
    });
    deepEqual(
      headers.map(({ marker, payloadType, sequence, timestamp, ssrc }) => [
        marker,
        payloadType,
        sequence,
        timestamp,
        ssrc,
      ]),
      [
        [true, 0, 65534, 0xffff_ff00, 0xcafe0001],
        [false, 0, 65535, 0xffff_ffa0, 0xcafe0001],
        [false, 0, 0, 0x40, 0xcafe0001],
      ],
    );
    deepEqual([voice.statistics.sent, voice.statistics.sentOctets], [3, 480]);
  });

  it("counts other packet times out of the frames, no sample lost between", () => {
    for (const packetTime of [5, 10, 20, 30, 40, 50, 60]) {
      const voice = voiceOf({ packetTime, codec: "PCMA", payloadType: 8 });
      const packets: Uint8Array[] = [];
      for (let i = 0; i < 30; i++) {
        voice.speak(frameAt(i));
        packets.push(...taken(voice));
      }
      equal(packets.length, 600 / packetTime);
      const sound = packets.flatMap((packet, n) => {
        const { timestamp, sequence, payloadType } = headerOf(packet);
        deepEqual(
          [timestamp, sequence, payloadType],
          [(0xffff_ff00 + 8 * packetTime * n) >>> 0, (65534 + n) & 0xffff, 8],
        );
        const part = new Int16Array(8 * packetTime);
        equal(packet.length, 12 + part.length);
        decodeAlaw(packet, 12, part);
        return [...part];
      });
      deepEqual(sound, Array.from({ length: 30 }, (_, i) => coded(frameAt(i), "PCMA")).flat(), `${packetTime} ms`);
    }
  });

  it("bears that nobody fetches the packets", () => {
    const voice = voiceOf({ packetTime: 10 });
    for (let i = 0; i < 50; i++) voice.speak(frameAt(i));
    ok(taken(voice).length <= 8);
  });

  it("sends nothing while held, and its clock goes on: marked again after it", () => {
    for (const held of [{ direction: "recvonly" }, { direction: "inactive" }, { remote: null }] as const) {
      const voice = voiceOf();
      voice.speak(frameAt(0));
      taken(voice);
      voice.agree({ ...agreement, ...held }, 100);
      for (let i = 0; i < 10; i++) voice.speak(frameAt(i));
      deepEqual(taken(voice), []);
      equal(voice.remote === null, "remote" in held);
      voice.agree(agreement, 300);
      voice.speak(frameAt(0));
      const { marker, sequence, timestamp } = headerOf(taken(voice)[0]);
      deepEqual([marker, sequence, timestamp], [true, 65535, (0xffff_ff00 + 11 * FRAME) >>> 0]);
    }
  });

  it("gives account of the call from its answer on, also when it is closed", () => {
    const pair = new Pair();
    pair.a.agree({ ...agreement, codec: "PCMA", payloadType: 8, payloadTypeIn: 8, otherPayloadTypeIn: 0 }, 0);
    equal(pair.a.account(500).duration, 0);
    pair.a.answered(1000);
    pair.a.answered(5000);
    for (let i = 0; i < 50; i++) pair.frame();
    pair.a.close();
    equal(lossesInBrief(pair.a.account(61_900)), "PS=50,OS=8000,PR=50,OR=8000,PL=0,JI=0,LA=30,DU=60,EN=G711a,DE=G711u");
  });

  it("sends silence like sound once a fax has frozen it", () => {
    const options = { ssrc: 1, sequence: 0, timestamp: 0, cname: "us", controlInterval: 0, silence: "high" } as const;
    const voice = new Voice(options);
    voice.agree({ ...agreement, noisePayloadType: 13 }, 0);
    const sent = (frames: number) => {
      let count = 0;
      for (let i = 0; i < frames; i++) {
        voice.speak(new Int16Array(FRAME));
        count += taken(voice).length;
      }
      return count;
    };
    ok(sent(200) < 20);
    voice.freeze();
    equal(sent(200), 200);
  });

  it("sends nothing before anything is agreed", () => {
    const voice = new Voice({ ssrc: 1, sequence: 1, timestamp: 1, cname: "us", controlInterval: 5000 });
    voice.speak(frameAt(0));
    voice.receive(packetOf(1), THERE, 4000, 0);
    deepEqual([voice.take(), voice.remote, voice.remoteControl, voice.deadline], [null, null, null, NEVER]);
    deepEqual(heard(voice), new Int16Array(FRAME));
  });

  it("tells of a key instead of the voice, in the same sequence, and is marked after it", () => {
    const voice = voiceOf();
    const sent: string[] = [];
    const frame = () => {
      voice.speak(frameAt(1));
      for (const packet of taken(voice)) {
        const { marker, payloadType, sequence, timestamp, payloadStart } = headerOf(packet);
        const duration = payloadType === 101 ? ` ${[...packet.slice(payloadStart)]}` : "";
        sent.push(`${marker ? "M" : ""}${payloadType} ${sequence} ${timestamp}${duration}`);
      }
    };
    frame();
    voice.press("#");
    frame();
    frame();
    voice.release();
    for (let i = 0; i < 4; i++) frame();
    deepEqual(sent, [
      "M0 65534 4294967040",
      "M101 65535 4294967200 11,10,0,160",
      "101 0 4294967200 11,10,1,64",
      "101 1 4294967200 11,138,1,224",
      "101 2 4294967200 11,138,1,224",
      "101 3 4294967200 11,138,1,224",
      "M0 4 704",
    ]);
  });

  it("sends a flash once, as event 16, for the shortest time there is", () => {
    const voice = voiceOf();
    voice.press("!");
    voice.release();
    const sent: string[] = [];
    for (let i = 0; i < 50; i++) {
      voice.speak(frameAt(i));
      for (const packet of taken(voice)) {
        const { payloadType, timestamp, payloadStart } = headerOf(packet);
        if (payloadType === 101) sent.push(`${timestamp} ${[...packet.slice(payloadStart)]}`);
      }
    }
    const end = "4294967040 16,138,1,64";
    deepEqual(sent, ["4294967040 16,10,0,160", end, end, end]);
  });

  it("marks all packets of an event where its owner wants that", () => {
    const options = { ssrc: 1, sequence: 1, timestamp: 0, cname: "us", controlInterval: 0, marksAllEvents: true };
    const voice = new Voice(options);
    voice.agree(agreement, 0);
    voice.press("1");
    for (let i = 0; i < 4; i++) {
      voice.speak(frameAt(i));
      equal(headerOf(taken(voice)[0]).marker, true);
    }
  });

  it("leaves keys to the voice where no events are agreed", () => {
    const voice = voiceOf({ eventPayloadType: null });
    voice.press("5");
    voice.speak(frameAt(0));
    equal(headerOf(taken(voice)[0]).payloadType, 0);
    throws(() => voice.press("x"));
    throws(() => voice.press("12"));
  });

  it("forgets a key when a new agreement has no events, or holds", () => {
    for (const change of [{ eventPayloadType: null }, { direction: "inactive" }] as const) {
      const voice = voiceOf();
      voice.press("5");
      voice.speak(frameAt(0));
      taken(voice);
      voice.agree({ ...agreement, ...change }, 0);
      voice.agree(agreement, 0);
      voice.speak(frameAt(0));
      equal(headerOf(taken(voice)[0]).payloadType, 0);
    }
  });
});

describe("voice: towards the telephone", () => {
  it("plays a clean stream sample by sample, 20 ms after it came, both laws and all packet times", () => {
    for (const codec of ["PCMU", "PCMA"] as const)
      for (const packetTime of [10, 20, 30, 60]) {
        const type = codec === "PCMU" ? 0 : 8;
        const changes = { codec, packetTime, payloadType: type, payloadTypeIn: type };
        const [a, b] = [voiceOf(changes), voiceOf(changes)];
        const out: number[] = [];
        for (let i = 0; i < 100; i++) {
          a.speak(frameAt(i));
          for (const packet of taken(a)) b.receive(packet, THERE, 4000, 20 * i);
          out.push(...heard(b));
        }
        const sent = Array.from({ length: 100 }, (_, i) => coded(frameAt(i), codec)).flat();
        const start = out.findIndex((sample) => sample !== 0 && sample !== 8);
        ok(start <= 2 * FRAME + 8 * packetTime, `${codec} ${packetTime} ms: ${start}`);
        const shift = start - sent.findIndex((sample) => sample !== 0 && sample !== 8);
        deepEqual(out.slice(start), sent.slice(start - shift, sent.length - shift), `${codec} ${packetTime} ms`);
        deepEqual([b.statistics.lost, b.statistics.late, b.statistics.concealed], [0, 0, 0]);
      }
  });

  it("conceals 2 % loss: as loud as before, and without clicks", () => {
    const pair = new Pair();
    const chance = chanceOf(11);
    let lost = 0;
    pair.lost = () => pair.now > 200 && pair.now < 29_000 && chance() < 0.02 && ++lost > 0;
    const speech = (at: number) =>
      [1, 2, 3, 4].reduce((sum, n) => sum + (5000 / n) * Math.sin((2 * Math.PI * 131 * n * at) / 8000), 0);
    const out: number[] = [];
    const levels: number[] = [];
    for (let i = 0; i < 1500; i++) {
      const frame = pair.frame(frameAt(i, speech));
      if (i < 5) continue;
      out.push(...frame);
      levels.push(dbm0Of(frame));
    }
    ok(lost > 15, `${lost}`);
    equal(pair.b.statistics.lost, lost);
    equal(pair.b.statistics.concealed, 2 * lost);
    equal(pair.b.statistics.late, 0);
    const usual = dbm0Of(Int16Array.from({ length: 8000 }, (_, i) => speech(i)));
    ok(Math.min(...levels) > usual - 4, `${Math.min(...levels)} of ${usual}`);
    ok(Math.max(...levels) < usual + 2, `${Math.max(...levels)} of ${usual}`);
    const clean = steps(Array.from({ length: 8000 }, (_, i) => speech(i)));
    ok(steps(out) < 1.5 * clean, `${steps(out)} of ${clean}`);
  });

  it("lives through a network that loses, delays, overtakes and doubles, with packets of any time", () => {
    for (const packetTime of [5, 10, 20, 30, 60]) {
      const chance = chanceOf(1000 + packetTime);
      const voice = voiceOf();
      const samples = 8 * packetTime;
      const count = Math.round(60_000 / packetTime);
      const arrivals: { at: number; n: number }[] = [];
      let lost = 0;
      let doubled = 0;
      for (let n = 0; n < count; n++) {
        if (n > 20 && n < count - 200 && chance() < 0.01 && ++lost > 0) continue;
        const at = n * packetTime + 30 + 30 * chance();
        arrivals.push({ at, n });
        if (chance() < 0.02 && ++doubled > 0) arrivals.push({ at: at + 1, n });
      }
      arrivals.sort((a, b) => a.at - b.at);
      let next = 0;
      for (let at = 0; at < 60_500; at += 20) {
        for (; next < arrivals.length && arrivals[next].at <= at; next++) {
          const { n } = arrivals[next];
          const octets = new Uint8Array(12 + samples).fill(0x42);
          emitRtp({ ...emptyRtpHeader(), ssrc: 7, sequence: n & 0xffff, timestamp: samples * n }, octets);
          voice.receive(octets, THERE, 4000, arrivals[next].at);
        }
        heard(voice);
      }
      const { statistics } = voice;
      const name = `${packetTime} ms`;
      deepEqual([statistics.lost, statistics.duplicates], [lost, doubled], name);
      ok(statistics.late < 0.03 * count, `${name}: ${statistics.late} of ${count} late`);
      ok(statistics.jitter > 5 && statistics.jitter < 15, `${name}: ${statistics.jitter}`);
      ok(statistics.delay < 120, `${name}: ${statistics.delay}`);
      const quality = qualityOf(statistics);
      ok(quality && quality.listening > 4, `${name}: ${quality?.listening}`);
    }
  });

  it("falls silent when the stream stops", () => {
    const pair = new Pair();
    for (let i = 0; i < 20; i++) pair.frame(frameAt(i));
    pair.lost = () => true;
    for (let i = 0; i < 5; i++) pair.frame(frameAt(i));
    deepEqual(pair.frame(frameAt(0)), new Int16Array(FRAME));
    equal(pair.b.statistics.concealed, 6, "60 ms");
  });

  it("makes nothing up after comfort noise has been announced", () => {
    const pair = new Pair();
    for (let i = 0; i < 20; i++) pair.frame(frameAt(i));
    pair.lost = () => true;
    pair.b.receive(packetOf(18, { ssrc: 0xa, payloadType: 13, payload: Uint8Array.of(60) }), THERE, 4000, 500);
    for (let i = 0; i < 5; i++) pair.frame(frameAt(i));
    equal(pair.b.statistics.concealed, 0);
  });

  it("hears the agreed address only, and says so", () => {
    const voice = voiceOf();
    voice.receive(packetOf(1), "192.0.2.10", 4000, 0);
    voice.receive(packetOf(1), THERE, 5555, 0);
    voice.receive(packetOf(2), THERE, 4000, 20);
    deepEqual([voice.statistics.strangers, voice.statistics.received], [2, 1]);
    deepEqual(voice.remote, { address: THERE, port: 5555 });
  });

  it("is not led away by a hijacker who knows the call: nothing of it is heard, all of it is counted", () => {
    const voice = voiceOf();
    const loud = new Uint8Array(FRAME).fill(0x00);
    for (let n = 0; n < 500; n++) {
      voice.receive(packetOf(n), THERE, 4000, 20 * n);
      // the right SSRC and sequence from elsewhere; another stream from another port of the right host
      voice.receive(packetOf(n + 1, { payload: loud }), "203.0.113.66", 4000, 20 * n + 1);
      voice.receive(packetOf(n, { ssrc: 666, payload: loud }), THERE, 4666, 20 * n + 2);
      voice.receive(packetOf(n + 1, { payload: loud, payloadType: 101 }), "203.0.113.66", 4000, 20 * n + 3);
      const frame = heard(voice);
      ok(frame.every((sample) => Math.abs(sample) < 10_000));
    }
    deepEqual(voice.remote, { address: THERE, port: 4000 });
    deepEqual([voice.statistics.strangers, voice.statistics.received, voice.statistics.lost], [1500, 500, 0]);
    equal(voice.takePressed(), "");
  });

  it("hears the other side through its NAT, whose private address was agreed", () => {
    const voice = voiceOf({ remote: { address: "192.168.1.20", port: 4000 }, remoteControl: null });
    for (let n = 0; n < 20; n++) voice.receive(packetOf(n), "203.0.113.7", 61_000, 20 * n);
    deepEqual(voice.remote, { address: "203.0.113.7", port: 61_000 });
    deepEqual([voice.statistics.strangers, voice.statistics.received], [4, 16]);
  });

  it("does not learn a port from what is no RTP, or not what was agreed", () => {
    const voice = voiceOf();
    voice.receive(Uint8Array.of(1, 2, 3), THERE, 5555, 0);
    voice.receive(packetOf(1, { payloadType: 18 }), THERE, 5555, 0);
    deepEqual([voice.statistics.refused, voice.statistics.received, voice.remote?.port], [2, 0, 4000]);
  });

  it("does not play while it may only send, and not the old sound after it", () => {
    const pair = new Pair();
    for (let i = 0; i < 20; i++) pair.frame(frameAt(i));
    pair.b.agree({ ...agreement, direction: "sendonly" }, pair.now);
    deepEqual(pair.frame(frameAt(0)), new Int16Array(FRAME));
    pair.b.agree(agreement, pair.now);
    pair.lost = () => true;
    deepEqual(pair.frame(frameAt(0)), new Int16Array(FRAME));
  });

  it("goes over to the other agreed codec with the far end, and back", () => {
    const voice = voiceOf({ otherPayloadTypeIn: 8 });
    const say = (n: number, payloadType: 0 | 8) => {
      const payload = new Uint8Array(FRAME);
      if (payloadType === 8) encodeAlaw(frameAt(n), payload, 0);
      else encodeUlaw(frameAt(n), payload, 0);
      voice.receive(packetOf(n, { payloadType, payload }), THERE, 4000, 20 * n);
      return [...heard(voice)];
    };
    for (const [from, until, payloadType] of [
      [0, 20, 0],
      [20, 40, 8],
      [40, 60, 0],
    ] as const) {
      let last: number[] = [];
      for (let n = from; n < until; n++) last = say(n, payloadType);
      const codec = payloadType === 8 ? "PCMA" : "PCMU";
      const expected = [until - 2, until - 1].map((n) => coded(frameAt(n), codec).join());
      ok(expected.includes(last.join()), `${codec} is heard as it was said`);
    }
    equal(voice.statistics.refused, 0);
    voice.agree(agreement, 0);
    voice.receive(packetOf(60, { payloadType: 8 }), THERE, 4000, 1200);
    equal(voice.statistics.refused, 1);
  });

  it("goes over to another stream of the same host at once", () => {
    const voice = voiceOf();
    for (let n = 0; n < 10; n++) {
      voice.receive(packetOf(n), THERE, 4000, 20 * n);
      heard(voice);
    }
    for (let n = 0; n < 3; n++) {
      voice.receive(
        packetOf(n + 30_000, { ssrc: 8, payload: new Uint8Array(FRAME).fill(0) }),
        THERE,
        4000,
        200 + 20 * n,
      );
      heard(voice);
    }
    equal(heard(voice)[159], -32124);
    deepEqual([voice.statistics.received, voice.statistics.lost], [13, 0]);
  });

  it("follows a clock that is 100 ppm off for ten minutes: nothing late, the delay bounded", () => {
    for (const pace of [0.9999, 1.0001]) {
      const voice = voiceOf();
      let worst = 0;
      let next = 0;
      for (let at = 0; at < 600_000; at += 20) {
        for (; 20 * next * pace + 7 <= at; next++) voice.receive(packetOf(next), THERE, 4000, 20 * next * pace + 7);
        heard(voice);
        worst = Math.max(worst, voice.statistics.delay);
      }
      deepEqual([voice.statistics.late, voice.statistics.lost], [0, 0]);
      ok(worst <= 60, `${worst}`);
    }
  });

  it("tells each second what came", () => {
    const pair = new Pair();
    pair.lost = (packet) => headerOf(packet).sequence % 10 === 3;
    for (let i = 0; i < 50; i++) pair.frame();
    pair.b.statistics.second();
    for (let i = 0; i < 50; i++) pair.frame();
    deepEqual(pair.b.statistics.second(), { sent: 50, received: 45, lost: 5, late: 0, jitter: 0, delay: 30 });
  });

  it("hears each key once through 30 % loss, both ways at once", () => {
    const pair = new Pair();
    const chance = chanceOf(5);
    pair.lost = (packet) => headerOf(packet).payloadType === 101 && chance() < 0.3;
    const digits = "0123456789*#ABCD!5555";
    let [atA, atB] = ["", ""];
    for (const digit of digits) {
      pair.a.press(digit);
      pair.b.press(digit);
      for (let i = 0; i < 10; i++) {
        if (i === 5) {
          pair.a.release();
          pair.b.release();
        }
        pair.frame();
        atA += pair.a.takePressed();
        atB += pair.b.takePressed();
      }
    }
    deepEqual([atA, atB], [digits, digits]);
  });

  it("hears keys that come as a stream of their own, once each, and the voice goes on beside them", () => {
    const voice = voiceOf();
    const heard: string[] = [];
    const lostBefore = voice.statistics.lost;
    for (let n = 0; n < 20; n++) {
      voice.receive(packetOf(n), THERE, 4000, 20 * n);
      const payload = Uint8Array.of(n < 10 ? 1 : 5, n % 10 === 9 ? 0x80 : 0, 0, 160);
      const event = packetOf(n < 10 ? 0 : 50, { ssrc: 99, payloadType: 101, payload });
      voice.receive(event, THERE, 4000, 20 * n);
      voice.listen(new Int16Array(FRAME));
      heard.push(voice.takePressed());
    }
    equal(heard.join(""), "15");
    deepEqual([voice.statistics.lost - lostBefore, voice.statistics.late, voice.statistics.received], [0, 0, 20]);
  });

  it("bears any packets in any order, each pull filling one frame", () => {
    const packets = fc.oneof(
      fc.record({
        n: fc.nat(40),
        type: fc.constantFrom(0, 0, 0, 13, 101, 9),
        length: fc.nat(500),
        ssrc: fc.constantFrom(7, 7, 7, 8),
      }),
      fc.uint8Array({ maxLength: 700 }),
      fc.constant("listen" as const),
    );
    fc.assert(
      fc.property(fc.array(packets, { maxLength: 150 }), (acts) => {
        const voice = voiceOf();
        acts.forEach((act, i) => {
          if (act === "listen") heard(voice);
          else if (act instanceof Uint8Array) {
            voice.receive(act, THERE, 4000, i);
            voice.receiveControl(act, THERE, 4001, i);
          } else {
            const payload = new Uint8Array(act.length).fill(0x42);
            voice.receive(packetOf(act.n, { ssrc: act.ssrc, payloadType: act.type, payload }), THERE, 4000, i);
          }
        });
        // once it has run dry, nothing is left but noise that was asked for
        for (let i = 0; i < 60; i++) heard(voice);
        const noise = acts.some((act) => typeof act === "object" && "type" in act && act.type === 13);
        if (!noise) deepEqual(heard(voice), new Int16Array(FRAME));
      }),
      { numRuns: 200 },
    );
  });
});

describe("voice: comfort noise", () => {
  const chance = chanceOf(3);
  const background = () => Int16Array.from({ length: FRAME }, () => Math.round(70 * (chance() + chance() - 1)));
  const word = (n: number) => Int16Array.from(frameAt(n), (sample, i) => sample + background()[i]);

  /** Half a second of quiet, a second of words, and so on, from one voice to the other. */
  function talk(noisePayloadType: number | null) {
    const options = { sequence: 0, timestamp: 0, cname: "us", controlInterval: 0, silence: "medium" } as const;
    const a = new Voice({ ...options, ssrc: 1 });
    const b = new Voice({ ...options, ssrc: 2, silence: null });
    for (const voice of [a, b]) voice.agree({ ...agreement, noisePayloadType }, 0);
    const sent: RtpHeader[] = [];
    const quiet: Int16Array[] = [];
    for (let n = 0; n < 1000; n++) {
      const inRound = n % 100;
      a.speak(inRound < 50 ? background() : word(n));
      for (const packet of taken(a)) {
        sent.push(headerOf(packet));
        b.receive(packet, THERE, 4000, 20 * n);
      }
      const frame = heard(b);
      if (n > 300 && inRound > 25 && inRound < 45) quiet.push(frame);
    }
    return { sent, quiet, statistics: b.statistics };
  }

  it("is sent instead of silence, and heard as loud as what it stands for", () => {
    const { sent, quiet, statistics } = talk(13);
    const voice = sent.filter(({ payloadType }) => payloadType === 0);
    const noise = sent.filter(({ payloadType }) => payloadType === 13);
    ok(voice.length > 500 && voice.length < 660, `${voice.length} of 1000 frames`);
    ok(noise.length >= 10 && noise.length <= 30, `${noise.length}`);
    const said = dbm0Of(Int16Array.from(Array.from({ length: 50 }, background).flatMap((frame) => [...frame])));
    const found = dbm0Of(Int16Array.from(quiet.flatMap((frame) => [...frame])));
    ok(Math.abs(found - said) < 3, `${found} for ${said} dBm0`);
    deepEqual([statistics.lost, statistics.refused, statistics.concealed], [0, 0, 0]);
    // the clock goes on over silence, and each spurt is marked
    for (let i = 1; i < sent.length; i++) {
      equal((sent[i].timestamp - sent[i - 1].timestamp) % FRAME, 0);
      if (sent[i].payloadType === 0) equal(sent[i].marker, sent[i - 1].payloadType === 13, `${i}`);
    }
    ok(sent[sent.length - 1].timestamp >= 990 * FRAME);
  });

  it("is not sent to those who have not agreed to it", () => {
    const { sent } = talk(null);
    equal(sent.length, 1000);
  });

  it("ends when the voice comes back, not before", () => {
    const voice = voiceOf();
    for (let n = 0; n < 10; n++) {
      voice.receive(packetOf(n), THERE, 4000, 20 * n);
      heard(voice);
    }
    voice.receive(packetOf(10, { payloadType: 13, payload: Uint8Array.of(50) }), THERE, 4000, 200);
    for (let n = 10; n < 30; n++) heard(voice);
    ok(dbm0Of(heard(voice)) > -50);
    voice.receive(packetOf(40), THERE, 4000, 800);
    ok(dbm0Of(heard(voice)) > -50, "the voice is not due yet");
    for (let n = 41; n < 60; n++) {
      voice.receive(packetOf(n), THERE, 4000, 20 * n);
      heard(voice);
    }
    equal(voice.statistics.concealed, 0);
  });
});

describe("voice: NSE", () => {
  const nse = { out: 110, in: 100 };

  it("go out beside the sound, three times, a frame apart, all of one time", () => {
    const voice = voiceOf({ nse });
    voice.speak(frameAt(0));
    taken(voice);
    voice.tellNse(192);
    const packets = [1, 2, 3, 4, 5].flatMap((i) => {
      voice.speak(frameAt(i));
      return taken(voice);
    });
    const events = packets.filter((packet) => (packet[1] & 0x7f) === 110);
    deepEqual(
      events.map((packet) => [...packet.subarray(12)]),
      Array(3).fill([0xc0, 0, 0, 0]),
    );
    equal(new Set(events.map((packet) => headerOf(packet).timestamp)).size, 1);
    ok(events.every((packet) => !headerOf(packet).marker));
    const sounds = packets.filter((packet) => (packet[1] & 0x7f) === 0);
    equal(sounds.length, 5, "nothing is missing");
    const order = packets.map((packet) => headerOf(packet).sequence);
    ok(order.every((sequence, i) => i === 0 || sequence === ((order[i - 1] + 1) & 0xffff)));
  });

  it("are heard once, and are no sound", () => {
    const voice = voiceOf({ nse });
    for (let i = 0; i < 3; i++)
      voice.receive(packetOf(i, { payloadType: 100, payload: Uint8Array.of(193, 0, 0, 0) }), THERE, 4000, 0);
    deepEqual([voice.heardNse(), voice.heardNse()], [193, 0]);
    voice.receive(packetOf(4, { payloadType: 100, payload: Uint8Array.of(194, 0, 0, 0) }), THERE, 4000, 0);
    deepEqual([voice.heardNse(), voice.statistics.refused], [0, 1]);
    ok(heard(voice).every((sample) => sample === 0));
  });

  it("are neither sent nor heard by those who have not agreed to them", () => {
    const voice = voiceOf();
    voice.tellNse(192);
    voice.speak(frameAt(0));
    voice.speak(frameAt(1));
    ok(taken(voice).every((packet) => (packet[1] & 0x7f) === 0));
    voice.receive(packetOf(1, { payloadType: 100, payload: Uint8Array.of(192, 0, 0, 0) }), THERE, 4000, 0);
    deepEqual([voice.heardNse(), voice.statistics.refused], [0, 1]);
  });
});

describe("voice: silence", () => {
  const THEN = 60_000;
  const voiceUp = (changes: Partial<Agreement> = {}) => {
    const options = { ssrc: 1, sequence: 1, timestamp: 0, cname: "us", controlInterval: 0, timeout: THEN };
    const voice = new Voice(options);
    voice.agree({ ...agreement, ...changes }, 1000);
    return voice;
  };

  it("is noticed from the answer on, and from each packet and report on", () => {
    const voice = voiceUp();
    deepEqual([voice.silentSince, voice.silentAt], [null, NEVER], "early media may be nothing");
    voice.answered(5000);
    deepEqual([voice.silentSince, voice.silentAt], [5000, 65_000]);
    voice.receive(packetOf(1), THERE, 4000, 7000);
    equal(voice.silentAt, 67_000);
    voice.receive(packetOf(2, { payloadType: 13, payload: Uint8Array.of(60) }), THERE, 4000, 8000);
    equal(voice.silentAt, 68_000);
    voice.receiveControl(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 1), THERE, 4001, 9000);
    equal(voice.silentSince, 9000);
  });

  it("is not broken by strangers and rubbish", () => {
    const voice = voiceUp();
    voice.answered(5000);
    voice.receive(packetOf(1), "203.0.113.66", 4000, 7000);
    voice.receive(Uint8Array.of(1, 2, 3), THERE, 4000, 7000);
    voice.receiveControl(Uint8Array.of(1, 2, 3), THERE, 4001, 7000);
    voice.receiveControl(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 1), "203.0.113.66", 4001, 7000);
    equal(voice.silentSince, 5000);
  });

  it("is allowed while either side holds, and counts anew after it", () => {
    for (const held of [{ direction: "recvonly" }, { direction: "sendonly" }, { direction: "inactive" }] as const) {
      const voice = voiceUp();
      voice.answered(5000);
      voice.agree({ ...agreement, ...held }, 10_000);
      deepEqual([voice.silentSince, voice.silentAt], [null, NEVER]);
      voice.agree(agreement, 500_000);
      equal(voice.silentAt, 560_000);
    }
    const nowhere = voiceUp({ remote: null });
    nowhere.answered(0);
    equal(nowhere.silentAt, NEVER);
  });

  it("is nobody's business without a time-out, and after the call", () => {
    const voice = voiceOf();
    voice.answered(0);
    deepEqual([voice.silentSince, voice.silentAt], [0, NEVER]);
    const closed = voiceUp();
    closed.answered(0);
    closed.close();
    equal(closed.silentAt, NEVER);
  });
});

describe("voice: reports", () => {
  const parsed = (packet: Uint8Array | null, about: number) => {
    const report = emptyRtcpReport();
    ok(packet && parseRtcp(packet, about, report));
    return report;
  };

  it("exchanges reports: what was sent, what was lost, how far it is", () => {
    const pair = new Pair();
    let n = 0;
    pair.lost = () => n++ % 4 === 1;
    for (let i = 0; i < 1000; i++) {
      pair.frame();
      for (const [from, to] of [
        [pair.a, pair.b],
        [pair.b, pair.a],
      ]) {
        if (pair.now < from.deadline) continue;
        const packet = from.takeControl(pair.now);
        ok(packet);
        to.receiveControl(packet.slice(), THERE, 4001, pair.now);
      }
    }
    const fromB = parsed(pair.b.takeControl(pair.b.deadline), 0xa);
    deepEqual([fromB.sender, fromB.packets, fromB.octets], [true, 1000, 160_000]);
    deepEqual([fromB.reported, fromB.lost], [true, 250]);
    ok(Math.abs(fromB.fractionLost - 64) <= 2, `${fromB.fractionLost}`);
    deepEqual([pair.a.statistics.roundTrip, pair.b.statistics.roundTrip], [0, 0]);
    equal(pair.a.statistics.refused, 0);
  });

  it("tells what it heard was worth, and hears what the other side thinks", () => {
    const pair = new Pair();
    const chance = chanceOf(9);
    pair.lost = () => chance() < 0.05;
    for (let i = 0; i < 1000; i++) {
      pair.frame();
      const report = pair.b.takeControl(pair.now);
      if (report) pair.a.receiveControl(report.slice(), THERE, 4001, pair.now);
    }
    const { farRating, farListening } = pair.a.statistics;
    const own = qualityOf(pair.b.statistics);
    ok(own && farRating !== null && farListening !== null);
    ok(Math.abs(farRating - own.rating) < 4 && Math.abs(farListening - own.listening) < 0.2, `${farRating}`);
    ok(own.rating > 74 && own.rating < 82, `${own.rating}: G.107 has 77.4 for 5 % of G.711 by chance`);
    equal(pair.b.statistics.farRating, null);
  });

  it("does not hear reports of strangers", () => {
    const voice = voiceOf();
    voice.receiveControl(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 1), "192.0.2.10", 4001, 0);
    voice.receiveControl(Uint8Array.of(1), THERE, 4001, 0);
    deepEqual([voice.statistics.strangers, voice.statistics.refused], [1, 1]);
  });

  it("keeps its deadlines while there is nobody to report to", () => {
    const voice = voiceOf();
    voice.agree({ ...agreement, remote: null, remoteControl: null }, 0);
    const { deadline } = voice;
    equal(voice.takeControl(deadline), null);
    ok(voice.deadline > deadline);
  });

  it("says goodbye when it is closed, and is silent after it", () => {
    const pair = new Pair();
    for (let i = 0; i < 10; i++) pair.frame(frameAt(i));
    pair.a.close();
    ok(pair.a.deadline <= pair.now);
    const { bye, sender } = parsed(pair.a.takeControl(pair.now), 0xb);
    deepEqual([bye, sender], [true, true]);
    equal(pair.a.deadline, NEVER);
    pair.a.speak(frameAt(0));
    deepEqual([pair.a.take(), pair.a.takeControl(pair.now + 1e6)], [null, null]);
    deepEqual(heard(pair.a), new Int16Array(FRAME));
  });
});
