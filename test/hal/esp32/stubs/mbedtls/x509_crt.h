/** Certificates. */
#ifndef MBEDTLS_X509_CRT_H
#define MBEDTLS_X509_CRT_H
#include <stddef.h>
#include <stdint.h>
typedef struct { int version; } mbedtls_x509_crt;
typedef struct { int version; } mbedtls_x509_crl;
void mbedtls_x509_crt_init(mbedtls_x509_crt *certificates);
int mbedtls_x509_crt_parse(mbedtls_x509_crt *chain, const unsigned char *octets, size_t length);
void mbedtls_x509_crt_free(mbedtls_x509_crt *certificates);
#endif
