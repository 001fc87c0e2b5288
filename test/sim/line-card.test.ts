import { deepEqual, equal, ok } from "node:assert/strict";
import type { JournalEntry } from "../../hal/journal.js";
import { chanceOf } from "../../sim/chance.js";
import { Copper } from "../../sim/copper.js";
import { BOARDS, type BoardName, lineCardOf } from "../../sim/line-card.js";
import { Telephone, type TelephoneEvent } from "../../sim/telephone/telephone.js";
import { VirtualTime } from "../../sim/time.js";
import { DRIVE } from "../hal/slic.js";
import { Simulator } from "./simulator.js";

/** Two telephones at the lines of a board, which have been opened for as long as any board needs. */
function deskOf(board: BoardName) {
  const time = new VirtualTime();
  const coppers = [1, 2].map((line) => new Copper({ time, chance: chanceOf(line, "contact") }));
  const journal: JournalEntry[] = [];
  const seen: TelephoneEvent[] = [];
  const [telephone] = coppers.map((copper) => new Telephone({ copper, time, tell: (event) => seen.push(event) }));
  const card = lineCardOf(board, { time, coppers, journal: (entry) => journal.push(entry) });
  const hooks: boolean[] = [];
  const [slic] = [1, 2].map((line) =>
    card.open(line, {
      drive: DRIVE,
      onHook: (offHook) => line === 1 && hooks.push(offHook),
      onReadable() {},
      onState() {},
      onError(reason) {
        throw new Error(reason);
      },
    }),
  );
  time.advance(2000);
  return { time, card, slic, telephone, copper: coppers[0], seen, hooks, journal };
}

for (const board of BOARDS)
  describe(`the lines of the board ${board}`, () => {
    it("feed the telephone, turn its polarity round and back, and ring its bell", () => {
      const { time, slic, telephone, copper, seen } = deskOf(board);
      deepEqual([copper.voltage, telephone.polarity], [48, "normal"]);
      slic.linefeed("reverse");
      equal(telephone.polarity, "reversed");
      slic.linefeed("ringing");
      time.advance(1000);
      deepEqual([telephone.ringing, copper.ringing, telephone.polarity], [true, 85, "reversed"]);
      slic.linefeed("forward");
      deepEqual(
        seen.map(({ type }) => type),
        ["polarity", "ring-start", "polarity", "ring-stop"],
      );
      slic.linefeed("open");
      equal(copper.voltage, 0);
    });

    it("see the receiver lifted, flashed and put down", () => {
      const { time, telephone, hooks } = deskOf(board);
      telephone.lift();
      time.advance(500);
      telephone.flash(300, () => {});
      time.advance(1000);
      telephone.hangUp();
      time.advance(500);
      const settled = hooks.filter((hook, i) => hook !== hooks[i - 1]);
      ok(settled.length >= 4 && settled[0] && settled.at(-1) === false);
    });

    it("are dead when the card is closed", () => {
      const { time, card, slic, copper } = deskOf(board);
      slic.close();
      card.close();
      time.advance(60_000);
      equal(copper.voltage, 0);
    });
  });

describe("the board si321x", () => {
  it("keeps a journal of its chips", () => {
    const { journal, card } = deskOf("si321x");
    deepEqual(
      journal.map((entry) => entry.type === "log" && `${entry.line} ${entry.level}: ${entry.text}`),
      [
        "1 debug: the chip is set up",
        "2 debug: the chip is set up",
        "1 info: the Si3215 is in service",
        "2 info: the Si3215 is in service",
      ],
    );
    equal(card.chips.length, 2);
  });

  it("is what the simulator stands on when it is asked to", async function () {
    this.timeout(30_000);
    const simulator = await Simulator.start("--board", "si321x", "--seed", "1");
    try {
      await simulator.event({ type: "log", line: 2, text: "the Si3215 is in service" });
      await simulator.event({ type: "registration", line: 1, state: "registered" });
      equal((await simulator.ask("POST", "/api/lines/1/hook", { state: "off" })).status, 204);
      await simulator.event({ type: "hears", line: 1, tone: "dial" });
      equal((await simulator.ask("POST", "/api/lines/1/dial", { digits: "102" })).status, 204);
      await simulator.event({ type: "display", line: 2, number: "101" });
      await simulator.ask("POST", "/api/lines/2/hook", { state: "off" });
      await simulator.event({ type: "call", line: 1, state: "connected" });
    } finally {
      equal((await simulator.stop()).code, 0);
    }
  });
});
