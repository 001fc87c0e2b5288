/**
 * Are there only one or two tones in a sound? They tell next to nothing of the path of their echo. What four samples
 * foretell of the next one says so: of DTMF they leave -24 dB, of speech -20 at the least.
 */
import { BACKWARD, FORWARD, LAGS, NARROW, TAPS } from "./echo-state.js";
import { SPAN, WINDOW } from "./span.js";

/** What is left of tones is less than one part in so many. */
const PARTS = 170;
/** Frames after one of tones in which nothing is learnt; and sounds that are too weak to be one, as they are summed here. */
const NARROW_FOR = 3;
const WEAK = 64;
/** Sums are brought to so many bits, and reflections have so many behind the point: what follows is exact in 53. */
const BITS = 26;
const ONE = 2 ** 20;

/** Looks at the frame that may have an echo now. */
export function watchTones(state: Int32Array, sound: Int16Array): void {
  if (state[NARROW] > 0) state[NARROW]--;
  correlateLags(state, sound, 2 * state[TAPS]);
  if (state[FORWARD] >= WEAK && isNarrow(state)) state[NARROW] = NARROW_FOR;
}

/** Sums of products of the windowed sound with itself up to four samples later, in 1/64. */
function correlateLags(state: Int32Array, sound: Int16Array, start: number): void {
  const window = WINDOW;
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let sum = 0;
  let sumOne = 0;
  let sumTwo = 0;
  let sumThree = 0;
  let sumFour = 0;
  for (let i = 0; i < SPAN; i++) {
    const now = (sound[start + i] * window[i] + 0x4000) >> 15;
    sum += now * now;
    sumOne += now * one;
    sumTwo += now * two;
    sumThree += now * three;
    sumFour += now * four;
    four = three;
    three = two;
    two = one;
    one = now;
  }
  state[FORWARD] = Math.floor(sum / 64);
  state[FORWARD + 1] = Math.floor(sumOne / 64);
  state[FORWARD + 2] = Math.floor(sumTwo / 64);
  state[FORWARD + 3] = Math.floor(sumThree / 64);
  state[FORWARD + 4] = Math.floor(sumFour / 64);
}

/** Schur's recursion: forward and backward errors of prediction, in what they have in common with the sound. */
function isNarrow(state: Int32Array): boolean {
  // a little white noise keeps pure tones within what can be calculated
  state[FORWARD] += (state[FORWARD] >> 13) + 1;
  const shift = Math.clz32(state[FORWARD]) - (32 - BITS);
  for (let i = 0; i < LAGS; i++) {
    const sum = state[FORWARD + i];
    const scaled = shift >= 0 ? sum << shift : sum >> -shift;
    state[FORWARD + i] = scaled;
    state[BACKWARD + i] = scaled;
  }
  const whole = state[BACKWARD];
  for (let m = 1; m < LAGS; m++) {
    const unforetold = state[BACKWARD];
    const forward = state[FORWARD + m];
    if (forward >= unforetold || -forward >= unforetold) return true;
    const reflection = Math.trunc((-forward * ONE) / unforetold);
    for (let i = m; i < LAGS; i++) {
      const ahead = state[FORWARD + i];
      const behind = state[BACKWARD + i - m];
      state[FORWARD + i] = ahead + Math.floor((reflection * behind) / ONE);
      state[BACKWARD + i - m] = behind + Math.floor((reflection * ahead) / ONE);
    }
  }
  return state[BACKWARD] < Math.trunc(whole / PARTS);
}
