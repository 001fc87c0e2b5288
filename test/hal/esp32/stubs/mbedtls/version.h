/** Of Mbed TLS. */
#define MBEDTLS_VERSION_MAJOR 4
