/** A desk in virtual time, and the words to use it with. */
import { equal } from "node:assert/strict";
import { Desk, type DeskOptions } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { VirtualTime } from "../../sim/time.js";

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
      ...(typeof options === "function" ? options(this.lan, this.time) : options),
    });
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
}
