/** The native classes of the board, compiled against headers of our own for what they use of XS, the IDF and lwIP. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Compiler } from "../native/compile.js";

export const folder = join(import.meta.dirname, "../../../hal/esp32");
const stubs = join(import.meta.dirname, "stubs");
const STRICT = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-I", stubs];

export const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".c"))
  .map((file) => join(folder, file));

/** What each compiler says that refuses a file. */
export function refusals(compilers: readonly Compiler[]): string[] {
  return compilers.flatMap(([command, ...options]) =>
    sources.flatMap((source) => {
      try {
        run(command, [...options, ...STRICT, "-c", source, "-o", "/dev/null"]);
        return [];
      } catch (error) {
        return [`${command} ${options.join(" ")}: ${(error as Error).message}`];
      }
    }),
  );
}

/** What the classes do on the platform that is not there, in lines. */
export function play([command, ...options]: Compiler): string[] {
  const scratch = mkdtempSync(join(tmpdir(), "natives-"));
  try {
    const program = join(scratch, "natives");
    const files = [join(import.meta.dirname, "natives.c"), join(stubs, "platform.c")];
    const natives = ["pcm.c", "pcm-ring.c", "lwip-udp.c"].map((file) => join(folder, file));
    run(command, [...options, ...STRICT, "-I", folder, ...files, ...natives, "-o", program]);
    return run(program, []).trim().split("\n");
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A program that answers what the key of a password is, built once in `folder`. */
export function deriver([command, ...options]: Compiler, scratch: string): (...words: string[]) => string {
  const program = join(scratch, "derive");
  const files = [join(import.meta.dirname, "derive.c"), join(stubs, "platform.c"), join(folder, "pbkdf2.c")];
  run(command, [...options, ...STRICT, "-I", folder, ...files, "-o", program]);
  return (...words) => run(program, words);
}

export const LIBRARIES = join(stubs, "freestanding");

function run(command: string, options: string[]): string {
  try {
    return execFileSync(command, options, {
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      timeout: 60_000,
      env: { ...process.env, ASAN_OPTIONS: "detect_leaks=0" },
    });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(stderr || message);
  }
}
