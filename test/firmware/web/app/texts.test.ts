/** Both languages of the page say the same. */
import { deepEqual, equal, fail } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { texts } from "../../../../firmware/web/app/texts.js";

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
