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
import { ANSWER_BIN, CALLING_BIN, ENERGY, FIRST, MODEM_STATE, SECOND, SOME_FLAGS } from "./modem-state.js";
import { AMPLITUDE, BLOCKS, ENDED, expectTone, hearTone, REVERSED, STEADY_TONE } from "./steady-tone.js";

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

/** Behind what the kernel keeps: the last amplitudes, in 1/16; where the next one comes; and their sum. */
const AMPLITUDES = MODEM_STATE;
const NEXT = AMPLITUDES + SWINGS;
const SUM = NEXT + 1;
/** Blocks in a row that swing, and turns of the phase that came in time; the block of the last one; what has been told. */
const SWUNG = SUM + 1;
const TURNS = SWUNG + 1;
const TURNED_AT = TURNS + 1;
const TOLD = TURNED_AT + 1;
const WHOLE_NUMBERS = TOLD + 1;

/** And what is not whole: both tones, and what the amplitudes have of three turns, in Q12, which may be large. */
const CALLING = 0;
const ANSWERING = STEADY_TONE;
const IN_PHASE = 2 * STEADY_TONE;
const QUADRATURE = IN_PHASE + 1;
const NUMBERS = QUADRATURE + 1;

const BEFORE_NUMBERS = 8 * Math.ceil(WHOLE_NUMBERS / 2);

export class ModemTones {
  /** Both in one piece of memory, at whose beginning the kernel looks. */
  readonly #state: Int32Array;
  readonly #tones: Float64Array;
  /** One of the two sounds or has just done so. */
  #sounding = false;

  constructor() {
    const memory = new ArrayBuffer(BEFORE_NUMBERS + 8 * NUMBERS);
    this.#state = new Int32Array(memory, 0, WHOLE_NUMBERS);
    this.#tones = new Float64Array(memory, BEFORE_NUMBERS, NUMBERS);
    expectTone(this.#tones, CALLING, 42);
    expectTone(this.#tones, ANSWERING, 20);
  }

  /** 2100 Hz sounds now, and has been told. */
  get answering(): boolean {
    return this.#state[TOLD] !== NOTHING;
  }

  /** A frame of 160 samples from either side: what is new in it. */
  hear(frame: Int16Array): number {
    const found = lookForModems(frame, this.#state);
    if (found === 0 && !this.#sounding) return NOTHING;
    const state = this.#state;
    const tones = this.#tones;
    const one = hearBlock(state, tones, FIRST);
    const two = hearBlock(state, tones, SECOND);
    this.#sounding = tones[CALLING + BLOCKS] > 0 || tones[ANSWERING + BLOCKS] > 0;
    if (two !== NOTHING) return two;
    if (one !== NOTHING) return one;
    return found & SOME_FLAGS ? V21_FLAGS : NOTHING;
  }
}

function hearBlock(state: Int32Array, tones: Float64Array, place: number): number {
  const energy = state[place + ENERGY];
  hearTone(tones, CALLING, state[place + CALLING_BIN], state[place + CALLING_BIN + 1], energy);
  hearTone(tones, ANSWERING, state[place + ANSWER_BIN], state[place + ANSWER_BIN + 1], energy);
  const called = tones[CALLING + ENDED];
  if (called >= SHORTEST_CNG && called <= LONGEST_CNG && tones[CALLING + BLOCKS] === 0) return CNG;
  const blocks = tones[ANSWERING + BLOCKS];
  if (blocks < 2) {
    forget(state, tones);
    return NOTHING;
  }
  swing(state, tones);
  if (tones[ANSWERING + REVERSED] > 0) turn(state, blocks);
  if (blocks < ANSWER) return NOTHING;
  const found = state[SWUNG] >= SWINGING ? ANSAM : ANS;
  const turned = state[TURNS] > 0;
  const told = state[TOLD];
  // what was seen to swing or to turn does so for good
  const swings = found === ANSAM || told === ANSAM || told === ANSAM_REVERSED;
  const turns = turned || told === ANS_REVERSED || told === ANSAM_REVERSED;
  const all = swings ? (turns ? ANSAM_REVERSED : ANSAM) : turns ? ANS_REVERSED : ANS;
  state[TOLD] = all;
  return all === told ? NOTHING : all;
}

function turn(state: Int32Array, blocks: number): void {
  const since = blocks - state[TURNED_AT];
  // the first one tells only where to expect the next
  if (state[TURNED_AT] > 0 && since >= SOONEST_TURN && since <= LATEST_TURN) state[TURNS]++;
  state[TURNED_AT] = blocks;
}

/** How deep the last amplitudes swing at 15 Hz: the new one has come, the oldest one has gone. */
function swing(state: Int32Array, tones: Float64Array): void {
  const at = state[NEXT];
  const value = Math.round(16 * tones[ANSWERING + AMPLITUDE]);
  const change = value - state[AMPLITUDES + at];
  state[AMPLITUDES + at] = value;
  state[NEXT] = at + 1 < SWINGS ? at + 1 : 0;
  state[SUM] += change;
  tones[IN_PHASE] += change * SWING[at];
  tones[QUADRATURE] += change * SWING[SWINGS + at];
  if (tones[ANSWERING + BLOCKS] < SWINGS) return;
  const inPhase = tones[IN_PHASE];
  const quadrature = tones[QUADRATURE];
  const deep = Math.sqrt(inPhase * inPhase + quadrature * quadrature) / 2048;
  if (deep > LEAST_DEPTH * state[SUM] && deep < MOST_DEPTH * state[SUM]) state[SWUNG]++;
  else state[SWUNG] = 0;
}

function forget(state: Int32Array, tones: Float64Array): void {
  if (state[SUM] > 0) {
    state.fill(0, AMPLITUDES, NEXT);
    state[SUM] = 0;
    tones[IN_PHASE] = tones[QUADRATURE] = 0;
  }
  state[SWUNG] = state[TURNS] = state[TURNED_AT] = 0;
  state[TOLD] = NOTHING;
}
