/** The clock, read once for each thing that happens, and the one alarm of the house. */
import type { Clock, Sleeper } from "../../hal/clock.js";
import { type Instant, NEVER } from "../base/instant.js";

export interface Deadlined {
  readonly deadline: Instant;
  poll(now: Instant): void;
}

export class Loop implements Sleeper {
  readonly #clock: Clock;
  readonly #machines: Deadlined[] = [];
  #armed: Instant = NEVER;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): Instant {
    return this.#clock.now();
  }

  add(machine: Deadlined): void {
    this.#machines.push(machine);
  }

  remove(machine: Deadlined): void {
    const at = this.#machines.indexOf(machine);
    if (at >= 0) this.#machines.splice(at, 1);
  }

  /** Something has happened: the alarm is set to whatever comes first now. */
  rearm(now: Instant): void {
    let next = NEVER;
    for (const { deadline } of this.#machines) if (deadline < next) next = deadline;
    // A deadline that is never met must not stop the world.
    if (next <= now) next = now + 1;
    if (next === this.#armed || this.#closed) return;
    this.#armed = next;
    this.#clock.alarm(next, this);
  }

  /** In a turn of its own, `delay` ms later. */
  later(delay: number, act: () => void): void {
    const now = this.now();
    this.add(new Once(now + delay, act, this));
    this.rearm(now);
  }

  close(): void {
    this.#closed = true;
    this.#clock.alarm(NEVER, this);
  }

  /** What the clock calls. */
  ring(): void {
    this.#armed = NEVER;
    const now = this.now();
    for (const machine of this.#machines) if (machine.deadline <= now) machine.poll(now);
    this.rearm(now);
  }
}

/** What is done once. */
class Once implements Deadlined {
  readonly deadline: Instant;
  readonly #act: () => void;
  readonly #loop: Loop;

  constructor(deadline: Instant, act: () => void, loop: Loop) {
    this.deadline = deadline;
    this.#act = act;
    this.#loop = loop;
  }

  poll(): void {
    this.#loop.remove(this);
    this.#act();
  }
}
