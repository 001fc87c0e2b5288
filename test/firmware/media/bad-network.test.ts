/** A call on bad networks, as it is heard: how late, and how much of it. The figures of others are in docs/sound.md. */
import { ok } from "node:assert/strict";
import { decodeUlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { type Measured, measure } from "../../bench/sound/measure.js";
import { type Impairment, scheduleOf } from "../../bench/sound/schedule.js";
import { hear } from "../../bench/sound/virtual.js";
import { speech } from "../../speech.js";

const SECONDS = 12;
const samples = speech(SECONDS);
const octets = new Uint8Array(samples.length);
encodeUlaw(samples, octets, 0);
decodeUlaw(octets, 0, samples);

function heard(impairment: Omit<Impairment, "name">, phase: number): Measured {
  const { samples: sound, start } = hear(scheduleOf({ name: "", ...impairment }, SECONDS, 3), octets, phase);
  return measure(samples, sound, start, 8000, 300);
}

describe("a call on a bad network", () => {
  it("is heard whole where nothing is lost, a frame and its turn after the slowest packet", () => {
    for (const jitter of [0, 20, 40, 80])
      for (const phase of [4, 15]) {
        const { damaged, delay } = heard({ jitter }, phase);
        ok(damaged < 0.005, `${jitter} ms: ${damaged}`);
        const slack = jitter > 40 ? 20 : 45;
        ok(delay <= jitter + slack, `${jitter} ms: ${delay} ms`);
      }
  });

  it("is not later for what is lost, and little more than that is missed", () => {
    const clean = heard({}, 9);
    for (const loss of [0.01, 0.03, 0.1]) {
      const { damaged, snr, delayWorst } = heard({ loss }, 9);
      ok(delayWorst <= clean.delay + 0.5, `${delayWorst} ms`);
      ok(damaged <= 1.8 * loss + 0.01, `${loss}: ${damaged}`);
      ok(snr >= 35 - 60 * loss - 0.3, `${loss}: ${snr} dB`);
    }
  });
});
