/**
 * What fax machines and modems say first: CNG (ITU-T T.30), ANS with and without phase reversals (V.25), ANSam (V.8), and
 * the flags of HDLC at 300 bit/s that precede what a fax tells of itself (V.21 channel 2).
 *
 *   CNG     1100 Hz    |‾‾‾ 0.5 s ‾‾‾|____ 3 s ____|‾‾‾      told when a first burst has ended in time
 *   ANS     2100 Hz    |‾‾‾ 2.6 to 4 s ‾‾‾                   told after 0.5 s
 *   /ANS    the same, its phase turned around every 450 ms   told after the second turn
 *   ANSam   the same, its amplitude swinging by a fifth, 15 times a second
 *   flags   1650 Hz for 20 ms, 1850 Hz for 6.7 ms, and so on told after six
 */
import { lookForModems } from "./modem-look.js";
import { A_TONE, ANSWER_BIN, CALLING_BIN, ENERGY, FIRST, MODEM_STATE, SECOND, SOME_FLAGS } from "./modem-state.js";
import { SteadyTone } from "./steady-tone.js";

/** What `hear` answers: nothing new, or what was found. */
export const NOTHING = 0;
export const CNG = 1;
export const ANS = 2;
export const ANS_REVERSED = 3;
export const ANSAM = 4;
export const ANSAM_REVERSED = 5;
export const V21_FLAGS = 6;

/** Blocks that CNG lasts: 0.5 s, 15 % less or more, and a block at either end. */
const SHORTEST_CNG = 41;
const LONGEST_CNG = 59;

/** Blocks after which 2100 Hz is an answer. */
const ANSWER = 50;

/** Blocks between two turns of its phase: 450 ms, and 25 less or more, and a block at either end. */
const SOONEST_TURN = 41;
const LATEST_TURN = 49;

/** Three swings of 15 Hz, and the depth that is asked for: a fifth, 10 ms dampen it by a little. */
const SWINGS = 20;
const LEAST_DEPTH = 0.12;
const MOST_DEPTH = 0.28;
/** Blocks in a row that see it. */
const SWINGING = 10;

/** A cosine of three turns in `SWINGS`, then the sine, in Q12. */
const SWING = new Int16Array(2 * SWINGS);
for (let i = 0; i < SWINGS; i++) {
  SWING[i] = Math.round(4096 * Math.cos((2 * Math.PI * 3 * i) / SWINGS));
  SWING[SWINGS + i] = Math.round(4096 * Math.sin((2 * Math.PI * 3 * i) / SWINGS));
}

export class ModemTones {
  readonly #calling = new SteadyTone(42);
  readonly #answer = new SteadyTone(20);
  readonly #state = new Int32Array(MODEM_STATE);
  /** One of the two sounds or has just done so. */
  #sounding = false;
  /** The last amplitudes, in 1/16; where the next one comes; their sum, and what they have of three turns, in Q12. */
  readonly #amplitudes = new Int32Array(SWINGS);
  #at = 0;
  #sum = 0;
  #inPhase = 0;
  #quadrature = 0;
  /** Blocks in a row that swing, and turns of the phase that came in time; the block of the last one. */
  #swinging = 0;
  #turns = 0;
  #turnedAt = 0;
  #answerTold = NOTHING;

  reset(): void {
    this.#calling.reset();
    this.#answer.reset();
    this.#state.fill(0);
    this.#sounding = false;
    this.#forget();
  }

  /** 2100 Hz sounds now, and has been told. */
  get answering(): boolean {
    return this.#answerTold !== NOTHING;
  }

  /** A frame of 160 samples from either side: what is new in it. */
  hear(frame: Int16Array): number {
    const found = lookForModems(frame, this.#state);
    if ((found & (A_TONE | SOME_FLAGS)) === 0 && !this.#sounding) return NOTHING;
    const one = this.#block(FIRST);
    const two = this.#block(SECOND);
    this.#sounding = this.#calling.blocks > 0 || this.#answer.blocks > 0;
    if (two !== NOTHING) return two;
    if (one !== NOTHING) return one;
    return found & SOME_FLAGS ? V21_FLAGS : NOTHING;
  }

  #block(place: number): number {
    const state = this.#state;
    const calling = this.#calling;
    const answer = this.#answer;
    const energy = state[place + ENERGY];
    calling.hear(state[place + CALLING_BIN], state[place + CALLING_BIN + 1], energy);
    answer.hear(state[place + ANSWER_BIN], state[place + ANSWER_BIN + 1], energy);
    if (calling.ended >= SHORTEST_CNG && calling.ended <= LONGEST_CNG && calling.blocks === 0) return CNG;
    if (answer.blocks < 2) {
      this.#forget();
      return NOTHING;
    }
    this.#swing(answer.amplitude);
    if (answer.reversed) this.#turn();
    if (answer.blocks < ANSWER) return NOTHING;
    const found = this.#swinging >= SWINGING ? ANSAM : ANS;
    const turned = this.#turns > 0;
    const told = this.#answerTold;
    // what was seen to swing or to turn does so for good
    const swings = found === ANSAM || told === ANSAM || told === ANSAM_REVERSED;
    const turns = turned || told === ANS_REVERSED || told === ANSAM_REVERSED;
    const all = swings ? (turns ? ANSAM_REVERSED : ANSAM) : turns ? ANS_REVERSED : ANS;
    this.#answerTold = all;
    return all === told ? NOTHING : all;
  }

  #turn(): void {
    const since = this.#answer.blocks - this.#turnedAt;
    // the first one tells only where to expect the next
    if (this.#turnedAt > 0 && since >= SOONEST_TURN && since <= LATEST_TURN) this.#turns++;
    this.#turnedAt = this.#answer.blocks;
  }

  /** How deep the last amplitudes swing at 15 Hz: the new one has come, the oldest one has gone. */
  #swing(amplitude: number): void {
    const at = this.#at;
    const value = Math.round(16 * amplitude);
    const change = value - this.#amplitudes[at];
    this.#amplitudes[at] = value;
    this.#at = at + 1 < SWINGS ? at + 1 : 0;
    this.#sum += change;
    this.#inPhase += change * SWING[at];
    this.#quadrature += change * SWING[SWINGS + at];
    if (this.#answer.blocks < SWINGS) return;
    const swing = Math.sqrt(this.#inPhase * this.#inPhase + this.#quadrature * this.#quadrature) / 2048;
    if (swing > LEAST_DEPTH * this.#sum && swing < MOST_DEPTH * this.#sum) this.#swinging++;
    else this.#swinging = 0;
  }

  #forget(): void {
    if (this.#sum > 0) {
      this.#amplitudes.fill(0);
      this.#sum = 0;
      this.#inPhase = 0;
      this.#quadrature = 0;
    }
    this.#swinging = 0;
    this.#turns = 0;
    this.#turnedAt = 0;
    this.#answerTold = NOTHING;
  }
}
