/** Two models of the path that an echo takes: one that is trusted and cancels, one that learns from what is left. */
#include "echo.h"

/* One sample on: the state is the last sample, and what it was flattened to. */
static int32_t flattened(int32_t *last, int32_t sample) {
  int32_t value = saturated(sample - last[0] + ((3 * last[1]) >> 2));
  last[0] = sample;
  last[1] = value;
  return value;
}

void moveOn(int32_t *state, int16_t *sound, int16_t *sent) {
  int32_t taps = state[TAPS];
  int32_t late = taps + state[DELAY];
  int16_t *flat = sound + taps;
  int16_t *history = flat + taps + ECHO_FRAME;
  for (int32_t i = 0; i < taps; i++) flat[i] = flat[i + ECHO_FRAME];
  for (int32_t i = 0; i < late; i++) history[i] = history[i + ECHO_FRAME];
  for (int32_t i = 0; i < ECHO_FRAME; i++) history[late + i] = sent[i];
  int32_t last[2] = {history[taps - 1], flat[taps - 1]};
  for (int32_t i = taps; i < taps + ECHO_FRAME; i++) flat[i] = (int16_t)flattened(last, history[i]);
}

/* Corrects the path by an error, of which 2^-step counts; `flat` is the newest sample under the taps. */
static void learn(int32_t *learning, int32_t taps, int16_t *flat, int32_t error, int32_t energy, int32_t step) {
  /* error / energy: a mantissa of 16 bits, its reciprocal in 15, and the product cut to 15 again */
  int32_t exponent = bitsOf((uint32_t)energy) - 16;
  int32_t mantissa = exponent >= 0 ? energy >> exponent : wrapped((uint32_t)energy << -exponent);
  int32_t product = mantissa == 0 ? 0 : error * (0x40000000 / mantissa);
  int32_t cut = bitsOf((uint32_t)(product < 0 ? -product : product)) - 15;
  if (cut < 0) cut = 0;
  int32_t shift = 8 + exponent + step - cut;
  /* an error so much larger than what was sent is no echo */
  if (shift < 1) return;
  int32_t gain = product >> cut;
  uint32_t half = 1u << ((shift - 1) & 31);
  for (int32_t k = 0; k < taps; k++) {
    int32_t correction = wrapped((uint32_t)(gain * flat[-k]) + half) >> (shift & 31);
    learning[k] = wrapped((uint32_t)learning[k] + (uint32_t)correction);
  }
}

void cancelBlock(int32_t *state, int16_t *sound, int16_t *received, int32_t at, int32_t step, int32_t least) {
  int32_t taps = state[TAPS];
  int32_t *learning = state + LEARNING;
  int32_t under = state[UNDER_TAPS];
  int32_t receivedEnergy = 0;
  int32_t leftEnergy = 0;
  int32_t learnerEnergy = 0;
  int32_t soundSent = 0;
  int32_t soundLeft = 0;
  for (int32_t i = at; i < at + ECHO_BLOCK; i++) {
    int16_t *newestFlat = sound + 2 * taps + i;
    int16_t *newest = newestFlat + taps + ECHO_FRAME;
    uint32_t echo = 0x2000;
    uint32_t learnt = 0x2000;
    for (int32_t k = 0; k < taps; k++) {
      echo += (uint32_t)(newest[-k] * sound[k]);
      learnt += (uint32_t)(newestFlat[-k] * (learning[k] >> 16));
    }
    int32_t sample = received[i];
    int32_t left = saturated(sample - (wrapped(echo) >> 14));
    if (state[PROVEN] != 0) received[i] = (int16_t)left;
    int32_t flatReceived = flattened(state + LAST_RECEIVED, sample);
    int32_t flatLeft = flattened(state + LAST_LEFT, left);
    int32_t error = saturated(flatReceived - (wrapped(learnt) >> 14));
    receivedEnergy += (flatReceived * flatReceived) >> 5;
    leftEnergy += (flatLeft * flatLeft) >> 5;
    learnerEnergy += (error * error) >> 5;
    soundSent += (*newest * *newest) >> 5;
    soundLeft += (received[i] * received[i]) >> 5;
    int32_t arriving = *newestFlat;
    int32_t leaving = newestFlat[-taps];
    under += ((arriving * arriving) >> 8) - ((leaving * leaving) >> 8);
    if (step != 0 && error != 0) learn(learning, taps, newestFlat, error, under + taps * least, step);
  }
  state[UNDER_TAPS] = under;
  state[RECEIVED] = receivedEnergy;
  state[LEFT] = leftEnergy;
  state[LEARNER_LEFT] = learnerEnergy;
  state[SOUND_SENT] = soundSent;
  state[SOUND_LEFT] = soundLeft;
}
