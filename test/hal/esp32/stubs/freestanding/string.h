/** For compilers that come without a C library. */
#include <stddef.h>
void *memmove(void *to, const void *from, size_t length);
void *memcpy(void *to, const void *from, size_t length);
void *memset(void *to, int octet, size_t length);
size_t strlen(const char *text);
