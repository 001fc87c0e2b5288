// npm run firmware -- <board>: builds a board's image with Moddable's tools, or says what there is to install.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const root = join(here, "..");
const boards = readdirSync(here).filter((name) => existsSync(join(here, name, "manifest.json")));
const [board] = process.argv.slice(2);

/** As mcconfig names it: the SDK's own target, a target of ours, or a desktop without a window. */
function platformOf(name) {
  if (name === "lin") return "x-cli-lin";
  const target = join("boards", name, "target");
  return existsSync(join(root, target, "manifest.json")) ? `esp32:./${target}` : `esp32/${name.replaceAll("-", "_")}`;
}

/** What is missing, in words. */
function missing(name) {
  if (!process.env.MODDABLE)
    return "MODDABLE is not set. Install the Moddable SDK 8.2.3 with: npx xs-dev@0.30 setup, then open a new shell.";
  if (!existsSync(join(process.env.MODDABLE, "build/bin")))
    return `there are no tools in ${process.env.MODDABLE}/build/bin: run npx xs-dev@0.30 setup`;
  if (name !== "lin" && !process.env.IDF_PATH)
    return "IDF_PATH is not set. Install ESP-IDF v6.0 with: npx xs-dev@0.30 setup --device esp32, then open a new shell.";
  return null;
}

if (!boards.includes(board)) {
  console.error(`Which board? ${boards.join(", ")}`);
  process.exit(2);
}
const lack = missing(board);
if (lack !== null) {
  console.error(lack);
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
const goal = board === "lin" ? [] : ["-t", "build"];
const { status, error } = spawnSync("mcconfig", ["-m", "-p", platformOf(board), ...goal, "-o", output], {
  cwd: root,
  env: { ...process.env, PATH },
  stdio: "inherit",
});
if (error) console.error(`mcconfig cannot be started: ${error.message}`);
process.exit(status ?? 1);
