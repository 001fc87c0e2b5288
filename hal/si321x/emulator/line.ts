/** The line side of an emulated chip: what it feeds, whether current flows, and what its detectors make of that. */
import type { Pair } from "../../simulated/pair.js";
import type { Linefeed } from "../../slic.js";
import { Feed, polarityOf } from "../linefeed.js";
import { Automatic, Interrupt2, LoopStatus, Register, Step } from "../registers.js";
import type { Ticks } from "../ticks.js";
import { ringingVolts } from "./ringing.js";
import { soundWires, type Wires } from "./world.js";

export type EmulatedLineOptions = {
  readonly time: Ticks;
  /** The copper; without it no telephone is there. */
  readonly pair: Pair | null;
  readonly registers: Uint8Array;
  /** An indirect register by name. */
  indirect(name: "RCO" | "RNGX" | "RNGY" | "LCRT" | "RPTP" | "NRTP"): number;
  /** V of the battery now. */
  battery(): number;
  /** Bits of DR19 become 1, if they are enabled. */
  interrupt(bits: number): void;
};

const TELEPHONE_OHMS = 300;
/** mA that flow while it rings and the receiver is off. */
const TRIP_MILLIAMPERES = 60;
const THRESHOLD_MILLIAMPERES = 1.27;
const LEAST_BATTERY = 20;
const SHORT_OHMS = 500;
const ALARM_MS = 50;
const RINGER_OHMS = 6900;

export class EmulatedLine {
  /** What the chip does: bits 6 to 4 of DR64. */
  shadow: number = Feed.OPEN;
  readonly #options: EmulatedLineOptions;
  readonly #registers: Uint8Array;
  #wires: Wires = soundWires();
  #flowing = false;
  #closed = false;
  #tripped = false;
  #fed: Linefeed = "open";
  #ringVolts = 0;
  #debounce: () => void = () => {};
  #burning: () => void = () => {};

