/** Keys from passwords: PBKDF2 with HMAC and SHA-256 (RFC 8018, RFC 2104, FIPS 180-4). The engine would take minutes for it. */
#include "xsmc.h"
#include "mc.xs.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 64
#define DIGEST 32
/* Octets of a key, and of what it is salted with. */
#define MOST_KEY 256
#define MOST_SALT 1024

typedef struct {
  uint32_t state[8];
  uint8_t block[BLOCK];
  uint32_t length;
} Sha;

static const uint32_t begin[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turned(uint32_t word, int by) { return (word >> by) | (word << (32 - by)); }

static void compress(uint32_t *state, const uint8_t *block) {
  uint32_t w[64], s[8];
  int i;
  for (i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
  for (; i < 64; i++)
    w[i] = w[i - 16] + (turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >> 3)) + w[i - 7] +
           (turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >> 10));
  memcpy(s, state, sizeof(s));
  for (i = 0; i < 64; i++) {
    uint32_t a = s[7] + (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + rounds[i] + w[i];
    uint32_t b = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof(uint32_t));
    s[4] += a;
    s[0] = a + b;
  }
  for (i = 0; i < 8; i++) state[i] += s[i];
}

static void start(Sha *sha) {
  memcpy(sha->state, begin, sizeof(begin));
  sha->length = 0;
}

static void take(Sha *sha, const uint8_t *octets, size_t length) {
  while (length-- > 0) {
    sha->block[sha->length++ % BLOCK] = *octets++;
    if (sha->length % BLOCK == 0) compress(sha->state, sha->block);
  }
}

static void finish(Sha *sha, uint8_t *digest) {
  uint32_t bits = sha->length * 8, i;
  uint8_t octet = 0x80;
  take(sha, &octet, 1);
  octet = 0;
  while (sha->length % BLOCK != BLOCK - 8) take(sha, &octet, 1);
  for (i = 0; i < 8; i++) {
    octet = i < 4 ? 0 : (uint8_t)(bits >> (56 - 8 * i));
    take(sha, &octet, 1);
  }
  for (i = 0; i < DIGEST; i++) digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

/* Both halves of an HMAC after their first block, which is the same for all. */
static void key(Sha *inner, Sha *outer, const uint8_t *password, size_t length) {
  uint8_t pad[BLOCK];
  Sha sha;
  int i;
  memset(pad, 0, BLOCK);
  if (length > BLOCK) {
    start(&sha);
    take(&sha, password, length);
    finish(&sha, pad);
  } else
    memcpy(pad, password, length);
  for (i = 0; i < BLOCK; i++) pad[i] ^= 0x36;
  start(inner);
  take(inner, pad, BLOCK);
  for (i = 0; i < BLOCK; i++) pad[i] ^= 0x36 ^ 0x5c;
  start(outer);
  take(outer, pad, BLOCK);
}

static void hmac(const Sha *inner, const Sha *outer, const uint8_t *octets, size_t length, const uint8_t *more, size_t moreLength,
                 uint8_t *digest) {
  Sha sha = *inner;
  take(&sha, octets, length);
  take(&sha, more, moreLength);
  finish(&sha, digest);
  sha = *outer;
  take(&sha, digest, DIGEST);
  finish(&sha, digest);
}

/* (password, salt, iterations, length): so many octets of a key. */
void xs_ata_pbkdf2(xsMachine *the) {
  uint8_t derived[MOST_KEY], salt[MOST_SALT], last[DIGEST], number[4];
  void *octets;
  xsUnsignedValue length, saltLength;
  int iterations = xsmcToInteger(xsArg(2)), wanted = xsmcToInteger(xsArg(3)), done, round, i;
  Sha inner, outer;
  if (iterations < 1 || wanted < 1 || wanted > MOST_KEY) xsUnknownError("no such key");
  xsmcGetBufferReadable(xsArg(1), &octets, &saltLength);
  if (saltLength > MOST_SALT) xsUnknownError("too much salt");
  memcpy(salt, octets, saltLength);
  xsmcGetBufferReadable(xsArg(0), &octets, &length);
  key(&inner, &outer, octets, length);
  for (done = 0; done < wanted; done += DIGEST) {
    uint8_t sum[DIGEST];
    uint32_t block = (uint32_t)(done / DIGEST + 1);
    for (i = 0; i < 4; i++) number[i] = (uint8_t)(block >> (24 - 8 * i));
    hmac(&inner, &outer, salt, saltLength, number, 4, last);
    memcpy(sum, last, DIGEST);
    for (round = 1; round < iterations; round++) {
      hmac(&inner, &outer, last, DIGEST, NULL, 0, last);
      for (i = 0; i < DIGEST; i++) sum[i] ^= last[i];
    }
    memcpy(derived + done, sum, (size_t)(wanted - done < DIGEST ? wanted - done : DIGEST));
  }
  xsmcSetArrayBuffer(xsResult, derived, wanted);
}
