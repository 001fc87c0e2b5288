/** The plan of the house, checked: floors, forbidden words, a test room for every room. */
import { equal, fail } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative } from "node:path";

/** A room may look down, never up, never sideways. */
const FLOORS = [
  ["base"],
  ["wire", "dsp", "dialplan"],
  ["callerid", "transaction", "menu"],
  ["sip", "media", "line", "net", "provision", "events"],
  ["phone", "config"],
  ["web"],
  ["adapter"],
];

const LONGEST_FILE = 500;

type Source = { path: string; text: string; imports: { target: string; typeOnly: boolean }[] };

const root = normalize(join(import.meta.dirname, ".."));
const floorOf = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room));
const roomOf = (path: string) => path.split("/")[1];

function sourcesUnder(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes("node_modules"))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(root, path), "utf8");
      const imports = [
        ...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^;"]*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"/gm),
      ].map(([, type, from, bare]) => ({ target: resolve(path, from ?? bare), typeOnly: type !== undefined }));
      return { path, text, imports };
    });
}

const resolve = (path: string, target: string) =>
  target.startsWith(".") ? relative(root, join(root, dirname(path), target)).replace(/\.js$/, "") : target;

const isFirmware = ({ path }: Source) => path.startsWith("firmware/") && !path.startsWith("firmware/web/app/");

describe("the house", () => {
  const all = ["firmware", "hal", "boards", "sim"].flatMap(sourcesUnder);
  const firmware = all.filter(isFirmware);

  it("has only rooms that stand on a floor", () => {
    for (const { path } of firmware) if (floorOf(roomOf(path)) < 0) fail(`${path} stands on no floor`);
  });

  it("writes JSON by its own writer: the engine's takes nothing that lies in flash", () => {
    for (const { path, text } of firmware)
      if (/\bJSON\.stringify\(/.test(text) && path !== "firmware/base/json-text.ts") fail(path);
  });

  it("looks down only", () => {
    for (const { path, imports } of firmware)
      for (const { target, typeOnly } of imports) {
        if (target.startsWith("firmware/")) {
          const [here, there] = [roomOf(path), roomOf(target)];
          if (here !== there && floorOf(there) >= floorOf(here)) fail(`${path} looks at ${target}`);
        } else if (target.startsWith("hal/")) {
          if (roomOf(path) !== "adapter" || !typeOnly) fail(`${path} looks at ${target}`);
        } else fail(`${path} depends on ${target}`);
      }
  });

  it("keeps hal/ below the firmware, and the desk out of both", () => {
    for (const { path, imports } of all.filter(({ path }) => path.startsWith("hal/")))
      for (const { target } of imports) {
        if (target.startsWith("sim/")) fail(`${path} looks at the desk: ${target}`);
        // A twin in C stands in the place of a file of firmware/dsp/, among its neighbours.
        const twin = path.startsWith("hal/native/") && target.startsWith("firmware/dsp/");
        if (target.startsWith("firmware/") && !twin && !path.endsWith("/main.ts")) fail(`${path} looks at ${target}`);
      }
  });

  it("lets only sim/node/ speak to Node, and only boards to Moddable", () => {
    const node = new Set(builtinModules);
    for (const { path, imports } of all)
      for (const { target } of imports) {
        if ((target.startsWith("node:") || node.has(target)) && !path.startsWith("sim/node/") && path !== "sim/main.ts")
          fail(`${path} imports ${target}`);
        if (/^(embedded:|mc\/)/.test(target) && !/^(hal\/(esp32|native)|boards)\//.test(path))
          fail(`${path} imports ${target}`);
      }
  });

  it("lets a board stand on the firmware and on hal/, and nobody on a board", () => {
    for (const { path, imports } of all)
      for (const { target } of imports) {
        const board = /^boards\/[^/]+\//.exec(target);
        if (board && !path.startsWith(board[0])) fail(`${path} looks at ${target}`);
        if (path.startsWith("boards/") && target.startsWith("sim/")) fail(`${path} looks at the desk: ${target}`);
      }
  });

  it("reads no clock, no chance and no global of a platform in the firmware", () => {
    const words =
      /\b(Date\.now|new Date|Math\.random|setTimeout|setInterval|setImmediate|console\.|\bnative\(|process\.|Buffer\.|TextDecoder|TextEncoder|Intl\.|eval\()/;
    for (const { path, text } of firmware) {
      const line = text.split("\n").findIndex((line) => words.test(line.replace(/^\s*(\/\/|\*|\/\*).*/, "")));
      if (line >= 0) fail(`${path}:${line + 1} speaks of a platform`);
    }
  });

  it("keeps no variable at the top of a module", () => {
    for (const { path, text } of firmware) if (/^(export )?let /m.test(text)) fail(`${path} keeps state in its module`);
  });

  it("names every file in kebab case and opens it with a sentence", () => {
    for (const { path, text } of all) {
      if (!/^[a-z0-9/-]+(\.d)?\.tsx?$/.test(path)) fail(`${path} is not kebab case`);
      if (!/^(\/\*\*|\/\/)/.test(text)) fail(`${path} does not say what it is`);
    }
  });

  it("keeps files short", () => {
    for (const { path, text } of all) {
      const lines = text.split("\n").length;
      if (lines > LONGEST_FILE) fail(`${path} has ${lines} lines`);
    }
  });

  it("has a test room for every room", () => {
    const tested = new Set(sourcesUnder("test").map(({ path }) => path.split("/").slice(1, 3).join("/")));
    for (const { path } of firmware) {
      const room = path.split("/").slice(0, 2).join("/");
      if (!tested.has(room)) fail(`nothing tests ${room}`);
    }
    equal(tested.has("firmware/base"), true);
  });
});
