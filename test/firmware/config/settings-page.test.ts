import { equal, notEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../firmware/config/line-settings.js";
import { refuse, type Setting } from "../../../firmware/config/setting.js";
import { additions, differences } from "./differences.js";
import { settingsPage } from "./settings-page.js";

const table: { readonly [name: string]: Setting } = { ...adapterSettings, ...lineSettings };

describe("the manual's page of settings", () => {
  it("is what the tables say (npm run build:manual)", () => {
    equal(readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8"), settingsPage());
  });

  it("tells of defaults that differ, and could be set to what they were", () => {
    for (const [name, [was, reason]] of Object.entries(differences)) {
      ok(table[name], name);
      notEqual(table[name].fallback, was, name);
      equal(refuse(table[name], was), null, name);
      ok(reason.length > 10);
    }
  });

  it("calls new what is a setting here", () => {
    for (const name of additions) ok(table[name], name);
    equal(new Set(additions).size, additions.length);
  });
});
