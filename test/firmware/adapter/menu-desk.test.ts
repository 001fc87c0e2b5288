import { deepEqual, equal } from "node:assert/strict";
import { MenuDesk } from "../../../firmware/adapter/menu-desk.js";
import { Store } from "../../../firmware/adapter/store.js";
import { VERSION } from "../../../firmware/adapter/version.js";
import type { Item } from "../../../firmware/menu/codes.js";
import { bench } from "./board.js";

function stage(owner: { readonly [name: string]: string } = {}) {
  const { board, journal, restarts } = bench({}, { profile: owner });
  const store = new Store(board);
  const done: string[] = [];
  const desk = new MenuDesk(board, {
    config: store.config,
    change: (changes) => store.change(changes),
    restart: (reason) => done.push(`restart: ${reason}`),
    reset: () => done.push("reset"),
  });
  const read = (item: Item) => {
    const told = desk.manage({ read: item });
    return told?.event === "menuRead" ? told.value : undefined;
  };
  const isGood = (judge: Item, value: string) => {
    const told = desk.manage({ judge, value });
    return told?.event === "menuJudged" && told.good;
  };
  return { desk, store, board, journal, restarts, done, read, isGood };
}

describe("what the voice menu is told", () => {
  it("is how the adapter is set up, and what its board knows", () => {
    const { read, board } = stage({ Primary_DNS: "192.0.2.53:5353", Gateway: "10.0.0.1" });
    deepEqual((["dhcp", "address", "mask", "gateway", "dns", "mac", "version", "port", "page"] as const).map(read), [
      "1",
      "10.0.0.2",
      "255.255.255.0",
      "10.0.0.1",
      "192.0.2.53",
      board.mac,
      VERSION,
      "80",
      "1",
    ]);
    equal(stage().read("dns"), null);
  });

  it("is whether a value can be", () => {
    const { isGood } = stage();
    for (const good of ["192.0.2.1", "10.0.0.255"]) equal(isGood("address", good), true, good);
    for (const bad of ["", "1", "1.2.3", "1.2.3.256", "1.2.3.4.5", "1..2.3", "....", "1.2.3.4:5"])
      equal(isGood("address", bad), false, bad);
    deepEqual([isGood("port", "8080"), isGood("port", "70000"), isGood("port", "")], [true, false, false]);
    deepEqual([isGood("page", "1"), isGood("page", "2"), isGood("mac", "1")], [true, false, false]);
  });

  it("is whether the password is right, as it is pressed", () => {
    const { desk } = stage({ IVR_Admin_Passwd: "Ab-9" });
    deepEqual(desk.manage({ admit: "2209" }), { event: "menuJudged", good: true });
    deepEqual(desk.manage({ admit: "22" }), { event: "menuJudged", good: false });
  });
});

describe("what the voice menu has done", () => {
  it("is in the settings", () => {
    const { desk, store } = stage();
    desk.manage({ set: "dhcp", value: "0" });
    desk.manage({ set: "address", value: "192.0.2.7" });
    desk.manage({ set: "port", value: "8080" });
    deepEqual(store.config.owned, { DHCP: "No", Static_IP: "192.0.2.7", Web_Server_Port: "8080" });
  });

  it("is a restart, or the loss of all settings, or of those of the users", () => {
    const { desk, store, done } = stage({ "Default_Ring[1]": "3", "User_ID[1]": "101" });
    desk.manage({ do: "restart" });
    desk.manage({ do: "factoryReset" });
    desk.manage({ do: "userReset" });
    deepEqual(done, ["restart: voice menu", "reset", "restart: voice menu"]);
    deepEqual(store.config.owned, { "User_ID[1]": "101" });
  });
});
