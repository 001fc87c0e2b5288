import { deepEqual, equal } from "node:assert/strict";
import { OverheardBoard } from "../../../firmware/adapter/overheard.js";
import { bench } from "./board.js";

describe("an overheard board", () => {
  it("is the board in all it has", () => {
    const { board } = bench({}, { factory: { "User_ID[1]": "1" }, profile: { "User_ID[2]": "2" } });
    const overheard = new OverheardBoard(board);
    const own = Object.keys(board) as (keyof typeof board)[];
    for (const name of [...own, "hosts"] as const) equal(overheard[name as "mac"], board[name as "mac"], name);
  });

  it("does what the board does, and lets its journal be heard", () => {
    const { board, journal, served, restarts } = bench();
    const overheard = new OverheardBoard(board);
    const heard: string[] = [];
    const listener = { hear: ({ type }: { type: string }) => void heard.push(type) };
    overheard.listen(listener);
    overheard.journal({ type: "log", line: null, level: "info", text: "one" });
    overheard.deafen(listener);
    overheard.deafen(listener);
    overheard.journal({ type: "log", line: null, level: "info", text: "two" });
    deepEqual([heard, journal.length], [["log"], 2]);
    overheard.restart("why");
    overheard.openHttp({ port: 80, maxBody: 0, respond: () => ({ status: 200, headers: {}, body: "" }) });
    deepEqual([restarts, served.length], [["why"], 1]);
  });
});
