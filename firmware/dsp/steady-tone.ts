/**
 * One tone that is alone on the line, block by block of 10 ms: how long it lasts, how strong it is, and whether its phase
 * has turned around. The phase that it gains from block to block tells its frequency.
 * Tones are places in an array, for eight numbers in it take less of a board's memory than an object of eight fields.
 */
import { TONE_BLOCK } from "./modem-state.js";
import { RATE } from "./oscillator.js";

/** Blocks that the tone lasts, 0 while there is none; and how long the one lasted that ended in this block, or 0. */
export const BLOCKS = 0;
export const ENDED = 1;
/** 1 when in this block the phase was found turned around. */
export const REVERSED = 2;
/** Root of its energy, in the last block that was not spoiled. */
export const AMPLITUDE = 3;
/** Turns by which its phase may differ from what it should gain in a block; its last phase, what it gains, blocks spoiled. */
const TOLERANCE = 4;
const PHASE = 5;
const STEP = 6;
const GAP = 7;
export const STEADY_TONE = 8;

/** The energy in 1/256 of a sine in a block, for its squared correlation there. */
const POWER = 512 / (TONE_BLOCK * 32767 * 32767);

/** So much of a block's energy is in the tone once its frequency is known. */
const KNOWN_PURITY = 0.75;

/** Turns by which a phase may be off, from where it is expected or from the opposite. */
const STEADY = 0.1;

/** Blocks that may be spoiled in a row: by a turn of the phase, by a click. */
const MOST_GAP = 2;

/** Where there are zeros, from `at` on, there is a tone from now on: of a multiple of 100 Hz, off by so many Hz at most, below 50. */
export function expectTone(tones: Float64Array, at: number, tolerance: number): void {
  tones[at + TOLERANCE] = (tolerance * TONE_BLOCK) / RATE;
}

/** A block: the tone's cosine and sine parts in 1/256, told from the middle, or zeros without it; and the energy of all. */
export function hearTone(tones: Float64Array, at: number, re: number, im: number, energy: number): void {
  tones[at + ENDED] = 0;
  tones[at + REVERSED] = 0;
  if (re === 0 && im === 0) {
    if (tones[at + BLOCKS] > 0) miss(tones, at);
    return;
  }
  const power = (re * re + im * im) * POWER;
  const phase = Math.atan2(-im, re) / (2 * Math.PI);
  if (tones[at + BLOCKS] === 0) begin(tones, at);
  else if (tones[at + BLOCKS] === 1) second(tones, at, phase);
  else {
    // what its bin loses because its frequency is a little off
    const angle = Math.PI * tones[at + STEP];
    const loss = 1 - (angle * angle) / 6;
    if (power < KNOWN_PURITY * loss * loss * energy) {
      miss(tones, at);
      return;
    }
    next(tones, at, phase);
  }
  tones[at + PHASE] = phase;
  tones[at + GAP] = 0;
  tones[at + AMPLITUDE] = Math.sqrt(power);
}

function begin(tones: Float64Array, at: number): void {
  tones[at + BLOCKS] = 1;
  tones[at + STEP] = 0;
}

function second(tones: Float64Array, at: number, phase: number): void {
  const step = nearest(phase - tones[at + PHASE]);
  const tolerance = tones[at + TOLERANCE];
  if (tones[at + GAP] > 0 || step > tolerance || step < -tolerance) begin(tones, at);
  else {
    tones[at + STEP] = step;
    tones[at + BLOCKS] = 2;
  }
}

function next(tones: Float64Array, at: number, phase: number): void {
  const tolerance = tones[at + TOLERANCE];
  const passed = tones[at + GAP] + 1;
  const off = nearest(phase - tones[at + PHASE] - tones[at + STEP] * passed);
  if (off > -STEADY && off < STEADY) {
    const step = tones[at + STEP] + off / (4 * passed);
    tones[at + STEP] = Math.max(-tolerance, Math.min(tolerance, step));
  } else if (off > 0.5 - STEADY || off < STEADY - 0.5) tones[at + REVERSED] = 1;
  else {
    tones[at + ENDED] = tones[at + BLOCKS];
    begin(tones, at);
    return;
  }
  tones[at + BLOCKS] += passed;
}

function miss(tones: Float64Array, at: number): void {
  if (++tones[at + GAP] <= MOST_GAP) return;
  tones[at + ENDED] = tones[at + BLOCKS];
  tones[at + BLOCKS] = 0;
  tones[at + GAP] = 0;
}

/** A turn from -1/2 to 1/2. */
const nearest = (turns: number) => turns - Math.round(turns);
