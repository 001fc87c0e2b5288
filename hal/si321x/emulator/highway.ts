/** The PCM highway of a board that is not there: each slot's frames by the clock, and between them the chips that use it. */
import type { PcmHighway, PcmSlot } from "../../pcm.js";
import { Fifo } from "../../simulated/fifo.js";
import type { Ticks } from "../ticks.js";
import type { EmulatedChip } from "./chip.js";

export type EmulatedHighwayOptions = { readonly time: Ticks; readonly chips: readonly EmulatedChip[] };

const FRAME = 160;
const FRAME_MS = 20;
/** Ticks that a late clock makes up for. */
const MOST_BEHIND = 25;

export class EmulatedHighway implements PcmHighway {
  /** 512 kHz, two words of 32 bits, short frame sync. */
  readonly offsets = OFFSETS;
  readonly #options: EmulatedHighwayOptions;

  constructor(options: EmulatedHighwayOptions) {
    this.#options = options;
  }

  open(slot: number, onReadable: () => void): PcmSlot {
    return new EmulatedSlot(this.#options, this.offsets[slot], onReadable);
  }
}

const OFFSETS: readonly number[] = Object.freeze([1, 33]);

class EmulatedSlot implements PcmSlot {
  underruns = 0;
  overruns = 0;
  readonly #time: Ticks;
  readonly #chips: readonly EmulatedChip[];
  readonly #offset: number;
  readonly #onReadable: () => void;
  readonly #toChip = new Fifo();
  readonly #fromChip = new Fifo();
  readonly #play = new Int16Array(FRAME);
  readonly #said = new Int16Array(FRAME);
  #running = false;
  /** Whose sound runs. */
  #chip: EmulatedChip | null = null;
  /** Counts the starts and stops: an old tick sees that it is not meant. */
  #run = 0;
  #start = 0;
  #ticks = 0;
  #cancel: () => void = () => {};

  constructor({ time, chips }: EmulatedHighwayOptions, offset: number, onReadable: () => void) {
    this.#time = time;
    this.#chips = chips;
    this.#offset = offset;
    this.#onReadable = onReadable;
  }

  read(frame: Int16Array): number {
    return this.#fromChip.shift(frame);
  }

  write(frame: Int16Array): number {
    return this.#running ? this.#toChip.push(frame) : 0;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run++;
    this.#ticks = 0;
    this.#start = Math.round(this.#time.now()); // whole ms, so that every frame lies on whole samples
    this.#tune(this.#start);
    this.#wait();
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#run++;
    this.#cancel();
    this.#toChip.clear();
    this.#fromChip.clear();
    this.#chip?.sound.rest();
    this.#chip = null;
  }

  close(): void {
    this.stop();
  }

  /** The chip that listens in this slot now. */
  #tune(start: number): void {
    const chip = this.#chips.find(({ receives }) => receives === this.#offset) ?? null;
    if (chip === this.#chip) return;
    this.#chip?.sound.rest();
    this.#chip = chip;
    chip?.sound.run(start);
  }

  #wait(): void {
    const next = this.#start + (this.#ticks + 1) * FRAME_MS;
    this.#cancel = this.#time.after(next - this.#time.now(), () => this.#wake());
  }

  /** One tick at a time, even when the clock is late: between two of them others have their turn. */
  #wake(): void {
    const run = this.#run;
    const due = Math.floor((this.#time.now() - this.#start) / FRAME_MS) - this.#ticks;
    if (due > MOST_BEHIND) this.#start += (due - MOST_BEHIND) * FRAME_MS;
    if (due > 0) this.#tick();
    if (run === this.#run) this.#wait();
  }

  #tick(): void {
    this.#ticks++;
    const end = this.#start + this.#ticks * FRAME_MS;
    const sounded = this.#toChip.shift(this.#play);
    this.#play.fill(0, sounded);
    if (sounded < FRAME && this.#ticks > 1) this.underruns++; // nobody could write before the first tick
    this.#said.fill(0);
    this.#tune(end - FRAME_MS);
    this.#chip?.sound.exchange(this.#play, this.#said, end);
    if (this.#chip?.transmits !== this.#offset) this.#said.fill(0);
    if (this.#fromChip.push(this.#said) < FRAME) {
      this.overruns++;
      this.#fromChip.clear();
      this.#fromChip.push(this.#said);
    }
    this.#onReadable();
  }
}
