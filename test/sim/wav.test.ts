import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitWav, parseWav, WAV_OCTETS_MOST } from "../../sim/wav.js";

type Shape = { code?: number; channels?: number; rate?: number; bits?: number; align?: number; size?: number };

const le = (value: number, width: number) =>
  Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256);
const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));
const chunk = (name: string, octets: number[], size = octets.length) => [
  ...ascii(name),
  ...le(size, 4),
  ...octets,
  ...(octets.length % 2 ? [0] : []),
];
const riff = (...chunks: number[][]) => {
  const all = chunks.flat();
  return Uint8Array.from([...ascii("RIFF"), ...le(4 + all.length, 4), ...ascii("WAVE"), ...all]);
};
const fmt = ({ code = 1, channels = 1, rate = 8000, bits = 16, align = (channels * bits) / 8 }: Shape) => [
  ...le(code, 2),
  ...le(channels, 2),
  ...le(rate, 4),
  ...le(rate * align, 4),
  ...le(align, 2),
  ...le(bits, 2),
];
const wav = (shape: Shape, data: number[]) => riff(chunk("fmt ", fmt(shape)), chunk("data", data, shape.size));

const samplesOf = (octets: Uint8Array): number[] => {
  const parsed = parseWav(octets);
  if ("refuse" in parsed) throw new Error(parsed.refuse);
  return [...parsed.samples];
};
const refusalOf = (octets: Uint8Array): string => {
  const parsed = parseWav(octets);
  return "refuse" in parsed ? parsed.refuse : "";
};

/** Amplitude of a frequency in the middle of 8 kHz samples. */
function amplitude(samples: number[], hertz: number): number {
  const middle = samples.slice(800, 800 + 4000);
  let [re, im] = [0, 0];
  middle.forEach((x, n) => {
    re += x * Math.cos((2 * Math.PI * hertz * n) / 8000);
    im += x * Math.sin((2 * Math.PI * hertz * n) / 8000);
  });
  return (2 * Math.hypot(re, im)) / middle.length;
}

const sine = (hertz: number, rate: number, seconds = 1) =>
  Array.from({ length: rate * seconds }, (_, n) => Math.round(10_000 * Math.sin((2 * Math.PI * hertz * n) / rate)));
const pcm16 = (samples: number[]) => samples.flatMap((x) => [x & 255, (x >> 8) & 255]);

