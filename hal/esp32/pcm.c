/**
 * The PCM highway on an ESP32: one I2S controller, full duplex and master of its clocks.
 *
 *   512 kHz   two slots of 32 clocks, the sample in the upper 16 bits
 *   FSYNC     high for the one clock before the first bit (short frame sync)
 *   PCLK      inverted: the chips drive at its rising edge and look at its falling one
 *
 * The DMA calls back for every 5 ms, in an interrupt that goes on while flash is written; a small task tells the firmware.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "driver/i2s_std.h"
#include "esp_attr.h"
#include "esp_heap_caps.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

#include "pcm-ring.h"

#define PCM_RATE 8000
/* Words of one slot in a DMA buffer, and buffers each way. */
#define PCM_BLOCK 40
#define PCM_BLOCKS 4
/* Above the engine's task and below those of the network. */
#define PCM_PRIORITY 10
#define PCM_STACK 2048

typedef struct {
  PcmRing ring;
  portMUX_TYPE lock;
  i2s_chan_handle_t tx, rx;
  TaskHandle_t task;
  xsMachine *the;
  xsSlot obj;
  xsSlot *onTick;
  volatile uint8_t pending, delivering, closing, closed;
} Pcm;

void xs_pcm_destructor(void *data);
static void mark(xsMachine *the, void *it, xsMarkRoot markRoot);

static const xsHostHooks hooks = {xs_pcm_destructor, mark, NULL};

static void mark(xsMachine *the, void *it, xsMarkRoot markRoot) {
  Pcm *pcm = it;
  if (pcm->onTick) (*markRoot)(the, pcm->onTick);
}

static IRAM_ATTR bool received(i2s_chan_handle_t handle, i2s_event_data_t *event, void *context) {
  Pcm *pcm = context;
  BaseType_t woken = pdFALSE;
  int told;
  (void)handle;
  portENTER_CRITICAL_ISR(&pcm->lock);
  told = pcmReceive(&pcm->ring, event->dma_buf, (int)(event->size / (sizeof(int32_t) * PCM_SLOTS)));
  portEXIT_CRITICAL_ISR(&pcm->lock);
  if (told) vTaskNotifyGiveFromISR(pcm->task, &woken);
  return woken == pdTRUE;
}

/* The buffer that has been sent is the last to be sent again. */
static IRAM_ATTR bool sent(i2s_chan_handle_t handle, i2s_event_data_t *event, void *context) {
  Pcm *pcm = context;
  (void)handle;
  portENTER_CRITICAL_ISR(&pcm->lock);
  pcmTransmit(&pcm->ring, event->dma_buf, (int)(event->size / (sizeof(int32_t) * PCM_SLOTS)));
  portEXIT_CRITICAL_ISR(&pcm->lock);
  return false;
}

static int tick(Pcm *pcm, int line) {
  int ticked;
  portENTER_CRITICAL(&pcm->lock);
  ticked = pcmTick(&pcm->ring.slots[line]);
  portEXIT_CRITICAL(&pcm->lock);
  return ticked;
}

/* In the engine's task. */
static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length) {
  xsMachine *the = machine;
  Pcm *pcm = refcon;
  int line;
  (void)message;
  (void)length;
  pcm->pending = 0;
  if (pcm->closed) {
    heap_caps_free(pcm);
    return;
  }
  pcm->delivering = 1;
  xsBeginHost(the);
  for (line = 0; line < PCM_SLOTS; line++)
    while (!pcm->closed && tick(pcm, line)) {
      xsmcSetInteger(xsResult, line);
      xsCallFunction1(xsReference(pcm->onTick), pcm->obj, xsResult);
    }
  xsEndHost(the);
  pcm->delivering = 0;
  if (pcm->closed && !pcm->pending) heap_caps_free(pcm);
}

static void tell(void *context) {
  Pcm *pcm = context;
  while (!pcm->closing) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    if (pcm->closing || pcm->pending) continue;
    pcm->pending = 1;
    if (modMessagePostToMachine(pcm->the, NULL, 0, deliver, pcm) != 0) pcm->pending = 0;
  }
  pcm->task = NULL;
  vTaskDelete(NULL);
}

static void stop(Pcm *pcm) {
  if (pcm->rx) {
    i2s_channel_disable(pcm->rx);
    i2s_del_channel(pcm->rx);
  }
  if (pcm->tx) {
    i2s_channel_disable(pcm->tx);
    i2s_del_channel(pcm->tx);
  }
  pcm->rx = pcm->tx = NULL;
  pcm->closing = 1;
  while (pcm->task) {
    xTaskNotifyGive(pcm->task);
    vTaskDelay(1);
  }
}

