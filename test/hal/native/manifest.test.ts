/** `hal/native/ffi.json` is the one table of kernels, and `manifest.json` puts them in their places: what they say is what is there. */
import { deepEqual, equal, fail } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import * as places from "../../../firmware/dsp/echo-state.js";
import { checkPrototypes, declarationsOf, ffi, folder, manifest, modules } from "./compile.js";
import { twins } from "./twins.js";

const root = normalize(join(folder, "../.."));
const sourceNames = ffi.sources.map((path) => path.slice(2, -2));
const twinNames = Object.keys(twins) as (keyof typeof twins)[];
const words = (text: string) =>
  text
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/,(?=\s*\))/g, "")
    .split(/\W+/)
    .filter(Boolean);

describe("hal/native/manifest.json", () => {
  it("names every C file of its folder, and puts the TypeScript beside it in the place of the twin", () => {
    const here = readdirSync(folder);
    const named = (ending: string) =>
      here.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    deepEqual([...sourceNames].sort(), named(".c").sort());
    deepEqual(
      [...twinNames].sort(),
      named(".ts")
        .filter((name) => name !== "natives" && name !== "ffi.d")
        .sort(),
    );
    deepEqual(manifest.modules, {
      "~": sourceNames.map((name) => `../../firmware/dsp/${name}`),
      "hal/native/natives": "./natives",
      ...Object.fromEntries(twinNames.map((name) => [`firmware/dsp/${name}`, `./${name}`])),
    });
    for (const path of modules.map(([, path]) => path)) equal(existsSync(join(folder, `${path}.ts`)), true, path);
  });

  it("leaves out what a kernel is made of, too: nobody else imports it", () => {
    const parts = sourceNames.filter((name) => !(name in twins)).map((name) => `firmware/dsp/${name}`);
    const kernels = sourceNames.map((name) => `firmware/dsp/${name}`);
    for (const file of readdirSync(join(root, "firmware"), { recursive: true, encoding: "utf8" })) {
      const name = join("firmware", file).slice(0, -3);
      if (!file.endsWith(".ts") || kernels.includes(name)) continue;
      for (const [, target] of readFileSync(join(root, "firmware", file), "utf8").matchAll(/ from "(\..*?)\.js"/g))
        if (parts.includes(normalize(join(dirname(name), target)))) fail(`${name} imports ${target}`);
    }
  });

  it("has prototypes that C agrees with", () => {
    checkPrototypes(["cc"]);
  });

  it("has the types that Moddable's FFI takes, and no more arguments than are declared to TypeScript", () => {
    for (const [name, { arguments: types, returns }] of Object.entries(ffi.functions))
      for (const type of [...types, returns]) if (!/^(u?int(8|16|32)_t\*?|void)$/.test(type)) fail(`${name}: ${type}`);
    const declared = readFileSync(join(folder, "ffi.d.ts"), "utf8");
    deepEqual(words(declared), words(declarationsOf({ ffi })));
  });

  it("binds each kernel under the name it has in TypeScript", () => {
    const kernels = twinNames.flatMap((name) => Object.keys(twins[name][0]));
    for (const name of Object.keys(ffi.functions)) if (!kernels.includes(name)) fail(`${name} is no kernel`);
  });

  for (const name of twinNames)
    it(`${name} exports what its twin exports`, () => {
      const [typescript, native] = twins[name] as readonly [Record<string, unknown>, Record<string, unknown>];
      deepEqual(Object.keys(native).sort(), Object.keys(typescript).sort());
      for (const [key, value] of Object.entries(typescript))
        if (typeof value !== "function" || !(key in ffi.functions || key === "dbm0Of")) equal(native[key], value, key);
        else equal((native[key] as { length: number }).length, value.length, key);
    });

  it("imports what a module of the name it stands under finds there", () => {
    const names = new Set(modules.map(([name]) => name));
    for (const [name, path] of modules) {
      const text = readFileSync(join(folder, `${path}.ts`), "utf8");
      for (const [, target] of text.matchAll(/^(?:import|export) [^;]*?from "(\..*?)\.js"/gm)) {
        const wanted = normalize(join(dirname(name), target));
        equal(wanted, normalize(join("hal/native", target)), `${path} imports ${target}, which depends on its name`);
        if (names.has(wanted) ? wanted === name : !existsSync(join(root, `${wanted}.ts`)))
          fail(`${path} imports ${target}, which is itself or nowhere`);
      }
    }
  });

  it("has the echo canceller's places where TypeScript has them", () => {
    const text = readFileSync(join(folder, "echo.h"), "utf8");
    const defined = new Map(
      [...text.matchAll(/^#define (\w+) (\w+)$/gm)].map(([, name, value]) => [name, Number(value)]),
    );
    for (const [name, value] of Object.entries(places))
      if (typeof value === "number" && name !== "FIRST_FLOOR") equal(defined.get(name), value, name);
  });
});
