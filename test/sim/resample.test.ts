import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { RateConverter, resample } from "../../sim/resample.js";

const sine = (hertz: number, rate: number, length: number) =>
  Float64Array.from({ length }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate));

/** Amplitude of one frequency, away from the ends. */
function amplitude(samples: Float64Array, hertz: number, rate: number): number {
  const middle = samples.subarray(samples.length / 4, (3 * samples.length) / 4);
  let [re, im] = [0, 0];
  for (const [n, sample] of middle.entries()) {
    const window = 1 - Math.cos((2 * Math.PI * n) / middle.length);
    re += window * sample * Math.cos((2 * Math.PI * hertz * n) / rate);
    im += window * sample * Math.sin((2 * Math.PI * hertz * n) / rate);
  }
  return (2 * Math.hypot(re, im)) / middle.length;
}

const RATES = [8000, 16_000, 22_050, 44_100, 48_000, 96_000];

describe("a rate converter", () => {
  for (const from of RATES)
    it(`keeps the voice and nothing else, from ${from} Hz to 8000 Hz and back`, () => {
      const low = resample(sine(1004, from, from / 2), from, 8000);
      equal(low.length, 4000);
      ok(Math.abs(amplitude(low, 1004, 8000) - 1) < 0.001);
      const high = resample(sine(1004, 8000, 4000), 8000, from);
      equal(high.length, from / 2);
      ok(Math.abs(amplitude(high, 1004, from) - 1) < 0.001);
      if (from === 8000) return;
      ok(amplitude(high, 6996, from) < 0.0005, "no mirror of it");
      if (from > 16_000) ok(amplitude(resample(sine(6996, from, from / 2), from, 8000), 1004, 8000) < 0.0005);
    });

  it("says the same whatever the pieces it is given", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES),
        fc.constantFrom(...RATES),
        fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }),
        (from, to, lengths) => {
          const samples = sine(
            440,
            from,
            lengths.reduce((sum, length) => sum + length, 0),
          );
          const whole = resample(samples, from, to);
          const converter = new RateConverter(from, to);
          const said: number[] = [];
          let at = 0;
          for (const length of lengths) {
            said.push(...converter.convert(samples.subarray(at, at + length)));
            at += length;
          }
          deepEqual(said, [...whole.subarray(0, said.length)]);
          // no more than it has to know lags behind
          ok(said.length >= Math.floor(((samples.length - converter.reach) * to) / from));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("runs as long as anybody likes without losing count", () => {
    const converter = new RateConverter(44_100, 8000);
    let said = 0;
    for (let i = 0; i < 44_100; i += 128) said += converter.convert(new Float64Array(128)).length;
    const most = Math.ceil((44_160 * 8000) / 44_100);
    ok(said <= most && said > most - 40, `${said}`);
  });
});
