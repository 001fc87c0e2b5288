import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { EMPTY, JitterBuffer, KEPT, LATE, LOST, REFUSED, SOUND, SPARE } from "../../../firmware/media/jitter-buffer.js";
import { LONGEST_PACKET } from "../../../firmware/media/octet-ring.js";
import { emptyRtpHeader, parseRtp } from "../../../firmware/wire/rtp/rtp.js";
import { FRAME, Listener, packet, stream, usual } from "./jitter-listener.js";

describe("jitter-buffer", () => {
  it("answers empty until a packet has come, and plays it a frame later", () => {
    const listener = new Listener();
    listener.pull();
    equal(listener.put(packet(1, 1000)), KEPT);
    equal(listener.put(packet(2, 1160)), KEPT);
    for (let i = 0; i < 3; i++) listener.pull();
    deepEqual(listener.answers, [EMPTY, EMPTY, EMPTY, EMPTY, SOUND, SOUND, SOUND, SOUND]);
    deepEqual(listener.heard.flat(), [...packet(1, 1000).slice(12), ...packet(2, 1160).slice(12)]);
  });

  it("plays packets of any length whole and in order, across both wraps", () => {
    for (const every of [5, 10, 13, 20, 30, 40, 60]) {
      const listener = new Listener();
      const { late } = stream(listener, 3000, () => 3, { every });
      deepEqual(late, [], `${every} ms`);
      equal(listener.count(LOST), 0, `${every} ms`);
      const heard = listener.heard.flat();
      ok(heard.length > 22_000);
      heard.forEach((octet, i) => {
        equal(octet, ((0xffff_f000 + i) >>> 0) % 251, `${every} ms, sample ${i}`);
      });
    }
  });

  it("says what is lost and goes on in time", () => {
    const listener = new Listener();
    for (let n = 0; n < 12; n++) {
      if (n !== 5) listener.put(packet(n, 160 * n));
      listener.pull();
    }
    deepEqual(listener.answers.slice(2), [...Array(10).fill(SOUND), LOST, LOST, ...Array(10).fill(SOUND)]);
  });

  it("puts the overtaken in their place and plays duplicates once", () => {
    const listener = new Listener();
    for (const n of [0, 0, 2, 1, 1, 3, 3]) equal(listener.put(packet(n, 160 * n)), KEPT);
    for (let i = 0; i < 5; i++) listener.pull();
    equal(listener.put(packet(3, 480)), LATE);
    for (let i = 0; i < 5; i++) listener.pull();
    equal(listener.count(SOUND), 8);
    deepEqual(
      listener.heard.flat(),
      [0, 1, 2, 3].flatMap((n) => [...packet(n, 160 * n).slice(12)]),
    );
  });

  it("turns from missing to nothing expected when concealment has faded away", () => {
    const listener = new Listener();
    listener.put(packet(0, 0));
    for (let i = 0; i < 6; i++) listener.pull();
    deepEqual(listener.answers.slice(2), [SOUND, SOUND, ...Array(6).fill(LOST), EMPTY, EMPTY]);
  });

  it("begins anew when timestamps jump by more than a second, either way", () => {
    for (const jump of [9000, -9000, 0x4000_0000]) {
      const listener = new Listener();
      let last = LATE;
      for (let n = 0; n < 20; n++) {
        last = listener.put(packet(n, 50_000 + 160 * n + (n < 10 ? 0 : jump)));
        listener.pull();
      }
      equal(last, KEPT);
      equal(listener.answers[listener.answers.length - 1], SOUND);
    }
  });

  it("begins anew when timestamps have slipped by less and stay there", () => {
    for (const slip of [-5000, 5000]) {
      const listener = new Listener();
      for (let n = 0; n < 40; n++) {
        listener.put(packet(n, 50_000 + 160 * n + (n < 10 ? 0 : slip)));
        listener.pull();
      }
      deepEqual(listener.answers.slice(-20), Array(20).fill(SOUND));
    }
  });

  it("does not let one stray packet lead it away", () => {
    const listener = new Listener();
    for (let n = 0; n < 60; n++) {
      listener.put(packet(n, 160 * n));
      if (n === 20) equal(listener.put(packet(n, 160 * n + 2800, 80)), KEPT); // early, yet inside the ring
      if (n === 25) equal(listener.put(packet(n, 160 * n + 6000)), REFUSED);
      if (n === 30) equal(listener.put(packet(n, 160 * n - 6000)), LATE);
      listener.pull();
    }
    equal(listener.count(SOUND) + 2 * listener.count(SPARE) >= 116, true);
    ok(listener.buffer.delay <= 40, `${listener.buffer.delay}`);
  });

  it("survives a second without anything and the flood after it", () => {
    const listener = new Listener();
    const { delays } = stream(listener, 40_000, (n) => (n >= 100 && n < 150 ? (150 - n) * 20 : 2));
    ok(Math.max(...delays) <= 230, `${Math.max(...delays)}`);
    ok(delays[delays.length - 1] <= 60, `${delays[delays.length - 1]}`);
    deepEqual(
      listener.answers.slice(-100).filter((answer) => answer === LOST || answer === EMPTY),
      [],
    );
  });

  it("refuses packets that are empty or too long", () => {
    const listener = new Listener();
    equal(listener.put(packet(1, 0, 0)), REFUSED);
    equal(listener.put(packet(1, 0, LONGEST_PACKET - 11)), REFUSED);
    equal(listener.put(packet(1, 0, LONGEST_PACKET - 12)), KEPT);
  });

  it("plays no sample twice and none that was not sent, whatever comes", () => {
    const act = fc.oneof(
      { weight: 3, arbitrary: fc.constant("pull" as const) },
      { weight: 4, arbitrary: fc.record({ n: fc.nat(60), length: fc.constantFrom(80, 160) }) },
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), fc.boolean(), (acts, quiet) => {
        const buffer = new JitterBuffer(usual);
        const header = emptyRtpHeader();
        const played = new Set<number>();
        const sent = new Set<number>();
        let blocks = 0;
        for (const step of acts) {
          if (step === "pull") {
            const pair = quiet && buffer.takePair();
            const answer = pair ? SOUND : buffer.take(quiet);
            blocks++;
            if (answer !== SOUND && answer !== SPARE) continue;
            for (const from of pair ? [0, 80] : [0]) {
              const at = buffer.octets[buffer.at + from]; // the block's own number
              ok(!played.has(at), `block ${at} twice`);
              ok(sent.has(at) && sent.has(buffer.octets[buffer.at + from + 79]), `block ${at} from nowhere`);
              played.add(at);
            }
          } else {
            const octets = packet(step.n, 160 * step.n, step.length);
            for (let i = 0; i < step.length; i++) octets[12 + i] = 2 * step.n + Math.floor(i / 80);
            parseRtp(octets, header);
            const before = header.timestamp;
            if (buffer.put(header, octets) !== REFUSED)
              for (let i = 0; i < step.length; i += 80) sent.add(octets[12 + i]);
            equal(header.timestamp, before);
          }
        }
        return blocks === acts.filter((one) => one === "pull").length;
      }),
      { numRuns: 300 },
    );
  });

  it("is small while packets of 20 ms come in time, and as large as it may be from the first other one on", () => {
    const SMALL = 2_000;
    const calm = new Listener();
    stream(calm, 20_000, (n) => (n * 7) % 45);
    ok(calm.buffer.octets.length < SMALL);
    for (const disturb of [
      (listener: Listener) => listener.put(packet(900, 0xffff_f000 + 900 * FRAME, 80)),
      (listener: Listener) => listener.put(packet(900, 0xffff_f000 + 900 * FRAME + 8)),
      (listener: Listener) => listener.put(packet(906, 0xffff_f000 + 906 * FRAME)),
    ]) {
      const listener = new Listener({ ...usual, adjustment: "disable" });
      for (let n = 0; n < 900; n++) {
        equal(listener.put(packet(n, 0xffff_f000 + n * FRAME)), KEPT);
        listener.pull();
      }
      ok(listener.buffer.octets.length < SMALL);
      let recalled = 0;
      listener.buffer.hearer = { recall: () => recalled++ };
      equal(disturb(listener), KEPT);
      deepEqual([recalled, listener.buffer.octets.length > 5_000], [1, true]);
      for (let n = 907; n < 950; n++) {
        listener.put(packet(n, 0xffff_f000 + n * FRAME));
        listener.pull();
      }
      deepEqual([recalled, listener.count(LOST) < 20], [1, true]);
    }
  });
});
