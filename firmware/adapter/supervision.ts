/**
 * The chip of a line whose wires say more than sound: polarity tells that a call is answered, a break of the loop that the
 * far end has hung up, and a receiver that lies for a moment only has not hung up.
 */
import type { Board } from "../../hal/board.js";
import type {
  LineDrive,
  Linefeed,
  LineReport,
  LoopReading,
  MeasureOutcome,
  Slic,
  SlicFault,
  SlicOptions,
  SlicState,
} from "../../hal/slic.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { SupervisionOptions } from "../config/supervision-options.js";
import type { Call } from "../phone/calls.js";
import type { Loop } from "./loop.js";

/** ms in which the current of a loop that is fed again can be believed. */
const SETTLING = 50;

/** Whose chip it is. */
export type SupervisionUser = SlicOptions & {
  /** What the telephone hears of its receiver, in place of what the line says. */
  onReceiver(event: "onHook" | "offHook", now: Instant): void;
};

export class Supervision implements Slic, SlicOptions {
  readonly #options: SupervisionOptions;
  readonly #loop: Loop;
  readonly #slic: Slic;
  readonly #user: SupervisionUser;
  #talk: "idle" | "caller" | "callee" = "idle";
  /** What the line wants of the chip, and what the chip was told. */
  #wanted: Linefeed = "forward";
  #fed: Linefeed = "forward";
  /** The loop as it is, and as the line was told. */
  #closed = false;
  #told = false;
  #breakAt: Instant = NEVER;
  #mendAt: Instant = NEVER;
  #settledAt: Instant = NEVER;
  #onHookAt: Instant = NEVER;

  constructor(options: SupervisionOptions, board: Board, loop: Loop, line: number, user: SupervisionUser) {
    this.#options = options;
    this.#loop = loop;
    this.#user = user;
    this.#slic = board.openLine(line, this);
    this.#feed();
    loop.add(this);
  }

  get deadline(): Instant {
    return Math.min(this.#breakAt, this.#mendAt, this.#settledAt, this.#onHookAt);
  }

  poll(now: Instant): void {
    if (this.#breakAt <= now) {
      this.#breakAt = NEVER;
      this.#mendAt = now + this.#options.breakLength;
      this.#feed();
    } else if (this.#mendAt <= now) {
      this.#mendAt = NEVER;
      this.#settledAt = now + SETTLING;
      this.#feed();
    } else if (this.#settledAt <= now) {
      this.#settledAt = NEVER;
      this.#settled(now);
    }
    if (this.#onHookAt > now) return;
    this.#onHookAt = NEVER;
    this.#user.onReceiver("onHook", now);
  }

  /** What has become of the calls. */
  look(calls: readonly Call[], offHook: boolean, now: Instant): void {
    let talk: "idle" | "caller" | "callee" = "idle";
    for (let at = 0; at < calls.length; at++)
      if (calls[at].state === "up") talk = calls[at].direction === "out" ? "caller" : "callee";
    if (calls.length > 0 || !offHook) this.#breakAt = NEVER;
    else if (this.#talk !== "idle" && this.#options.breakLength > 0) this.#breakAt = now + this.#options.breakDelay;
    if (talk === this.#talk) return;
    this.#talk = talk;
    this.#feed();
  }

  /** The telephone is not to hear of it, or not yet. */
  withholds(event: string): boolean {
    const waits = this.#onHookAt !== NEVER;
    if (event === "offHook") this.#onHookAt = NEVER;
    else if (event === "onHook" && this.#talk === "callee" && this.#options.onHookDelay > 0) {
      this.#onHookAt = this.#loop.now() + this.#options.onHookDelay;
      return true;
    }
    return waits && event === "offHook";
  }

  linefeed(state: Linefeed): void {
    this.#wanted = state;
    this.#feed();
  }

  read(frame: Int16Array): number {
    return this.#slic.read(frame);
  }

  write(frame: Int16Array): number {
    return this.#slic.write(frame);
  }

  listen(): void {
    this.#slic.listen();
  }

  rest(): void {
    this.#slic.rest();
  }

  configure(drive: LineDrive): void {
    this.#slic.configure(drive);
  }

  loop(): LoopReading | null {
    return this.#slic.loop();
  }

  measure(done: (report: LineReport | null) => void): MeasureOutcome {
    return this.#slic.measure(done);
  }

  close(): void {
    this.#loop.remove(this);
    this.#slic.close();
  }

  // What the chip calls.

  get drive(): LineDrive {
    return this.#user.drive;
  }

  /** A loop that we have broken ourselves tells nothing of the receiver. */
  onHook(offHook: boolean): void {
    this.#closed = offHook;
    if (this.#mendAt !== NEVER || this.#settledAt !== NEVER) return;
    this.#told = offHook;
    this.#user.onHook(offHook);
  }

  onReadable(): void {
    this.#user.onReadable();
  }

  onError(reason: string): void {
    this.#user.onError(reason);
  }

  onState(state: SlicState, fault: SlicFault | null): void {
    this.#user.onState(state, fault);
  }

  /** After a break: for whoever is still there a new call begins. */
  #settled(now: Instant): void {
    if (this.#closed) {
      this.#user.onReceiver("onHook", now);
      this.#user.onReceiver("offHook", now);
    } else if (this.#told) {
      this.#told = false;
      this.#user.onHook(false);
    }
  }

  #feed(): void {
    const feed =
      this.#mendAt !== NEVER ? "open" : this.#wanted === "forward" ? this.#options[this.#talk] : this.#wanted;
    if (feed === this.#fed) return;
    this.#fed = feed;
    this.#slic.linefeed(feed);
  }
}
