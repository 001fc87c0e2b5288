/**
 * The program of each board, made of its modules without an SDK: it may not grow unnoticed, as every octet here is more than two in
 * the image (docs/hardware.md, Sizes).
 */
import { ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { withoutPrivateNames } from "../../boards/private-names.mjs";

const root = join(import.meta.dirname, "../..");
/** Octets. Whoever needs more measures the image anew, and says in docs/hardware.md what it has come to. */
const MOST = 740_000;

/** Modules as an image has them: kernels in C where there are any, what the SDK brings left out. */
const asInAnImage: Plugin = {
  name: "image",
  setup(made) {
    made.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => (kind === "entry-point" ? null : { path, external: true }));
    made.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const source = join(resolveDir, path).replace(/\.js$/, ".ts");
      const kernel = relative(join(root, "firmware/dsp"), source);
      const twin = join(root, "hal/native", kernel);
      return { path: !kernel.startsWith("..") && existsSync(twin) ? twin : source };
    });
    made.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: withoutPrivateNames(readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
};

async function sizeOf(board: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "boards", board, "main.ts")],
    ...{ bundle: true, write: false, format: "esm", target: "es2022", minify: true, plugins: [asInAnImage] },
  });
  return outputFiles[0].contents.length;
}

describe("the program", () => {
  for (const board of ["wt32-eth01", "wrover-lan8720", "s3-w5500"])
    it(`of ${board} has not grown`, async function () {
      this.timeout(20_000);
      const size = await sizeOf(board);
      ok(size <= MOST, `${size} octets of ${MOST}`);
    });
});
