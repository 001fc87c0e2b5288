import { deepEqual, equal } from "node:assert/strict";
import { Copper, type CopperOptions } from "../../../firmware/adapter/copper.js";
import { Loop } from "../../../firmware/adapter/loop.js";
import { portOptions } from "../../../firmware/adapter/options.js";
import { PortJournal } from "../../../firmware/adapter/port-journal.js";
import type { Sound } from "../../../firmware/adapter/sound.js";
import { Config } from "../../../firmware/config/config.js";
import type { PhoneEvent } from "../../../firmware/phone/seam.js";
import type { SlicOptions } from "../../../hal/slic.js";
import { sines } from "../dsp/ear.js";
import { bench } from "./board.js";

/** The copper of line 1, a chip whose wires are in the test's hands, and a port that only counts. */
function wired(changes: Partial<CopperOptions> = {}) {
  const { board, time, journal } = bench();
  const told: string[] = [];
  const queue: PhoneEvent[] = [];
  const chip = {
    options: null as SlicOptions | null,
    says: new Int16Array(160),
    hears: new Int16Array(160),
    read(frame: Int16Array) {
      frame.set(chip.says);
      return 160;
    },
    write(frame: Int16Array) {
      chip.hears.set(frame);
      return 160;
    },
    linefeed: (state: string) => told.push(state),
    listen: () => told.push("listen"),
    rest: () => told.push("rest"),
    configure() {},
    close: () => told.push("closed"),
  };
  Object.defineProperty(board, "openLine", {
    value: (_line: number, options: SlicOptions) => {
      chip.options = options;
      return chip;
    },
  });
  /** Keys that the next frame brings from the far end; its voice is a steady 1000. */
  const far = { keys: "", voice: 1000, said: 0, mutesKeys: false, cancelsEcho: false };
  const sound = Object.assign(far, {
    exchange(frame: Int16Array) {
      far.said = frame[0];
      frame.fill(far.voice);
      const { keys } = far;
      far.keys = "";
      return keys;
    },
  });
  let rests = 0;
  const user = { busy: false, onRest: () => rests++ };
  const config = new Config({ lines: 2 });
  const copper = new Copper(
    board,
    new Loop(board.clock),
    { ...portOptions(config, 1, "urn:uuid:x", 0), ...changes },
    { journal: new PortJournal(1, board), sound: sound as unknown as Sound, queue, user },
  );
  const hook = (offHook: boolean) => chip.options?.onHook(offHook);
  const pass = (ms: number) => {
    for (const until = time.now() + ms; time.now() < until; ) {
      time.advance(20);
      chip.options?.onReadable();
      if (copper.deadline <= time.now()) copper.poll(time.now());
    }
  };
  /** The words of the queue since the last time, and how often the port was to look at it. */
  const events = () =>
    queue.splice(0).map((event) => ("digit" in event ? `${event.event} ${event.digit}` : event.event));
  const rested = () => {
    const count = rests;
    rests = 0;
    return count;
  };
  const press = (low: number, high: number) => {
    const tone = sines(160 * 6, { hertz: low, dbm: -9 }, { hertz: high, dbm: -7 });
    for (let at = 0; at < tone.length; at += 160) {
      chip.says = Int16Array.from(tone.slice(at, at + 160), Math.round);
      pass(20);
    }
    chip.says = new Int16Array(160);
    pass(100);
  };
  const digits = () => journal.flatMap((entry) => (entry.type === "digit" ? [`${entry.digit} ${entry.source}`] : []));
  return { copper, chip, far, told, time, hook, pass, press, events, rested, digits };
}

/** Off hook, and known to be. */
function lifted(changes?: Partial<CopperOptions>) {
  const line = wired(changes);
  line.hook(true);
  line.pass(200);
  deepEqual(line.events(), ["offHook"]);
  line.rested();
  return line;
}

describe("the copper of a port", () => {
  it("puts into the queue what the telephone does, and has the port look", () => {
    const { copper, told, hook, pass, events, rested } = wired();
    equal(copper.offHook, false);
    hook(true);
    deepEqual(told, ["listen"]);
    pass(200);
    equal(copper.offHook, true);
    deepEqual(events(), ["offHook"]);
    equal(rested() > 0, true);
    hook(false);
    pass(2000);
    equal(copper.offHook, false);
    deepEqual(events(), ["onHook"]);
    copper.close();
    equal(told.at(-1), "closed");
  });

  it("passes sound both ways, and bothers nobody with it", () => {
    const { chip, far, pass, rested } = lifted();
    chip.says.fill(77);
    pass(20);
    equal(far.said, 77);
    equal(chip.hears[0], 1000);
    pass(1000);
    equal(rested(), 0);
  });

  it("hears keys, those of the fourth column only where they are wanted", () => {
    const common = lifted({ takesLetters: false });
    common.press(770, 1336);
    common.press(697, 1633);
    deepEqual(common.events(), ["digit 5"]);
    deepEqual(common.digits(), ["5 dtmf"]);
    const all = lifted({ takesLetters: true });
    all.press(697, 1633);
    deepEqual(all.events(), ["digit A"]);
  });

  it("plays the keys of the far end, those of the fourth column only where they are wanted", () => {
    const line = lifted({ playsLetters: false });
    line.far.voice = 0;
    line.far.keys = "D";
    line.pass(40);
    equal(line.rested(), 1, "a key was told, and is nothing to this line");
    equal(
      line.chip.hears.every((sample) => sample === 0),
      true,
    );
    line.far.keys = "7";
    line.pass(60);
    equal(
      line.chip.hears.some((sample) => Math.abs(sample) > 1000),
      true,
    );
    line.copper.play("8", "info", line.time.now());
    deepEqual(line.digits(), ["7 event", "8 info"]);
  });

  it("dials what the page rang for when the telephone is answered, and not what somebody else rings for", () => {
    const tried = (rungBySomebody: boolean) => {
      const { copper, time, hook, pass, events } = wired();
      const { cadence } = portOptions(new Config({ lines: 2 }), 1, "urn:uuid:x", 0).phone.rings.own;
      equal(copper.test.call("12", cadence, time.now()), null);
      if (rungBySomebody) copper.ring({ do: "ring", cadence, identity: null }, time.now());
      hook(true);
      pass(200);
      return events();
    };
    deepEqual(tried(false), ["offHook", "digit 1", "digit 2"]);
    deepEqual(tried(true), ["offHook"]);
  });
});
