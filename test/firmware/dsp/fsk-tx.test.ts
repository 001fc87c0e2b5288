import { deepEqual, equal, ok } from "node:assert/strict";
import { BELL_202, FskTx, type Modem, V23 } from "../../../firmware/dsp/fsk-tx.js";
import { demodulate, frequencyNear, levelAt } from "./ear.js";

function sent(modem: Modem, bits: string, dbm = -13.5): Int16Array {
  const octets = new Uint8Array((bits.length + 7) >> 3);
  [...bits].forEach((bit, i) => {
    if (bit === "1") octets[i >> 3] |= 1 << (i & 7);
  });
  const fsk = new FskTx(modem, dbm, octets, bits.length);
  const samples: number[] = [];
  const frame = new Int16Array(160);
  for (let i = 0; i < 1000 && !fsk.done; i++) {
    frame.fill(0);
    samples.push(...frame.subarray(0, fsk.add(frame, 0)));
  }
  return Int16Array.from(samples);
}

describe("FSK", () => {
  it("sends marks and spaces at their frequencies and level", () => {
    for (const modem of [BELL_202, V23])
      for (const [bit, hertz] of [
        ["1", modem.mark],
        ["0", modem.space],
      ] as const) {
        const samples = sent(modem, bit.repeat(600));
        ok(Math.abs(frequencyNear(samples, hertz) - hertz) < hertz / 1000);
        ok(Math.abs(levelAt(samples, hertz) + 13.5) < 0.1);
      }
  });

  it("takes 20/3 samples for a bit, without ever drifting", () => {
    for (const count of [1, 2, 3, 300, 2999])
      equal(sent(BELL_202, "10".repeat(1500).slice(0, count)).length, Math.ceil((count * 20) / 3));
  });

  it("never jumps in phase", () => {
    const samples = sent(BELL_202, "0110100111010001".repeat(20));
    // a sine of 2200 Hz moves at most 2 pi 2200/8000 of its peak in a sample
    const most = 22826 * 10 ** (-13.5 / 20) * 2 * Math.sin((Math.PI * 2200) / 8000) + 2;
    for (let i = 1; i < samples.length; i++) ok(Math.abs(samples[i] - samples[i - 1]) <= most, `sample ${i}`);
  });

  it("is understood by a demodulator of another make", () => {
    const octet = (value: number) => `0${[...value.toString(2).padStart(8, "0")].reverse().join("")}1`;
    const values = [0x80, 0x00, 0xff, 0x55, 0xaa, 0x31];
    for (const modem of [BELL_202, V23]) {
      const bits = `${"01".repeat(150)}${"1".repeat(180)}${values.map(octet).join("")}1111111111`;
      const heard = demodulate([...sent(modem, bits), ...new Array(400).fill(0)], modem.mark, modem.space);
      deepEqual(heard, { seizure: 300, mark: 180, octets: values });
    }
  });
});
