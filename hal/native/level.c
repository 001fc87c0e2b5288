/** Levels of whole frames: a gain on one, and how loud one is. */
#include "kernels.h"

/* A gain of 0 dB in Q15. */
#define UNITY 0x8000

void applyGain(int16_t *frame, int32_t from, int32_t length, int32_t gain) {
  if (gain == UNITY) return;
  int16_t *end = frame + from + length;
  for (int16_t *sample = frame + from; sample < end; sample++) *sample = saturated((*sample * gain + 0x4000) >> 15);
}

int32_t loudnessOf(int16_t *frame, int32_t from, int32_t length) {
  int64_t sum = 0;
  for (int32_t i = 0; i < length; i++) sum += (int32_t)frame[from + i] * frame[from + i];
  return length > 0 ? (int32_t)(sum / length) : 0;
}
