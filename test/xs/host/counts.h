/** What the engine has counted, and its collector: the part of the host that knows the engine from inside. */
#ifndef COUNTS_H
#define COUNTS_H

#include <stdint.h>

typedef struct {
  /** Units of the meter since the last time. */
  uint32_t units;
  /** In use or not yet collected. */
  uint32_t slots, chunkBytes;
  uint32_t slotSize;
} Counts;

void countsOf(void *machine, Counts *counts);

#endif
