/** What the engine has counted. */
#include "xsAll.h"

#include "counts.h"

void countsOf(void *machine, Counts *counts) {
  txMachine *the = machine;
  counts->units = the->meterIndex;
  counts->slots = (uint32_t)the->currentHeapCount;
  counts->chunkBytes = (uint32_t)the->currentChunksSize;
  counts->slotSize = sizeof(txSlot);
  the->meterIndex = 0;
}
