/**
 * A small host of the engine: evaluates scripts and calls `handleCommand`, in netstrings on descriptors 3 and 4, as the worker
 * of the npm package does, and tells with each answer what was counted. The sound kernels are bound as a board's FFI binds them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xsnap.h"

#include "counts.h"

/* Generated from the table of kernels: makes the global `kernels`. */
void bindKernels(xsMachine *the);

/* Room for what is parsed, and initial sizes that need not grow while frames are counted. */
#define PARSER_BUFFER (8 * 1024 * 1024)

static xsCreation creation = {
    6 * 1024 * 1024, 1024 * 1024, 256 * 1024, 64 * 1024, 4096, 32000, 8000, 1993, 127, PARSER_BUFFER, 1993,
};

static void collect(xsMachine *the) {
  xsCollectGarbage();
  (void)the;
}

static char *read_netstring(FILE *from, size_t *length) {
  if (fscanf(from, "%zu", length) != 1 || fgetc(from) != ':') return NULL;
  char *text = malloc(*length + 1);
  if (text == NULL || fread(text, 1, *length, from) != *length || fgetc(from) != ',') return NULL;
  text[*length] = 0;
  return text;
}

static void answer(FILE *to, xsMachine *machine, char kind, const char *text, size_t length) {
  Counts counts = {0, 0, 0, 0};
  char meter[200] = "";
  countsOf(machine, &counts);
  if (kind == '.')
    snprintf(meter, sizeof meter,
             "{\"compute\":%u,\"currentHeapCount\":%u,\"chunkBytes\":%u,\"slotSize\":%u,\"allocate\":0}\1",
             (unsigned)counts.units, (unsigned)counts.slots, (unsigned)counts.chunkBytes, (unsigned)counts.slotSize);
  fprintf(to, "%zu:%c%s", 1 + strlen(meter) + length, kind, meter);
  fwrite(text, 1, length, to);
  fputc(',', to);
  fflush(to);
}

static void obey(xsMachine *machine, char *text, size_t length, FILE *to) {
  Counts before;
  char *reply = NULL;
  size_t replyLength = 0;
  char kind = '.';
  xsBeginHost(machine);
  {
    xsVars(2);
    xsTry {
      if (text[0] == 'e') {
        xsVar(0) = xsStringBuffer(text + 1, (xsIntegerValue)(length - 1));
        countsOf(the, &before);
        xsCall1(xsGlobal, xsID("eval"), xsVar(0));
      } else {
        xsVar(0) = xsArrayBuffer(text + 1, (xsIntegerValue)(length - 1));
        countsOf(the, &before);
        xsVar(1) = xsCall1(xsGlobal, xsID("handleCommand"), xsVar(0));
        replyLength = (size_t)xsGetArrayBufferLength(xsVar(1));
        reply = malloc(replyLength + 1);
        memcpy(reply, xsToArrayBuffer(xsVar(1)), replyLength);
      }
    }
    xsCatch {
      kind = '!';
      reply = strdup(xsToString(xsException));
      replyLength = strlen(reply);
    }
  }
  xsEndHost(machine);
  answer(to, machine, kind, reply == NULL ? "" : reply, replyLength);
  free(reply);
}

int main(void) {
  FILE *from = fdopen(3, "rb"), *to = fdopen(4, "wb");
  if (from == NULL || to == NULL) return 2;
  xsInitializeSharedCluster();
  xsMachine *machine = xsCreateMachine(&creation, "host", NULL);
  xsBeginHost(machine);
  {
    xsVars(1);
    xsVar(0) = xsNewHostFunction(collect, 0);
    xsDefine(xsGlobal, xsID("gc"), xsVar(0), xsDontEnum);
    bindKernels(the);
  }
  xsEndHost(machine);
  size_t length = 0;
  for (char *text = read_netstring(from, &length); text != NULL; text = read_netstring(from, &length)) {
    obey(machine, text, length, to);
    free(text);
  }
  return 0;
}
