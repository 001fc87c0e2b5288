/** Connections of TLS. */
#include "x509_crt.h"
typedef struct { int state; } mbedtls_ssl_context;
typedef struct { int endpoint; } mbedtls_ssl_config;
typedef int mbedtls_ssl_send_t(void *context, const unsigned char *octets, size_t length);
typedef int mbedtls_ssl_recv_t(void *context, unsigned char *octets, size_t length);
typedef int mbedtls_ssl_recv_timeout_t(void *context, unsigned char *octets, size_t length, uint32_t timeout);
#define MBEDTLS_SSL_IS_CLIENT 0
#define MBEDTLS_SSL_TRANSPORT_STREAM 0
#define MBEDTLS_SSL_PRESET_DEFAULT 0
#define MBEDTLS_SSL_VERIFY_REQUIRED 2
#define MBEDTLS_ERR_SSL_WANT_READ -0x6900
#define MBEDTLS_ERR_SSL_WANT_WRITE -0x6880
#define MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET -0x7B00
void mbedtls_ssl_init(mbedtls_ssl_context *ssl);
int mbedtls_ssl_setup(mbedtls_ssl_context *ssl, const mbedtls_ssl_config *config);
int mbedtls_ssl_set_hostname(mbedtls_ssl_context *ssl, const char *name);
void mbedtls_ssl_set_bio(mbedtls_ssl_context *ssl, void *context, mbedtls_ssl_send_t *sent, mbedtls_ssl_recv_t *received,
                         mbedtls_ssl_recv_timeout_t *late);
int mbedtls_ssl_handshake(mbedtls_ssl_context *ssl);
int mbedtls_ssl_read(mbedtls_ssl_context *ssl, unsigned char *octets, size_t length);
int mbedtls_ssl_write(mbedtls_ssl_context *ssl, const unsigned char *octets, size_t length);
int mbedtls_ssl_close_notify(mbedtls_ssl_context *ssl);
uint32_t mbedtls_ssl_get_verify_result(const mbedtls_ssl_context *ssl);
void mbedtls_ssl_free(mbedtls_ssl_context *ssl);
void mbedtls_ssl_config_init(mbedtls_ssl_config *config);
int mbedtls_ssl_config_defaults(mbedtls_ssl_config *config, int endpoint, int transport, int preset);
void mbedtls_ssl_conf_authmode(mbedtls_ssl_config *config, int mode);
void mbedtls_ssl_conf_ca_chain(mbedtls_ssl_config *config, mbedtls_x509_crt *chain, mbedtls_x509_crl *revoked);
void mbedtls_ssl_config_free(mbedtls_ssl_config *config);
