/** A desk in virtual time, and the words to use it with. */
import { deepEqual, equal } from "node:assert/strict";
import { Desk, type DeskOptions } from "../../sim/desk.js";
import { BOARDS, type BoardName } from "../../sim/line-card.js";
import { Lan } from "../../sim/network/lan.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { VirtualTime } from "../../sim/time.js";

/** What the lines of a desk stand on where a spec does not say: `BOARD=si321x` for all of them on emulated chips. */
export const BOARD = boardOf(process.env.BOARD ?? "simulated");

const UP_MS = 1000;
const CHIPS_UP_MS = 2000;

type Event = {
  readonly t: number;
  readonly line: number | null;
  readonly type: string;
  readonly [field: string]: unknown;
};

export class VirtualDesk {
  readonly time = new VirtualTime();
  readonly lan = new Lan({ time: this.time, delay: 1 });
  readonly desk: Desk;

  /** Options may want to know the network and the time that they are of. */
  constructor(options: Partial<DeskOptions> | ((lan: Lan, time: VirtualTime) => Partial<DeskOptions>) = {}) {
    const network = this.lan.host("10.0.0.2");
    this.desk = new Desk({
      time: this.time,
      seed: 1,
      network,
      pbx: { network: this.lan.host("10.0.0.1"), port: 5060 },
      crypto: nodeCrypto,
      board: BOARD,
      ...(typeof options === "function" ? options(this.lan, this.time) : options),
    });
    made.push(this);
  }

  /** Until the adapter has booted and registered, and the chips, where there are any, are in service. */
  started(): this {
    return this.wait(this.desk.lineCard.chips.length > 0 ? CHIPS_UP_MS : UP_MS);
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.time.advance(ms);
    return this;
  }

  line(number: 1 | 2) {
    return this.desk.telephones[number - 1];
  }

  call(number: 1 | 2): string {
    return this.desk.adapter.status().lines[number - 1].call;
  }

  /** Dials, and waits until the last key has been released. */
  dial(number: 1 | 2, digits: string, method: "dtmf" | "pulse" = "dtmf"): this {
    let outcome = "";
    this.line(number).dial(digits, { method, on: 80, off: 80 }, (done) => {
      outcome = done;
    });
    for (let ms = 0; ms < 60_000 && outcome === ""; ms += 20) this.wait(20);
    equal(outcome, "done");
    return this;
  }

  /** Everything of a kind that has happened so far, on one line or all. */
  events(type: string, line?: number): Event[] {
    const events: Event[] = [];
    for (let next = this.desk.events.after(0); next !== null; next = this.desk.events.after(next.id)) {
      const event = JSON.parse(next.json) as Event;
      if (event.type === type && (line === undefined || event.line === line)) events.push(event);
    }
    return events;
  }

  /** Warnings and errors of the log. */
  complaints(line?: number): string[] {
    const logs = this.events("log", line).filter(({ level }) => level === "warning" || level === "error");
    return logs.map(({ text }) => String(text));
  }
}

/** The desks of the present test: whatever it is about, no driver may do what the data sheet forbids. */
const made: VirtualDesk[] = [];

afterEach(() => {
  const powered = made.splice(0).filter(({ desk }) => desk.power);
  deepEqual(
    powered.flatMap(({ desk }) => desk.lineCard.chips.flatMap(({ violations }) => violations)),
    [],
  );
});

function boardOf(name: string): BoardName {
  for (const board of BOARDS) if (board === name) return board;
  throw new Error(`there is no board ${name}`);
}
