import { equal, ok } from "node:assert/strict";
import { Mouthpiece } from "../../../firmware/line/mouthpiece.js";
import { speech } from "../../speech.js";
import { clipped, sines } from "../dsp/ear.js";

/** Frames of the key 8 for 100 ms, then 100 ms of nothing. */
function frames(): Int16Array[] {
  const samples = new Int16Array(1600);
  samples.set(clipped(sines(800, { hertz: 852, dbm: -9 }, { hertz: 1336, dbm: -7 })));
  return Array.from({ length: 10 }, (_, i) => samples.slice(160 * i, 160 * i + 160));
}

describe("mouthpiece", () => {
  it("tells a key once, and holds it until it is released", () => {
    const mouthpiece = new Mouthpiece();
    const held: string[] = [];
    let pressed = 0;
    for (const frame of frames()) {
      if (mouthpiece.speak(frame)) pressed++;
      held.push(mouthpiece.keyDown ?? "-");
    }
    equal(pressed, 1);
    equal(held.join(""), "-88888----");
  });

  it("silences keys only when it is told to", () => {
    for (const mutes of [true, false]) {
      const mouthpiece = new Mouthpiece();
      mouthpiece.mutesDigits = mutes;
      const spoken = frames();
      for (const frame of spoken) mouthpiece.speak(frame);
      equal(
        spoken[2].some((sample) => sample !== 0),
        !mutes,
      );
      equal(
        spoken[4].some((sample) => sample !== 0),
        !mutes,
      );
    }
  });

  it("takes the echo of what the telephone hears for nothing", () => {
    const mouthpiece = new Mouthpiece();
    for (const frame of frames()) {
      mouthpiece.listen(frame);
      const echo = frame.map((sample) => sample / 4);
      equal(mouthpiece.speak(echo), false);
    }
  });

  it("takes the echo out of what goes to the network, while it is told to", () => {
    const mouthpiece = new Mouthpiece({ tail: 8, adapt: true, suppress: "none" });
    const heard = speech(3);
    const frame = new Int16Array(160);
    const echo = new Int16Array(160);
    const left = (cancels: boolean) => {
      mouthpiece.cancelsEcho = cancels;
      let [was, is] = [0, 0];
      for (let at = 0; at < heard.length; at += 160) {
        for (let i = 0; i < 160; i++) echo[i] = Math.round(heard[at + i - 8 - 160] / 4) || 0; // a frame, and a millisecond later
        for (const sample of echo) was += sample ** 2;
        mouthpiece.speak(echo);
        for (const sample of echo) is += sample ** 2;
        frame.set(heard.subarray(at, at + 160));
        mouthpiece.listen(frame);
      }
      return 10 * Math.log10(is / was);
    };
    equal(left(false), 0);
    left(true);
    ok(left(true) < -25);
    equal(left(false), 0);
    ok(left(true) < -25);
  });

  it("forgets the key when another receiver is lifted", () => {
    const mouthpiece = new Mouthpiece();
    for (const frame of frames().slice(0, 4)) mouthpiece.speak(frame);
    ok(mouthpiece.keyDown);
    mouthpiece.reset();
    equal(mouthpiece.keyDown, null);
  });
});
