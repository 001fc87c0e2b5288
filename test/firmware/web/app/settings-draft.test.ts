/** What is changed on the settings pages before it is saved. */
import { deepEqual, equal } from "node:assert/strict";
import {
  type Entry,
  entriesOf,
  fallbackOf,
  isSet,
  matches,
  savedOf,
  shownOf,
  tabsOf,
  wished,
} from "../../../../firmware/web/app/settings-draft.js";
import type { Row, Settings } from "../../../../firmware/web/app/shapes.js";

const row = (name: string, more: Partial<Row> = {}): Row => ({
  ...{ name, tab: "SIP", group: null, label: name.replaceAll("_", " "), kind: "text", help: "Helps." },
  ...{ secret: false, advanced: false, user: false, line: false, fallback: "", ...more },
});
const table: readonly Row[] = [
  row("SIP_T1", { fallback: ".5", help: "Retransmission interval." }),
  row("SIP_Port", { tab: "Line", line: true, fallback: ["5060", "5061"] }),
  row("Password", { tab: "Line", line: true, secret: true, kind: "password" }),
];
const settings: Settings = { values: { "SIP_Port[1]": "5070" }, secrets: ["Password[1]"], overridden: [] };
const entries = entriesOf(table, 2);
const entry = (name: string): Entry => {
  const found = entries.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe("the draft of settings", () => {
  it("has a tab for each line, in the order of a PAP2T", () => {
    const tabs = ["System", "SIP", "Provisioning", "Regional", "Line 1", "Line 2", "User 1", "User 2"];
    deepEqual(tabsOf(2), tabs);
  });

  it("makes one entry of a setting of the adapter, and one for each line of those of a line", () => {
    const names = ["SIP_T1", "SIP_Port[1]", "SIP_Port[2]", "Password[1]", "Password[2]"];
    deepEqual(
      entries.map(({ name }) => name),
      names,
    );
    equal(entry("SIP_Port[2]").tab, "Line 2");
  });

  it("knows what is in effect: what was set, else the default of that line", () => {
    equal(savedOf(entry("SIP_Port[1]"), settings), "5070");
    equal(savedOf(entry("SIP_Port[2]"), settings), "5061");
    equal(fallbackOf(entry("SIP_T1")), ".5");
    equal(savedOf(entry("Password[1]"), settings), "");
    equal(isSet(entry("Password[1]"), settings), true);
    equal(isSet(entry("Password[2]"), settings), false);
  });

  it("takes a wish in, and forgets it when it is what there was", () => {
    const draft = wished({}, entry("SIP_T1"), "1", settings);
    deepEqual(draft, { SIP_T1: "1" });
    equal(shownOf(entry("SIP_T1"), draft, settings), "1");
    deepEqual(wished(draft, entry("SIP_T1"), ".5", settings), {});
  });

  it("goes back to the default only where something was set", () => {
    const back = wished({}, entry("SIP_Port[1]"), null, settings);
    deepEqual(back, { "SIP_Port[1]": null });
    equal(shownOf(entry("SIP_Port[1]"), back, settings), "5060");
    deepEqual(wished({ "SIP_Port[2]": "1" }, entry("SIP_Port[2]"), null, settings), {});
  });

  it("takes every new secret for a change, and an emptied field for none", () => {
    const draft = wished({}, entry("Password[1]"), "secret", settings);
    deepEqual(draft, { "Password[1]": "secret" });
    deepEqual(wished(draft, entry("Password[1]"), "", settings), {});
  });

  it("finds by every word of name, label and help", () => {
    equal(matches(entry("SIP_T1"), "t1 interval"), true);
    equal(matches(entry("SIP_T1"), "SIP T1"), true);
    equal(matches(entry("SIP_T1"), "t1 port"), false);
  });
});