  constructor(options: EmulatedLineOptions) {
    this.#options = options;
    this.#registers = options.registers;
    options.pair?.attach((flowing) => this.#flow(flowing));
  }

  set wires(wires: Partial<Wires>) {
    this.#wires = { ...this.#wires, ...wires };
    this.#warm();
  }

  /** What the telephone is fed with, and the peak of the ringing. */
  get fed(): Linefeed {
    return this.#fed;
  }

  get ringVolts(): number {
    return this.#fed === "ringing" ? this.#ringVolts : 0;
  }

  /** DR68. */
  get status(): number {
    return (
      (this.#flowing ? LoopStatus.RAW : 0) |
      (this.#tripped ? LoopStatus.RING_TRIP : 0) |
      (this.#closed ? LoopStatus.CLOSED : 0)
    );
  }

  /** Sound passes: always in on-hook transmission, else while the loop is closed. */
  get audible(): boolean {
    if (this.#fed !== "forward" && this.#fed !== "reverse") return false;
    return this.#closed || this.shadow === Feed.FORWARD_TRANSMISSION || this.shadow === Feed.REVERSE_TRANSMISSION;
  }

  /** DR64 has been written, or the chip has changed its mind. */
  go(feed: number): void {
    if (this.shadow === Feed.RINGING && feed !== Feed.RINGING) this.#tripped = false;
    this.shadow = feed;
    this.refresh();
    this.#detect();
    this.#warm();
  }

  /** The battery, or the ringing generator, has changed. */
  refresh(): void {
    const fed = this.#options.battery() < LEAST_BATTERY ? "open" : fedBy(this.shadow);
    const volts = ringingVolts(this.#options, this.#registers);
    if (fed === this.#fed && (fed !== "ringing" || volts === this.#ringVolts)) return;
    this.#fed = fed;
    this.#ringVolts = volts;
    this.#options.pair?.feed(fed, {
      ringHertz: 0,
      ringVolts: Math.round(volts),
      ringWaveform: "sinusoid",
      impedance: "",
    });
  }

  /** Reset: open, and nothing known. */
  lose(): void {
    this.#debounce();
    this.#burning();
    this.shadow = Feed.OPEN;
    this.#closed = this.#tripped = false;
    this.refresh();
  }

  /** The chip is taken off its pair, for good. */
  unplug(): void {
    this.lose();
    this.#options.pair?.detach();
  }

  /** A transistor, Q1 to Q6, gets too hot. */
  alarm(transistor: number): void {
    this.#options.interrupt(4 << (transistor - 1));
    if (this.#registers[Register.AUTOMATIC] & Automatic.ALARM_OPENS) this.go(Feed.OPEN);
  }

  // The monitor ADC, in V and mA.

  get loop(): { readonly volts: number; readonly milliamperes: number } {
    const ohms = this.#ohms();
    const open = this.#registers[Register.ON_HOOK_VOLTAGE] * Step.VOLTS;
    if (ohms === null) return { volts: 0, milliamperes: 0 };
    const milliamperes = Math.min(this.#limit, (1000 * open) / ohms);
    const volts = ohms === Number.POSITIVE_INFINITY ? open : (milliamperes * ohms) / 1000;
    const sign = polarityOf(this.shadow) < 0 ? -1 : 1;
    return { volts: sign * volts, milliamperes: sign * milliamperes };
  }

  get tip(): number {
    if (this.#fed === "open") return this.#foreign;
    return this.#registers[Register.COMMON_MODE_VOLTAGE] * Step.VOLTS;
  }

  get ring(): number {
    return this.#fed === "open" ? this.#foreign : this.tip + Math.abs(this.loop.volts);
  }

  /** mA of the bells, at their peak. */
  get ringing(): number {
    return (1000 * this.ringVolts * this.#wires.ringers) / RINGER_OHMS;
  }

  get #foreign(): number {
    const { foreignVolts, foreignAlternating, foreignHertz } = this.#wires;
    const turns = (this.#options.time.now() / 1000) * foreignHertz;
    return foreignVolts + foreignAlternating * Math.SQRT2 * Math.sin(2 * Math.PI * turns);
  }

  /** Of the loop that is fed, or null. */
  #ohms(): number | null {
    const { tipRing, tipGround, ringGround } = this.#wires;
    if (this.#options.battery() < LEAST_BATTERY) return null;
    if (this.shadow === Feed.RING_OPEN) return tipGround;
    if (this.shadow === Feed.TIP_OPEN) return ringGround;
    if (polarityOf(this.shadow) === 0) return null;
    if (!this.#flowing) return tipRing;
    return 1 / (1 / TELEPHONE_OHMS + 1 / tipRing);
  }

  get #limit(): number {
    return 20 + 3 * (this.#registers[Register.LOOP_CURRENT_LIMIT] & 7);
  }

  #flow(flowing: boolean): void {
    this.#flowing = flowing;
    this.#detect();
  }

  /** What flows now has to go on for as long as the registers say. */
  #detect(): void {
    this.#debounce();
    if (this.shadow === Feed.RINGING) {
      const wait = this.#flowing && !this.#tripped ? this.#tripTime() : Number.POSITIVE_INFINITY;
      if (wait !== Number.POSITIVE_INFINITY) this.#debounce = this.#options.time.after(wait, () => this.#trip());
      return;
    }
    const closed = this.#flowing && this.#limit >= threshold(this.#options.indirect("LCRT"));
    if (closed === this.#closed) return;
    const wait = this.#registers[Register.LOOP_CLOSURE_DEBOUNCE] * Step.DEBOUNCE_MS;
    this.#debounce = this.#options.time.after(wait, () => this.#settle(closed));
  }

  #settle(closed: boolean): void {
    this.#closed = closed;
    if (closed && this.#registers[Register.AUTOMATIC] & Automatic.CLOSURE) {
      if (this.shadow === Feed.FORWARD_TRANSMISSION) this.shadow = Feed.FORWARD;
      if (this.shadow === Feed.REVERSE_TRANSMISSION) this.shadow = Feed.REVERSE;
    }
    this.#options.interrupt(Interrupt2.LOOP_CLOSURE);
  }

  /** ms: a low-pass with the pole of NRTP has to rise above RPTP, and to stay there. */
  #tripTime(): number {
    const above = threshold(this.#options.indirect("RPTP"));
    if (above >= TRIP_MILLIAMPERES) return Number.POSITIVE_INFINITY;
    const pole = (1000 * 8 * 4096) / (800 * Math.max(1, this.#options.indirect("NRTP")));
    const rise = pole * Math.log(TRIP_MILLIAMPERES / (TRIP_MILLIAMPERES - above));
    return rise + this.#registers[Register.RING_TRIP_DEBOUNCE] * Step.DEBOUNCE_MS;
  }

  #trip(): void {
    this.#tripped = true;
    if (this.#registers[Register.AUTOMATIC] & Automatic.RING_TRIP) this.go(Feed.FORWARD);
    this.#options.interrupt(Interrupt2.RING_TRIP);
  }

  /** A lead that lies at ground heats the transistor that feeds it. */
  #warm(): void {
    this.#burning();
    if (this.#fed === "open" || Math.min(this.#wires.tipGround, this.#wires.ringGround) > SHORT_OHMS) return;
    this.#burning = this.#options.time.after(ALARM_MS, () => this.alarm(this.#wires.tipGround <= SHORT_OHMS ? 1 : 2));
  }
}

const threshold = (register: number) => (register >> 9) * THRESHOLD_MILLIAMPERES;

function fedBy(feed: number): Linefeed {
  if (feed === Feed.RINGING) return "ringing";
  const polarity = polarityOf(feed);
  return polarity > 0 ? "forward" : polarity < 0 ? "reverse" : "open";
}
