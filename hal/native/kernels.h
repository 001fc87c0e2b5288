/**
 * The sound kernels: what firmware/dsp/ does per sample, in C99 and with integers only, one file for each TypeScript file of
 * the same name. Nothing is kept here and nothing allocated: states and tables are typed arrays of the caller's.
 *
 * An array is its memory and the place of its first element (ArrayBuffer and byteOffset, in elements), with its length where
 * the arguments could lead outside of it. Parameters are not const, because the glue that Moddable generates declares them so.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include <stdint.h>

/* What the TypeScript says and C99 leaves open: >> of what is negative keeps the sign, conversions wrap. */
typedef char shifts_keep_the_sign[(-3 >> 1) == -2 ? 1 : -1];
typedef char conversions_wrap[(int16_t)0x18000 == -0x8000 ? 1 : -1];

/* g711.c */
void encodeUlaw(int16_t *samples, int32_t from, int32_t length, uint8_t *into, int32_t to, int32_t room);
void decodeUlaw(uint8_t *payload, int32_t from, int32_t length, int16_t *into, int32_t to, int32_t room);
void encodeAlaw(int16_t *samples, int32_t from, int32_t length, uint8_t *into, int32_t to, int32_t room);
void decodeAlaw(uint8_t *payload, int32_t from, int32_t length, int16_t *into, int32_t to, int32_t room);

/* level.c */
void applyGain(int16_t *frame, int32_t from, int32_t length, int32_t gain);
int32_t loudnessOf(int16_t *frame, int32_t from, int32_t length);

/* sine.c */
void addSine(int16_t *frame, int32_t from, int32_t length, int32_t start, int32_t end, int32_t *oscillators, int32_t at,
             int16_t *turn);

/* dtmf-look.c */
void keepHeard(int16_t *frame, int32_t from, int16_t *heard, int32_t at);
int32_t lookForKeys(int16_t *frame, int32_t from, int16_t *heard, int32_t *state, int16_t *waves);
int32_t loudestEcho(int16_t *heard, int32_t tone, int16_t *waves);

/* period.c */
int32_t pitchOf(int16_t *history, int32_t from, int16_t *scaled, int32_t scaledFrom);
int32_t cutPeriod(int16_t *history, int32_t from, int16_t *scaled, int32_t scaledFrom, int16_t *period, int32_t periodFrom);
void repeatPeriod(int16_t *period, int32_t from, int32_t lag, int32_t at, int32_t gain, int32_t step, int16_t *block,
                  int32_t blockFrom, int32_t length);
void smoothJoint(int16_t *history, int32_t from, int32_t lag, int16_t *block, int32_t blockFrom, int32_t length);
void blend(int16_t *before, int32_t beforeFrom, int16_t *after, int32_t afterFrom, int32_t length);

/* fsk-modulator.c */
int32_t modulate(int16_t *frame, int32_t from, int32_t length, int32_t start, uint8_t *bits, int32_t bitsFrom, int32_t octets,
                 int32_t *state, int32_t stateFrom, int16_t *turn);

/* mix.c */
void mixThree(int16_t *one, int32_t oneFrom, int16_t *two, int32_t twoFrom, int16_t *three, int32_t threeFrom,
              int32_t length);

/* voice-look.c */
int32_t lookForVoice(int16_t *frame, int32_t from, int32_t *state);

/* autocorrelation.c */
void autocorrelate(int16_t *samples, int32_t from, int32_t order, int16_t *room, int32_t roomFrom, int16_t *window,
                   int32_t *into, int32_t intoFrom);

/* modem-look.c */
int32_t lookForModems(int16_t *frame, int32_t from, int32_t *state, int16_t *waves);

/* lattice.c */
void fillNoise(int32_t *lattice, int32_t from, int16_t *frame, int32_t frameFrom, int32_t length);

/* adpcm.c */
void decodeAdpcm(uint8_t *octets, int32_t octetsFrom, int32_t length, int32_t from, int32_t *state, int16_t *frame,
                 int32_t frameFrom, int32_t start, int32_t end, int16_t *steps);

/* echo-frame.c */
void cancelFrame(int32_t *state, int32_t stateFrom, int16_t *sound, int32_t soundFrom, int16_t *sent, int32_t sentFrom,
                 int16_t *received, int32_t receivedFrom, int16_t *window);

/* A sum that wraps at 32 bits, as `|0` and the elements of an Int32Array do. */
static inline int32_t wrapped(uint32_t sum) { return (int32_t)sum; }

static inline int16_t saturated(int32_t sample) {
  return (int16_t)(sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample);
}

static inline int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

#endif
