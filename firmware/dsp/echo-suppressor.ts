/**
 * What a canceller leaves of an echo gives way to noise while only the far end speaks (ITU-T G.168, non-linear processor
 * with comfort noise): as loud as the noise that the telephone sends when nobody speaks.
 */
import { CHANCE, ECHO_BLOCK, GAIN, GOAL, NOISE_PEAK, OPEN, SHADE_STATE } from "./echo-state.js";
import { shadeBlock } from "./shade.js";

/** Energies here are sums over a block, in 1/32; this one is that of a level in dBm0. */
const energyAt = (dbm0: number) => Math.round(((22826 * 10 ** (dbm0 / 20)) ** 2 * ECHO_BLOCK) / 64);

/** What is sent more softly leaves no echo to speak of. */
const AUDIBLE = energyAt(-52);

/** The noise is as loud as this until it has been heard, and is looked for in so many blocks. */
const FIRST_FLOOR = energyAt(-66);
const FIRST_BLOCKS = 100;
const LEAST_FLOOR = energyAt(-84);
const MOST_FLOOR = energyAt(-40);

/** The part of the energy sent that a canceller leaves: at first, at most when its path is good, and at best. */
const FIRST_LEAK = 1 / 6;
const GOOD_LEAK = 1 / 16;
const LEAST_LEAK = 1 / 2048;

/** So many times what is expected is somebody who speaks at the telephone; it may be the noise, too. */
const NEAR = 12;
const OVER_FLOOR = 4;

/** Blocks after somebody has spoken in which nothing is suppressed: so many for each in which he did, and at most. */
const HOLD_FOR_EACH = 4;
const HOLD = 24;

export class EchoSuppressor {
  readonly #shade = new Int32Array(SHADE_STATE);
  #sent = 0;
  #floor = FIRST_FLOOR;
  #leak = FIRST_LEAK;
  #hold = 0;
  #heard = 0;

  constructor() {
    this.#shade[GAIN] = OPEN;
    this.#shade[GOAL] = OPEN;
    this.#shade[CHANCE] = 1;
  }

  /** One block: what was sent, and what is left of its echo, as energies. True while only the far end speaks. */
  judge(sent: number, left: number, good: boolean): boolean {
    const tail = this.#sent - this.#sent / 8;
    this.#sent = sent > tail ? sent : tail;
    const floor = this.#floor;
    if (this.#sent < AUDIBLE) {
      if (this.#hold > 0) this.#hold--;
      this.#follow(left);
      return false;
    }
    if (left < floor / 4) this.#follow(left);
    const expected = this.#sent * this.#leak;
    if (left > NEAR * expected + OVER_FLOOR * floor) {
      this.#hold = Math.min(HOLD, this.#hold + HOLD_FOR_EACH);
      this.#leak = Math.min(FIRST_LEAK, this.#leak * (1 + 1 / 256));
      return false;
    }
    this.#leak *= left - 2 * floor > expected ? 1 + 1 / 96 : 1 - 1 / 32;
    this.#leak = Math.max(LEAST_LEAK, Math.min(good ? GOOD_LEAK : FIRST_LEAK, this.#leak));
    if (this.#hold === 0) return true;
    this.#hold--;
    return false;
  }

  /** Closes or opens, and lays the noise over what is closed off. */
  shade(frame: Int16Array, at: number, closed: boolean): void {
    const shade = this.#shade;
    if (!closed && shade[GAIN] === OPEN) return;
    shade[GOAL] = closed ? 0 : OPEN;
    shade[NOISE_PEAK] = Math.round(16 * Math.sqrt((this.#floor * 96) / ECHO_BLOCK));
    shadeBlock(shade, frame, at);
  }

  #follow(left: number): void {
    const floor = this.#floor;
    let next = floor;
    if (left < floor / 2) next -= (floor - left) / 8;
    else if (left < 2 * floor) next += (left - floor) / 32;
    else if (this.#heard < FIRST_BLOCKS) next += floor / 16;
    else next += floor / 128;
    if (this.#heard < FIRST_BLOCKS) this.#heard++;
    this.#floor = Math.max(LEAST_FLOOR, Math.min(MOST_FLOOR, next));
  }
}
