/** One frame through an echo canceller: everything but its settings. */
import { isEcho } from "./echo-guard.js";
import { judgePaths } from "./echo-judge.js";
import { cancelBlock, moveOn } from "./echo-path.js";
import { ADAPT, ECHO_BLOCK, ECHO_FRAME, EXAM, GOOD, NARROW, PROVEN, SUPPRESS, TAPS, UNDER_TAPS } from "./echo-state.js";
import { isFarAlone } from "./echo-suppressor.js";
import { watchTones } from "./echo-tones.js";
import { shadeBlock } from "./shade.js";

/** Something is under the taps if each sees this, in 1/256: -51 dBm0, flattened. */
const AUDIBLE = 8;

/** 2^-HALF of an error is corrected with each sample. */
const HALF = 1;
/** Less of it when a tap sees little, in 1/256; much less with a good path (-37 dBm0, flattened): it would learn noise. */
const EAGER = 4;
const CAREFUL = 190;

/** Takes the echo of what was sent out of `received`, in place; both are frames. The arrays are those of `echo-state.ts`. */
export function cancelFrame(state: Int32Array, sound: Int16Array, sent: Int16Array, received: Int16Array): void {
  moveOn(state, sound, sent);
  watchTones(state, sound);
  // what is known of other frequencies must not be lost through a tone; where nothing is known it tells of itself
  const adapt = state[ADAPT] !== 0 && (state[NARROW] === 0 || state[PROVEN] === 0);
  const audible = AUDIBLE * state[TAPS];
  for (let at = 0; at < ECHO_FRAME; at += ECHO_BLOCK) {
    const before = state[UNDER_TAPS];
    const learns = isEcho(state, sound, received, at) && adapt;
    const step = learns && state[EXAM] === 0 ? HALF : 0;
    cancelBlock(state, sound, received, at, step, state[GOOD] ? CAREFUL : EAGER);
    if (state[ADAPT]) judgePaths(state, sound, learns && Math.max(before, state[UNDER_TAPS]) > audible);
    const closed = isFarAlone(state) && state[PROVEN] !== 0 && state[SUPPRESS] !== 0;
    shadeBlock(state, received, at, closed);
  }
}
