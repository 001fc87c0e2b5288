// Starts the simulator: bundles it, its page and that of the adapter in memory, then runs it in this very process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// One listener from the first moment on, so that no signal falls between two; the simulator takes it over.
const signals = { onSignal: () => process.exit(0) };
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => signals.onSignal());
const { build, stop } = await import("esbuild");
const { buildPage } = await import("../firmware/web/app/build.mjs");

const here = import.meta.dirname;
const { name, version } = JSON.parse(readFileSync(join(here, "../package.json"), "utf8"));
/** Packages of the older kind ask for Node's modules by `require`. */
const requires = `import { createRequire as requireOf } from "node:module"; const require = requireOf(${JSON.stringify(import.meta.url)});`;
const common = { absWorkingDir: join(here, ".."), bundle: true, write: false, format: "esm", logLevel: "error" };

const [program, page, assets] = await Promise.all([
  build({
    ...common,
    entryPoints: ["sim/main.ts"],
    platform: "node",
    target: "node20",
    banner: { js: requires },
    sourcemap: "inline",
    sourcesContent: false,
  }),
  build({
    ...common,
    entryPoints: { app: "sim/page/main.tsx", live: "sim/page/live-worklet.ts" },
    outdir: "/",
    platform: "browser",
    target: "es2022",
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
  }),
  buildPage(),
]).catch(() => process.exit(1));
await stop();

/** The page itself; everything on it is drawn by the bundle. */
const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The desk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/app.css">
<script type="module" src="/app.js"></script>
</head>
<body><div id="desk"></div></body>
</html>
`;
const built = (path) => page.outputFiles.find((file) => file.path === path)?.contents ?? "";
const files = [
  { path: "/", type: "text/html; charset=utf-8", body: SHELL },
  { path: "/app.js", type: "text/javascript; charset=utf-8", body: built("/app.js") },
  { path: "/live.js", type: "text/javascript; charset=utf-8", body: built("/live.js") },
  { path: "/app.css", type: "text/css; charset=utf-8", body: built("/app.css") },
];

const speech = new Uint8Array(readFileSync(join(here, "../assets/speech-en.bin")));

const folder = mkdtempSync(join(tmpdir(), `${name}-`));
const file = join(folder, "main.mjs");
process.setSourceMapsEnabled(true);
try {
  writeFileSync(file, program.outputFiles[0].contents);
  const { main } = await import(pathToFileURL(file).href);
  rmSync(folder, { recursive: true });
  await main(process.argv.slice(2), { name, version, page: files, assets, speech, signals });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
