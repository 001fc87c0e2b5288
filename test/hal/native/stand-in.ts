/**
 * Bundles the firmware as a board with native kernels has it: the twins stand in the places of their files, and the
 * kernels have empty bodies, which is what a native call costs the engine.
 */
import { dirname, join, normalize, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { folder, manifest, modules } from "./compile.js";

/** What each kernel answers that answers anything: a lag, if it is asked for one. */
const ANSWER = 40;

const root = normalize(join(folder, "../.."));
const places = new Map(modules.map(([name, path]) => [join(root, `${name}.js`), join(folder, `${path}.ts`)]));

export const emptyKernels: Plugin = {
  name: "empty kernels",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.js$/ }, ({ path, importer }) => {
      const place = places.get(resolve(dirname(importer), path));
      return place === undefined ? undefined : { path: place };
    });
    onResolve({ filter: /^mc\/ffi$/ }, ({ path }) => ({ path, namespace: "empty" }));
    onLoad({ filter: /./, namespace: "empty" }, () => {
      const bodies = Object.entries(manifest.ffi.functions).map(([name, { arguments: types, returns }]) => {
        const list = types.map((_, i) => `arg${i}`).join(", ");
        return `${name}(${list}) {${returns === "void" ? "" : ` return ${ANSWER}; `}}`;
      });
      return { contents: `export default class FFI {\n${bodies.join("\n")}\n}`, loader: "js" };
    });
  },
};
