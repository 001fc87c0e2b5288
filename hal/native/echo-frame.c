/** One frame through an echo canceller: everything but its settings. */
#include "echo.h"

/* Something is under the taps if each sees this, in 1/256. */
#define AUDIBLE 8

/* 2^-HALF of an error is corrected with each sample; less where a tap sees less, in 1/256, than one of these. */
#define HALF 1
#define EAGER 4
#define CAREFUL 190

void cancelFrame(int32_t *state, int32_t stateFrom, int16_t *sound, int32_t soundFrom, int16_t *sent, int32_t sentFrom,
                 int16_t *received, int32_t receivedFrom, int16_t *window) {
  state += stateFrom;
  sound += soundFrom;
  received += receivedFrom;
  moveOn(state, sound, sent + sentFrom);
  watchTones(state, sound, window);
  int32_t adapt = state[ADAPT] != 0 && (state[NARROW] == 0 || state[PROVEN] == 0);
  int32_t audible = AUDIBLE * state[TAPS];
  for (int32_t at = 0; at < ECHO_FRAME; at += ECHO_BLOCK) {
    int32_t before = state[UNDER_TAPS];
    int32_t learns = isEcho(state, sound, received, at) && adapt;
    int32_t step = learns && state[EXAM] == 0 ? HALF : 0;
    cancelBlock(state, sound, received, at, step, state[GOOD] ? CAREFUL : EAGER);
    if (state[ADAPT]) judgePaths(state, sound, learns && (before > audible || state[UNDER_TAPS] > audible));
    int32_t alone = isFarAlone(state);
    shadeBlock(state, received, at, alone && state[PROVEN] != 0 && state[SUPPRESS] != 0);
  }
}
