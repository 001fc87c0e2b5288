import { deepEqual, equal } from "node:assert/strict";
import { Line } from "../../../firmware/line/line.js";
import { isRefusal, parseCadence, parseTone } from "../../../firmware/line/script.js";
import type { LineEvent, LineOrder } from "../../../firmware/line/seam.js";
import { SimulatedSlic } from "../../../hal/simulated/slic.js";
import { chanceOf } from "../../../sim/chance.js";
import { Copper } from "../../../sim/copper.js";
import { Telephone, type TelephoneEvent } from "../../../sim/telephone/telephone.js";
import { type Cancel, VirtualTime } from "../../../sim/time.js";

/** A telephone on its pair, and the adapter's own line at the other end: nothing passes but what is on the pair. */
class Pair {
  readonly time = new VirtualTime();
  readonly copper = new Copper({ time: this.time, chance: chanceOf(1, "copper") });
  readonly seen: string[] = [];
  readonly gestures: string[] = [];
  readonly telephone = new Telephone({
    copper: this.copper,
    time: this.time,
    tell: (event) => this.seen.push(wordOf(event)),
  });
  readonly line = new Line({
    flashMin: 100,
    flashMax: 900,
    pulseDialling: true,
    callerId: "bellcore",
    dtmfPlaybackLevel: -16,
    dtmfPlaybackTwist: 2,
    dtmfPlaybackLength: 100,
  });
  readonly #frame = new Int16Array(160);
  #alarm: Cancel = () => {};
  readonly slic = new SimulatedSlic(
    {
      drive: { ringHertz: 20, ringVolts: 85, ringWaveform: "sinusoid", impedance: "600" },
      onHook: (offHook) => this.#perform(this.line.hook(offHook, this.time.now())),
      onError: (reason) => {
        throw new Error(reason);
      },
      onState() {},
      onReadable: () => {
        this.slic.read(this.#frame);
        const spoken = this.line.speak(this.#frame, this.time.now());
        this.#frame.fill(0);
        const heard = this.line.listen(this.#frame, this.time.now());
        this.slic.write(this.#frame);
        this.#perform(spoken);
        this.#perform(heard);
      },
    },
    this.copper,
    this.time,
  );

  order(order: LineOrder): this {
    this.#perform(this.line.handle(order, this.time.now()));
    return this;
  }

  lamp(on: boolean): this {
    return this.order({ do: "lamp", on, count: on ? 2 : 0 });
  }

  pass(ms: number): this {
    this.time.advance(ms);
    return this;
  }

  #perform(events: readonly LineEvent[]): void {
    for (const event of events) {
      if (!("slic" in event)) this.gestures.push(event.event);
      else if (event.slic === "listen") this.slic.listen();
      else if (event.slic === "rest") this.slic.rest();
      else this.slic.linefeed(event.slic);
    }
    this.#alarm();
    const wait = this.line.deadline - this.time.now();
    if (Number.isFinite(wait))
      this.#alarm = this.time.after(Math.max(0, wait), () => this.#perform(this.line.poll(this.time.now())));
    else this.#alarm = () => {};
  }
}

function wordOf(event: TelephoneEvent): string {
  switch (event.type) {
    case "mwi":
      return `mwi ${event.on}`;
    case "hook":
      return `hook ${event.state}`;
    case "hears":
      return `hears ${event.tone}`;
    case "display":
      return `display ${event.number}`;
    default:
      return event.type;
  }
}

function read<T>(script: T): Exclude<T, { reason: string }> {
  if (isRefusal(script as never)) throw new Error("no script");
  return script as Exclude<T, { reason: string }>;
}

const RING: LineOrder = {
  do: "ring",
  cadence: read(parseCadence("60(2/4)")),
  identity: { number: "4155551234", name: "", absence: null },
  date: null,
};
const MESSAGES = read(parseTone("350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)"));

describe("the lamp of a telephone", () => {
  it("is lit and put out by the adapter, without a bell", () => {
    const pair = new Pair().pass(5000);
    pair.lamp(true).pass(2000);
    equal(pair.telephone.mwi, true);
    pair.pass(60_000).lamp(false).pass(60_000);
    equal(pair.telephone.mwi, false);
    deepEqual(pair.seen, ["mwi true", "mwi false"]);
    deepEqual(pair.gestures, []);
    equal(pair.telephone.display, null);
  });

  it("is lit after a call that was in the way, and the window still shows who called", () => {
    const pair = new Pair().pass(5000).order(RING).pass(3000).lamp(true).pass(5000);
    deepEqual(pair.seen, ["ring-start", "ring-stop", "display 4155551234", "ring-start", "ring-stop"]);
    pair.order({ do: "stopRinging" }).pass(4000);
    deepEqual(pair.seen.slice(5), ["mwi true"]);
    equal(pair.telephone.display?.number, "4155551234");
  });

  it("is lit in the end when the receiver is lifted while it is told", () => {
    for (const ms of [100, 300, 700, 900]) {
      const pair = new Pair().pass(5000).lamp(true).pass(ms);
      pair.telephone.lift();
      pair.pass(1000);
      deepEqual([pair.gestures, pair.telephone.mwi], [["offHook"], false], `${ms} ms`);
      pair.telephone.hangUp();
      pair.pass(5000);
      equal(pair.telephone.mwi, true, `${ms} ms`);
    }
  });

  it("goes with a dial tone that stutters", () => {
    const pair = new Pair().pass(5000).lamp(true).pass(2000);
    pair.telephone.lift();
    pair.pass(100).order({ do: "tone", tone: MESSAGES }).pass(4000);
    deepEqual(pair.seen, ["mwi true", "hook off", "hears stutter-dial"]);
  });
});
