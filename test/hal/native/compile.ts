/** The C of the kernels, compiled as a board would have it: which files, and which prototypes, is what the manifest says. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Moddable's own format, for a board's manifest to include. `~` names what is left out, though a `*` may match it. */
export type Manifest = {
  readonly include: string;
  readonly modules: { readonly "~": readonly string[] } & { readonly [name: string]: unknown };
  readonly preload: readonly string[];
};
export type Table = {
  readonly ffi: {
    readonly sources: readonly string[];
    readonly functions: {
      readonly [name: string]: { readonly arguments: readonly string[]; readonly returns: string };
    };
  };
};

export const folder = join(import.meta.dirname, "../../../hal/native");
export const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
export const { ffi } = JSON.parse(readFileSync(join(folder, manifest.include), "utf8")) as Table;
/** Names of modules to the files that stand under them. */
export const modules = Object.entries(manifest.modules).filter(
  (entry): entry is [string, string] => typeof entry[1] === "string",
);
export const sources = ffi.sources.map((source) => join(folder, source));

const STRICT = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"];

/** One of `cc -m32`, `clang --target=riscv32 ...`, with the options that make objects of it. */
export type Compiler = readonly [command: string, ...options: string[]];

const scratch: string[] = [];
process.on("exit", () => {
  for (const path of scratch) rmSync(path, { recursive: true, force: true });
});

function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "kernels-"));
  scratch.push(path);
  return path;
}

/** Compiles each source to an object, and the prototypes; throws what the compiler says. */
export function check(compiler: Compiler): void {
  checkPrototypes(compiler);
  for (const source of sources) compile(compiler, source);
}

/** Compiles the prototypes that Moddable generates after those of `kernels.h`; throws what the compiler says. */
export function checkPrototypes(compiler: Compiler): void {
  const path = join(scratchFolder(), "prototypes.c");
  writeFileSync(path, prototypesOf({ ffi }));
  compile(compiler, path);
}

function compile([command, ...options]: Compiler, source: string): void {
  run(command, [...options, ...STRICT, "-I", folder, "-c", source, "-o", "/dev/null"]);
}

/** `check` for a list of compilers: those that refuse, with what they say. */
export function refusals(compilers: readonly Compiler[]): string[] {
  return compilers.flatMap((compiler) => {
    try {
      check(compiler);
      return [];
    } catch (error) {
      return [`${compiler.join(" ")}: ${(error as Error).message}`];
    }
  });
}

/** A shared library of all kernels, in a folder that goes when the run ends. */
export function library(): string {
  const path = join(scratchFolder(), "kernels.so");
  run("cc", [...STRICT, "-O2", "-shared", "-fPIC", ...sources, "-o", path]);
  return path;
}

/** Runs every kernel on much noise, and gives a checksum of what came out. */
export function checksum([command, ...options]: Compiler): string {
  const program = join(scratchFolder(), "exercise");
  const main = join(import.meta.dirname, "exercise.c");
  run(command, [...options, ...STRICT, "-I", folder, main, ...sources, "-o", program]);
  return run(program, []).trim();
}

/** As the glue that Moddable generates declares the kernels, after the header that the kernels include. */
export function prototypesOf({ ffi }: Table): string {
  const lines = Object.entries(ffi.functions).map(
    ([name, { arguments: types, returns }]) => `extern ${returns} ${name}(${types.join(", ")});`,
  );
  return `#include "kernels.h"\n${lines.join("\n")}\n`;
}

/** As Moddable generates the types of its `mc/ffi` module. */
export function declarationsOf({ ffi }: Table): string {
  const lines = Object.entries(ffi.functions).map(([name, { arguments: types, returns }]) => {
    const list = types.map((type, i) => `arg${i}: ${type.endsWith("*") ? "ArrayBuffer" : "number"}`).join(", ");
    return `${name}(${list}): ${returns === "void" ? "void" : "number"};`;
  });
  return `declare module "mc/ffi" { export default class FFI { constructor(); ${lines.join(" ")} } }`;
}

function run(command: string, options: string[]): string {
  try {
    return execFileSync(command, options, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(stderr || message);
  }
}
