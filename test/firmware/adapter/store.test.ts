import { deepEqual, equal, match } from "node:assert/strict";
import { loadConfig } from "../../../firmware/adapter/store.js";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { bench } from "./board.js";

describe("store", () => {
  it("lets later layers win: product, board, flash, overrides", () => {
    const first = bench(
      {},
      { factory: { "User_ID[1]": "101", "User_ID[2]": "102" }, profile: { "User_ID[2]": "202" } },
    );
    const config = loadConfig(first.board);
    equal(config.getLine("User_ID", 1), "101");
    equal(config.getLine("User_ID", 2), "202");
    equal(config.get("Reorder_Delay"), "5");
    const { board } = bench({ "User_ID[2]": "302" }, { flash: first.flash });
    equal(loadConfig(board).getLine("User_ID", 2), "302");
  });

  it("keeps a profile in a new flash, and heeds none once something is kept", () => {
    const first = bench({ "User_ID[1]": "override" }, { profile: { "User_ID[1]": "one" } });
    loadConfig(first.board);
    match(textOf(first.flash.read("settings") ?? new Uint8Array()), /"User_ID\[1\]": "one"/);
    const second = bench({}, { flash: first.flash, profile: { "User_ID[1]": "two" } });
    equal(loadConfig(second.board).getLine("User_ID", 1), "one");
  });

  it("starts from its defaults, and says so, when what was kept is no profile", () => {
    const { board, flash, journal } = bench();
    flash.write("settings", octetsOf("{"));
    equal(loadConfig(board).getLine("User_ID", 1), "");
    equal(journal.length, 1);
    match(JSON.stringify(journal[0]), /settings in flash cannot be read/);
  });

  it("names what it does not know, and keeps the rest", () => {
    const { board, journal } = bench({ No_Such_Thing: "1", "User_ID[1]": "7" });
    equal(loadConfig(board).getLine("User_ID", 1), "7");
    deepEqual(
      journal.map((entry) => entry.type === "log" && /No_Such_Thing/.test(entry.text)),
      [true],
    );
  });
});
