// npm run build:manifests: names in the manifests every module that is preloaded. mcconfig takes a star there for JavaScript only.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const here = import.meta.dirname;
/** Each with the folders whose modules it preloads. */
export const MANIFESTS = {
  "base.json": (name) => name.startsWith("firmware/"),
  "psram.json": (name) => name !== "~",
  "esp32.json": (name) => name.startsWith("hal/") || name.startsWith("embedded:"),
};

/** The modules that `wanted` folders of this manifest hold, in their order. */
export function modulesOf(manifest, wanted) {
  return Object.entries(manifest.modules)
    .filter(([name]) => wanted(name))
    .flatMap(([name, target]) => (name.endsWith("/*") ? within(name, target) : [name]));
}

function within(name, target) {
  return readdirSync(dirname(join(here, target)))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .sort()
    .map((file) => name.slice(0, -1) + file.slice(0, -3));
}

/** The text of a manifest as it should be. */
export function written(file) {
  const manifest = JSON.parse(readFileSync(join(here, file), "utf8"));
  manifest.preload = modulesOf(manifest, MANIFESTS[file]);
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename)
  for (const file of Object.keys(MANIFESTS)) writeFileSync(join(here, file), written(file));
