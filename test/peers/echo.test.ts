/** Our echo canceller beside spandsp's and speexdsp's, on the line models of ITU-T G.168: no worse, where it counts. */
import { ok } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { EchoCanceller } from "../../firmware/dsp/echo-canceller.js";
import {
  at,
  composite,
  during,
  loss,
  noise,
  type Path,
  type Scene,
  scene,
  silence,
} from "../firmware/dsp/echo-scenes.js";
import { needs, runFolder } from "./lab.js";
import { speech } from "./speech.js";

const TAIL = 16;
const TAPS = 8 * TAIL;
const FRAME = 160;
const program = join(runFolder, "cancel");

/** Seconds of a voice, at a mean level. */
const voice = (seconds: number, dbm0: number, who: "her" | "him") =>
  at(dbm0, Float64Array.from(speech(who).samples.subarray(0, 8000 * seconds)));

type Canceller = { readonly name: string; hear(scene: Scene): Int16Array };

const ours: Canceller = {
  name: "ours",
  hear({ sent, received }) {
    const canceller = new EchoCanceller({ tail: TAIL, adapt: true, suppress: "none" });
    const heard = received.slice();
    for (let i = 0; i + FRAME <= heard.length; i += FRAME)
      canceller.cancel(sent.subarray(i, i + FRAME), heard.subarray(i, i + FRAME));
    return heard;
  },
};

const theirs = (name: string): Canceller => ({
  name,
  hear({ sent, received }) {
    const pairs = new Int16Array(2 * sent.length);
    sent.forEach((sample, i) => {
      pairs[2 * i] = sample;
      pairs[2 * i + 1] = received[i];
    });
    const input = new Uint8Array(pairs.buffer);
    const { stdout, status } = spawnSync(program, [name, String(TAPS)], { input, maxBuffer: 2 ** 26 });
    ok(status === 0, `${name} has failed`);
    return new Int16Array(Uint8Array.from(stdout).buffer);
  },
});

const flagsOf = (library: string): string[] =>
  execFileSync("pkg-config", ["--cflags", "--libs", library], { encoding: "utf8" }).trim().split(/\s+/).filter(Boolean);

/** Energy normalised to an echo return loss in dB. */
function paths(): Path[] {
  const losses = [6, 8, 10, 12];
  return execFileSync(program, ["paths"], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line, i) => {
      const [name, ...taps] = line.split(" ");
      const response = Float64Array.from(taps, Number);
      const scale = 10 ** (-losses[i % 4] / 20) / Math.sqrt(response.reduce((sum, tap) => sum + tap * tap, 0));
      return { name: `${name}, ${losses[i % 4]} dB`, response: response.map((tap) => tap * scale) };
    });
}

/** One figure for each canceller. */
type Row = { what: string; figures: number[] };

describe("echo cancellers side by side", function () {
  this.timeout(300_000);
  const cancellers = [ours, theirs("spandsp")];
  const rows: Row[] = [];
  let models: Path[] = [];

  /** Notes what each canceller makes of a scene between two seconds; the dB of ours and of the best of the others. */
  function compare(what: string, one: Scene, ...windows: [number, number][]): { ours: number; best: number }[] {
    const heard = cancellers.map((canceller) => canceller.hear(one));
    return windows.map(([from, to]) => {
      const figures = heard.map((sound) => loss(one, sound, from, to));
      rows.push({ what: `${what}, ${from} to ${to} s`, figures });
      return { ours: figures[0], best: Math.max(...figures.slice(1)) };
    });
  }

  before(function () {
    needs(this, "line-decode", "espeak-ng", "sox");
    const options = flagsOf("spandsp");
    if (spawnSync("pkg-config", ["--exists", "speexdsp"]).status === 0) {
      options.push("-DSPEEXDSP", ...flagsOf("speexdsp"));
      cancellers.push(theirs("speexdsp"));
    } else if (process.env.CI) throw new Error("missing here: speexdsp");
    else console.log("      left out, missing here: speexdsp");
    const source = join(import.meta.dirname, "echo/cancel.c");
    execFileSync("cc", ["-std=gnu11", "-O2", "-Wall", "-o", program, source, ...options, "-lm"]);
    models = paths();
  });

  after(() => {
    if (rows.length === 0) return;
    const heads = cancellers.map(({ name }) => name);
    const table = [
      `| echo return loss enhancement, dB | ${heads.join(" | ")} |`,
      `| --- | ${heads.map(() => "---").join(" | ")} |`,
      ...rows.map(({ what, figures }) => `| ${what} | ${figures.map((figure) => figure.toFixed(1)).join(" | ")} |`),
    ];
    console.log(table.join("\n"));
  });

  const nobody = (seconds: number) => silence(seconds);

  it("takes the composite signal off every line model", () => {
    for (const path of models) {
      const one = scene(composite(6, -10, 7), path, nobody(6), noise(6, -65));
      const [soon, late] = compare(`composite -10 dBm0, ${path.name}`, one, [0.7, 1.05], [4.9, 6]);
      ok(soon.ours > 22, path.name);
      ok(late.ours > 34, path.name);
    }
  });

  it("takes speech off, loud and soft", () => {
    for (const dbm0 of [-12, -20, -30])
      for (const path of models.slice(0, 3)) {
        const one = scene(voice(8, dbm0, "her"), path, nobody(8), noise(8, -65));
        const [, late] = compare(`speech ${dbm0} dBm0, ${path.name}`, one, [0.5, 2], [5, 8]);
        ok(late.ours > 19, `${path.name} at ${dbm0} dBm0`);
      }
  });

  it("stands both ends speaking better than the others do", () => {
    for (const dbm0 of [-35, -25, -15]) {
      let [our, best] = [0, 0];
      for (const path of models.slice(0, 4)) {
        const near = during(5, 9, voice(10, dbm0, "him"));
        const one = scene(voice(10, -15, "her"), path, near, noise(10, -65));
        const [during_] = compare(`both speak, ${dbm0} dBm0 over -15, ${path.name}`, one, [5, 9], [9, 10]);
        our += during_.ours / 4;
        best += during_.best / 4;
      }
      ok(our > best, `${our} dB of ours, ${best} dB of the best`);
    }
  });

  it("finds a path that has changed", () => {
    for (const [from, to] of [
      [0, 3],
      [2, 7],
    ]) {
      const one = scene(composite(9, -15, 7), models[from], nobody(9), noise(9, -65), [4, models[to]]);
      const [, after] = compare(`${models[from].name} to ${models[to].name} at 4 s`, one, [4, 5], [5, 6], [7, 9]);
      ok(after.ours > 24, `${models[from].name} to ${models[to].name}`);
    }
  });

  it("keeps a path through a tone", () => {
    const far = noise(7, -15, 3);
    for (let i = 2 * 8000; i < 6 * 8000; i++) far[i] = 7200 * Math.sin((2 * Math.PI * 1004 * i) / 8000);
    const one = scene(far, models[1], nobody(7), noise(7, -65));
    const [before, , after] = compare(
      `noise, 1004 Hz from 2 to 6 s, noise, ${models[1].name}`,
      one,
      [1.5, 2],
      [3, 6],
      [6.02, 6.2],
    );
    ok(after.ours > before.ours - 3);
  });
});
