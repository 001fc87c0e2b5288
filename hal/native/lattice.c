/** Noise with a spectrum: white noise through a lattice of reflections (RFC 3389 section 3.2). */
#include "kernels.h"

/* Places in the state of a lattice. */
#define ORDER 0
#define PEAK 1
#define CHANCE 2
#define REFLECTIONS 3
#define MOST_ORDER 10
#define STAGES (REFLECTIONS + MOST_ORDER)

static int32_t reflected(int32_t reflection, int32_t wave) {
  return wrapped((uint32_t)reflection * (uint32_t)wave + 0x4000) >> 15;
}

void fillNoise(int32_t *lattice, int32_t from, int16_t *frame, int32_t frameFrom, int32_t length) {
  int32_t *own = lattice + from;
  int32_t *stages = own + STAGES;
  uint32_t chance = (uint32_t)own[CHANCE];
  for (int32_t i = 0; i < length; i++) {
    chance = chance * 1664525 + 1013904223;
    int32_t white = wrapped(chance) >> 16;
    chance = chance * 1664525 + 1013904223;
    white += wrapped(chance) >> 16;
    int32_t forward = wrapped((uint32_t)white * (uint32_t)own[PEAK]) >> 17;
    for (int32_t stage = own[ORDER] - 1; stage >= 0; stage--) {
      int32_t behind = stages[stage];
      forward -= reflected(own[REFLECTIONS + stage], behind);
      stages[stage + 1] = behind + reflected(own[REFLECTIONS + stage], forward);
    }
    stages[0] = forward;
    frame[frameFrom + i] = saturated((forward + 1) >> 1);
  }
  own[CHANCE] = wrapped(chance);
}
