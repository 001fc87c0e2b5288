import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Assets } from "../../../hal/assets.js";
import { loadWith } from "./stand-in.js";

const root = join(import.meta.dirname, "../../..");

type Built = { readonly [path: string]: { type: string; octets: Uint8Array; gzip: boolean; tag: string } };

describe("the files of the page in an image", () => {
  let built: Built;
  let page: { pageAssets: Assets; spokenWords(): Uint8Array };
  let opened: string[];

  before(async function () {
    this.timeout(20_000);
    const { buildPage } = await import(join(root, "firmware/web/app/build.mjs"));
    built = await buildPage();
    const files = new Map<string, Uint8Array>([["speech-en.bin", readFileSync(join(root, "assets/speech-en.bin"))]]);
    const table: { [path: string]: object } = {};
    for (const [path, { octets, ...entry }] of Object.entries(built)) {
      const file = `${path === "/" ? "index.html" : path.slice(1)}.gz`;
      files.set(file, octets);
      table[path] = { file, ...entry };
    }
    files.set("assets.json", new TextEncoder().encode(JSON.stringify(table)));
    opened = [];
    /** Lies in flash: what looks at it looks at these very octets. */
    class Resource extends Uint8Array {
      static get [Symbol.species]() {
        return Uint8Array;
      }
      constructor(name: string) {
        const octets = files.get(name);
        if (!octets) throw new URIError(`Resource not found: ${name}`);
        super(octets);
        opened.push(name);
      }
    }
    Object.assign(String, { fromArrayBuffer: (octets: Uint8Array) => new TextDecoder().decode(octets) });
    page = await loadWith("hal/esp32/page.ts", { Resource: { default: Resource } });
  });

  it("are those that are built, with their types and tags", () => {
    deepEqual(Object.keys(page.pageAssets), Object.keys(built));
    for (const [path, { type, octets, gzip, tag }] of Object.entries(built)) {
      ok(Object.hasOwn(page.pageAssets, path));
      const asset = page.pageAssets[path];
      deepEqual([asset.type, asset.gzip, asset.tag], [type, gzip, tag]);
      deepEqual(new Uint8Array(asset.octets), octets);
    }
  });

  it("are looked at when they are asked for, and not before", () => {
    opened.length = 0;
    equal(Object.hasOwn(page.pageAssets, "/app.js"), true);
    deepEqual(opened, []);
    void page.pageAssets["/app.js"].octets;
    deepEqual(opened, ["assets.json", "app.js.gz"]);
    ok(Object.isFrozen(page.pageAssets));
  });

  it("have the spoken words beside them", () => {
    equal(page.spokenWords().length, readFileSync(join(root, "assets/speech-en.bin")).length);
  });

  it("are named in the manifest of the page", () => {
    const { data } = JSON.parse(readFileSync(join(root, "manifests/page.json"), "utf8"));
    deepEqual(data["*"], ["../dist/page/*", "../assets/speech-en"]);
  });
});
