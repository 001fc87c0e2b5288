import { deepEqual, equal, ok } from "node:assert/strict";
import { decodeAdpcm } from "../../../firmware/dsp/adpcm.js";
import { ADPCM_STATE, MOST_INDEX, STEPS } from "../../../firmware/dsp/adpcm-state.js";
import { encodeAdpcm } from "../../adpcm-encoder.js";
import { speech } from "../../speech.js";

const decoded = (octets: Uint8Array, length: number) => {
  const samples = new Int16Array(length);
  decodeAdpcm(octets, 0, new Int32Array(ADPCM_STATE), samples, 0, length);
  return samples;
};

describe("ADPCM", () => {
  it("has steps that grow by a tenth", () => {
    equal(STEPS.length, MOST_INDEX + 1);
    for (let i = 20; i < STEPS.length; i++) ok(Math.abs(STEPS[i] / STEPS[i - 1] - 1.1) < 0.02, `step ${i}`);
  });

  it("begins with silence, and moves by the codes", () => {
    deepEqual([...decoded(Uint8Array.of(0x78, 0x0f), 4)], [11, 9, 10, -13]);
  });

  it("gives back speech 15 dB above what it spoils", () => {
    const spoken = speech(2);
    const heard = decoded(encodeAdpcm(spoken), spoken.length);
    let [power, error] = [0, 0];
    for (let i = 0; i < spoken.length; i++) {
      power += spoken[i] ** 2;
      error += (spoken[i] - heard[i]) ** 2;
    }
    ok(10 * Math.log10(power / error) > 15);
  });

  it("comes piece by piece, wherever the pieces end", () => {
    const octets = encodeAdpcm(speech(0.5));
    const whole = decoded(octets, 4000);
    const state = new Int32Array(ADPCM_STATE);
    const frame = new Int16Array(160);
    for (let at = 0, piece = 1; at < 4000; at += piece, piece = 1 + ((7 * piece + 3) % 150)) {
      const length = Math.min(piece, 4000 - at);
      decodeAdpcm(octets, at, state, frame, 5, 5 + length);
      deepEqual(frame.slice(5, 5 + length), whole.slice(at, at + length));
    }
  });

  it("is never louder than a sample can be", () => {
    const loud = decoded(new Uint8Array(100).fill(0x77), 200);
    equal(loud[199], 32767);
    const soft = decoded(new Uint8Array(100).fill(0xff), 200);
    equal(soft[199], -32768);
  });
});
