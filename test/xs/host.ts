/**
 * A host of our own for the engine (`host/`), from the sources in the npm package: with slots of 16 bytes where it is built
 * for 32 bits, as they are on a board, with the sound kernels bound as native functions, and telling what the package's
 * worker does not, the bytes of chunks. Without debugger and bounds checks, as firmware is built for release.
 */
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "esbuild";
import { ffi, folder as kernels, sources, type Table } from "../hal/native/compile.js";
import { twinsInPlace } from "../hal/native/stand-in.js";

const packageFile = createRequire(import.meta.url).resolve("@agoric/xsnap/package.json");
const moddable = join(packageFile, "../moddable/xs");
const platform = join(packageFile, "../xsnap-native/xsnap/sources");
const here = join(import.meta.dirname, "host");
const cache = join(import.meta.dirname, "../../node_modules/.cache/xs-host");

const OPTIONS = [
  ...["-O2", "-w", "-fno-common", "-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="xsnapPlatform.h"', '-DXSNAP_VERSION="0"'],
  ...["Lockdown", "Metering", "NoConsole", "Parse", "Run", "Sloppy", "Snapshot", "StringNormalize", "MinusZero"].map(
    (name) => `-Dmx${name}=1`,
  ),
  ...["-DmxRegExpUnicodePropertyEscapes=1", "-DmxReserveChunkSize=33554432"],
  ...["includes", "platforms", "sources"].map((name) => `-I${join(moddable, name)}`),
  `-I${platform}`,
  `-I${kernels}`,
];

/** The compiler can make programs of 32 bits, and link them (Debian: gcc-multilib). */
export function has32Bits(): boolean {
  try {
    execFileSync("cc", ["-m32", "-x", "c", "-", "-o", "/dev/null"], {
      input: '#include <stdio.h>\nint main(void) { return puts("") < 0; }',
      stdio: ["pipe", "ignore", "ignore"],
    });
    return true;
  } catch {
    return false;
  }
}

/** Builds the host where it is not built yet (about 20 s), and gives its path. */
export async function buildHost(bits: 32 | 64): Promise<string> {
  const flags = [...OPTIONS, `-m${bits}`];
  const engine = [
    ...readdirSync(join(moddable, "sources"))
      .filter((name) => name.endsWith(".c"))
      .map((name) => join(moddable, "sources", name)),
    join(platform, "xsnapPlatform.c"),
  ];
  const version = (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
  const objects = join(cache, `${version}-${keyOf(flags.join(" "))}`);
  if (!existsSync(objects)) {
    process.stderr.write(`building the XS host of ${bits} bits, once\n`);
    const scratch = `${objects}.${process.pid}`;
    mkdirSync(scratch, { recursive: true });
    const shares = Array.from({ length: availableParallelism() }, (_, i) =>
      engine.filter((_, n) => n % availableParallelism() === i),
    );
    await Promise.all(shares.map((share) => compile(["-c", ...flags, ...share], scratch)));
    try {
      renameSync(scratch, objects);
    } catch {
      rmSync(scratch, { recursive: true, force: true }); // another run was faster
    }
  }
  const glue = glueOf({ ffi });
  const own = ["host.c", "counts.c", "counts.h"].map((name) => join(here, name));
  const key = keyOf([
    glue,
    ...[...own, ...sources, join(kernels, "kernels.h"), join(kernels, "echo.h")].map((path) =>
      readFileSync(path, "utf8"),
    ),
  ]);
  const program = join(objects, `host-${key}`);
  if (existsSync(program)) return program;
  const glueFile = join(objects, `glue-${process.pid}.c`);
  const made = `${program}.${process.pid}`;
  writeFileSync(glueFile, glue);
  const ready = readdirSync(objects).filter((name) => name.endsWith(".o"));
  const c = [...own.filter((path) => path.endsWith(".c")), glueFile, ...sources];
  await compile([...flags, ...c, ...ready, "-ldl", "-lm", "-lpthread", "-o", made], objects);
  rmSync(glueFile);
  renameSync(made, program);
  return program;
}

/** Bundles the firmware as a board has it; its kernels are those of the host. */
export const hostKernels: Plugin = twinsInPlace(
  "the host's kernels",
  () => "export default class FFI { constructor() { return globalThis.kernels; } }",
);

async function compile(options: string[], cwd: string): Promise<void> {
  try {
    await promisify(execFile)("cc", options, { cwd, encoding: "utf8" });
  } catch (error) {
    throw new Error((error as { stderr?: string }).stderr || (error as Error).message);
  }
}

function keyOf(text: string | string[]): string {
  return createHash("sha256").update([text].flat().join("\0")).digest("hex").slice(0, 16);
}

/** What binds the kernels, as Moddable's generator does: arrays by their buffers, numbers as they are. */
function glueOf({ ffi }: Table): string {
  const functions = Object.entries(ffi.functions);
  const bodies = functions.map(([name, { arguments: types, returns }]) => {
    const list = types.map((type, i) =>
      type.endsWith("*") ? `(${type})xsToArrayBuffer(xsArg(${i}))` : `(${type})xsToInteger(xsArg(${i}))`,
    );
    const call = `${name}(${list.join(", ")})`;
    return `static void call_${name}(xsMachine *the) { ${returns === "void" ? call : `xsResult = xsInteger(${call})`}; }`;
  });
  const binding = functions.map(
    ([name, { arguments: types }]) =>
      `    xsVar(1) = xsNewHostFunction(call_${name}, ${types.length});\n    xsSet(xsVar(0), xsID("${name}"), xsVar(1));`,
  );
  return `#include "xsnap.h"
#include "kernels.h"

${bodies.join("\n")}

void bindKernels(xsMachine *the) {
  xsBeginHost(the);
  {
    xsVars(2);
    xsVar(0) = xsNewObject();
${binding.join("\n")}
    xsDefine(xsGlobal, xsID("kernels"), xsVar(0), xsDontEnum);
  }
  xsEndHost(the);
}
`;
}
