import { deepEqual } from "node:assert/strict";
import { PortJournal } from "../../../firmware/adapter/port-journal.js";
import type { Board } from "../../../hal/board.js";

type Entry = Parameters<Board["journal"]>[0];

describe("what a port tells of its registration", () => {
  const told = (code: number | null, reason: string) => {
    const entries: Entry[] = [];
    const board = { journal: (entry: Entry) => entries.push(entry) } as unknown as Board;
    new PortJournal(1, board).told({ event: "registration", state: "failed", code, reason });
    return entries.map((entry) => ("text" in entry ? entry.text : entry.type));
  };

  it("is one line: the code, the server's own reason, and what that means", () => {
    deepEqual(told(401, "Unauthorized"), [
      "registration",
      "registration failed: 401 Unauthorized (the password or user name is wrong)",
    ]);
    deepEqual(told(503, "Come later"), [
      "registration",
      "registration failed: 503 Come later (the server is overloaded)",
    ]);
  });

  it("is the reason alone where no server refused", () => {
    deepEqual(told(null, "No server"), ["registration", "registration failed: No server"]);
    deepEqual(told(200, "No binding"), ["registration", "registration failed: 200 No binding"]);
  });
});
