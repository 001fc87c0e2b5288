/** Each sound kernel once, by its name in C: a call as the firmware makes it, with a frame of 160 samples where it takes frames. */
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { decodeAdpcm } from "../../firmware/dsp/adpcm.js";
import { ADPCM_STATE } from "../../firmware/dsp/adpcm-state.js";
import { autocorrelate } from "../../firmware/dsp/autocorrelation.js";
import { keepHeard, lookForKeys, loudestEcho } from "../../firmware/dsp/dtmf-look.js";
import { DTMF_STATE, HEARD } from "../../firmware/dsp/dtmf-state.js";
import { cancelFrame } from "../../firmware/dsp/echo-frame.js";
import {
  ADAPT,
  CHANCE,
  FIRST_FLOOR,
  FIRST_LEAK,
  FLOOR,
  GAIN,
  LEAK,
  OPEN,
  SUPPRESS,
  soundLength,
  stateLength,
  TAPS,
} from "../../firmware/dsp/echo-state.js";
import { modulate } from "../../firmware/dsp/fsk-modulator.js";
import { BAUD, CARRIER, COUNT, FSK_STATE, MARK, SPACE } from "../../firmware/dsp/fsk-state.js";
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from "../../firmware/dsp/g711.js";
import { fillNoise } from "../../firmware/dsp/lattice.js";
import {
  LATTICE,
  CHANCE as LATTICE_CHANCE,
  PEAK as LATTICE_PEAK,
  ORDER,
  REFLECTIONS,
} from "../../firmware/dsp/lattice-state.js";
import { applyGain, gainOf, loudnessOf } from "../../firmware/dsp/level.js";
import { mixThree } from "../../firmware/dsp/mix.js";
import { lookForModems } from "../../firmware/dsp/modem-look.js";
import { MODEM_STATE } from "../../firmware/dsp/modem-state.js";
import { PEAK, STEP } from "../../firmware/dsp/oscillator.js";
import { blend, cutPeriod, pitchOf, repeatPeriod, smoothJoint } from "../../firmware/dsp/period.js";
import { HISTORY, LONGEST_LAG } from "../../firmware/dsp/pitch.js";
import { addSine, OSCILLATOR, peakOf, stepOf } from "../../firmware/dsp/sine.js";
import { SPAN } from "../../firmware/dsp/span.js";
import { lookForVoice } from "../../firmware/dsp/voice-look.js";
import { ABOVE, FLOORS, LEAST, LEAST_FLOOR, VOICE_STATE } from "../../firmware/dsp/voice-state.js";
import { speech } from "../speech.js";

const FRAME = 160;
const BLOCK = 80;
const HEADER = 12;
/** ms of echo, as the settings have it. */
const TAIL_TAPS = 128;

const SPEECH = speech(2);
/** A loud vowel. */
const SPOKEN = 8000;
const frame = () => SPEECH.slice(SPOKEN, SPOKEN + FRAME);
const packet = new Uint8Array(HEADER + FRAME).map((_, i) => (37 * i) & 0xff);

const encoded = frame();
const decoded = new Int16Array(FRAME);
const octets = new Uint8Array(HEADER + FRAME);
const louder = gainOf(0.1);
const [gained, toned, keyed, voiced, modemed, received, noise] = Array.from({ length: 7 }, frame);
const [one, two, three] = Array.from({ length: 3 }, frame);

const oscillator = new Int32Array(OSCILLATOR);
oscillator[STEP] = stepOf(440);
oscillator[PEAK] = peakOf(-20);

const heard = SPEECH.slice(0, HEARD * FRAME);
const keys = new Int32Array(DTMF_STATE);
const modems = new Int32Array(MODEM_STATE);
const voice = new Int32Array(VOICE_STATE);
voice[ABOVE] = 1024;
voice[LEAST] = 1000;
voice[FLOORS] = voice[FLOORS + 1] = LEAST_FLOOR;

