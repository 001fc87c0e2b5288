import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type SilenceThreshold, VoiceActivity } from "../../../firmware/dsp/voice-activity.js";
import { loudness, RATE } from "./ear.js";
import { at, noise, silence, sum, voice } from "./echo-scenes.js";
import { chanceFrom, gaussian } from "./noise.js";

const FRAME = 160;
const NAMES: SilenceThreshold[] = ["low", "medium", "high"];

function judge(sound: Float64Array, activity: VoiceActivity): boolean[] {
  const frames: boolean[] = [];
  for (let i = 0; i + FRAME <= sound.length; i += FRAME)
    frames.push(activity.hear(Int16Array.from(sound.subarray(i, i + FRAME), Math.round)));
  return frames;
}

const share = (frames: boolean[]) => frames.filter(Boolean).length / frames.length;

/** A word of so many ms at `start` s: a vowel, or with `hiss` one that begins as an s does. */
function word(seconds: number, start: number, ms: number, dbm0: number, hiss = false): Float64Array {
  const sound = silence(seconds);
  const chance = chanceFrom(8);
  let last = 0;
  for (let i = 0; i < (ms * RATE) / 1000; i++) {
    const value = gaussian(chance);
    const buzz = [1, 2, 3, 4, 5, 6].reduce((all, n) => all + Math.sin((2 * Math.PI * 130 * n * i) / RATE + n) / n, 0);
    sound[Math.round(start * RATE) + i] = hiss && i < 0.1 * RATE ? (value - last) / 6 : buzz;
    last = value;
  }
  const scale =
    10 ** ((dbm0 - loudness(sound, Math.round(start * RATE), Math.round(start * RATE) + (ms * RATE) / 1000)) / 20);
  return sound.map((sample) => sample * scale);
}

describe("voice activity", () => {
  it("hears nobody in noise, however loud it is, once it knows it", () => {
    for (const name of NAMES)
      for (const dbm0 of [-75, -60, -50, -40, -32]) {
        const frames = judge(noise(12, dbm0), new VoiceActivity(name));
        ok(share(frames.slice(250)) < 0.005, `${name}, ${dbm0} dBm0: ${share(frames.slice(250))}`);
      }
  });

  it("knows the level of the noise to 1 dB", () => {
    for (const dbm0 of [-70, -55, -45, -35]) {
      const activity = new VoiceActivity("medium");
      judge(noise(12, dbm0), activity);
      ok(Math.abs(activity.floor - dbm0) < 1, `${activity.floor} dBm0, not ${dbm0}`);
      // and still after somebody has spoken
      judge(sum(noise(6, dbm0, 4), word(6, 1, 1200, dbm0 + 30)), activity);
      ok(Math.abs(activity.floor - dbm0) < 1.5, `${activity.floor} dBm0, not ${dbm0}, after a word`);
    }
  });

  it("does not clip how a word begins, nor how it ends", () => {
    for (const hiss of [false, true])
      for (let offset = 0; offset < FRAME; offset += 23) {
        const start = 4 + offset / RATE;
        const sound = sum(noise(6, -62), word(6, start, 400, -22, hiss));
        const frames = judge(sound, new VoiceActivity("medium"));
        const first = Math.floor((start * RATE) / FRAME);
        // with a few samples of the word in it, a frame may yet pass for noise
        const begins = FRAME - (Math.round(start * RATE) % FRAME) > 20 ? first : first + 1;
        const last = Math.floor(((start + 0.4) * RATE) / FRAME);
        for (let i = begins; i <= last + 8; i++) ok(frames[i], `frame ${i - first} of a word ${hiss} at ${offset}`);
        equal(frames[first - 1], false);
        equal(frames[last + 12], false);
      }
  });

  it("hears a soft s before its vowel", () => {
    const frames = judge(sum(noise(6, -65), word(6, 4, 500, -30, true)), new VoiceActivity("medium"));
    for (let i = 200; i < 225; i++) ok(frames[i], `frame ${i}`);
  });

  it("holds a click shortly, a word for 200 ms", () => {
    const held = (ms: number) => {
      const frames = judge(sum(noise(6, -65), word(6, 4, ms, -20)), new VoiceActivity("medium"));
      return frames.slice(200).indexOf(false);
    };
    equal(held(10), 1 + 3);
    // where the word is cut off there is a step, which is heard, too
    equal(held(200), 11 + 10);
  });

  it("sends speech and little else: nearly all of the energy, in part of the time", () => {
    for (const dbm0 of [-65, -55, -50]) {
      const sound = voice(30, -20, 12);
      for (let i = 0; i < sound.length; i++) if (Math.floor(i / RATE / 3) % 2 === 0) sound[i] = 0;
      const frames = judge(sum(sound, noise(30, dbm0)), new VoiceActivity("medium"));
      let [sent, all] = [0, 0];
      sound.forEach((sample, i) => {
        all += sample * sample;
        if (frames[Math.floor(i / FRAME)]) sent += sample * sample;
      });
      ok(sent > 0.9995 * all, `${sent / all} of the energy over ${dbm0} dBm0`);
      ok(share(frames) < 0.62, `${share(frames)} of the time over ${dbm0} dBm0`);
    }
  });

  it("hears more with a low threshold, less with a high one", () => {
    const shares = NAMES.map((name) =>
      share(judge(sum(at(-42, voice(20, -42, 12)), noise(20, -56)), new VoiceActivity(name))),
    );
    ok(shares[0] > shares[1] && shares[1] > shares[2], `${shares}`);
  });

  it("takes noise that has become louder for speech for 4 s at most", () => {
    const activity = new VoiceActivity("medium");
    judge(noise(5, -65), activity);
    const frames = judge(noise(8, -40), activity);
    ok(frames[3]);
    ok(share(frames.slice(215)) < 0.01);
  });

  it("bears any sound", () => {
    const sample = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(-32768, 32767));
    fc.assert(
      fc.property(fc.array(fc.array(sample, { minLength: FRAME, maxLength: FRAME }), { maxLength: 8 }), (frames) => {
        const activity = new VoiceActivity("high");
        for (const frame of frames) activity.hear(Int16Array.from(frame));
        judge(noise(6, -65), activity);
        equal(activity.hear(new Int16Array(FRAME)), false);
      }),
      { numRuns: 10 },
    );
  });
});
