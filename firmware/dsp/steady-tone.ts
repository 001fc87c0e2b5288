/**
 * One tone that is alone on the line, block by block of 10 ms: how long it lasts, how strong it is, and whether its phase
 * has turned around. The phase that it gains from block to block tells its frequency.
 */
import { TONE_BLOCK } from "./modem-state.js";
import { RATE } from "./oscillator.js";

/** The energy in 1/256 of a sine in a block, for its squared correlation there. */
const POWER = 512 / (TONE_BLOCK * 32767 * 32767);

/** So much of a block's energy is in the tone once its frequency is known. */
const KNOWN_PURITY = 0.75;

/** Turns by which a phase may be off, from where it is expected or from the opposite. */
const STEADY = 0.1;

/** Blocks that may be spoiled in a row: by a turn of the phase, by a click. */
const GAP = 2;

export class SteadyTone {
  /** Blocks that the tone lasts, 0 while there is none; and how long the one lasted that ended in this block, or 0. */
  blocks = 0;
  ended = 0;
  /** In this block the phase was found turned around. */
  reversed = false;
  /** Root of its energy, in the last block that was not spoiled. */
  amplitude = 0;
  readonly #tolerance: number;
  #phase = 0;
  #step = 0;
  #gap = 0;

  /** Of a multiple of 100 Hz, which may be off by so many Hz, below 50. */
  constructor(tolerance: number) {
    this.#tolerance = (tolerance * TONE_BLOCK) / RATE;
  }

  reset(): void {
    this.blocks = 0;
    this.ended = 0;
    this.reversed = false;
    this.#gap = 0;
  }

  /** A block: the tone's cosine and sine parts in 1/256, told from the middle, or zeros without it; and the energy of all. */
  hear(re: number, im: number, energy: number): void {
    this.ended = 0;
    this.reversed = false;
    if (re === 0 && im === 0) {
      if (this.blocks > 0) this.#miss();
      return;
    }
    const power = (re * re + im * im) * POWER;
    const phase = Math.atan2(-im, re) / (2 * Math.PI);
    if (this.blocks === 0) this.#begin();
    else if (this.blocks === 1) this.#second(phase);
    else {
      // what its bin loses because its frequency is a little off
      const angle = Math.PI * this.#step;
      const loss = 1 - (angle * angle) / 6;
      if (power < KNOWN_PURITY * loss * loss * energy) {
        this.#miss();
        return;
      }
      this.#next(phase);
    }
    this.#phase = phase;
    this.#gap = 0;
    this.amplitude = Math.sqrt(power);
  }

  #begin(): void {
    this.blocks = 1;
    this.#step = 0;
  }

  #second(phase: number): void {
    const step = nearest(phase - this.#phase);
    if (this.#gap > 0 || step > this.#tolerance || step < -this.#tolerance) this.#begin();
    else {
      this.#step = step;
      this.blocks = 2;
    }
  }

  #next(phase: number): void {
    const passed = this.#gap + 1;
    const off = nearest(phase - this.#phase - this.#step * passed);
    if (off > -STEADY && off < STEADY) {
      const step = this.#step + off / (4 * passed);
      this.#step = Math.max(-this.#tolerance, Math.min(this.#tolerance, step));
    } else if (off > 0.5 - STEADY || off < STEADY - 0.5) this.reversed = true;
    else {
      this.ended = this.blocks;
      this.#begin();
      return;
    }
    this.blocks += passed;
  }

  #miss(): void {
    if (++this.#gap <= GAP) return;
    this.ended = this.blocks;
    this.blocks = 0;
    this.#gap = 0;
  }
}

/** A turn from -1/2 to 1/2. */
const nearest = (turns: number) => turns - Math.round(turns);
