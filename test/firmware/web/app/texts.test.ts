/** Both languages of the page say the same. */
import { deepEqual, equal, fail, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adapterSettings } from "../../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../../firmware/config/line-settings.js";
import { adviceIds } from "../../../../firmware/web/advice.js";
import { texts } from "../../../../firmware/web/app/texts.js";
import { rowOf } from "../../../../firmware/web/settings-table.js";

const FOLDER = join(import.meta.dirname, "../../../../firmware/web/app");
const holes = (text: string) => [...text.matchAll(/\{(\d)\}/g)].map(([, n]) => n).sort();
const rows = Object.entries(texts);

describe("the texts of the page", () => {
  it("are there in English and in German", () => {
    for (const [name, row] of rows) {
      equal(row.length, 2, name);
      for (const text of row) if (text.trim() === "") fail(`${name} says nothing`);
    }
  });

  it("have the same blanks to fill in", () => {
    for (const [name, [english, german]] of rows) deepEqual(holes(german), holes(english), name);
  });

  it("name every tab and every group of settings", () => {
    const names = [...Object.keys(adapterSettings), ...Object.keys(lineSettings)];
    for (const { tab, group } of names.map((name) => rowOf(name))) {
      ok(Object.hasOwn(texts, `tab-${tab}`), `there is no text tab-${tab}`);
      ok(
        group === tab || Object.hasOwn(texts, `group-${group}`) || Object.hasOwn(texts, `tab-${group}`),
        `group-${group}`,
      );
    }
  });

  it("say all that is advised", () => {
    for (const id of adviceIds)
      if (id !== "registered") ok(Object.hasOwn(texts, `advice-${id}`), `there is no text advice-${id}`);
  });

  it("are all used", () => {
    const source = readdirSync(FOLDER)
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("texts"))
      .map((file) => readFileSync(join(FOLDER, file), "utf8"))
      .join("\n");
    // names that are put together: `page-${page}`
    const stems = [...source.matchAll(/`([a-z-]+-)\$\{/g)].map(([, stem]) => stem);
    for (const [name] of rows)
      if (!source.includes(`"${name}"`) && !stems.some((stem) => name.startsWith(stem))) fail(`nobody says ${name}`);
  });
});