const history = SPEECH.slice(SPOKEN, SPOKEN + HISTORY);
const scaled = new Int16Array(HISTORY);
const period = new Int16Array(LONGEST_LAG);
const [block, other] = [SPEECH.slice(SPOKEN, SPOKEN + BLOCK), SPEECH.slice(SPOKEN + 400, SPOKEN + 400 + BLOCK)];

/** A message without an end: 0101 ... and then zeros. */
const bits = new Uint8Array(64).fill(0x55);
const fsk = new Int32Array(FSK_STATE);
fsk[MARK] = stepOf(1200);
fsk[SPACE] = stepOf(2200);
fsk[BAUD] = 1200;
fsk[COUNT] = 0x3fff_ffff;
fsk[CARRIER + PEAK] = peakOf(-14);

const lattice = new Int32Array(LATTICE);
lattice[ORDER] = 8;
lattice[LATTICE_PEAK] = 1200;
lattice[LATTICE_CHANCE] = 1;
for (let i = 0; i < 8; i++) lattice[REFLECTIONS + i] = i & 1 ? 6000 : -9000;

const span = new Int16Array(SPAN);
const sums = new Int32Array(13);

const echo = new Int32Array(stateLength(TAIL_TAPS));
const sound = new Int16Array(soundLength(TAIL_TAPS, 0));
echo[TAPS] = TAIL_TAPS;
echo[ADAPT] = echo[SUPPRESS] = echo[CHANCE] = 1;
echo[FLOOR] = FIRST_FLOOR;
echo[LEAK] = FIRST_LEAK;
echo[GAIN] = OPEN;
// noise, and an echo of it under a voice: there is always something to learn
const sent = frame().map((_, i) => ((i * 7919) % 6007) - 3003);
const returned = frame().map((sample, i) => (sample + sent[i]) >> 1);
const word = new Int32Array(ADPCM_STATE);

const kernels: { readonly [name: string]: () => unknown } = {
  encodeUlaw: () => encodeUlaw(encoded, octets, HEADER),
  decodeUlaw: () => decodeUlaw(packet, HEADER, decoded),
  encodeAlaw: () => encodeAlaw(encoded, octets, HEADER),
  decodeAlaw: () => decodeAlaw(packet, HEADER, decoded),
  applyGain: () => applyGain(gained, louder),
  loudnessOf: () => loudnessOf(encoded),
  addSine: () => addSine(toned, 0, FRAME, oscillator, 0),
  keepHeard: () => keepHeard(keyed, heard, FRAME),
  lookForKeys: () => lookForKeys(keyed, heard, keys),
  loudestEcho: () => loudestEcho(heard, 5),
  pitchOf: () => pitchOf(history, scaled),
  cutPeriod: () => cutPeriod(history, scaled, period),
  repeatPeriod: () => repeatPeriod(period, 77, 30, 0x8000, 82, block),
  smoothJoint: () => smoothJoint(history, 77, block),
  blend: () => blend(other, block, BLOCK),
  modulate: () => modulate(toned, 0, bits, fsk),
  mixThree: () => mixThree(one, two, three),
  lookForVoice: () => lookForVoice(voiced, voice),
  autocorrelate: () => autocorrelate(encoded, 0, 12, span, sums),
  lookForModems: () => lookForModems(modemed, modems),
  fillNoise: () => fillNoise(lattice, noise),
  decodeAdpcm: () => decodeAdpcm(packet, 0, word, decoded, 0, FRAME),
  cancelFrame: () => {
    received.set(returned);
    cancelFrame(echo, sound, sent, received);
  },
};

const nothing = () => {};

Object.assign(globalThis, {
  kernels,
  /** Calls one so many times, and answers with the ms that took. */
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, times] = JSON.parse(textOf(new Uint8Array(message))) as [string, number];
    const call = kernels[name] ?? nothing;
    const before = Date.now();
    for (let i = 0; i < times; i++) call();
    return octetsOf(String(Date.now() - before)).buffer;
  },
});
