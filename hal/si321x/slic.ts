/** One line of a Si3210 or Si3215 as the firmware sees it: the chip's service, and its slot on the highway. */
import type { PcmHighway, PcmSlot } from "../pcm.js";
import type { LineDrive, Linefeed, LineReport, LoopReading, MeasureOutcome, Slic, SlicOptions } from "../slic.js";
import type { Service } from "./service.js";

/** What a line asks of those that keep its chip. */
export type Keeper = {
  readonly service: Service;
  now(): number;
  /** Something has changed that may have a deadline. */
  rearm(): void;
};

export type Si321xSlicOptions = {
  readonly user: SlicOptions;
  readonly keeper: Keeper;
  readonly highway: PcmHighway;
  /** Counts from 0. */
  readonly slot: number;
};

export class Si321xSlic implements Slic {
  readonly #keeper: Keeper;
  readonly #service: Service;
  readonly #slot: PcmSlot;
  #listening = false;
  #closed = false;

  /** Feeds the line at once, or as soon as the chip is in service. */
  constructor(options: Si321xSlicOptions) {
    this.#keeper = options.keeper;
    this.#service = options.keeper.service;
    const { user } = options;
    this.#slot = options.highway.open(options.slot, () => {
      if (!this.#closed) user.onReadable();
    });
    const now = this.#keeper.now();
    this.#service.use(user, now);
    this.#service.configure(user.drive, now);
    this.#service.want("forward", now);
    this.#keeper.rearm();
  }

  /** Frames that had to be silence because nothing was written, and frames lost because nobody read. */
  get underruns(): number {
    return this.#slot.underruns;
  }

  get overruns(): number {
    return this.#slot.overruns;
  }

  read(frame: Int16Array): number {
    return this.#slot.read(frame);
  }

  write(frame: Int16Array): number {
    return this.#slot.write(frame);
  }

  linefeed(state: Linefeed): void {
    if (this.#closed) return;
    this.#service.want(state, this.#keeper.now());
    this.#keeper.rearm();
  }

  listen(): void {
    if (this.#closed || this.#listening) return;
    this.#listening = true;
    this.#slot.start();
    this.#service.sound(true, this.#keeper.now());
    this.#keeper.rearm();
  }

  rest(): void {
    if (!this.#listening) return;
    this.#listening = false;
    this.#slot.stop();
    this.#service.sound(false, this.#keeper.now());
    this.#keeper.rearm();
  }

  configure(drive: LineDrive): void {
    if (this.#closed) return;
    this.#service.configure(drive, this.#keeper.now());
    this.#keeper.rearm();
  }

  loop(): LoopReading | null {
    return this.#closed ? null : this.#service.loop();
  }

  measure(done: (report: LineReport | null) => void): MeasureOutcome {
    if (this.#closed) return "down";
    const outcome = this.#service.measure(done, this.#keeper.now());
    this.#keeper.rearm();
    return outcome;
  }

  close(): void {
    if (this.#closed) return;
    this.rest();
    this.#closed = true;
    this.#slot.close();
    const now = this.#keeper.now();
    this.#service.use(null, now);
    this.#service.want("open", now);
    this.#keeper.rearm();
  }
}
