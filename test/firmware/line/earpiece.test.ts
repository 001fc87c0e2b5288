import { equal, ok } from "node:assert/strict";
import { CallerIdTx } from "../../../firmware/callerid/caller-id-tx.js";
import { standards } from "../../../firmware/callerid/standards.js";
import { Earpiece } from "../../../firmware/line/earpiece.js";
import type { Tone } from "../../../firmware/line/script.js";
import { levelAt } from "../dsp/ear.js";

const EVER = Number.POSITIVE_INFINITY;
const PLAYBACK = { level: -16, twist: 2, on: 100, off: 60 };

const steady = (hertz: number, duration = EVER): Tone => ({
  components: [{ hertz, dbm: -10 }],
  sections: [{ duration, segments: [{ on: EVER, off: 0, components: [0] }] }],
});

/** 100 ms of what is heard, with a voice of 1000 on the line. */
function heard(earpiece: Earpiece): Int16Array {
  const samples = new Int16Array(800);
  const frame = new Int16Array(160);
  for (let i = 0; i < 5; i++) {
    frame.fill(1000);
    earpiece.listen(frame);
    samples.set(frame, 160 * i);
  }
  return samples;
}

const isVoice = (samples: Int16Array) => samples.every((sample) => sample === 1000);
const loud = (samples: Int16Array, hertz: number) => Math.abs(levelAt(samples, hertz) + 10) < 0.3;

describe("earpiece", () => {
  it("lets the voice through", () => ok(isVoice(heard(new Earpiece(PLAYBACK)))));

  it("plays a tone in place of the voice, another in place of the first, and silence after its end", () => {
    const earpiece = new Earpiece(PLAYBACK);
    earpiece.tone(steady(350));
    const first = heard(earpiece);
    ok(loud(first, 350) && first[0] === 0);
    earpiece.tone(steady(620, 100));
    ok(loud(heard(earpiece), 620));
    ok(heard(earpiece).every((sample) => sample === 0));
    earpiece.quiet();
    ok(isVoice(heard(earpiece)));
  });

  it("mixes a beep into voice and tone", () => {
    const earpiece = new Earpiece(PLAYBACK);
    earpiece.beep(steady(440));
    const mixed = heard(earpiece);
    ok(loud(mixed, 440) && mixed[0] === 1000);
    earpiece.tone(steady(1000));
    const both = heard(earpiece);
    ok(loud(both, 440) && loud(both, 1000));
    earpiece.stopBeeping();
    ok(levelAt(heard(earpiece), 440) < -40);
  });

  it("hears nothing but a message while there is one, and says when it ends", () => {
    const earpiece = new Earpiece(PLAYBACK);
    earpiece.tone(steady(440));
    const { modem, level, framing } = standards.bellcore;
    const message = new CallerIdTx(Uint8Array.of(0x80, 0, 0x80), modem, level, framing);
    earpiece.message = message;
    const frame = new Int16Array(160);
    let frames = 0;
    do frames++;
    while (!earpiece.listen(frame) && frames < 1000);
    equal(frames, Math.ceil(message.duration / 20));
    equal(earpiece.message, null);
    ok(loud(heard(earpiece), 440));
  });

  it("stops everything", () => {
    const earpiece = new Earpiece(PLAYBACK);
    earpiece.tone(steady(350));
    earpiece.beep(steady(440));
    earpiece.play("5");
    earpiece.stop();
    ok(isVoice(heard(earpiece)));
  });
});
