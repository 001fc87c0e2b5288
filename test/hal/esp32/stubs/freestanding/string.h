/** For compilers that come without a C library. */
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t length);
