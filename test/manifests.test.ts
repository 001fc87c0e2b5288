/** What Moddable will build is what is here: every import of the firmware resolves to a module of the manifest. */
import { deepEqual, equal, fail, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { MANIFESTS, written } from "../manifests/preload.mjs";

const root = normalize(join(import.meta.dirname, ".."));
const folder = join(root, "manifests");

type Manifest = { modules: { [name: string]: string }; preload: string[] };
const manifest = JSON.parse(readFileSync(join(folder, "base.json"), "utf8")) as Manifest;

/** Module names to files, with the one-folder `*` spelled out as mcconfig does. */
function modules(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, target] of Object.entries(manifest.modules)) {
    const source = join(folder, target);
    if (!name.endsWith("*")) found.set(name, source);
    else
      for (const file of readdirSync(dirname(source)))
        if (file.endsWith(".ts")) found.set(name.slice(0, -1) + file.slice(0, -3), join(dirname(source), file));
  }
  return found;
}

describe("manifests/base.json", () => {
  const found = modules();

  it("lists every room of the firmware, and no other", () => {
    // Moddable never sees what the page is made of: it runs in browsers.
    const files = readdirSync(join(root, "firmware"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.startsWith("web/app/"),
    );
    const folders = files.map((file) => dirname(join("firmware", file)));
    const rooms = [...new Set(folders)].map((folder) => `${folder}/*`);
    deepEqual(Object.keys(manifest.modules).sort(), rooms.sort());
  });

  it("gives each module the name of its file, so that relative imports mean the same everywhere", () => {
    for (const [name, file] of found) ok(file === join(root, `${name}.ts`), name);
  });

  it("has every module preloaded by its name, as mcconfig takes a star there for JavaScript only", () => {
    for (const file of Object.keys(MANIFESTS))
      equal(readFileSync(join(folder, file), "utf8"), written(file), `${file}: npm run build:manifests`);
    deepEqual([...manifest.preload].sort(), [...found.keys()].sort());
  });

  it("resolves every import", () => {
    for (const [name, file] of found) {
      const text = readFileSync(file, "utf8");
      for (const [, type, target] of text.matchAll(/^(?:import|export)\s+(type\s)?[^;"]*?from\s+"([^"]+)"/gm)) {
        const wanted = normalize(join(dirname(name), target)).replace(/\.js$/, "");
        if (!type && !found.has(wanted)) fail(`${name} imports ${target}, which no manifest names`);
        if (type && !existsSync(join(root, `${wanted}.ts`))) fail(`${name} imports ${target}, which is nowhere`);
      }
    }
  });
});
