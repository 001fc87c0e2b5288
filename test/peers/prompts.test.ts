/** The spoken words of the voice menu are what espeak-ng makes of their table. */
import { ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { FILE, MOST, makeSpeech } from "../prompts/make.js";
import { needs } from "./lab.js";

describe("the words of the voice menu", () => {
  before(function () {
    needs(this, "espeak-ng");
  });

  it("are those of the table, spoken by espeak-ng", () => {
    const kept = readFileSync(FILE);
    ok(kept.length <= MOST);
    ok(kept.equals(makeSpeech()), "npm run build:prompts makes them anew");
  }).timeout(60_000);
});
