/** Each kernel twice: in TypeScript, and as a board has it, in C behind the file that stands in its place. */
import { register } from "node:module";

const bridge = new URL("./ffi.ts", import.meta.url).href;
const resolve = `export function resolve(name, context, next) {
  return name === "mc/ffi" ? { url: ${JSON.stringify(bridge)}, shortCircuit: true } : next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(resolve)}`);

export const twins = {
  g711: [await import("../../../firmware/dsp/g711.js"), await import("../../../hal/native/g711.js")],
  level: [await import("../../../firmware/dsp/level.js"), await import("../../../hal/native/level.js")],
  sine: [await import("../../../firmware/dsp/sine.js"), await import("../../../hal/native/sine.js")],
  "dtmf-look": [await import("../../../firmware/dsp/dtmf-look.js"), await import("../../../hal/native/dtmf-look.js")],
  period: [await import("../../../firmware/dsp/period.js"), await import("../../../hal/native/period.js")],
  "fsk-modulator": [
    await import("../../../firmware/dsp/fsk-modulator.js"),
    await import("../../../hal/native/fsk-modulator.js"),
  ],
  mix: [await import("../../../firmware/dsp/mix.js"), await import("../../../hal/native/mix.js")],
  "voice-look": [
    await import("../../../firmware/dsp/voice-look.js"),
    await import("../../../hal/native/voice-look.js"),
  ],
  autocorrelation: [
    await import("../../../firmware/dsp/autocorrelation.js"),
    await import("../../../hal/native/autocorrelation.js"),
  ],
  "modem-look": [
    await import("../../../firmware/dsp/modem-look.js"),
    await import("../../../hal/native/modem-look.js"),
  ],
  lattice: [await import("../../../firmware/dsp/lattice.js"), await import("../../../hal/native/lattice.js")],
  "echo-frame": [
    await import("../../../firmware/dsp/echo-frame.js"),
    await import("../../../hal/native/echo-frame.js"),
  ],
  adpcm: [await import("../../../firmware/dsp/adpcm.js"), await import("../../../hal/native/adpcm.js")],
} as const;
