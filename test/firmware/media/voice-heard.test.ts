import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { encodeAlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { dbm0Of } from "../../../firmware/dsp/level.js";
import { qualityOf } from "../../../firmware/media/quality.js";
import { emitRtp, emptyRtpHeader } from "../../../firmware/wire/rtp/rtp.js";
import {
  agreement,
  chanceOf,
  coded,
  FRAME,
  frameAt,
  headerOf,
  heard,
  Pair,
  packetOf,
  steps,
  THERE,
  taken,
  voiceOf,
} from "./far-end.js";

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
