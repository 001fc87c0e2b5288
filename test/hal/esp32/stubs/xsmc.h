/** What the native classes of hal/esp32 use of XS: a machine with the arguments, the result and the calls of one function. */
#ifndef XSMC_H
#define XSMC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t xsUnsignedValue;
typedef struct xsMachine xsMachine;
typedef struct {
  int kind;
  double number;
  void *data;
  uint32_t length;
} xsSlot;
typedef void (*xsMarkRoot)(xsMachine *the, xsSlot *slot);
typedef void (*xsDestructor)(void *data);
typedef struct {
  xsDestructor destructor;
  void (*marker)(xsMachine *the, void *data, xsMarkRoot markRoot);
  void *signature;
} xsHostHooks;
struct xsMachine {
  xsSlot self, result, arguments[8], variables[4];
  void *host;
  const void *hooks;
  int refused, remembered;
  char text[64];
};

int fxToInteger(xsMachine *the, xsSlot *slot);
char *fxToString(xsMachine *the, xsSlot *slot);
void fxInteger(xsMachine *the, xsSlot *slot, double value);
void fxString(xsMachine *the, xsSlot *slot, const char *text);
void fxBoolean(xsMachine *the, xsSlot *slot, int value);
void *fxArrayBuffer(xsMachine *the, xsSlot *slot, void *data, uint32_t length);
void fxBuffer(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *length);
void fxSet(xsMachine *the, xsSlot *object, int id, xsSlot *value);
void *fxHostData(xsMachine *the, const void *hooks);
void fxThrow(xsMachine *the, const char *text);
void fxCall(xsMachine *the, xsSlot *function, int count);

#define xsThis (the->self)
#define xsGlobal (the->self)
#define xsResult (the->result)
#define xsArg(index) (the->arguments[index])
#define xsVar(index) (the->variables[index])
#define xsmcVars(count) ((void)(count))
#define xsmcToInteger(slot) fxToInteger(the, &(slot))
#define xsmcToString(slot) fxToString(the, &(slot))
#define xsmcToReference(slot) (&(slot))
#define xsReference(slot) (*(slot))
#define xsmcSetInteger(slot, value) fxInteger(the, &(slot), value)
#define xsmcSetUnsigned(slot, value) fxInteger(the, &(slot), value)
#define xsmcSetBoolean(slot, value) fxBoolean(the, &(slot), value)
#define xsmcSetString(slot, text) fxString(the, &(slot), text)
#define xsmcSetArrayBuffer(slot, data, length) fxArrayBuffer(the, &(slot), data, length)
#define xsmcToArrayBuffer(slot) ((slot).data)
#define xsmcGetBufferReadable(slot, data, length) fxBuffer(the, &(slot), data, length)
#define xsmcGetBufferWritable(slot, data, length) fxBuffer(the, &(slot), data, length)
#define xsmcSet(object, id, value) fxSet(the, &(object), id, &(value))
#define xsmcSetHostData(slot, pointer) ((void)(slot), the->host = (pointer))
#define xsmcGetHostData(slot) ((void)(slot), the->host)
#define xsmcGetHostDataValidate(slot, hooks) ((void)(slot), fxHostData(the, hooks))
#define xsSetHostHooks(slot, pointer) ((void)(slot), the->hooks = (pointer))
#define xsmcSetHostDestructor(slot, destructor) ((void)(slot), the->hooks = (destructor))
#define xsRemember(slot) ((void)(slot), the->remembered++)
#define xsForget(slot) ((void)(slot), the->remembered--)
#define xsUnknownError(text) do { fxThrow(the, text); return; } while (0)
#define xsRangeError(text) fxThrow(the, text)
#define xsBeginHost(machine) {
#define xsEndHost(machine) }
#define xsCallFunction0(function, self) ((void)(self), fxCall(the, &(function), 0))
#define xsCallFunction1(function, self, argument) ((void)(self), the->arguments[0] = (argument), fxCall(the, &(function), 1))
#endif
