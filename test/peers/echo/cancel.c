/*
 * Echo cancellers nobody here wrote, behind one door. Samples are 16 bit in the machine's order, 8000 a second.
 *
 *   cancel paths                    the line models of ITU-T G.168 annex D that spandsp's header holds: one line each
 *   cancel spandsp TAPS             reads pairs (sent, received) until the end, writes what is left of each received one
 *   cancel speexdsp TAPS            the same
 *
 * Build:  cc -O2 -o cancel cancel.c $(pkg-config --cflags --libs spandsp) [-DSPEEXDSP $(pkg-config --libs speexdsp)] -lm
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <spandsp.h>
#include <spandsp/g168models.h>
#ifdef SPEEXDSP
#include <speex/speex_echo.h>
#endif

#define FRAME 160

/* Where samples go: spandsp's canceller talks to itself on the standard output. */
static FILE *out;

static void path(const char *name, const int32_t *taps, size_t count) {
  printf("%s", name);
  for (size_t i = 0; i < count; i++) printf(" %d", (int)taps[i]);
  printf("\n");
}
#define PATH(n) path("D." #n, line_model_d##n##_coeffs, sizeof line_model_d##n##_coeffs / sizeof *line_model_d##n##_coeffs)

static int spandsp(int taps) {
  echo_can_state_t *canceller = echo_can_init(taps, ECHO_CAN_USE_ADAPTION);
  int16_t pair[2];
  if (!canceller) return 1;
  while (fread(pair, sizeof pair, 1, stdin) == 1) {
    int16_t left = echo_can_update(canceller, pair[0], pair[1]);
    fwrite(&left, sizeof left, 1, out);
  }
  echo_can_free(canceller);
  return 0;
}

#ifdef SPEEXDSP
static int speexdsp(int taps) {
  SpeexEchoState *canceller = speex_echo_state_init(FRAME, taps);
  int16_t pairs[FRAME][2], sent[FRAME], received[FRAME], left[FRAME];
  int rate = 8000;
  speex_echo_ctl(canceller, SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
  while (fread(pairs, sizeof pairs, 1, stdin) == 1) {
    for (int i = 0; i < FRAME; i++) {
      sent[i] = pairs[i][0];
      received[i] = pairs[i][1];
    }
    speex_echo_cancellation(canceller, received, sent, left);
    fwrite(left, sizeof left, 1, out);
  }
  speex_echo_state_destroy(canceller);
  return 0;
}
#endif

int main(int count, char **words) {
  if (count == 2 && strcmp(words[1], "paths") == 0) {
    PATH(2); PATH(3); PATH(4); PATH(5); PATH(6); PATH(7); PATH(8); PATH(9);
    return 0;
  }
  out = fdopen(dup(1), "wb");
  if (!out || !freopen("/dev/null", "w", stdout)) return 1;
  if (count == 3 && strcmp(words[1], "spandsp") == 0) return spandsp(atoi(words[2]));
#ifdef SPEEXDSP
  if (count == 3 && strcmp(words[1], "speexdsp") == 0) return speexdsp(atoi(words[2]));
#endif
  fprintf(stderr, "cancel paths | spandsp TAPS | speexdsp TAPS\n");
  return 2;
}
