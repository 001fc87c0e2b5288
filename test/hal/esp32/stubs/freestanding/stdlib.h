/** For compilers that come without a C library. */
#include <stddef.h>
void *calloc(size_t count, size_t size);
void free(void *memory);
void *realloc(void *memory, size_t size);
