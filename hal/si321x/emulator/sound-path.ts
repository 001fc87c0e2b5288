/** The codec of an emulated chip: gains, mutes, loopback, and the pair behind them. */
import type { Pair } from "../../simulated/pair.js";
import { Register } from "../registers.js";
import type { EmulatedChip } from "./chip.js";

const FRAME = 160;
const UNITY = 0x4000;
/** DR9: 0, -3.5, +3.5 dB, mute. */
const ANALOG = [1, 10 ** (-3.5 / 20), 10 ** (3.5 / 20), 0];
const MUTE_TRANSMIT = 0x20;
const MUTE_RECEIVE = 0x10;

export class SoundPath {
  readonly #pair: Pair | null;
  readonly #chip: EmulatedChip;
  readonly #down = new Int16Array(FRAME);
  readonly #up = new Int16Array(FRAME);

  constructor({ pair, chip }: { pair: Pair | null; chip: EmulatedChip }) {
    this.#pair = pair;
    this.#chip = chip;
  }

  run(start: number): void {
    this.#pair?.run(start);
  }

  rest(): void {
    this.#pair?.rest();
  }

  /** The 20 ms that end at `end`: `play` came off the highway, `said` goes onto it. */
  exchange(play: Int16Array, said: Int16Array, end: number): void {
    const chip = this.#chip;
    const { audible } = chip.line;
    const gain = chip.registers[Register.AUDIO_GAIN];
    const down = gain & MUTE_RECEIVE ? 0 : (chip.indirect("DACG") / UNITY) * ANALOG[gain & 3];
    const up = gain & MUTE_TRANSMIT ? 0 : (chip.indirect("ADCG") / UNITY) * ANALOG[(gain >> 2) & 3];
    amplify(play, audible && !chip.loopsBack ? down : 0, this.#down);
    this.#up.fill(0);
    this.#pair?.exchange(this.#down, this.#up, end);
    if (chip.loopsBack) said.set(play);
    else amplify(this.#up, audible ? up : 0, said);
  }
}

function amplify(from: Int16Array, gain: number, into: Int16Array): void {
  for (let i = 0; i < FRAME; i++) into[i] = Math.max(-32768, Math.min(32767, Math.round(from[i] * gain)));
}
