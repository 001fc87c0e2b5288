/** µ-law and A-law (ITU-T G.711), whole frames: 16-bit linear samples to octets and back. By formula; no table is needed. */
#include "kernels.h"

/* Segment edges of table 2a start here, on a 16-bit scale. */
#define ULAW_BIAS 0x84
#define ULAW_CLIP 32635
/* Even bits of A-law are inverted on the line (table 1a, note 2). */
#define ALAW_INVERSION 0x55
#define POSITIVE 0x80

/* How many bits a magnitude has beyond this many: eight at most. */
static int32_t segmentOf(int32_t magnitude, int32_t bits) {
  int32_t rest = magnitude >> bits;
  int32_t segment = 0;
  if (rest > 15) {
    rest >>= 4;
    segment = 4;
  }
  if (rest > 3) {
    rest >>= 2;
    segment += 2;
  }
  return segment + (rest > 1 ? 2 : rest);
}

static uint8_t ulawOf(int32_t sample) {
  int32_t magnitude = (sample < 0 ? -sample : sample) & ~3;
  int32_t biased = least(magnitude, ULAW_CLIP) + ULAW_BIAS;
  int32_t segment = segmentOf(biased, 8);
  int32_t code = ~(segment << 4 | (biased >> (segment + 3) & 0x0f)) & 0xff;
  return (uint8_t)(sample < 0 ? code & ~POSITIVE : code);
}

static int16_t linearOfUlaw(uint8_t octet) {
  int32_t code = ~octet & 0xff;
  int32_t magnitude = ((((code & 0x0f) << 3) + ULAW_BIAS) << (code >> 4 & 7)) - ULAW_BIAS;
  return (int16_t)(code & POSITIVE ? -magnitude : magnitude);
}

static uint8_t alawOf(int32_t sample) {
  int32_t value = (sample < 0 ? ~sample : sample) >> 3;
  int32_t segment = segmentOf(value, 5);
  int32_t code = segment == 0 ? value >> 1 : segment << 4 | (value >> segment & 0x0f);
  return (uint8_t)(code ^ (sample < 0 ? ALAW_INVERSION : ALAW_INVERSION | POSITIVE));
}

static int16_t linearOfAlaw(uint8_t octet) {
  int32_t code = octet ^ ALAW_INVERSION;
  int32_t segment = code >> 4 & 7;
  int32_t step = (code & 0x0f) << 4;
  int32_t magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
  return (int16_t)(code & POSITIVE ? magnitude : -magnitude);
}

void encodeUlaw(int16_t *samples, int32_t from, int32_t length, uint8_t *into, int32_t to, int32_t room) {
  int32_t count = least(length, room);
  for (int32_t i = 0; i < count; i++) into[to + i] = ulawOf(samples[from + i]);
}

void decodeUlaw(uint8_t *payload, int32_t from, int32_t length, int16_t *into, int32_t to, int32_t room) {
  for (int32_t i = 0; i < room; i++) into[to + i] = i < length ? linearOfUlaw(payload[from + i]) : 0;
}

void encodeAlaw(int16_t *samples, int32_t from, int32_t length, uint8_t *into, int32_t to, int32_t room) {
  int32_t count = least(length, room);
  for (int32_t i = 0; i < count; i++) into[to + i] = alawOf(samples[from + i]);
}

void decodeAlaw(uint8_t *payload, int32_t from, int32_t length, int16_t *into, int32_t to, int32_t room) {
  for (int32_t i = 0; i < room; i++) into[to + i] = i < length ? linearOfAlaw(payload[from + i]) : 0;
}
