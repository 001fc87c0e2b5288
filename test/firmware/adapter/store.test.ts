import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { eraseAll, Store } from "../../../firmware/adapter/store.js";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";
import { bench } from "./board.js";

/** All that a flash holds, as text. */
const contents = (flash: SimulatedFlash) =>
  ["settings.0", "settings.1", "instance"].map((key) => textOf(flash.read(key) ?? new Uint8Array())).join("\n");

/** A flash whose power fails at its `cut`th change, before or after the change has come about. */
function failing(kept: SimulatedFlash, cut: number, after: boolean): SimulatedFlash {
  let left = cut;
  const keys = ["settings.0", "settings.1", "instance"];
  const contents = new Map(keys.flatMap((key) => [[key, kept.read(key)] as const]).filter(([, value]) => value));
  return new SimulatedFlash({
    contents: contents as Map<string, Uint8Array>,
    keep(contents) {
      const dead = left-- <= 0;
      if (!dead || (after && left === -1))
        for (const key of keys) {
          const value = contents.get(key);
          if (value) kept.write(key, value);
          else kept.erase(key);
        }
      if (dead) throw new Error("no power");
    },
  });
}

describe("store", () => {
  it("lets later layers win: product, board, flash, overrides", () => {
    const first = bench(
      {},
      { factory: { "User_ID[1]": "101", "User_ID[2]": "102" }, profile: { "User_ID[2]": "202" } },
    );
    const { config } = new Store(first.board);
    equal(config.getLine("User_ID", 1), "101");
    equal(config.getLine("User_ID", 2), "202");
    equal(config.get("Reorder_Delay"), "5");
    const { board } = bench({ "User_ID[2]": "302" }, { flash: first.flash });
    equal(new Store(board).config.getLine("User_ID", 2), "302");
  });

  it("keeps a profile in a new flash, and heeds none once something is kept", () => {
    const first = bench({ "User_ID[1]": "override" }, { profile: { "User_ID[1]": "one" } });
    new Store(first.board);
    match(contents(first.flash), /"User_ID\[1\]": "one"/);
    const second = bench({}, { flash: first.flash, profile: { "User_ID[1]": "two" } });
    equal(new Store(second.board).config.getLine("User_ID", 1), "one");
  });

  it("starts from its defaults, and says so, when what was kept is damaged", () => {
    const { board, flash, journal } = bench();
    flash.write("settings.0", octetsOf("{"));
    equal(new Store(board).config.getLine("User_ID", 1), "");
    match(JSON.stringify(journal), /the settings in flash are damaged/);
  });

  it("starts from the copy before, and says so, when the last one is damaged", () => {
    const { board, flash, journal } = bench();
    const store = new Store(board);
    store.change({ "User_ID[1]": "one" });
    store.change({ "User_ID[1]": "two" });
    flash.write("settings.1", octetsOf("not any more"));
    equal(new Store(board).config.getLine("User_ID", 1), "one");
    match(JSON.stringify(journal), /one copy of the settings in flash is damaged/);
  });

  it("names what it does not know, and keeps the rest", () => {
    const { board, journal } = bench({ No_Such_Thing: "1", "User_ID[1]": "7" });
    equal(new Store(board).config.getLine("User_ID", 1), "7");
    deepEqual(
      journal.map((entry) => entry.type === "log" && /No_Such_Thing/.test(entry.text)),
      [true],
    );
  });

  it("changes all or nothing, and nothing that cannot be kept", () => {
    let full = false;
    const flash = new SimulatedFlash({
      keep: () => {
        if (full) throw new Error("flash: full");
      },
    });
    const { board, journal } = bench({}, { flash });
    const store = new Store(board);
    ok("refused" in store.change({ "User_ID[1]": "7", Reorder_Delay: "x" }));
    equal(store.config.getLine("User_ID", 1), "");
    ok("touches" in store.change({ "User_ID[1]": "7" }));
    full = true;
    throws(() => store.change({ "User_ID[1]": "8" }), /full/);
    equal(store.config.getLine("User_ID", 1), "7");
    store.keep("Message_Waiting[1]", "Yes");
    match(JSON.stringify(journal), /Message_Waiting\[1\] cannot be kept: flash: full/);
    equal(new Store(board).config.getLine("User_ID", 1), "7");
  });

  it("comes up with the old or the new settings, never anything else, wherever the power is cut", () => {
    const value = fc.string({ unit: "grapheme-ascii", maxLength: 8 });
    const change = fc.dictionary(
      fc.constantFrom("User_ID[1]", "User_ID[2]", "Display_Name[1]", "Password[1]"),
      fc.option(value),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), fc.nat(6), fc.boolean(), (changes, cut, after) => {
        const kept = new SimulatedFlash();
        const states: string[] = [];
        const running = bench({}, { flash: failing(kept, cut, after) });
        let underWay: string | null = null;
        try {
          const store = new Store(running.board);
          states.push(JSON.stringify(store.config.owned));
          for (const one of changes) {
            const planned = new Store(bench({}, { flash: new SimulatedFlash() }).board);
            planned.change(store.config.owned);
            planned.change(one);
            underWay = JSON.stringify(planned.config.owned);
            store.change(one);
            states.push(JSON.stringify(store.config.owned));
            underWay = null;
          }
        } catch (error) {
          match(String(error), /no power/);
        }
        const found = JSON.stringify(new Store(bench({}, { flash: kept }).board).config.owned);
        ok([states.at(-1), underWay].includes(found), `${found} is neither ${states.at(-1)} nor ${underWay}`);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves no secret behind when everything is erased", () => {
    const { board, flash } = bench();
    const store = new Store(board);
    store.change({ "Password[1]": "canary-1" });
    store.change({ "Password[2]": "canary-2" });
    match(contents(flash), /canary/);
    eraseAll(board);
    equal(contents(flash).trim(), "");
    equal(flash.isNew, true);
    equal(new Store(board).config.getLine("Password", 1), "");
  });
});
