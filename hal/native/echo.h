/** What the parts of the echo canceller share: the places of `firmware/dsp/echo-state.ts`, by the same names, and each other. */
#ifndef ECHO_H
#define ECHO_H

#include "kernels.h"

#define ECHO_FRAME 160
#define ECHO_BLOCK 40
#define TAPS 0
#define DELAY 1
#define ADAPT 2
#define SUPPRESS 3
#define UNDER_TAPS 4
#define LAST_RECEIVED 5
#define LAST_LEFT 7
#define RECEIVED 9
#define LEFT 10
#define LEARNER_LEFT 11
#define SOUND_SENT 12
#define SOUND_LEFT 13
#define NARROW 14
#define FORWARD 15
#define BACKWARD 20
#define LAGS 5
#define MEAN_RECEIVED 25
#define MEAN_LEFT 26
#define MEAN_LEARNT 27
#define BETTER 28
#define WORSE 29
#define USELESS 30
#define EXAM 31
#define EXAM_RECEIVED 32
#define EXAM_LEFT 33
#define EXAM_LEARNT 34
#define GOOD 35
#define FADING 36
#define FLOOR 37
#define LEAK 38
#define HOLD 39
#define HEARD 40
#define GAIN 41
#define CHANCE 42
#define PROVEN 43
#define TRIAL 44
#define EXPERIENCED 45
#define LOUDEST 46
#define DOUBLE 47
#define LEARNING 48
#define MORE 2
#define OPEN 0x8000

/* The most of what is sent that is left, in Q24. */
#define FIRST_LEAK 2796203

/* echo-path.c */
void moveOn(int32_t *state, int16_t *sound, int16_t *sent);
void cancelBlock(int32_t *state, int16_t *sound, int16_t *received, int32_t at, int32_t step, int32_t least);

/* echo-tones.c */
void watchTones(int32_t *state, int16_t *sound, int16_t *window);

/* echo-guard.c */
int32_t isEcho(int32_t *state, int16_t *sound, int16_t *received, int32_t at);

/* echo-judge.c */
void judgePaths(int32_t *state, int16_t *sound, int32_t clear);

/* echo-suppressor.c */
int32_t isFarAlone(int32_t *state);

/* shade.c */
void shadeBlock(int32_t *state, int16_t *frame, int32_t at, int32_t closed);

/* How many bits a number has. */
static inline int32_t bitsOf(uint32_t number) {
  int32_t bits = 0;
  for (int32_t half = 16; half > 0; half >>= 1) {
    if (number >> half == 0) continue;
    number >>= half;
    bits += half;
  }
  return bits + (int32_t)number;
}

static inline int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

#endif
