/** A platform that is not there: one task, one queue of messages, one pair of I2S channels and one lwIP, all in the hand of a test. */
#include "platform.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "esp_heap_caps.h"
#include "freertos/task.h"

Platform platform;

static struct { void (*code)(void *); void *context; int notified, alive; jmp_buf out; } task;
static struct { modMessageDeliver callback; void *refcon; } messages[8];
static int waiting;
struct Channel { int tx; };
static struct Channel channels[2] = {{1}, {0}};
static struct udp_pcb pcb;

/* XS */
int fxToInteger(xsMachine *the, xsSlot *slot) { (void)the; return (int)slot->number; }
char *fxToString(xsMachine *the, xsSlot *slot) { (void)the; return slot->data; }
void fxInteger(xsMachine *the, xsSlot *slot, double value) { (void)the; slot->number = value; }
void fxString(xsMachine *the, xsSlot *slot, const char *text) { slot->data = strcpy(the->text, text); }
void fxBoolean(xsMachine *the, xsSlot *slot, int value) { (void)the; slot->number = value; }
void *fxArrayBuffer(xsMachine *the, xsSlot *slot, void *data, uint32_t length) {
  (void)the;
  slot->length = length;
  slot->data = calloc(1, length + 1);
  return data ? memcpy(slot->data, data, length) : slot->data;
}
void fxBuffer(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *length) {
  (void)the;
  *data = slot->data;
  *length = slot->length;
}
void fxSet(xsMachine *the, xsSlot *object, int id, xsSlot *value) {
  (void)the;
  (void)object;
  if (id == xsID_from) platform.from = (int)value->number;
  else strcpy(platform.address, value->data);
}
void *fxHostData(xsMachine *the, const void *hooks) {
  if (the->hooks != hooks) abort();
  return the->host;
}
void fxThrow(xsMachine *the, const char *text) {
  the->refused++;
  strcpy(the->text, text);
}
void fxCall(xsMachine *the, xsSlot *function, int count) {
  (void)function;
  platform.onCall(the, count);
}

/* Messages and tasks */
int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t length, modMessageDeliver callback, void *refcon) {
  (void)the;
  (void)message;
  (void)length;
  if (platform.queueFull) return -2;
  messages[waiting].callback = callback;
  messages[waiting++].refcon = refcon;
  return 0;
}
int deliverMessages(xsMachine *the) {
  int count = waiting, i;
  waiting = 0;
  for (i = 0; i < count; i++) messages[i].callback(the, messages[i].refcon, NULL, 0);
  return count;
}
void runTask(void) {
  if (!task.alive) return;
  if (setjmp(task.out) == 0) task.code(task.context);
}
BaseType_t xTaskCreate(void (*code)(void *), const char *name, uint32_t stack, void *context, unsigned priority, TaskHandle_t *handle) {
  (void)name;
  (void)stack;
  (void)priority;
  task.code = code;
  task.context = context;
  task.alive = 1;
  task.notified = 0;
  if (handle) *handle = (TaskHandle_t)&task;
  return pdPASS;
}
void vTaskDelete(TaskHandle_t handle) {
  (void)handle;
  task.alive = 0;
}
void vTaskDelay(TickType_t ticks) {
  (void)ticks;
  runTask();
}
uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks) {
  (void)clear;
  (void)ticks;
  if (!task.notified) longjmp(task.out, 1);
  task.notified = 0;
  return 1;
}
BaseType_t xTaskNotifyGive(TaskHandle_t handle) {
  (void)handle;
  task.notified = 1;
  return pdPASS;
}
void vTaskNotifyGiveFromISR(TaskHandle_t handle, BaseType_t *woken) {
  xTaskNotifyGive(handle);
  *woken = pdTRUE;
}
void enterCritical(portMUX_TYPE *lock) {
  if (lock->depth++ != 0) abort();
}
void exitCritical(portMUX_TYPE *lock) {
  if (--lock->depth != 0) abort();
}
void *heap_caps_calloc(size_t count, size_t size, uint32_t caps) {
  platform.internal = (caps & MALLOC_CAP_INTERNAL) != 0;
  platform.memories++;
  return calloc(count, size);
}
void heap_caps_free(void *memory) {
  platform.memories--;
  free(memory);
}

