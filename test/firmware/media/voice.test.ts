import { deepEqual, equal, ok } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { dbm0Of } from "../../../firmware/dsp/level.js";
import { qualityOf } from "../../../firmware/media/quality.js";
import { Voice } from "../../../firmware/media/voice.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";
import { emptyRtcpReport, parseRtcp } from "../../../firmware/wire/rtp/rtcp.js";
import type { RtpHeader } from "../../../firmware/wire/rtp/rtp.js";
import {
  agreement,
  chanceOf,
  FRAME,
  frameAt,
  headerOf,
  heard,
  Pair,
  packetOf,
  THERE,
  taken,
  voiceOf,
} from "./far-end.js";

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
