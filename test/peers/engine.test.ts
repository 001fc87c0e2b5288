/** The kernels in C, called through Moddable's FFI in Moddable's own engine (`npm run firmware -- kernels`). */
import { deepEqual, equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ffi } from "../hal/native/compile.js";
import { base, runFolder } from "./lab.js";
import { needsScreen, Simulator, sdkWithSimulator } from "./simulator.js";

const root = join(import.meta.dirname, "../..");
const kernelTests = join(root, "test/hal/native");
const BUILT_WITHIN = 300_000;
const DONE_WITHIN = 240_000;
const PORT = base + 930;
/** Of a kernel with frames of sound. */
const FEWEST_CALLS = 1000;

const sdk = sdkWithSimulator();
if (!sdk) console.log("      without the Moddable SDK 8.2.3 (MODDABLE) and its mcsim, its FFI is not tried");

if (sdk)
  describe("the kernels in C, through the FFI of Moddable's engine", () => {
    let said: readonly string[] = [];

    before(async function () {
      this.timeout(BUILT_WITHIN + DONE_WITHIN);
      needsScreen(this);
      execFileSync(process.execPath, [join(root, "boards/firmware.mjs"), "kernels", `console=${PORT}`], {
        stdio: "pipe",
      });
      const library = join(root, "build/bin/lin/mc/release/ata-kernels/mc.so");
      const simulator = await Simulator.start(sdk, library, runFolder, PORT);
      const done = await simulator.until(/^done/, DONE_WITHIN);
      simulator.end();
      said = simulator.said;
      ok(done, said.at(-1) ?? "it said nothing");
    });

    it("pass every test they pass in Node: the same bits as their twins in TypeScript", () => {
      const wanted = readdirSync(kernelTests)
        .filter((file) => file.endsWith(".test.ts") && file !== "manifest.test.ts")
        .map((file) => readFileSync(join(kernelTests, file), "utf8").match(/describe\("(.+?)"/)?.[1]);
      deepEqual(
        said.filter((line) => line.startsWith("failed")),
        [],
      );
      const passed = said.flatMap((line) => /^passed in \d+ ms: (.+?): /.exec(line)?.[1] ?? []);
      deepEqual([...new Set(passed)].sort(), wanted.sort());
      equal(said.at(-1), `done: ${passed.length}`);
    });

    it("are all called, as often as their twins", () => {
      const calls = new Map(
        said.flatMap((line) => {
          const found = /^kernel (\w+): (\d+) in (\d+) ms, (\d+) in (\d+) ms$/.exec(line);
          return found ? [[found[1], found.slice(2).map(Number)] as const] : [];
        }),
      );
      let [msInC, msInTypeScript] = [0, 0];
      for (const name of Object.keys(ffi.functions)) {
        const [inC, ms, inTypeScript, msOfTwin] = calls.get(name) ?? [];
        ok(inC >= FEWEST_CALLS && inC === inTypeScript, `${name}: ${inC} and ${inTypeScript}`);
        msInC += ms;
        msInTypeScript += msOfTwin;
      }
      // Twins in TypeScript would not be this much faster.
      ok(msInC < msInTypeScript / 10, `${msInC} and ${msInTypeScript} ms`);
    });
  });
