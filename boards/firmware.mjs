// npm run firmware -- <board> [name=value ...]: builds a board's image with Moddable's tools, or says what there is to
// install. What is named is the image's configuration (mc/config).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pointOf, run } from "./image.mjs";
import { flawOf } from "./sdk.mjs";

const here = import.meta.dirname;
const root = join(here, "..");
const boards = readdirSync(here).filter((name) => existsSync(join(here, name, "manifest.json")));
const [board, ...words] = process.argv.slice(2);
if (board === "image" || board === "sign") process.exit(run([board, ...words]));
/** Those that run on a desktop: without a window, and in the SDK's simulator. */
const DESKTOP = { lin: "x-cli-lin", simulator: "lin", kernels: "lin" };
/** No boards of their own: the desktop's program with its kernels in C, and all tests of those. */
const MANIFESTS = { simulator: "boards/lin/simulator.json", kernels: "test/hal/engine/manifest.json" };

/** As mcconfig names it: a desktop, the SDK's own target, or a target of ours. */
function platformOf(name) {
  if (name in DESKTOP) return DESKTOP[name];
  const target = join("boards", name, "target");
  return existsSync(join(root, target, "manifest.json")) ? `esp32:./${target}` : `esp32/${name.replaceAll("-", "_")}`;
}

/** What is missing, in words. */
function missing(name) {
  if (!process.env.MODDABLE)
    return "MODDABLE is not set. Install the Moddable SDK 8.2.3 with: npx xs-dev@0.30 setup, then open a new shell.";
  if (!existsSync(join(process.env.MODDABLE, "build/bin")))
    return `there are no tools in ${process.env.MODDABLE}/build/bin: run npx xs-dev@0.30 setup`;
  if (!(name in DESKTOP) && !process.env.IDF_PATH)
    return "IDF_PATH is not set. Install ESP-IDF v6.0 with: npx xs-dev@0.30 setup --device esp32, then open a new shell.";
  return flawOf(process.env.MODDABLE);
}

if (!boards.includes(board) && !(board in MANIFESTS)) {
  console.error(`Which board? ${[...boards, ...Object.keys(MANIFESTS)].join(", ")}`);
  process.exit(2);
}
const lack = missing(board);
if (lack !== null) {
  console.error(lack);
  process.exit(1);
}
/** Images have to be signed with the key of whoever builds the program (`UPDATE_KEY`, a file), where there is one. */
if (process.env.UPDATE_KEY)
  try {
    words.push(`updateKey=${pointOf(readFileSync(process.env.UPDATE_KEY))}`);
  } catch (error) {
    console.error(`UPDATE_KEY: ${error.message}`);
    process.exit(1);
  }
const output = join(root, "build");
mkdirSync(output, { recursive: true });
// What the SDK looks for among the commands: first of all, what takes the types out of one module after the other.
const PATH = [
  join(here, "tools"),
  join(root, "node_modules/.bin"),
  join(process.env.MODDABLE, "build/bin/lin/release"),
  join(process.env.MODDABLE, "build/bin/mac/release"),
  process.env.PATH,
].join(":");
const env = { ...process.env, PATH };

/** Ends where a tool does not come to its end. */
function tool(name, ...words) {
  const { status, error } = spawnSync(name, words, { cwd: root, env, stdio: "inherit" });
  if (error) console.error(`${name} cannot be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

// The files of the page lie in the image as they are.
if (board !== "kernels") tool(process.execPath, "firmware/web/app/build.mjs");
if (board === "lin") {
  // mcconfig keeps them from programs of a desktop: boards/lin/host.c takes them in.
  const folder = join(output, "tmp/lin/release/ata");
  mkdirSync(folder, { recursive: true });
  const page = readdirSync(join(root, "dist/page")).map((file) => join("dist/page", file));
  tool("mcrez", ...page, "assets/speech-en.bin", "-o", folder, "-p", "x-cli-lin", "-r", "mc.resources.c");
  rmSync(join(folder, "host.c.o"), { force: true });
}
const goal = board === "lin" ? [] : ["-t", "build"];
const manifest = board in MANIFESTS ? [MANIFESTS[board]] : [];
tool("mcconfig", "-m", "-p", platformOf(board), ...goal, "-o", output, ...manifest, ...words);
