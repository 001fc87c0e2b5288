/** A SLIC that stands on simulated copper, with a sample clock of its own. */
import type { LineDrive, Linefeed, LoopReading, MeasureOutcome, Slic, SlicOptions } from "../slic.js";
import { Fifo } from "./fifo.js";
import type { Pair, Ticks } from "./pair.js";

const FRAME = 160;
const FRAME_MS = 20;
/** Ticks that a late clock makes up for: a host stalls longer than a chip. What is later still is lost, as to a DMA that ran over. */
const MOST_BEHIND = 25;

export class SimulatedSlic implements Slic {
  /** Frames that had to be silence because nothing was written, and frames lost because nobody read. */
  underruns = 0;
  overruns = 0;
  readonly #user: SlicOptions;
  readonly #copper: Pair;
  readonly #time: Ticks;
  readonly #toTelephone = new Fifo();
  readonly #fromTelephone = new Fifo();
  readonly #play = new Int16Array(FRAME);
  readonly #said = new Int16Array(FRAME);
  #drive: LineDrive;
  #state: Linefeed = "forward";
  #listening = false;
  #closed = false;
  /** Counts the times sound has been started or stopped: an old tick sees that it is not meant. */
  #run = 0;
  #start = 0;
  #ticks = 0;
  #cancel: () => void = () => {};

  /** Feeds the pair at once; a telephone already off hook is reported soon after, not from in here. */
  constructor(user: SlicOptions, copper: Pair, time: Ticks) {
    this.#user = user;
    this.#copper = copper;
    this.#time = time;
    this.#drive = user.drive;
    copper.attach((closed) => {
      if (!this.#closed) user.onHook(closed);
    });
    copper.feed(this.#state, this.#drive);
    time.after(0, () => {
      if (!this.#closed) user.onState("up", null);
    });
  }

  read(frame: Int16Array): number {
    return this.#fromTelephone.shift(frame);
  }

  /** At rest nothing is taken. */
  write(frame: Int16Array): number {
    return this.#listening ? this.#toTelephone.push(frame) : 0;
  }

  linefeed(state: Linefeed): void {
    if (this.#closed || state === this.#state) return;
    this.#state = state;
    this.#copper.feed(state, this.#drive);
  }

  listen(): void {
    if (this.#closed || this.#listening) return;
    this.#listening = true;
    this.#run++;
    this.#ticks = 0;
    this.#start = Math.round(this.#time.now()); // whole ms, so that every frame lies on whole samples
    this.#copper.run(this.#start);
    this.#wait();
  }

  rest(): void {
    if (!this.#listening) return;
    this.#listening = false;
    this.#run++;
    this.#cancel();
    this.#toTelephone.clear();
    this.#fromTelephone.clear();
    this.#copper.rest();
  }

  configure(drive: LineDrive): void {
    if (this.#closed) return;
    this.#drive = drive;
    this.#copper.feed(this.#state, drive);
  }

  loop(): LoopReading | null {
    const { voltage: volts, current: milliamperes } = this.#copper;
    if (this.#closed || this.#state === "ringing" || volts === undefined || milliamperes === undefined) return null;
    return { volts, milliamperes };
  }

  /** It has no more than a meter. */
  measure(): MeasureOutcome {
    return this.#closed ? "down" : "unable";
  }

  close(): void {
    if (this.#closed) return;
    this.rest();
    this.#closed = true;
    this.#copper.detach();
  }

  #wait(): void {
    const next = this.#start + (this.#ticks + 1) * FRAME_MS;
    this.#cancel = this.#time.after(next - this.#time.now(), () => this.#wake());
  }

  /** One tick at a time, even when the clock is late: between two of them the network has its turn. */
  #wake(): void {
    const run = this.#run;
    const due = Math.floor((this.#time.now() - this.#start) / FRAME_MS) - this.#ticks;
    if (due > MOST_BEHIND) this.#start += (due - MOST_BEHIND) * FRAME_MS;
    if (due > 0) this.#tick();
    if (run === this.#run) this.#wait();
  }

  /** 20 ms have passed: they were on the wire both ways, and can be read. */
  #tick(): void {
    this.#ticks++;
    const sounded = this.#toTelephone.shift(this.#play);
    this.#play.fill(0, sounded);
    if (sounded < FRAME && this.#ticks > 1) this.underruns++; // nobody could write before the first tick
    this.#copper.exchange(this.#play, this.#said, this.#start + this.#ticks * FRAME_MS);
    if (this.#fromTelephone.push(this.#said) < FRAME) {
      this.overruns++;
      this.#fromTelephone.clear();
      this.#fromTelephone.push(this.#said);
    }
    this.#user.onReadable();
  }
}
