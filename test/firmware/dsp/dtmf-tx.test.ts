import { deepEqual, equal, ok } from "node:assert/strict";
import { DtmfTx } from "../../../firmware/dsp/dtmf-tx.js";
import { frequencyNear, levelAt, stretches } from "./ear.js";

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];

function played(digits: string, frames: number, options = { level: -16, twist: 2, on: 100, off: 60 }): Int16Array {
  const dtmf = new DtmfTx(options);
  for (const digit of digits) dtmf.play(digit);
  const samples = new Int16Array(160 * frames);
  const frame = new Int16Array(160);
  for (let i = 0; i < frames; i++) {
    frame.fill(0);
    if (dtmf.active) dtmf.fill(frame);
    samples.set(frame, 160 * i);
  }
  return samples;
}

describe("DTMF out", () => {
  it("sends the two tones of each key, 2 dB of twist centred on its level", () => {
    [..."123A456B789C*0#D"].forEach((key, i) => {
      const samples = played(key, 5);
      const low = frequencyNear(samples, rows[i >> 2], 0, 800);
      const high = frequencyNear(samples, columns[i & 3], 0, 800);
      ok(Math.abs(low / rows[i >> 2] - 1) < 0.001, `${key} row ${low}`);
      ok(Math.abs(high / columns[i & 3] - 1) < 0.001, `${key} column ${high}`);
      ok(Math.abs(levelAt(samples, rows[i >> 2], 0, 800) + 17) < 0.1);
      ok(Math.abs(levelAt(samples, columns[i & 3], 0, 800) + 15) < 0.1);
    });
  });

  it("has as much twist as it is asked for", () => {
    for (const twist of [0, 2, 4.5, 10]) {
      const samples = played("5", 5, { level: -16, twist, on: 100, off: 60 });
      const [low, high] = [levelAt(samples, 770, 0, 800), levelAt(samples, 1336, 0, 800)];
      ok(Math.abs(high - low - twist) < 0.1 && Math.abs((low + high) / 2 + 16) < 0.1, `${twist} dB: ${low}, ${high}`);
    }
    const loudest = played("5", 5, { level: 0, twist: 10, on: 100, off: 60 });
    ok(Math.abs(frequencyNear(loudest, 1336, 0, 800) / 1336 - 1) < 0.001, "clipped, and a key all the same");
  });

  it("sends a key after the other, with its pause", () => {
    const heard = stretches(played("558", 30)).map(([start, end]) => [Math.round(start / 8), Math.round(end / 8)]);
    deepEqual(heard, [
      [0, 100],
      [160, 260],
      [320, 420],
    ]);
  });

  it("takes no more keys than it has room for, and none that is none", () => {
    const dtmf = new DtmfTx({ level: -16, twist: 2, on: 10, off: 10 });
    for (const odd of ["", "E", "12", "a"]) dtmf.play(odd);
    equal(dtmf.active, false);
    for (let i = 0; i < 100; i++) dtmf.play("1");
    const frame = new Int16Array(160);
    let frames = 0;
    while (dtmf.active) {
      dtmf.fill(frame);
      frames++;
    }
    equal(frames, 32);
  });

  it("stops, and leaves alone what comes after a key", () => {
    const dtmf = new DtmfTx({ level: -16, twist: 2, on: 10, off: 5 });
    dtmf.play("1");
    const frame = new Int16Array(160).fill(77);
    dtmf.fill(frame);
    ok(frame.subarray(80, 120).every((sample) => sample === 0));
    ok(frame.subarray(120).every((sample) => sample === 77));
    dtmf.play("2");
    dtmf.stop();
    equal(dtmf.active, false);
  });
});
