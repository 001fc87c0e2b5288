/**
 * Every test of `test/hal/native` in Moddable's engine, the kernels in C called through its FFI. Says a line for
 * each test and each kernel to the port `console`, and `done` with their number.
 */
import config from "mc/config";
import Time from "time";
import Timer from "timer";
import { Console } from "../../../boards/lin/console.js";
import { Trial } from "./trial.js";

const TESTS = Object.freeze([
  ...["g711", "level", "sine", "mix", "lattice", "adpcm", "autocorrelation", "fsk-modulator"],
  ...["period", "dtmf-look", "modem-look", "voice-look", "echo-frame"],
]);

export default async function (): Promise<void> {
  const speaker = new Console(Number(config.console));
  const say = (line: string) => speaker.say(line);
  const trial = new Trial(() => Time.ticks);
  Object.assign(globalThis, { describe: trial.describe, it: trial.it, counted: trial.counted });
  try {
    for (const name of TESTS) await import(`../native/${name}.test.js`);
  } catch (error) {
    say(`failed, not loaded: ${error}`);
  }
  next(0);

  function next(place: number): void {
    const test = trial.tests.at(place);
    if (!test) {
      for (const [name, { c, typescript }] of trial.counts)
        say(`kernel ${name}: ${c.calls} in ${c.ms} ms, ${typescript.calls} in ${typescript.ms} ms`);
      say(`done: ${place}`);
      return;
    }
    const since = Time.ticks;
    const fault = trial.try(test);
    say(`${fault === undefined ? "passed" : `failed, ${fault}`} in ${Time.ticks - since} ms: ${test.title}`);
    // Between two tests the line leaves, and the window lives.
    Timer.set(() => next(place + 1), 1);
  }
}
