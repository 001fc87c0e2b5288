/**
 * TLS by the IDF's Mbed TLS, for connections of ours: what comes in and goes out is handed from and to a socket by tls.ts.
 * The other side has to show a certificate for its name, by an authority of the IDF's bundle or of the owner's.
 *
 * A handshake takes more stack and more time than the engine's task has: each step of it runs in a task of its own. While
 * that runs, nobody else touches the connection.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "esp_crt_bundle.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "mbedtls/ssl.h"
#include "mbedtls/version.h"
#include "mbedtls/x509_crt.h"
#include "psa/crypto.h"

#include <stdlib.h>
#include <string.h>

/* Octets of the stack of a step; below the engine's priority, so that sound goes on. */
#define STEP_STACK 9216
#define STEP_PRIORITY 3
/* Octets that wait to be read or to be sent: two records and what belongs to them. */
#define MOST_WAITING 40960
/* Octets that are read at a time. */
#define PIECE 2048

/* What has become of a handshake. */
enum { GOES_ON = 0, STANDS = 1, FAILED = 2 };

typedef struct {
  uint8_t *octets;
  size_t length, room, at;
} Waiting;

typedef struct {
  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  mbedtls_x509_crt authorities;
  Waiting in, out;
  xsMachine *the;
  xsSlot obj;
  xsSlot *onStep;
  volatile uint8_t stepping;
  uint8_t closed, ended, over;
  int error;
  uint8_t piece[PIECE];
} Tls;

void xs_ata_tls_destructor(void *data);
static void mark(xsMachine *the, void *it, xsMarkRoot markRoot);

static const xsHostHooks hooks = {xs_ata_tls_destructor, mark, NULL};

static void mark(xsMachine *the, void *it, xsMarkRoot markRoot) {
  Tls *tls = it;
  if (tls->onStep) (*markRoot)(the, tls->onStep);
}

/* False when there is no room. */
static int wait(Waiting *waiting, const uint8_t *octets, size_t length) {
  if (waiting->at > 0) {
    waiting->length -= waiting->at;
    memmove(waiting->octets, waiting->octets + waiting->at, waiting->length);
    waiting->at = 0;
  }
  if (waiting->length + length > MOST_WAITING) return 0;
  if (waiting->length + length > waiting->room) {
    uint8_t *larger = realloc(waiting->octets, waiting->length + length);
    if (!larger) return 0;
    waiting->octets = larger;
    waiting->room = waiting->length + length;
  }
  memcpy(waiting->octets + waiting->length, octets, length);
  waiting->length += length;
  return 1;
}

/* Takes what has gone; an empty one holds no memory. */
static void gone(Waiting *waiting, size_t length) {
  waiting->at += length;
  if (waiting->at < waiting->length) return;
  free(waiting->octets);
  memset(waiting, 0, sizeof(Waiting));
}

/* By Mbed TLS. */
static int sent(void *context, const unsigned char *octets, size_t length) {
  Tls *tls = context;
  return wait(&tls->out, octets, length) ? (int)length : MBEDTLS_ERR_SSL_WANT_WRITE;
}

static int received(void *context, unsigned char *octets, size_t length) {
  Tls *tls = context;
  size_t there = tls->in.length - tls->in.at;
  if (there == 0) return tls->ended ? 0 : MBEDTLS_ERR_SSL_WANT_READ;
  if (length > there) length = there;
  memcpy(octets, tls->in.octets + tls->in.at, length);
  gone(&tls->in, length);
  return (int)length;
}

static void release(Tls *tls) {
  mbedtls_ssl_free(&tls->ssl);
  mbedtls_ssl_config_free(&tls->config);
  mbedtls_x509_crt_free(&tls->authorities);
  free(tls->in.octets);
  free(tls->out.octets);
  free(tls);
}

/* In the engine's task: a step is over. */
static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length) {
  xsMachine *the = machine;
  Tls *tls = refcon;
  (void)message;
  (void)length;
  tls->stepping = 0;
  if (tls->closed) {
    release(tls);
    return;
  }
  xsBeginHost(the);
  xsmcSetInteger(xsResult, tls->error == 0 ? STANDS : tls->error == MBEDTLS_ERR_SSL_WANT_READ ? GOES_ON : FAILED);
  xsCallFunction1(xsReference(tls->onStep), tls->obj, xsResult);
  xsEndHost(the);
}

/* In a task of its own. The engine's queue may be full: it has to be told all the same. */
static void step(void *context) {
  Tls *tls = context;
  tls->error = mbedtls_ssl_handshake(&tls->ssl);
  while (modMessagePostToMachine(tls->the, NULL, 0, deliver, tls) != 0) vTaskDelay(1);
  vTaskDelete(NULL);
}

static Tls *opened(xsMachine *the) { return xsmcGetHostDataValidate(xsThis, (void *)&hooks); }

#if MBEDTLS_VERSION_MAJOR < 4
static int chance(void *context, unsigned char *octets, size_t length) {
  (void)context;
  return psa_generate_random(octets, length) == PSA_SUCCESS ? 0 : -1;
}
#endif

