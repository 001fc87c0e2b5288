/** Every kernel on noise of all levels; prints a checksum of all they left behind. Compilers have to agree on it. */
#include "echo.h"

#include <stdio.h>

#define FRAME 160
#define HISTORY 280

static uint32_t state = 20261120;
static uint64_t checksum = 0xcbf29ce484222325u;

static uint32_t chance(void) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

static void noise(int16_t *samples, int32_t count) {
  uint32_t level = chance() % 16;
  for (int32_t i = 0; i < count; i++) samples[i] = (int16_t)((int16_t)(chance() & 0xffff) >> level);
}

static void note(const void *memory, size_t size) {
  const uint8_t *octets = memory;
  for (size_t i = 0; i < size; i++) checksum = (checksum ^ octets[i]) * 0x100000001b3u;
}

#define CANCELLER_TAPS 64
#define CANCELLER_DELAY 40

static int32_t canceller[LEARNING + CANCELLER_TAPS] = {[TAPS] = CANCELLER_TAPS, [DELAY] = CANCELLER_DELAY, [SUPPRESS] = 1,
                                                       [FLOOR] = 20736,         [LEAK] = FIRST_LEAK,       [GAIN] = OPEN};
static int16_t canceled[3 * CANCELLER_TAPS + 2 * FRAME + CANCELLER_DELAY], window[FRAME];

/* One frame through an echo canceller that learns for most of the time. */
static void cancel(int16_t *far, int16_t *near, int32_t round) {
  /* a triangle does for a window */
  for (int32_t i = 0; i < FRAME; i++) window[i] = (int16_t)(400 * (i < 80 ? i : 159 - i));
  for (int32_t i = CANCELLER_DELAY; i < FRAME; i++) near[i] = (int16_t)(far[i - CANCELLER_DELAY] / 4 + near[i] / 64);
  canceller[ADAPT] = round % 50 < 48;
  /* now and then it has found a good path, or a wild one, and has to examine another */
  if (round % 70 == 0) canceller[GOOD] = 1;
  if (round % 90 == 0)
    for (int32_t i = 0; i < CANCELLER_TAPS; i++) canceller[LEARNING + i] = (int32_t)chance();
  cancelFrame(canceller, 0, canceled, 0, far, 0, near, 0, window);
  note(canceller, sizeof canceller);
  note(canceled, sizeof canceled);
  note(near, FRAME * sizeof *near);
}

static int32_t keys[33], modems[18], voice[20] = {0, 1283, 9, 20000, 20000, 325643, 325643};
static int16_t heard[4 * FRAME];

/* One frame through the receivers of keys and of modems, whose waves stay in their range. */
static void detect(int16_t *said, int16_t *sent, int16_t *waves, int32_t round) {
  for (int32_t i = 0; i < 8 * 80; i++)
    if (waves[i] == -32768) waves[i] = -32767;
  keepHeard(sent, 0, heard, round % 4 * FRAME);
  keys[round % 4] = -1;
  int32_t found[] = {lookForKeys(said, 0, heard, keys, waves), loudestEcho(heard, round % 8, waves),
                     lookForModems(said, 0, modems, waves)};
  note(found, sizeof found);
  note(keys, sizeof keys);
  note(modems, sizeof modems);
}

int main(void) {
  int16_t frame[FRAME], other[FRAME], wave[8 * 80], turn[257], history[HISTORY], scaled[HISTORY], period[120];
  uint8_t octets[FRAME];
  /* a triangle does for a sine */
  for (int32_t i = 0; i <= 256; i++) turn[i] = (int16_t)((i <= 64 ? i : i <= 192 ? 128 - i : i - 256) * 511);
  for (int32_t round = 0; round < 2000; round++) {
    int32_t results[16] = {0};
    noise(frame, FRAME);
    noise(other, FRAME);
    noise(wave, 8 * 80);
    noise(history, HISTORY);

    encodeUlaw(frame, 0, FRAME, octets, 0, FRAME);
    decodeUlaw(octets, 0, FRAME, other, 0, FRAME);
    note(octets, sizeof octets);
    encodeAlaw(frame, 0, FRAME, octets, 0, FRAME);
    note(octets, sizeof octets);
    decodeAlaw(octets, 0, FRAME, other, 0, FRAME);
    applyGain(frame, 0, FRAME, (int32_t)(chance() & 0xffff));
    results[0] = loudnessOf(frame, 0, FRAME);
    note(results, sizeof results);

    int32_t oscillator[3] = {(int32_t)chance(), (int32_t)chance(), (int32_t)(chance() & 0x7fff)};
    addSine(frame, 0, FRAME, 0, FRAME, oscillator, 0, turn);
    int32_t fsk[9] = {(int32_t)chance(), (int32_t)chance(), 1 + (int32_t)(chance() % 8000), (int32_t)(chance() % 1280),
                      0, (int32_t)(chance() % 8000), (int32_t)chance(), 0, (int32_t)(chance() & 0x7fff)};
    results[12] = modulate(frame, 0, FRAME, (int32_t)(chance() % FRAME), octets, 0, FRAME, fsk, 0, turn);
    note(oscillator, sizeof oscillator);
    note(fsk, sizeof fsk);

    int32_t lag = cutPeriod(history, 0, scaled, 0, period, 0);
    results[13] = lag;
    results[14] = pitchOf(history, 0, scaled, 0);
    repeatPeriod(period, 0, lag, (int32_t)(chance() % (uint32_t)lag), 0x8000, (int32_t)(chance() % 300), other, 0, 80);
    smoothJoint(history, 0, lag, other, 0, 80);
    blend(other, 0, frame, 0, 80);
    note(results, sizeof results);

    cancel(history, other, round);
    int32_t energies[24] = {0};
    results[15] = lookForVoice(frame, 0, voice);
    note(voice, sizeof voice);
    autocorrelate(frame, 0, 12, history, 0, wave, energies, 8);
    note(energies, sizeof energies);
    detect(frame, other, wave, round);
    int32_t lattice[24] = {10, (int32_t)(chance() & 0x7fff), (int32_t)chance()};
    for (int32_t i = 0; i < 10; i++) lattice[3 + i] = (int16_t)(chance() & 0xffff);
    fillNoise(lattice, 0, history, 0, FRAME);
    mixThree(frame, 0, other, 0, history, 0, FRAME);
    int16_t steps[89];
    for (int32_t i = 0; i < 89; i++) steps[i] = (int16_t)(7 + i * i * 4);
    int32_t word[2] = {(int16_t)(chance() & 0xffff), (int32_t)(chance() % 89)};
    decodeAdpcm(octets, 0, FRAME, (int32_t)(chance() % FRAME), word, other, 0, 0, FRAME, steps);
    note(word, sizeof word);
    note(lattice, sizeof lattice);
    note(history, sizeof history);
    note(scaled, sizeof scaled);
    note(other, sizeof other);
    note(frame, sizeof frame);
  }
  printf("%08x%08x\n", (unsigned)(checksum >> 32), (unsigned)checksum);
  return 0;
}
