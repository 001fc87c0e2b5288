import { deepEqual, equal, ok } from "node:assert/strict";
import { CallerIdTx } from "../../../firmware/callerid/caller-id-tx.js";
import { callSetup } from "../../../firmware/callerid/message.js";
import { standards } from "../../../firmware/callerid/standards.js";
import { BELL_202, V23 } from "../../../firmware/dsp/fsk-tx.js";
import { demodulate, loudness, stretches } from "../dsp/ear.js";

const { modem, level, framing, format } = standards.bellcore;
const date = { year: 2026, month: 11, day: 20, hour: 16, minute: 5, second: 0 };
const message = callSetup({ number: "4155551234", name: "ALICE EXAMPLE", absence: null }, date, format);

/** Frames until it is done, and two of silence. */
function played(caller: CallerIdTx): Int16Array {
  const samples: number[] = [];
  const frame = new Int16Array(160).fill(9999);
  for (let i = 0; !caller.done; i++) {
    ok(i < 500);
    const taken = caller.fill(frame);
    ok(frame.subarray(taken).every((sample) => sample === 0));
    samples.push(...frame);
  }
  return Int16Array.from([...samples, ...new Array(320).fill(0)]);
}

describe("caller ID out", () => {
  it("sends seizure, mark and octets that another receiver reads", () => {
    deepEqual(demodulate(played(new CallerIdTx(message, modem, level, framing))), {
      seizure: 300,
      mark: 180,
      octets: [...message],
    });
  });

  it("sends them in V.23 as well, and with other lengths of seizure and mark", () => {
    const samples = played(new CallerIdTx(message, V23, level, { seizure: 96, mark: 55, trailing: 5 }));
    deepEqual(demodulate(samples, 1300, 2100), { seizure: 96, mark: 55, octets: [...message] });
  });

  it("sends every octet there is", () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    deepEqual(demodulate(played(new CallerIdTx(all, BELL_202, level, framing))).octets, [...all]);
  });

  it("lasts as long as it says, then drops the carrier", () => {
    const caller = new CallerIdTx(message, modem, level, framing);
    ok(Math.abs(caller.duration - (300 + 180 + 10 * message.length + 10) / 1.2) < 1e-6);
    const samples = played(caller);
    const [[start, end], ...more] = stretches(samples);
    equal(more.length, 0);
    ok(start <= 1 && Math.abs(end / 8 - caller.duration) < 0.5, `${end / 8} ms of ${caller.duration}`);
    ok(Math.abs(loudness(samples, 0, end) - level) < 0.1);
  });
});
