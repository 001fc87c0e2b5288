/** Sound of four bits a sample (IMA ADPCM). */
#include "kernels.h"

/* Places in the state. */
#define PREDICTED 0
#define STEP_INDEX 1

#define MOST_INDEX 88

static int32_t between(int32_t lowest, int32_t value, int32_t highest) {
  return value < lowest ? lowest : value > highest ? highest : value;
}

void decodeAdpcm(uint8_t *octets, int32_t octetsFrom, int32_t length, int32_t from, int32_t *state, int16_t *frame,
                 int32_t frameFrom, int32_t start, int32_t end, int16_t *steps) {
  int32_t predicted = state[PREDICTED];
  int32_t index = state[STEP_INDEX];
  int32_t at = from;
  for (int32_t i = start; i < end; i++, at++) {
    int32_t octet = at >> 1 < length ? octets[octetsFrom + (at >> 1)] : 0;
    int32_t code = at & 1 ? octet & 15 : octet >> 4;
    int32_t step = steps[index];
    int32_t change = step >> 3;
    if (code & 4) change += step;
    if (code & 2) change += step >> 1;
    if (code & 1) change += step >> 2;
    predicted = between(-32768, predicted + (code & 8 ? -change : change), 32767);
    index = between(0, index + (code & 4 ? 2 * (code & 3) + 2 : -1), MOST_INDEX);
    frame[frameFrom + i] = (int16_t)predicted;
  }
  state[PREDICTED] = predicted;
  state[STEP_INDEX] = index;
}