static esp_err_t start(Pcm *pcm, int bclk, int ws, int dout, int din) {
  i2s_chan_config_t channel = I2S_CHANNEL_DEFAULT_CONFIG(I2S_NUM_0, I2S_ROLE_MASTER);
  i2s_std_config_t standard = {
      .clk_cfg = I2S_STD_CLK_DEFAULT_CONFIG(PCM_RATE),
      .slot_cfg = I2S_STD_PCM_SLOT_DEFAULT_CONFIG(I2S_DATA_BIT_WIDTH_32BIT, I2S_SLOT_MODE_STEREO),
      .gpio_cfg = {.mclk = I2S_GPIO_UNUSED, .bclk = bclk, .ws = ws, .dout = dout, .din = din},
  };
  i2s_event_callbacks_t listening = {.on_recv = received};
  i2s_event_callbacks_t speaking = {.on_sent = sent};
  esp_err_t error;

  channel.dma_desc_num = PCM_BLOCKS;
  channel.dma_frame_num = PCM_BLOCK;
  standard.gpio_cfg.invert_flags.bclk_inv = true;

  error = i2s_new_channel(&channel, &pcm->tx, &pcm->rx);
  if (error == ESP_OK) error = i2s_channel_init_std_mode(pcm->tx, &standard);
  if (error == ESP_OK) error = i2s_channel_init_std_mode(pcm->rx, &standard);
  if (error == ESP_OK) error = i2s_channel_register_event_callback(pcm->tx, &speaking, pcm);
  if (error == ESP_OK) error = i2s_channel_register_event_callback(pcm->rx, &listening, pcm);
  if (error == ESP_OK) error = i2s_channel_enable(pcm->tx);
  if (error == ESP_OK) error = i2s_channel_enable(pcm->rx);
  return error;
}

/* (bclk, ws, dout, din, onTick) */
void xs_pcm(xsMachine *the) {
  /* Not in PSRAM: the interrupt goes on while flash, and PSRAM with it, cannot be reached. */
  Pcm *pcm = heap_caps_calloc(1, sizeof(Pcm), MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
  int pins[4], i;
  if (!pcm) xsUnknownError("no memory");
  for (i = 0; i < 4; i++) pins[i] = xsmcToInteger(xsArg(i));
  portMUX_INITIALIZE(&pcm->lock);
  pcm->the = the;
  pcm->obj = xsThis;
  pcm->onTick = xsmcToReference(xsArg(4));
  xsmcSetHostData(xsThis, pcm);
  xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
  xsRemember(pcm->obj);

  if (xTaskCreate(tell, "pcm", PCM_STACK, pcm, PCM_PRIORITY, &pcm->task) != pdPASS) pcm->task = NULL;
  if (pcm->task && start(pcm, pins[0], pins[1], pins[2], pins[3]) == ESP_OK) return;

  xsForget(pcm->obj);
  xsmcSetHostData(xsThis, NULL);
  xsmcSetHostDestructor(xsThis, NULL);
  stop(pcm);
  heap_caps_free(pcm);
  xsUnknownError("the PCM highway does not start");
}

/* What is still to be delivered, or is being delivered, frees it. */
void xs_pcm_destructor(void *data) {
  Pcm *pcm = data;
  if (!pcm) return;
  stop(pcm);
  pcm->closed = 1;
  if (!pcm->pending && !pcm->delivering) heap_caps_free(pcm);
}

void xs_pcm_close(xsMachine *the) {
  Pcm *pcm = xsmcGetHostData(xsThis);
  if (!pcm) return;
  xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  xsForget(pcm->obj);
  xsmcSetHostData(xsThis, NULL);
  xsmcSetHostDestructor(xsThis, NULL);
  xs_pcm_destructor(pcm);
}

static PcmSlot *slotOf(xsMachine *the, Pcm **pcm) {
  int line = xsmcToInteger(xsArg(0));
  *pcm = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
  if (line < 0 || line >= PCM_SLOTS) xsRangeError("no such slot");
  return &(*pcm)->ring.slots[line];
}

/* (slot) */
void xs_pcm_start(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  portENTER_CRITICAL(&pcm->lock);
  pcmStart(slot);
  portEXIT_CRITICAL(&pcm->lock);
}

/* (slot) */
void xs_pcm_stop(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  portENTER_CRITICAL(&pcm->lock);
  pcmStop(slot);
  portEXIT_CRITICAL(&pcm->lock);
}

/* (slot, frame): samples read. */
void xs_pcm_read(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  void *samples;
  xsUnsignedValue size;
  int count;
  xsmcGetBufferWritable(xsArg(1), &samples, &size);
  portENTER_CRITICAL(&pcm->lock);
  count = pcmRead(slot, samples, (int)(size / sizeof(int16_t)));
  portEXIT_CRITICAL(&pcm->lock);
  xsmcSetInteger(xsResult, count);
}

/* (slot, frame): samples taken. */
void xs_pcm_write(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  void *samples;
  xsUnsignedValue size;
  int count;
  xsmcGetBufferReadable(xsArg(1), &samples, &size);
  portENTER_CRITICAL(&pcm->lock);
  count = pcmWrite(slot, samples, (int)(size / sizeof(int16_t)));
  portEXIT_CRITICAL(&pcm->lock);
  xsmcSetInteger(xsResult, count);
}

/* (slot) */
void xs_pcm_underruns(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  xsmcSetInteger(xsResult, (int)slot->underruns);
}

/* (slot) */
void xs_pcm_overruns(xsMachine *the) {
  Pcm *pcm;
  PcmSlot *slot = slotOf(the, &pcm);
  xsmcSetInteger(xsResult, (int)slot->overruns);
}