/* I2S */
esp_err_t i2s_new_channel(const i2s_chan_config_t *config, i2s_chan_handle_t *tx, i2s_chan_handle_t *rx) {
  platform.channel = *config;
  *tx = &channels[0];
  *rx = &channels[1];
  return ESP_OK;
}
esp_err_t i2s_del_channel(i2s_chan_handle_t handle) {
  (void)handle;
  platform.channels--;
  return ESP_OK;
}
esp_err_t i2s_channel_init_std_mode(i2s_chan_handle_t handle, const i2s_std_config_t *config) {
  (void)handle;
  platform.standard = *config;
  return ESP_OK;
}
esp_err_t i2s_channel_register_event_callback(i2s_chan_handle_t handle, const i2s_event_callbacks_t *callbacks, void *context) {
  if (handle->tx) platform.onSent = callbacks->on_sent;
  else platform.onReceived = callbacks->on_recv;
  platform.context = context;
  return ESP_OK;
}
esp_err_t i2s_channel_enable(i2s_chan_handle_t handle) {
  (void)handle;
  if (platform.i2sFails) return -1;
  platform.channels++;
  return ESP_OK;
}
esp_err_t i2s_channel_disable(i2s_chan_handle_t handle) {
  (void)handle;
  return ESP_OK;
}

/* lwIP */
err_t tcpip_api_call(tcpip_api_call_fn function, struct tcpip_api_call_data *call) { return function(call); }
struct udp_pcb *udp_new_ip_type(u8_t type) {
  (void)type;
  platform.pcb = &pcb;
  return &pcb;
}
err_t udp_bind(struct udp_pcb *to, const ip_addr_t *address, u16_t port) {
  (void)address;
  if (port == 1) return ERR_USE;
  to->local_port = port ? port : 49152;
  return ERR_OK;
}
void udp_remove(struct udp_pcb *gone) {
  (void)gone;
  platform.pcb = NULL;
}
void udp_recv(struct udp_pcb *to, udp_recv_fn received, void *context) {
  (void)to;
  platform.onDatagram = received;
  platform.context = context;
}
err_t udp_sendto(struct udp_pcb *by, struct pbuf *octets, const ip_addr_t *address, u16_t port) {
  (void)by;
  platform.sentPort = port;
  platform.sentLength = octets->tot_len;
  platform.sentTo = address->words[0];
  return ERR_OK;
}
struct pbuf *pbuf_alloc(int layer, u16_t length, int type) {
  struct pbuf *octets = calloc(1, sizeof(struct pbuf));
  (void)layer;
  (void)type;
  octets->payload = calloc(1, length + 1u);
  octets->tot_len = octets->len = length;
  platform.pbufs++;
  return octets;
}
u8_t pbuf_free(struct pbuf *octets) {
  if (octets->next) pbuf_free(octets->next);
  free(octets->payload);
  free(octets);
  platform.pbufs--;
  return 1;
}
u16_t pbuf_copy_partial(const struct pbuf *octets, void *into, u16_t length, u16_t offset) {
  u16_t done = 0;
  (void)offset;
  for (; octets && done < length; octets = octets->next) {
    memcpy((char *)into + done, octets->payload, octets->len);
    done = (u16_t)(done + octets->len);
  }
  return done;
}
int ip_addr_eq(const ip_addr_t *one, const ip_addr_t *other) { return memcmp(one, other, sizeof(*one)) == 0; }
int ipaddr_aton(const char *text, ip_addr_t *address) {
  unsigned a, b, c, d;
  if (sscanf(text, "%u.%u.%u.%u", &a, &b, &c, &d) != 4) return 0;
  address->words[0] = a << 24 | b << 16 | c << 8 | d;
  return 1;
}
char *ipaddr_ntoa_r(const ip_addr_t *address, char *text, int length) {
  uint32_t w = address->words[0];
  snprintf(text, (size_t)length, "%u.%u.%u.%u", w >> 24, w >> 16 & 255, w >> 8 & 255, w & 255);
  return text;
}
