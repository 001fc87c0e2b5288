/**
 * Chance for secrets. The generator of the chip is fed by the radio; on a board that keeps it off it has to be fed by the noise
 * of its converter, which cannot be while the highway runs: a pool is filled at the start, and stirred with each word.
 */
#include "xsmc.h"
#include "mc.xs.h"

#include "bootloader_random.h"
#include "esp_random.h"
#include "psa/crypto.h"

#include <string.h>

#define POOL 32

/* What comes out tells nothing of what stays in. */
static struct { uint8_t pool[POOL]; uint32_t fresh, turn; } chance;
static uint8_t filled;

/* Before anything that uses I2S, the converter or the radio. */
static void fill(void) {
  bootloader_random_enable();
  esp_fill_random(chance.pool, POOL);
  bootloader_random_disable();
  if (psa_crypto_init() == PSA_SUCCESS) filled = 1;
}

static int digest(uint8_t *into) {
  size_t length;
  chance.fresh = esp_random();
  chance.turn++;
  return psa_hash_compute(PSA_ALG_SHA_256, (const uint8_t *)&chance, sizeof(chance), into, POOL, &length) == PSA_SUCCESS;
}

/* 32 bits. */
void xs_ata_random(xsMachine *the) {
  uint8_t out[POOL], next[POOL];
  uint32_t word;
  if (!filled) fill();
  if (!filled || !digest(out) || !digest(next)) xsUnknownError("no chance");
  memcpy(chance.pool, next, POOL);
  memcpy(&word, out, sizeof(word));
  xsmcSetUnsigned(xsResult, word);
}
