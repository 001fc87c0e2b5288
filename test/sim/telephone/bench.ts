import { SimulatedSlic } from "../../../hal/simulated/slic.js";
import type { LineDrive } from "../../../hal/slic.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { Telephone, type TelephoneEvent } from "../../../sim/telephone/telephone.js";
import { VirtualTime } from "../../../sim/time.js";
import { type Fsk, framesOf, modulate } from "./modulator.js";

export const DRIVE: LineDrive = { ringHertz: 20, ringVolts: 85, ringWaveform: "sinusoid", impedance: "600" };
export class Desk {
  readonly time = new VirtualTime();
  readonly copper = new Copper({ time: this.time, chance: chanceOf(1, "copper") });
  readonly events: [number, TelephoneEvent][] = [];
  readonly telephone = new Telephone({
    copper: this.copper,
    time: this.time,
    tell: (event) => this.events.push([this.time.now(), event]),
  });
  readonly edges: [number, boolean][] = [];
  /** What the SLIC read, and what it is to write. */
  readonly read: number[] = [];
  readonly writing: Int16Array[] = [];
  readonly #frame = new Int16Array(160);
  readonly slic = new SimulatedSlic(
    {
      drive: DRIVE,
      onHook: (offHook) => this.edges.push([this.time.now(), offHook]),
      onError: (reason) => {
        throw new Error(reason);
      },
      onState() {},
      onReadable: () => {
        this.slic.read(this.#frame);
        for (const sample of this.#frame) this.read.push(sample);
        this.slic.write(this.writing.shift() ?? this.#frame.fill(0));
      },
    },
    this.copper,
    this.time,
  );

  pass(ms: number): this {
    this.time.advance(ms);
    return this;
  }

  /** Queues sound for the telephone. */
  send(samples: Int16Array): void {
    for (const frame of framesOf(samples)) this.writing.push(frame);
  }

  ring(...times: number[]): void {
    times.forEach((ms, i) => {
      this.slic.linefeed(i % 2 === 0 ? "ringing" : "forward");
      this.pass(ms);
    });
    this.slic.linefeed("forward");
  }

  sendCallerId(fsk: Fsk, octets: number[], dbm = -13.5): void {
    this.slic.listen();
    const samples = modulate({ fsk, octets, dbm });
    this.send(samples);
    this.pass(samples.length / 8 + 60);
    this.slic.rest();
  }

  off(): this {
    this.telephone.lift();
    this.slic.listen();
    return this.pass(20);
  }

  /** Until the bell has been silent for so long. */
  pause(ms: number): void {
    const [stopped] = this.events.filter(([, { type }]) => type === "ring-stop").at(-1) ?? [0];
    this.pass(Math.round(stopped + ms - this.time.now()));
  }

  /** The hook as the SLIC saw it, contact bounce taken away. */
  get settled(): [number, boolean][] {
    return this.edges.filter(([at], i) => i === 0 || at - this.edges[i - 1][0] > 5);
  }

  told(type: TelephoneEvent["type"]): TelephoneEvent[] {
    return this.events.map(([, event]) => event).filter((event) => event.type === type);
  }
}

/** Stretches of sound in samples: [from, to), with pauses shorter than 5 ms left out. */
export function stretches(samples: ArrayLike<number>): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < samples.length; i++) {
    if (samples[i] === 0) continue;
    const last = found.at(-1);
    if (last && i - last[1] < 40) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}
