/** What every Slic must do, whatever chip it is: run over the simulated one, and over each chip on its emulator. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { LineDrive, Linefeed, LineReport, Slic, SlicOptions } from "../../hal/slic.js";

/** A SLIC with a telephone at the other end, and time in the hand. */
export interface SlicRig {
  open(options: SlicOptions): Slic;
  /** What is on the pair. */
  readonly linefeed: Linefeed;
  readonly ringVolts: number;
  /** Lifts the receiver, or puts it down. */
  hook(offHook: boolean): void;
  /** What the telephone says from the next frame on, every frame. */
  say(frame: Int16Array): void;
  /** Frames that came to the telephone since the last time this was asked. */
  heard(): Int16Array[];
  pass(ms: number): void;
}

export const DRIVE: LineDrive = { ringHertz: 20, ringVolts: 85, ringWaveform: "sinusoid", impedance: "600" };

const frameOf = (value: number) => new Int16Array(160).fill(value);

export function conformsToSlic(name: string, rigOf: () => SlicRig): void {
  describe(`${name} as a Slic`, () => {
    let rig: SlicRig;
    let slic: Slic;
    let hooks: boolean[];
    let readable: number;
    let onReadable: () => void;
    let told: string[];
    const frame = new Int16Array(160);

    const options = (): SlicOptions => ({
      drive: DRIVE,
      onHook: (offHook) => hooks.push(offHook),
      onReadable: () => {
        readable++;
        onReadable();
      },
      onError: (reason) => {
        throw new Error(reason);
      },
      onState: (state, fault) => told.push(fault ? `${state} ${fault.kind}` : state),
    });

    beforeEach(() => {
      rig = rigOf();
      [hooks, told] = [[], []];
      readable = 0;
      onReadable = () => {};
      slic = rig.open(options());
    });
    afterEach(() => slic.close());

    it("opens fed forward, at rest, and calls nobody from inside the constructor", () => {
      slic.close();
      rig = rigOf();
      rig.hook(true);
      rig.pass(20);
      let opened = false;
      slic = rig.open({ ...options(), onHook: () => ok(opened) });
      opened = true;
      equal(rig.linefeed, "forward");
      rig.pass(1000);
      equal(readable, 0);
    });

    it("tells of a receiver that was off hook already", () => {
      slic.close();
      rig = rigOf();
      rig.hook(true);
      rig.pass(20);
      slic = rig.open(options());
      rig.pass(50);
      equal(hooks.at(-1), true);
    });

    it("tells that it is in service soon after it was opened, and not from within", () => {
      slic.close();
      rig = rigOf();
      told = [];
      slic = rig.open(options());
      deepEqual(told, []);
      rig.pass(50);
      deepEqual(told, ["up"]);
      rig.pass(5000);
      deepEqual(told, ["up"]);
    });

    it("reads the loop, either way round, or says that it cannot", () => {
      rig.pass(50);
      const idle = slic.loop();
      if (idle === null) return;
      ok(idle.volts > 40 && idle.volts < 60, `${idle.volts} V`);
      equal(idle.milliamperes, 0);
      rig.hook(true);
      rig.pass(100);
      for (const state of ["forward", "reverse"] as const) {
        slic.linefeed(state);
        rig.pass(100);
        const { volts = 0, milliamperes = 0 } = slic.loop() ?? {};
        ok(volts > 2 && volts < 20, `${volts} V`);
        ok(milliamperes >= 18 && milliamperes <= 41, `${milliamperes} mA`);
      }
    });

    it("measures an idle line and feeds it as before, or says that it cannot", () => {
      rig.pass(50);
      const reports: (LineReport | null)[] = [];
      const measure = () => slic.measure((report) => reports.push(report));
      const outcome = measure();
      if (outcome === "unable") return;
      equal(outcome, "started");
      deepEqual(reports, [], "not from within");
      equal(measure(), "busy");
      rig.pass(3000);
      equal(reports.length, 1);
      const [{ tipRing, tipGround }] = reports as readonly LineReport[];
      deepEqual([tipRing, tipGround], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
      deepEqual([hooks, rig.linefeed], [[], "forward"]);
      rig.hook(true);
      rig.pass(100);
      equal(measure(), "busy");
      rig.hook(false);
      rig.pass(100);
      equal(measure(), "started");
      rig.pass(100);
      slic.linefeed("ringing");
      deepEqual(reports.slice(1), [null], "given up");
      equal(rig.ringVolts, 85);
    });

    it("tells every edge of the hook, at rest and while listening, and settles", () => {
      for (const listening of [false, true]) {
        if (listening) slic.listen();
        for (const offHook of [true, false]) {
          hooks = [];
          rig.hook(offHook);
          rig.pass(20);
          equal(hooks[0], offHook);
          equal(hooks.at(-1), offHook);
          for (let i = 1; i < hooks.length; i++) equal(hooks[i], !hooks[i - 1]);
          hooks = [];
          rig.pass(500);
          deepEqual(hooks, []);
        }
      }
    });

    it("counts frames by its own clock: fifty a second, neither more nor fewer", () => {
      slic.listen();
      rig.pass(19);
      equal(readable, 0);
      rig.pass(60_000);
      ok(Math.abs(readable - 3000) <= 1, `${readable}`);
      slic.rest();
      readable = 0;
      rig.pass(1000);
      equal(readable, 0);
    });

    it("keeps its pace when told again to listen", () => {
      slic.listen();
      for (let i = 0; i < 100; i++) {
        slic.listen();
        rig.pass(10);
      }
      ok(Math.abs(readable - 50) <= 1, `${readable}`);
    });

    it("gives one frame to read each time, and no more", () => {
      const lengths: number[] = [];
      onReadable = () => lengths.push(slic.read(frame), slic.read(frame));
      slic.listen();
      rig.pass(100);
      deepEqual(lengths.slice(0, 4), [160, 0, 160, 0]);
    });

    it("carries what the telephone says, unchanged, while it is off hook", () => {
      const heard: number[] = [];
      onReadable = () => {
        slic.read(frame);
        ok(frame.every((sample) => sample === frame[0]));
        heard.push(frame[0]);
      };
      rig.say(frameOf(1234));
      slic.listen();
      rig.pass(100);
      ok(heard.every((sample) => sample === 0));
      rig.hook(true);
      rig.pass(100);
      equal(heard.at(-1), 1234);
      rig.hook(false);
      rig.pass(100);
      equal(heard.at(-1), 0);
    });

    it("carries what is written to the telephone in order, on hook as well, and silence when nothing is", () => {
      let written = 0;
      onReadable = () => {
        if (written < 10) equal(slic.write(frame.fill(100 * ++written)), 160);
      };
      slic.listen();
      rig.pass(400);
      const played = rig.heard().map((heard) => {
        ok(heard.every((sample) => sample === heard[0]));
        return heard[0];
      });
      const first = played.indexOf(100);
      ok(first >= 0);
      deepEqual(
        played.slice(first, first + 10),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => 100 * i),
      );
      ok(played.slice(first + 10).every((sample) => sample === 0));
    });

    it("takes only what there is room for", () => {
      slic.listen();
      let taken = 0;
      for (let i = 0; i < 100; i++) taken += slic.write(frame);
      ok(taken >= 160 && taken < 100 * 160, `${taken}`);
      equal(slic.write(frame), 0);
      rig.pass(25);
      ok(slic.write(frame) > 0);
    });

    it("rests at once, forgets its sound, and begins anew", () => {
      slic.listen();
      onReadable = () => slic.write(frameOf(500));
      rig.pass(100);
      onReadable = () => {};
      slic.rest();
      equal(slic.read(frame), 0);
      equal(slic.write(frame), 0);
      rig.pass(100);
      rig.heard();
      slic.listen();
      rig.pass(100);
      ok(rig.heard().every((heard) => heard.every((sample) => sample === 0)));
    });

    it("may be rested from within a frame", () => {
      onReadable = () => slic.rest();
      slic.listen();
      rig.pass(500);
      equal(readable, 1);
      slic.listen();
      rig.pass(500);
      equal(readable, 2);
    });

    it("drives the pair as it is told, and the bell as it is configured", () => {
      for (const state of ["reverse", "ringing", "open", "forward"] as const) {
        slic.linefeed(state);
        rig.pass(1);
        equal(rig.linefeed, state);
      }
      slic.configure({ ...DRIVE, ringVolts: 60 });
      slic.linefeed("ringing");
      equal(rig.ringVolts, 60);
      slic.linefeed("forward");
      equal(rig.ringVolts, 0);
    });

    it("lets no sound through an open pair, and sees a lifted receiver when the pair is fed again", () => {
      rig.hook(true);
      rig.say(frameOf(777));
      slic.listen();
      onReadable = () => {
        slic.read(frame);
        slic.write(frameOf(999));
      };
      rig.pass(200);
      equal(frame[0], 777);
      slic.linefeed("open");
      rig.pass(100);
      equal(frame[0], 0);
      equal(hooks.at(-1), false);
      rig.heard();
      rig.pass(100);
      ok(rig.heard().every((heard) => heard.every((sample) => sample === 0)));
      slic.linefeed("forward");
      rig.pass(100);
      equal(hooks.at(-1), true);
      equal(frame[0], 777);
    });

    it("is dead when closed, twice as well as once", () => {
      slic.listen();
      rig.pass(100);
      slic.linefeed("ringing");
      slic.close();
      slic.close();
      [hooks, readable] = [[], 0];
      equal(rig.linefeed, "open");
      slic.listen();
      slic.linefeed("ringing");
      slic.configure(DRIVE);
      slic.rest();
      rig.hook(true);
      rig.pass(1000);
      deepEqual([slic.read(frame), slic.write(frame), hooks, readable, rig.linefeed], [0, 0, [], 0, "open"]);
      deepEqual([slic.loop(), slic.measure(() => {})], [null, "down"]);
    });

    it("may be closed from within a frame", () => {
      onReadable = () => slic.close();
      slic.listen();
      rig.pass(500);
      equal(readable, 1);
    });
  });
}
