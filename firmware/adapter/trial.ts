/** A new firmware at its first start: it proves itself, or the one before comes back. */
import type { Update } from "../../hal/update.js";
import { type Instant, NEVER } from "../base/instant.js";
import { Health, type Proof } from "./health.js";
import type { Deadlined, Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";

/** ms between two looks whether what is missing has come. */
const LOOK = 1000;

export class Trial implements Deadlined {
  readonly #board: OverheardBoard;
  readonly #update: Update;
  readonly #loop: Loop;
  readonly #health: Health;
  readonly #settled: (isGood: boolean) => void;
  #lookAt: Instant;

  /** `settled` is told once, when the firmware stays, or has to go. */
  constructor(board: OverheardBoard, update: Update, loop: Loop, settled: (isGood: boolean) => void) {
    const now = loop.now();
    this.#board = board;
    this.#update = update;
    this.#loop = loop;
    this.#health = new Health(["network", "lines"], now);
    this.#settled = settled;
    this.#lookAt = now + LOOK;
    loop.add(this);
  }

  get deadline(): Instant {
    return Math.min(this.#lookAt, this.#health.deadline);
  }

  /** Null where nothing is to be proven any more; `left` is in seconds. */
  view(now: Instant): { readonly missing: readonly Proof[]; readonly left: number } | null {
    const { verdict, missing, deadline } = this.#health;
    return verdict === "waiting" ? { missing, left: Math.max(0, Math.ceil((deadline - now) / 1000)) } : null;
  }

  poll(now: Instant): void {
    const health = this.#health;
    if (this.#board.network.address !== null) health.prove("network", now);
    if (this.#update.inService) health.prove("lines", now);
    health.poll(now);
    this.#lookAt = health.missing.length > 0 ? now + LOOK : NEVER;
    if (health.verdict === "waiting") return;
    this.#lookAt = NEVER;
    this.#loop.remove(this);
    this.#settled(health.verdict === "good");
  }

  /** What a firmware that has to go did not show, in words. */
  get lack(): string {
    return this.#health.missing.map((proof) => LACKS[proof]).join(" and ");
  }

  close(): void {
    this.#loop.remove(this);
  }
}

const LACKS: { readonly [proof in Proof]: string } = Object.freeze({
  network: "no address",
  lines: "no line in service",
});