/* True when all is set up for a handshake with this server. */
static int prepare(Tls *tls, const char *name, const char *authorities) {
  if (psa_crypto_init() != PSA_SUCCESS) return 0;
  if (mbedtls_ssl_config_defaults(&tls->config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
    return 0;
#if MBEDTLS_VERSION_MAJOR < 4
  mbedtls_ssl_conf_rng(&tls->config, chance, NULL);
#endif
  if (esp_crt_bundle_attach(&tls->config) != ESP_OK) return 0;
  /* Whom the owner trusts is looked at first; for anybody else the bundle is asked. */
  if (authorities[0] != 0) {
    if (mbedtls_x509_crt_parse(&tls->authorities, (const unsigned char *)authorities, strlen(authorities) + 1) < 0) return 0;
    mbedtls_ssl_conf_ca_chain(&tls->config, &tls->authorities, NULL);
  }
  mbedtls_ssl_conf_authmode(&tls->config, MBEDTLS_SSL_VERIFY_REQUIRED);
  if (mbedtls_ssl_setup(&tls->ssl, &tls->config) != 0 || mbedtls_ssl_set_hostname(&tls->ssl, name) != 0) return 0;
  mbedtls_ssl_set_bio(&tls->ssl, tls, sent, received, NULL);
  return 1;
}

/* (name, authorities as PEM or "", function): the function hears of each step what has become of the handshake. */
void xs_ata_tls(xsMachine *the) {
  Tls *tls = calloc(1, sizeof(Tls));
  char *name;
  if (!tls) xsUnknownError("no memory");
  mbedtls_ssl_init(&tls->ssl);
  mbedtls_ssl_config_init(&tls->config);
  mbedtls_x509_crt_init(&tls->authorities);
  name = xsmcToString(xsArg(0));
  if (!prepare(tls, name, xsmcToString(xsArg(1)))) {
    release(tls);
    xsUnknownError("no TLS");
  }
  tls->the = the;
  tls->obj = xsThis;
  tls->onStep = xsmcToReference(xsArg(2));
  xsmcSetHostData(xsThis, tls);
  xsSetHostHooks(xsThis, &hooks);
  xsRemember(tls->obj);
}

void xs_ata_tls_destructor(void *data) {
  Tls *tls = data;
  if (!tls) return;
  tls->closed = 1;
  if (!tls->stepping) release(tls);
}

void xs_ata_tls_close(xsMachine *the) {
  Tls *tls = xsmcGetHostData(xsThis);
  if (!tls) return;
  xsForget(tls->obj);
  xsmcSetHostData(xsThis, NULL);
  xsmcSetHostDestructor(xsThis, NULL);
  xs_ata_tls_destructor(tls);
}

/* Begins a step of the handshake. */
void xs_ata_tls_step(xsMachine *the) {
  Tls *tls = opened(the);
  tls->stepping = 1;
  if (xTaskCreate(step, "tls", STEP_STACK, tls, STEP_PRIORITY, NULL) == pdPASS) return;
  tls->stepping = 0;
  xsUnknownError("no memory");
}

/* (octets): they have come from the other side. False when there is no room. */
void xs_ata_tls_push(xsMachine *the) {
  Tls *tls = opened(the);
  void *octets;
  xsUnsignedValue length;
  xsmcGetBufferReadable(xsArg(0), &octets, &length);
  xsmcSetBoolean(xsResult, wait(&tls->in, octets, length));
}

/* The connection has ended: nothing more will come. */
void xs_ata_tls_end(xsMachine *the) { opened(the)->ended = 1; }

/* (most): octets for the other side; undefined without. */
void xs_ata_tls_pull(xsMachine *the) {
  Tls *tls = opened(the);
  size_t length = tls->out.length - tls->out.at, most = (size_t)xsmcToInteger(xsArg(0));
  if (length > most) length = most;
  if (length == 0) return;
  xsmcSetArrayBuffer(xsResult, tls->out.octets + tls->out.at, (int)length);
  gone(&tls->out, length);
}

/* What the other side has said; undefined when there is nothing to read now, or ever. */
void xs_ata_tls_read(xsMachine *the) {
  Tls *tls = opened(the);
  int length;
  do
    length = mbedtls_ssl_read(&tls->ssl, tls->piece, PIECE);
#ifdef MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET
  while (length == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET);
#else
  while (0);
#endif
  if (length > 0)
    xsmcSetArrayBuffer(xsResult, tls->piece, length);
  else if (length != MBEDTLS_ERR_SSL_WANT_READ && length != MBEDTLS_ERR_SSL_WANT_WRITE) {
    tls->over = 1;
    tls->error = length;
  }
}

/* Nothing more will ever be read. */
void xs_ata_tls_is_over(xsMachine *the) { xsmcSetBoolean(xsResult, opened(the)->over); }

/* (octets): says them; answers how many. */
void xs_ata_tls_write(xsMachine *the) {
  Tls *tls = opened(the);
  void *data;
  xsUnsignedValue length, said = 0;
  xsmcGetBufferReadable(xsArg(0), &data, &length);
  while (said < length) {
    int taken = mbedtls_ssl_write(&tls->ssl, (const unsigned char *)data + said, length - said);
    if (taken <= 0) {
      if (taken != MBEDTLS_ERR_SSL_WANT_WRITE && taken != MBEDTLS_ERR_SSL_WANT_READ) tls->over = 1;
      break;
    }
    said += (xsUnsignedValue)taken;
  }
  xsmcSetInteger(xsResult, (int)said);
}

/* Says that nothing more will be said; to be pulled. */
void xs_ata_tls_say_end(xsMachine *the) {
  Tls *tls = opened(the);
  if (!tls->stepping) mbedtls_ssl_close_notify(&tls->ssl);
}

/* What is wrong with the certificate (MBEDTLS_X509_BADCERT_*), 0 for nothing. */
void xs_ata_tls_doubts(xsMachine *the) {
  uint32_t flags = mbedtls_ssl_get_verify_result(&opened(the)->ssl);
  xsmcSetInteger(xsResult, flags == 0xffffffffu ? 0 : (int)flags);
}

/* The last error of Mbed TLS. */
void xs_ata_tls_error(xsMachine *the) { xsmcSetInteger(xsResult, opened(the)->error); }
