/** Can it be an echo? What is louder than a hybrid makes it is somebody at the telephone. */
#include "echo.h"

/* Blocks after he has spoken in which he may be speaking softly. */
#define DOUBLE_FOR 10

/* So many eighths of the largest energy sent of late are too much. */
#define PARTS 5

int32_t isEcho(int32_t *state, int16_t *sound, int16_t *received, int32_t at) {
  int16_t *flat = sound + 2 * state[TAPS] + at;
  int32_t last = state[LAST_RECEIVED];
  int32_t value = state[LAST_RECEIVED + 1];
  int32_t sentEnergy = 0;
  int32_t energy = 0;
  for (int32_t i = 0; i < ECHO_BLOCK; i++) {
    int32_t sample = received[at + i];
    value = saturated(sample - last + ((3 * value) >> 2));
    last = sample;
    energy += (value * value) >> 5;
    sentEnergy += (flat[i] * flat[i]) >> 5;
  }
  int32_t loudest = most(state[LOUDEST] - (state[LOUDEST] >> 4), sentEnergy);
  state[LOUDEST] = loudest;
  if (energy > (loudest >> 3) * PARTS) state[DOUBLE] = DOUBLE_FOR;
  else if (state[DOUBLE] > 0) state[DOUBLE]--;
  return state[DOUBLE] == 0;
}