describe("WAV", () => {
  it("reads each form on one scale", () => {
    deepEqual(samplesOf(wav({ bits: 8 }, [128, 255, 0, 129])), [0, 32512, -32768, 256]);
    deepEqual(samplesOf(wav({}, [0, 0, 255, 127, 0, 128, 255, 255])), [0, 32767, -32768, -1]);
    deepEqual(samplesOf(wav({ bits: 24 }, [0, 0, 0, 255, 255, 127, 0, 0, 128, 0, 1, 0])), [0, 32767, -32768, 1]);
    deepEqual(samplesOf(wav({ code: 7, bits: 8 }, [0xff, 0x7f, 0x00, 0x80, 0x0f])), [0, 0, -32124, 32124, -16764]);
    deepEqual(samplesOf(wav({ code: 6, bits: 8 }, [0xd5, 0x55, 0x2a, 0xaa])), [8, -8, -32256, 32256]);
  });

  it("mixes stereo", () => {
    deepEqual(samplesOf(wav({ channels: 2 }, pcm16([100, 300, -1000, 1000, 32767, 32767]))), [200, 0, 32767]);
    deepEqual(samplesOf(wav({ channels: 2, bits: 8, code: 7 }, [0x00, 0x80])), [0]);
  });

  it("reads the extensible form, skips what it does not know, and takes sound without a size", () => {
    const guid = [...le(1, 2), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
    const extensible = chunk("fmt ", [...fmt({ code: 0xfffe }), ...le(22, 2), ...le(16, 2), ...le(4, 4), ...guid]);
    deepEqual(samplesOf(riff(chunk("LIST", [1, 2, 3]), extensible, chunk("data", pcm16([5, 6])))), [5, 6]);
    for (const size of [0, 0xffff_ffff, 0x7fff_ffdb]) deepEqual(samplesOf(wav({ size }, pcm16([1, 2, 3]))), [1, 2, 3]);
    deepEqual(samplesOf(wav({}, [])), []);
  });

  it("refuses everything else, and says why", () => {
    match(refusalOf(new Uint8Array(0)), /not a WAV/);
    match(refusalOf(Uint8Array.from(ascii("RIFF____AVI LIST"))), /not a WAV/);
    match(refusalOf(wav({ code: 3, bits: 32 }, [])), /neither PCM nor G.711/);
    match(refusalOf(wav({ bits: 32 }, [])), /32 bits/);
    match(refusalOf(wav({ code: 7, bits: 16 }, [])), /16 bits/);
    match(refusalOf(wav({ channels: 3 }, [])), /3 channels/);
    match(refusalOf(wav({ channels: 0 }, [])), /0 channels/);
    match(refusalOf(wav({ rate: 7999 }, [])), /7999/);
    match(refusalOf(wav({ rate: 96_000 }, [])), /96000/);
    match(refusalOf(wav({ align: 3 }, [])), /contradicts/);
    match(refusalOf(wav({ size: 100 }, [1, 2])), /cut short/);
    match(refusalOf(riff(chunk("fmt ", [1, 0]))), /cut short/);
    match(refusalOf(riff(chunk("data", [1, 0]))), /before its format/);
    match(refusalOf(riff(chunk("fmt ", fmt({})))), /no sound/);
    match(refusalOf(new Uint8Array(WAV_OCTETS_MOST + 1)), /10 MiB/);
  });

  it("resamples every rate: the voice band stays, what is above goes, the length is kept", () => {
    for (const rate of [8001, 11_025, 16_000, 22_050, 44_100, 48_000]) {
      for (const hertz of [300, 1000, 3000]) {
        const samples = samplesOf(wav({ rate }, pcm16(sine(hertz, rate))));
        equal(samples.length, 8000);
        const gain = amplitude(samples, hertz) / 10_000;
        ok(Math.abs(20 * Math.log10(gain)) < 0.1, `${rate} Hz: ${hertz} Hz by ${gain}`);
      }
      if (rate < 2 * 4600) continue;
      const above = samplesOf(wav({ rate }, pcm16(sine(4600, rate))));
      ok(Math.max(...above.slice(200, -200).map(Math.abs)) < 10, `${rate} Hz lets 4600 Hz through`);
    }
  });

  it("keeps sound where it was", () => {
    const click = new Array(48_000).fill(0);
    click[24_000] = 30_000;
    const samples = samplesOf(wav({ rate: 48_000 }, pcm16(click)));
    equal(samples.indexOf(Math.max(...samples)), 4000);
  });

  it("writes what it reads, octet for octet", () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 500 }), (samples) => {
        deepEqual(samplesOf(emitWav(samples)), [...samples]);
        if (samples.length > 0) deepEqual(emitWav(samples), wav({}, pcm16([...samples])));
      }),
    );
  });

  it("never throws, whatever it is given", () => {
    const shape = fc.record({
      code: fc.constantFrom(1, 6, 7, 0xfffe, 3),
      channels: fc.integer({ min: 0, max: 3 }),
      rate: fc.integer({ min: 0, max: 50_000 }),
      bits: fc.constantFrom(0, 8, 16, 24, 32),
      size: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(shape, fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.nat(255), (shape, data, place, octet) => {
        const whole = wav(shape, [...data]);
        const broken = whole.slice();
        broken[place % broken.length] = octet;
        for (const octets of [data, whole, broken, whole.subarray(0, place % whole.length)]) {
          const parsed = parseWav(octets);
          ok("refuse" in parsed ? parsed.refuse !== "" : parsed.samples instanceof Int16Array);
        }
      }),
      { numRuns: 300 },
    );
  });
});
