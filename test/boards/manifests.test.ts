/** What mcconfig will find for each board, without it: every module named, every import resolved, nothing that a chip has not. */
import { deepEqual, equal, fail, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

type Manifest = {
  readonly include?: string | readonly string[];
  readonly build?: { readonly [name: string]: string };
  readonly creation?: { readonly main?: string };
  readonly modules?: { readonly [name: string]: string | readonly string[] };
  readonly preload?: readonly string[];
  readonly platforms?: { readonly [name: string]: { readonly include?: string } };
};

/** By the manifest of the SDK that brings them. */
const SDK: { readonly [manifest: string]: readonly string[] } = {
  // mcconfig itself writes the last of them.
  "examples/manifest_base.json": ["timer", "time", "Resource", "mc/config"],
  "examples/manifest_typings.json": [],
  "modules/files/resource/manifest.json": ["Resource"],
  "modules/io/manifest.json": [
    "embedded:io/digital",
    "embedded:io/spi",
    "embedded:io/socket/tcp",
    "embedded:io/socket/udp",
    "embedded:io/socket/listener",
  ],
  "modules/io/ethernet/manifest.json": ["embedded:network/interface/ethernet"],
  "modules/io/storage/manifest.json": ["embedded:storage/key-value"],
  "modules/io/flash/manifest.json": ["embedded:storage/flash"],
  "modules/io/update/manifest.json": ["embedded:update"],
  "modules/io/dnssd/manifest.json": ["embedded:network/dnssd"],
  "modules/crypt/digest/manifest.json": ["crypt"],
  "modules/data/zlib/manifest_inflate.json": ["inflate"],
  "modules/io/wifi/manifest.json": ["embedded:network/interface/wifi"],
  "examples/io/listener/httpserver/manifest_httpserver.json": ["embedded:network/http/server"],
};

type Found = { modules: Map<string, string>; sdk: Set<string>; preload: string[]; main: string | null };

/** Follows the includes within this tree, and spells the `*` of one folder out as mcconfig does. */
function gather(path: string, into: Found, seen = new Set<string>()): Found {
  if (seen.has(path)) return into;
  seen.add(path);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  into.main ??= manifest.creation?.main ?? null;
  const { "~": out = [], ...modules } = manifest.modules ?? {};
  const left = new Set([out].flat().map((name) => normalize(join(dirname(path), name))));
  for (const include of [manifest.include ?? []].flat())
    if (include.startsWith("$(MODDABLE)/")) {
      const known = SDK[include.slice("$(MODDABLE)/".length)];
      if (!known) fail(`${relative(root, path)} includes ${include}, which nobody knows`);
      for (const name of known) into.sdk.add(name);
    } else gather(normalize(join(dirname(path), include)), into, seen);
  for (const name of left) into.modules.delete(relative(root, name));
  for (const [name, target] of Object.entries(modules))
    for (const one of [target].flat()) {
      if (one.startsWith("$(")) into.sdk.add(name === "*" ? (one.split("/").at(-1) as string) : name);
      // A file in C, which has no name.
      else if (name === "*") ok(existsSync(normalize(`${join(dirname(path), one)}.c`)), one);
      else if (!name.endsWith("*")) into.modules.set(name, normalize(`${join(dirname(path), one)}.ts`));
      else
        for (const file of readdirSync(normalize(join(dirname(path), dirname(one)))))
          if (file.endsWith(".ts"))
            into.modules.set(name.slice(0, -1) + file.slice(0, -3), normalize(join(dirname(path), dirname(one), file)));
    }
  into.preload.push(...(manifest.preload ?? []));
  return into;
}

const boards = readdirSync(join(root, "boards")).filter((name) =>
  existsSync(join(root, "boards", name, "manifest.json")),
);

const importsOf = (text: string) =>
  [...text.matchAll(/^(?:import|export)\s+(type\s)?([^;"]*?)from\s+"([^"]+)"/gm)].map(([, type, names, target]) => ({
    // A list of nothing but types is left out by the compiler.
    typeOnly: type !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names),
    target,
  }));

/** What XS has not, or what a manifest that strips leaves out because nobody names it. */
const ABSENT =
  /\b(eval\(|new Function\(|Intl\.|console\.|setTimeout|setInterval|TextDecoder|TextEncoder|Buffer\.|process\.|structuredClone|new Proxy|Reflect\.|WeakRef|Atomics\.|SharedArrayBuffer|localeCompare|toLocale|Object\.groupBy|toSorted|toReversed|findLast)/;

for (const board of boards)
  describe(`boards/${board}`, () => {
    const found = gather(join(root, "boards", board, "manifest.json"), {
      modules: new Map(),
      sdk: new Set(),
      preload: [],
      main: null,
    });
    const texts = new Map([...found.modules].map(([name, file]) => [name, readFileSync(file, "utf8")]));

    it("starts at its main", () => {
      equal(found.main, `boards/${board}/main`);
      ok(found.modules.has(`boards/${board}/main`));
    });

    it("resolves every import", () => {
      for (const [name, text] of texts)
        for (const { typeOnly, target } of importsOf(text)) {
          if (typeOnly || target === "mc/ffi") continue;
          const wanted = target.startsWith(".") ? normalize(join(dirname(name), target)).replace(/\.js$/, "") : target;
          if (!found.modules.has(wanted) && !found.sdk.has(wanted)) fail(`${name} imports ${target}`);
        }
    });

    it("gives each module the name of its file, but for the twins in C and what stands for a module of the SDK", () => {
      for (const [name, file] of found.modules)
        ok(relative(root, file) === `${name}.ts` || /^hal\/native\/|\/stand-in\//.test(relative(root, file)), name);
    });

    it("keeps no pattern in flash that has to remember where it was", () => {
      // One with g or y is written to whenever it is used, which what is preloaded cannot be.
      for (const [name, text] of texts)
        if (name.startsWith("hal/") || name.startsWith("boards/"))
          for (const line of text.split("\n"))
            if (/^(export )?const \w+ = \/.*\/[a-z]*[gy][a-z]*;/.test(line)) fail(`${name}: ${line}`);
    });

    it("uses nothing that the engine has not, or that is stripped", () => {
      for (const [name, text] of texts) {
        const line = text.split("\n").findIndex((line) => ABSENT.test(line.replace(/^\s*(\/\/|\*|\/\*).*/, "")));
        if (line >= 0) fail(`${name}:${line + 1}`);
      }
    });

    it("does nothing but tables while modules are loaded, and keeps nothing in them", () => {
      for (const [name, text] of texts)
        for (const line of text.split("\n"))
          if (/^(let|var|if|while|[a-z][\w.]*\()/.test(line) && !/^let bound: FFI/.test(line)) fail(`${name}: ${line}`);
    });

    it("preloads every module of firmware/ and hal/, or it would take the RAM of the chip", () => {
      const preloaded = new Set(found.preload);
      for (const name of found.modules.keys())
        if (/^(firmware|hal)\//.test(name)) ok(preloaded.has(name), `${name} is not preloaded`);
    });

    it("preloads what is there, and by name: a star means JavaScript to mcconfig, and no TypeScript", () => {
      for (const name of found.preload)
        ok(found.modules.has(name) || found.sdk.has(name) || existsSync(join(root, `${name}.ts`)), name);
    });
  });

describe("the rooms of hal/", () => {
  it("are each in the manifest of some board", () => {
    const listed = new Set(
      boards.flatMap((board) =>
        [
          ...gather(join(root, "boards", board, "manifest.json"), {
            modules: new Map(),
            sdk: new Set(),
            preload: [],
            main: null,
          }).modules.values(),
        ].map((file) => relative(root, file)),
      ),
    );
    for (const room of ["hal/esp32", "hal/si321x"])
      for (const file of readdirSync(join(root, room), { recursive: true, encoding: "utf8" }))
        if (file.endsWith(".ts") && !file.endsWith(".d.ts") && !file.startsWith("emulator/"))
          ok(listed.has(join(room, file)), `${room}/${file}`);
  });
});

describe("manifest.json", () => {
  const { platforms = {} } = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8")) as Manifest;

  it("knows every board by the name of its platform", () => {
    const included = Object.values(platforms).flatMap(({ include }) => include ?? []);
    deepEqual([...new Set(included)].sort(), boards.map((board) => `./boards/${board}/manifest.json`).sort());
  });

  it("names the platforms as their targets do", () => {
    for (const board of boards) {
      const target = join(root, "boards", board, "target/manifest.json");
      if (!existsSync(target)) continue;
      const { build } = JSON.parse(readFileSync(target, "utf8")) as Manifest;
      equal(platforms[`esp32/${build?.SUBPLATFORM}`]?.include, `./boards/${board}/manifest.json`);
      ok(statSync(join(dirname(target), "host/provider.ts")).isFile());
    }
  });

  it("finds each board's configuration and partitions, after the target's", () => {
    for (const board of boards.filter((name) => name !== "lin")) {
      const { include } = JSON.parse(readFileSync(join(root, "boards", board, "manifest.json"), "utf8")) as Manifest;
      equal([include].flat().at(-1), "./idf.json");
      const { build = {} } = JSON.parse(readFileSync(join(root, "boards", board, "idf.json"), "utf8")) as Manifest;
      ok(existsSync(join(root, "boards", board, build.PARTITIONS_FILE)));
      ok(existsSync(join(root, "boards", board, build.SDKCONFIGPATH, "sdkconfig.defaults")));
    }
  });
});
