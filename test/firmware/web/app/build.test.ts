/** The page as it is built for a board: small, whole, and of one origin. */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildPage } from "../../../../firmware/web/app/build.mjs";
import type { Assets } from "../../../../hal/assets.js";

const FOLDER = join(import.meta.dirname, "../../../../firmware/web/app");
const MOST = 40 * 1024;
/** Names of XML's namespaces are no addresses to ask. */
const NAMESPACE = /http:\/\/www\.w3\.org\/[A-Za-z0-9/]+/g;

describe("the built page", function () {
  this.timeout(20_000);
  let assets: Assets;
  const text = (path: string) => gunzipSync(assets[path].octets).toString();

  before(async () => {
    assets = await buildPage();
  });

  it("is four compressed files of 40 KiB at most", () => {
    deepEqual(Object.keys(assets), ["/", "/app.js", "/app.css", "/icon.svg"]);
    const octets = Object.values(assets).reduce((sum, asset) => sum + asset.octets.length, 0);
    ok(octets <= MOST, `${octets} octets`);
    for (const { gzip } of Object.values(assets)) equal(gzip, true);
  });

  it("is the same every time, tags too", async () => {
    deepEqual(await buildPage(), assets);
  });

  it("names script and style with their tags, so that browsers keep them", () => {
    for (const path of ["/app.js", "/app.css"]) ok(text("/").includes(`"${path}?${assets[path].tag}"`), path);
  });

  it("has nothing in line that a strict policy forbids", () => {
    doesNotMatch(text("/"), /<style|style=|<script(?![^>]*src=)|\son[a-z]+=/i);
    match(text("/"), /<html lang="en">/);
    doesNotMatch(text("/app.js"), /\beval\(|new Function/);
  });

  it("makes no markup of texts", () => {
    for (const file of readdirSync(FOLDER).filter((name) => /\.tsx?$/.test(name)))
      doesNotMatch(
        readFileSync(join(FOLDER, file), "utf8"),
        /innerHTML|outerHTML|insertAdjacent|document\.write/i,
        file,
      );
  });

  it("names no other origin, but for examples", () => {
    for (const path of Object.keys(assets)) {
      const addresses =
        text(path)
          .replace(NAMESPACE, "")
          .match(/\b(?:https?|wss?):\/\/[^"'`\s)]*/g) ?? [];
      deepEqual(
        [...new Set(addresses)].filter((address) => address !== "https://"),
        [],
        path,
      );
    }
  });
});
