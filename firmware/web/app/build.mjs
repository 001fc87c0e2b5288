// Builds the adapter's page: bundled, minified, compressed. Alone it writes dist/page/, with its table of contents.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const here = import.meta.dirname;
const root = join(here, "../../..");

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** The files of the page by path, in the shape of hal/assets.ts. */
export async function buildPage() {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
    entryPoints: { app: "firmware/web/app/main.tsx" },
    outdir: "/",
    platform: "browser",
    target: "es2022",
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    charset: "utf8",
  });
  const built = (path) => outputFiles.find((file) => file.path === path).contents;
  const verbatim = (name) => readFileSync(join(here, name));
  const tagOf = (contents) => createHash("sha256").update(contents).digest("hex").slice(0, 16);
  // what carries its tag in its address is kept by browsers for good
  const shell = String(verbatim("index.html")).replace(/\/app\.(js|css)/g, (path) => `${path}?${tagOf(built(path))}`);
  const contents = {
    "/": ["html", shell],
    "/app.js": ["js", built("/app.js")],
    "/app.css": ["css", built("/app.css")],
    "/icon.svg": ["svg", verbatim("icon.svg")],
  };
  return Object.fromEntries(
    Object.entries(contents).map(([path, [extension, plain]]) => {
      const octets = new Uint8Array(gzipSync(plain, { level: 9 }));
      return [path, { type: TYPES[extension], octets, gzip: true, tag: tagOf(plain) }];
    }),
  );
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(root, "dist/page");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let sum = 0;
  const table = {};
  for (const [path, { type, octets, tag }] of Object.entries(await buildPage())) {
    const file = `${path === "/" ? "index.html" : path.slice(1)}.gz`;
    writeFileSync(join(folder, file), octets);
    table[path] = { file, type, gzip: true, tag };
    sum += octets.length;
    process.stdout.write(`${String(octets.length).padStart(6)}  ${file}\n`);
  }
  writeFileSync(join(folder, "assets.json"), `${JSON.stringify(table, null, 2)}\n`);
  process.stdout.write(`${String(sum).padStart(6)}  octets in all\n`);
}
