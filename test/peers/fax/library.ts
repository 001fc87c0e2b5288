/** What is written in C around spandsp, as a library that is called through koffi. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import koffi from "koffi";
import { runFolder } from "../lab.js";

/** Compiles `name.c`; throws what the compiler says. */
export function compile(name: string, ...more: string[]): ReturnType<typeof koffi.load> {
  const path = join(runFolder, `${name}-${process.pid}.so`);
  const flags = execFileSync("pkg-config", ["--cflags", "--libs", "spandsp"], { encoding: "utf8" });
  const options = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", path];
  execFileSync("cc", [...options, join(import.meta.dirname, `${name}.c`), ...flags.trim().split(/\s+/), ...more]);
  return koffi.load(path);
}
