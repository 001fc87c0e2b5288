/**
 * In the place of `test/hal/native/twins.ts`, under its name: each kernel in TypeScript, and in C as Moddable's FFI calls it.
 * Written from the root of the tree down, imports mean the same from here and from there.
 */
import * as adpcm from "../../../firmware/dsp/adpcm.js";
import * as autocorrelation from "../../../firmware/dsp/autocorrelation.js";
import * as dtmfLook from "../../../firmware/dsp/dtmf-look.js";
import * as echoFrame from "../../../firmware/dsp/echo-frame.js";
import * as fskModulator from "../../../firmware/dsp/fsk-modulator.js";
import * as g711 from "../../../firmware/dsp/g711.js";
import * as lattice from "../../../firmware/dsp/lattice.js";
import * as level from "../../../firmware/dsp/level.js";
import * as mix from "../../../firmware/dsp/mix.js";
import * as modemLook from "../../../firmware/dsp/modem-look.js";
import * as period from "../../../firmware/dsp/period.js";
import * as sine from "../../../firmware/dsp/sine.js";
import * as voiceLook from "../../../firmware/dsp/voice-look.js";
import * as adpcmInC from "../../../hal/native/adpcm.js";
import * as autocorrelationInC from "../../../hal/native/autocorrelation.js";
import * as dtmfLookInC from "../../../hal/native/dtmf-look.js";
import * as echoFrameInC from "../../../hal/native/echo-frame.js";
import * as fskModulatorInC from "../../../hal/native/fsk-modulator.js";
import * as g711InC from "../../../hal/native/g711.js";
import * as latticeInC from "../../../hal/native/lattice.js";
import * as levelInC from "../../../hal/native/level.js";
import * as mixInC from "../../../hal/native/mix.js";
import * as modemLookInC from "../../../hal/native/modem-look.js";
import * as periodInC from "../../../hal/native/period.js";
import * as sineInC from "../../../hal/native/sine.js";
import * as voiceLookInC from "../../../hal/native/voice-look.js";
import type { Trial } from "../engine/trial.js";
import type { twins as Twins } from "../native/twins.js";

/** Of the trial that loads the tests. */
declare const counted: Trial["counted"];

function pair<Kernels extends object>(typescript: Kernels, c: Kernels): readonly [Kernels, Kernels] {
  return Object.freeze([counted("typescript", typescript), counted("c", c)] as const);
}

export const twins: typeof Twins = Object.freeze({
  g711: pair(g711, g711InC),
  level: pair(level, levelInC),
  sine: pair(sine, sineInC),
  "dtmf-look": pair(dtmfLook, dtmfLookInC),
  period: pair(period, periodInC),
  "fsk-modulator": pair(fskModulator, fskModulatorInC),
  mix: pair(mix, mixInC),
  "voice-look": pair(voiceLook, voiceLookInC),
  autocorrelation: pair(autocorrelation, autocorrelationInC),
  "modem-look": pair(modemLook, modemLookInC),
  lattice: pair(lattice, latticeInC),
  "echo-frame": pair(echoFrame, echoFrameInC),
  adpcm: pair(adpcm, adpcmInC),
});
