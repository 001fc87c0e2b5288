/** How strong a frequency is in a stretch of samples: its correlation with a cosine and a sine (one bin of a DFT). */
#include "kernels.h"

int32_t energyOf(int16_t *samples, int32_t from, int32_t size, int32_t start, int32_t length) {
  int32_t end = least(start + length, size);
  uint32_t energy = 0;
  for (int32_t i = start; i < end; i++) energy += (uint32_t)(samples[from + i] * samples[from + i]) >> 8;
  return wrapped(energy);
}

void correlate(int16_t *samples, int32_t from, int32_t size, int32_t start, int32_t length, int16_t *wave, int32_t waveFrom,
               int32_t *into, int32_t to) {
  int32_t count = least(length, size - start);
  int16_t *cosine = wave + waveFrom;
  int16_t *sine = cosine + length;
  uint32_t inPhase = 0;
  uint32_t quadrature = 0;
  for (int32_t i = 0; i < count; i++) {
    int32_t sample = samples[from + start + i];
    inPhase += (uint32_t)((sample * cosine[i]) >> 8);
    quadrature += (uint32_t)((sample * sine[i]) >> 8);
  }
  into[to] = wrapped(inPhase);
  into[to + 1] = wrapped(quadrature);
}

void correlateFour(int16_t *samples, int32_t from, int32_t size, int32_t start, int32_t length, int16_t *waves,
                   int32_t wavesFrom, int32_t *into, int32_t to) {
  int32_t count = least(length, size - start);
  int16_t *wave = waves + wavesFrom;
  uint32_t sums[8] = {0};
  for (int32_t i = 0; i < count; i++) {
    int32_t sample = samples[from + start + i];
    for (int32_t n = 0; n < 8; n++) sums[n] += (uint32_t)((sample * *wave++) >> 8);
  }
  for (int32_t n = 0; n < 8; n++) into[to + n] = wrapped(sums[n]);
}
