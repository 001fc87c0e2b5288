/** How strong a frequency is, millisecond by millisecond of a frame. */
#include "kernels.h"

#define FRAME 160
#define STEP 8

void correlateSteps(int16_t *frame, int32_t from, int16_t *wave, int32_t waveFrom, int32_t *into, int32_t to) {
  int16_t *sample = frame + from;
  int16_t *cosine = wave + waveFrom;
  int16_t *sine = cosine + FRAME;
  for (int32_t step = 0; step < FRAME / STEP; step++) {
    int32_t inPhase = 0;
    int32_t quadrature = 0;
    for (int32_t i = 0; i < STEP; i++, sample++) {
      inPhase += (*sample * *cosine++) >> 8;
      quadrature += (*sample * *sine++) >> 8;
    }
    into[to++] = inPhase;
    into[to++] = quadrature;
  }
}
