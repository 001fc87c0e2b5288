/** Two models of the path that an echo takes, over a block of samples: one that cancels, one that learns. */
#include "kernels.h"

#define ECHO_BLOCK 40

/* Places in the state of a path. */
#define TAPS 0
#define UNDER_TAPS 1
#define RECEIVED 2
#define LEFT 3
#define LEARNER_LEFT 4
#define SOUND_SENT 5
#define SOUND_LEFT 6
#define LAST_RECEIVED 7
#define LAST_LEFT 9

/* How many bits a number has. */
static int32_t bitsOf(uint32_t number) {
  int32_t bits = 0;
  while (number) {
    number >>= 1;
    bits++;
  }
  return bits;
}

/* One sample on: the state is the last sample, and what it was flattened to. */
static int32_t flattened(int32_t *last, int32_t sample) {
  int32_t value = saturated(sample - last[0] + ((3 * last[1]) >> 2));
  last[0] = sample;
  last[1] = value;
  return value;
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

void cancelBlock(int32_t *state, int32_t stateFrom, int16_t *trusted, int32_t trustedFrom, int32_t *learning,
                 int32_t learningFrom, int16_t *sent, int32_t sentFrom, int16_t *flat, int32_t flatFrom, int16_t *received,
                 int32_t receivedFrom, int32_t at, int32_t step, int32_t least) {
  int32_t *own = state + stateFrom;
  int32_t taps = own[TAPS];
  int32_t under = own[UNDER_TAPS];
  int32_t receivedEnergy = 0;
  int32_t leftEnergy = 0;
  int32_t learnerEnergy = 0;
  int32_t soundSent = 0;
  int32_t soundLeft = 0;
  trusted += trustedFrom;
  learning += learningFrom;
  for (int32_t i = at; i < at + ECHO_BLOCK; i++) {
    int16_t *newest = sent + sentFrom + taps + i;
    int16_t *newestFlat = flat + flatFrom + taps + i;
    uint32_t echo = 0x2000;
    uint32_t learnt = 0x2000;
    for (int32_t k = 0; k < taps; k++) {
      echo += (uint32_t)(newest[-k] * trusted[k]);
      learnt += (uint32_t)(newestFlat[-k] * (learning[k] >> 16));
    }
    int32_t sample = received[receivedFrom + i];
    int32_t left = saturated(sample - (wrapped(echo) >> 14));
    received[receivedFrom + i] = (int16_t)left;
    int32_t flatReceived = flattened(own + LAST_RECEIVED, sample);
    int32_t flatLeft = flattened(own + LAST_LEFT, left);
    int32_t error = saturated(flatReceived - (wrapped(learnt) >> 14));
    receivedEnergy += (flatReceived * flatReceived) >> 5;
    leftEnergy += (flatLeft * flatLeft) >> 5;
    learnerEnergy += (error * error) >> 5;
    soundSent += (*newest * *newest) >> 5;
    soundLeft += (left * left) >> 5;
    int32_t arriving = *newestFlat;
    int32_t leaving = newestFlat[-taps];
    under += ((arriving * arriving) >> 8) - ((leaving * leaving) >> 8);
    if (step != 0 && error != 0) learn(learning, taps, newestFlat, error, under + taps * least, step);
  }
  own[UNDER_TAPS] = under;
  own[RECEIVED] = receivedEnergy;
  own[LEFT] = leftEnergy;
  own[LEARNER_LEFT] = learnerEnergy;
  own[SOUND_SENT] = soundSent;
  own[SOUND_LEFT] = soundLeft;
}

int32_t flatten(int16_t *frame, int32_t from, int32_t length, int32_t last, int16_t *into, int32_t to) {
  int32_t before[2] = {last, into[to - 1]};
  for (int32_t i = 0; i < length; i++) into[to + i] = (int16_t)flattened(before, frame[from + i]);
  return before[0];
}
