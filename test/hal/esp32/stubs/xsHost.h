/** Messages to the engine's task. */
#ifndef XSHOST_H
#define XSHOST_H
#include "xsmc.h"
typedef void (*modMessageDeliver)(void *the, void *refcon, uint8_t *message, uint16_t length);
int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t length, modMessageDeliver callback, void *refcon);
#endif
