/** Queues of samples between the DMA of the highway and the firmware. */
#include "pcm-ring.h"

#ifdef ESP_PLATFORM
#include "esp_attr.h"
#else
#define IRAM_ATTR
#endif

static IRAM_ATTR void clear(PcmQueue *queue) { queue->first = queue->length = 0; }

static IRAM_ATTR int push(PcmQueue *queue, int16_t sample) {
  int at;
  if (queue->length == PCM_RING) return 0;
  at = queue->first + queue->length++;
  queue->samples[at < PCM_RING ? at : at - PCM_RING] = sample;
  return 1;
}

static IRAM_ATTR int16_t shift(PcmQueue *queue) {
  int16_t sample = queue->samples[queue->first];
  queue->first = (uint16_t)(queue->first + 1 < PCM_RING ? queue->first + 1 : 0);
  queue->length--;
  return sample;
}

void pcmStart(PcmSlot *slot) {
  if (slot->running) return;
  slot->lead = PCM_LEAD;
  slot->running = 1;
}

void pcmStop(PcmSlot *slot) {
  slot->running = slot->primed = slot->dry = 0;
  slot->heard = slot->sounded = slot->ticks = 0;
  clear(&slot->fromChip);
  clear(&slot->toChip);
}

/* A frame that nobody has read makes room for the newest. */
static IRAM_ATTR void hear(PcmSlot *slot, int16_t sample) {
  if (!push(&slot->fromChip, sample)) {
    slot->overruns++;
    clear(&slot->fromChip);
    push(&slot->fromChip, sample);
    slot->ticks = 0;
    slot->heard = 0;
  }
  if (++slot->heard < PCM_FRAME) return;
  slot->heard = 0;
  slot->ticks++;
}

/* Silence before the first sample that anybody has written is no underrun. */
static IRAM_ATTR int16_t next(PcmSlot *slot) {
  if (slot->toChip.length > 0) {
    slot->primed = 1;
    if (slot->lead == 0) return shift(&slot->toChip);
    slot->lead--;
  } else if (slot->primed) slot->dry = 1;
  return 0;
}

static IRAM_ATTR int16_t sound(PcmSlot *slot) {
  int16_t sample = next(slot);
  if (++slot->sounded < PCM_FRAME) return sample;
  slot->sounded = 0;
  if (slot->dry) slot->underruns++;
  slot->dry = 0;
  return sample;
}

IRAM_ATTR int pcmReceive(PcmRing *ring, const int32_t *words, int count) {
  int told = 0, line, i;
  for (line = 0; line < PCM_SLOTS; line++) {
    PcmSlot *slot = &ring->slots[line];
    if (!slot->running) continue;
    for (i = 0; i < count; i++) hear(slot, (int16_t)(words[i * PCM_SLOTS + line] >> 16));
    if (slot->ticks > 0) told = 1;
  }
  return told;
}

IRAM_ATTR void pcmTransmit(PcmRing *ring, int32_t *words, int count) {
  int line, i;
  for (line = 0; line < PCM_SLOTS; line++) {
    PcmSlot *slot = &ring->slots[line];
    for (i = 0; i < count; i++)
      words[i * PCM_SLOTS + line] = slot->running ? (int32_t)((uint32_t)(uint16_t)sound(slot) << 16) : 0;
  }
}

int pcmTick(PcmSlot *slot) {
  if (slot->ticks == 0) return 0;
  slot->ticks--;
  return 1;
}

int pcmRead(PcmSlot *slot, int16_t *samples, int count) {
  int i = 0;
  while (i < count && slot->fromChip.length > 0) samples[i++] = shift(&slot->fromChip);
  return i;
}

int pcmWrite(PcmSlot *slot, const int16_t *samples, int count) {
  int i = 0;
  if (!slot->running) return 0;
  while (i < count && push(&slot->toChip, samples[i])) i++;
  return i;
}
