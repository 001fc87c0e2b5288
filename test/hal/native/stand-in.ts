/**
 * Bundles the firmware as a board with native kernels has it: the twins stand in the places of their files, and the
 * kernels have empty bodies, which is what a native call costs the engine.
 */
import { dirname, join, normalize, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { ffi, folder, modules } from "./compile.js";

/** What each kernel answers that answers anything: a lag, if it is asked for one. */
const ANSWER = 40;
/** What they answer to speech: it is loud, and there is no key and no modem in it. */
const ANSWERS: { readonly [kernel: string]: number } = { loudnessOf: 4_000_000, lookForKeys: 0, lookForModems: 0 };

const root = normalize(join(folder, "../.."));
const places = new Map(modules.map(([name, path]) => [join(root, `${name}.js`), join(folder, `${path}.ts`)]));

/** The twins in the places of their files; `source` is the module that stands for Moddable's `mc/ffi`. */
export function twinsInPlace(name: string, source: () => string): Plugin {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.js$/ }, ({ path, importer }) => {
        const place = places.get(resolve(dirname(importer), path));
        return place === undefined ? undefined : { path: place };
      });
      onResolve({ filter: /^mc\/ffi$/ }, ({ path }) => ({ path, namespace: "ffi" }));
      onLoad({ filter: /./, namespace: "ffi" }, () => ({ contents: source(), loader: "js" }));
    },
  };
}

export const emptyKernels = twinsInPlace("empty kernels", () => {
  const bodies = Object.entries(ffi.functions).map(([name, { arguments: types, returns }]) => {
    const list = types.map((_, i) => `arg${i}`).join(", ");
    return `${name}(${list}) {${returns === "void" ? "" : ` return ${ANSWERS[name] ?? ANSWER}; `}}`;
  });
  return `export default class FFI {\n${bodies.join("\n")}\n}`;
});
