import { deepEqual, equal } from "node:assert/strict";
import { type Deadlined, Loop } from "../../../firmware/adapter/loop.js";
import { NEVER } from "../../../firmware/base/instant.js";
import { SimulatedClock } from "../../../hal/simulated/clock.js";
import { VirtualTime } from "../../../sim/time.js";

class Bell implements Deadlined {
  readonly rung: number[] = [];
  deadline: number;
  readonly #every: number;
  constructor(first: number, every: number) {
    this.deadline = first;
    this.#every = every;
  }
  poll(now: number): void {
    this.rung.push(now);
    this.deadline = this.#every === 0 ? this.deadline : this.deadline + this.#every;
  }
}

function house(...machines: Bell[]) {
  const time = new VirtualTime();
  const loop = new Loop(new SimulatedClock(time));
  for (const machine of machines) loop.add(machine);
  loop.rearm(0);
  return { time, loop };
}

describe("loop", () => {
  it("wakes each machine at its deadline, and no other", () => {
    const [a, b] = [new Bell(30, 50), new Bell(100, NEVER)];
    const { time } = house(a, b);
    time.advance(140);
    deepEqual(a.rung, [30, 80, 130]);
    deepEqual(b.rung, [100]);
  });

  it("sleeps when nothing is due, and wakes for what is told later", () => {
    const a = new Bell(NEVER, NEVER);
    const { time, loop } = house(a);
    time.advance(1_000_000);
    deepEqual(a.rung, []);
    a.deadline = 1_000_500;
    loop.rearm(time.now());
    time.advance(1000);
    deepEqual(a.rung, [1_000_500]);
  });

  it("survives a machine that never meets its deadline", () => {
    const a = new Bell(10, 0);
    const { time } = house(a);
    time.advance(20);
    equal(a.rung.length, 11);
  });

  it("is still when it is closed, and forgets who left", () => {
    const [a, b] = [new Bell(10, 10), new Bell(10, 10)];
    const { time, loop } = house(a, b);
    loop.remove(b);
    time.advance(10);
    loop.close();
    loop.rearm(time.now());
    time.advance(100);
    deepEqual([a.rung, b.rung], [[10], []]);
  });
});
