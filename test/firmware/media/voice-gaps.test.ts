import { deepEqual, equal, ok } from "node:assert/strict";
import { decodeUlaw } from "../../../firmware/dsp/g711.js";
import { JitterBuffer } from "../../../firmware/media/jitter-buffer.js";
import { jitterFor } from "../../../firmware/media/jitter-level.js";
import { Statistics } from "../../../firmware/media/statistics.js";
import { VoiceGaps } from "../../../firmware/media/voice-gaps.js";
import { emptyRtpHeader } from "../../../firmware/wire/rtp/rtp.js";

const FRAME = 160;

/** A buffer that holds a voice, and the gaps of it. */
function listener() {
  const jitter = new JitterBuffer(jitterFor("high", "disable"));
  const statistics = new Statistics();
  const gaps = new VoiceGaps(jitter, statistics, 7);
  const frame = new Int16Array(FRAME);
  return {
    gaps,
    statistics,
    put(n: number): void {
      const header = { ...emptyRtpHeader(), sequence: n, timestamp: FRAME * n, payloadStart: 0, payloadEnd: FRAME };
      jitter.put(header, new Uint8Array(FRAME).fill(0x30));
    },
    fill(silent = false): number[] {
      gaps.fill(frame, silent);
      return [...frame];
    },
  };
}

describe("gaps of a voice", () => {
  const [level] = (() => {
    const sample = new Int16Array(1);
    decodeUlaw(Uint8Array.of(0x30), 0, sample);
    return sample;
  })();
  const whole = (frame: number[]) => frame.every((sample) => sample === level);
  const nothing = (frame: number[]) => frame.every((sample) => sample === 0);

  it("are silence before anything has come, and what comes is heard as it is", () => {
    const t = listener();
    ok(nothing(t.fill()));
    equal(t.gaps.open, false);
    for (let n = 0; n < 6; n++) t.put(n);
    const heard = Array.from({ length: 11 }, () => t.fill());
    equal(heard.filter(whole).length, 6);
    ok(heard.slice(0, 5).every(nothing), "the first depth is 100 ms");
  });

  it("are made up of what was heard before, counted, and open until a frame has ended them", () => {
    const t = listener();
    for (const n of [0, 1, 2, 3, 5]) t.put(n);
    const heard = Array.from({ length: 10 }, () => t.fill());
    ok(
      heard[9].some((sample) => sample !== 0),
      "the fifth packet is missed",
    );
    deepEqual([t.statistics.concealed, t.gaps.open], [2, true]);
    t.gaps.close(new Int16Array(FRAME));
    equal(t.gaps.open, false);
  });

  it("are the noise that the other side has described, once it has announced silence", () => {
    const t = listener();
    t.gaps.hearNoise(Uint8Array.of(40), 0, 1);
    ok(nothing(t.fill()), "not before");
    const noise = Array.from({ length: 5 }, () => t.fill(true)).flat();
    ok(noise.some((sample) => sample !== 0));
    ok(t.gaps.noisy && t.gaps.open);
    t.gaps.close(new Int16Array(FRAME));
    ok(!t.gaps.noisy && !t.gaps.open);
  });

  it("are made up of what was heard as it came, although the buffer has become another one meanwhile", () => {
    const mended = (widens: boolean) => {
      const jitter = new JitterBuffer(jitterFor("low", "disable"));
      const gaps = new VoiceGaps(jitter, new Statistics(), 7);
      const frame = new Int16Array(FRAME);
      const put = (n: number, length = FRAME) => {
        const octets = Uint8Array.from({ length: 12 + length }, (_, i) => ((5 * i) % 90) + (i & 1) * 128);
        const header = { ...emptyRtpHeader(), sequence: n, timestamp: FRAME * n, payloadStart: 12 };
        jitter.put({ ...header, payloadEnd: 12 + length }, octets);
      };
      for (let n = 0; n < 12; n++) {
        put(n);
        if (jitter.takePair()) {
          gaps.before = gaps.last;
          gaps.last = jitter.at;
        } else gaps.fill(frame, false);
      }
      const { octets } = jitter;
      // half a packet, far ahead
      if (widens) put(18, 80);
      equal(jitter.octets !== octets, widens);
      const heard: number[] = [];
      for (let n = 0; n < 4; n++) {
        gaps.fill(frame, false);
        heard.push(...frame);
      }
      return heard;
    };
    deepEqual(mended(true), mended(false));
    ok(mended(true).some((sample) => sample !== 0));
  });
});
