import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { decodeAlaw, decodeUlaw } from "../../../firmware/dsp/g711.js";
import { lossesInBrief } from "../../../firmware/media/stat-header.js";
import { Voice } from "../../../firmware/media/voice.js";
import { agreement, coded, FRAME, frameAt, headerOf, heard, Pair, packetOf, THERE, taken, voiceOf } from "./far-end.js";

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
