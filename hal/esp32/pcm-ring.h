/**
 * The samples of the PCM highway between its DMA and the firmware: a queue each way for each slot, in C99 and without
 * anything of a platform. Two slots of 32 clocks each; the sample of a slot is the upper half of its word.
 *
 * Nothing in here locks: whoever calls from an interrupt and from a task does.
 */
#ifndef PCM_RING_H
#define PCM_RING_H

#include <stdint.h>

#define PCM_SLOTS 2
/* Samples in 20 ms, and in a queue: four frames. */
#define PCM_FRAME 160
#define PCM_RING 640
/* Samples that wait before the first is sounded, so that the next frame may come a little late. */
#define PCM_LEAD 80

typedef struct {
  int16_t samples[PCM_RING];
  uint16_t first, length;
} PcmQueue;

typedef struct {
  PcmQueue fromChip, toChip;
  /* Samples heard since the last tick, and sounded since the last count. */
  uint16_t heard, sounded;
  /* Samples of silence still to go before what is queued is sounded. */
  uint16_t lead;
  /* Ticks nobody has been told of. */
  uint16_t ticks;
  uint8_t running, primed, dry;
  uint32_t underruns, overruns;
} PcmSlot;

typedef struct {
  PcmSlot slots[PCM_SLOTS];
} PcmRing;

void pcmStart(PcmSlot *slot);
void pcmStop(PcmSlot *slot);

/* What came in and what goes out: `count` words of each slot, in turn. pcmReceive answers whether there is a tick to tell. */
int pcmReceive(PcmRing *ring, const int32_t *words, int count);
void pcmTransmit(PcmRing *ring, int32_t *words, int count);

/* One tick told: 1 while there was one. */
int pcmTick(PcmSlot *slot);

/* Samples read or taken. */
int pcmRead(PcmSlot *slot, int16_t *samples, int count);
int pcmWrite(PcmSlot *slot, const int16_t *samples, int count);

#endif
