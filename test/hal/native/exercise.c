/** Every kernel on noise of all levels; prints a checksum of all they left behind. Compilers have to agree on it. */
#include "kernels.h"

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

#define TAPS 64

static int32_t path[11] = {TAPS}, learning[TAPS], last;
static int16_t trusted[TAPS], sent[TAPS + FRAME], flat[TAPS + FRAME];

/* One frame through an echo canceller that goes on learning. */
static void cancel(int16_t *far, int16_t *near) {
  for (int32_t i = 0; i < TAPS; i++) {
    sent[i] = sent[FRAME + i];
    flat[i] = flat[FRAME + i];
  }
  for (int32_t i = 0; i < FRAME; i++) sent[TAPS + i] = far[i];
  last = flatten(far, 0, FRAME, last, flat, TAPS);
  for (int32_t i = 2; i < FRAME; i++) near[i] = (int16_t)(far[i - 2] / 4 + near[i] / 64);
  for (int32_t at = 0; at < FRAME; at += 40)
    cancelBlock(path, 0, trusted, 0, learning, 0, sent, 0, flat, 0, near, 0, at, (int32_t)(chance() % 3), 4);
  note(path, sizeof path);
  note(learning, sizeof learning);
  note(near, FRAME * sizeof *near);
}

static int32_t keys[32], modems[18];
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

    cancel(history, other);
    int32_t shade[4] = {(int32_t)(chance() % 0x8001), (int32_t)(chance() % 0x8001), (int32_t)(chance() % 900000), 1};
    shadeBlock(shade, 0, other, 0, 40);
    note(shade, sizeof shade);
    int32_t energies[24] = {0};
    results[15] = quarterEnergies(frame, 0, other[0], energies, 0);
    autocorrelate(frame, 0, 12, history, 0, wave, energies, 8);
    note(energies, sizeof energies);
    detect(frame, other, wave, round);
    int32_t lattice[24] = {10, (int32_t)(chance() & 0x7fff), (int32_t)chance()};
    for (int32_t i = 0; i < 10; i++) lattice[3 + i] = (int16_t)(chance() & 0xffff);
    fillNoise(lattice, 0, history, 0, FRAME);
    mixThree(frame, 0, other, 0, history, 0, FRAME);
    note(lattice, sizeof lattice);
    note(history, sizeof history);
    note(scaled, sizeof scaled);
    note(other, sizeof other);
    note(frame, sizeof frame);
  }
  printf("%08x%08x\n", (unsigned)(checksum >> 32), (unsigned)checksum);
  return 0;
}
