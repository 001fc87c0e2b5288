/**
 * The program on a desktop without a window: makes the machine, calls its main, and runs the loop of GLib until a signal. The
 * words of the command line are handed on; files are kept and the command is run again for it.
 */
#include "xsPlatform.h"
#include "xs.h"
#include "mc.xs.h"
#include "mc.resources.c"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void heapIsTold(void *machine);

static char **command;

/* (file): its octets; undefined without. */
void xs_lin_kept(xsMachine *the) {
  gchar *octets;
  gsize length;
  if (!g_file_get_contents(xsToString(xsArg(0)), &octets, &length, NULL)) return;
  xsResult = xsArrayBuffer(octets, (xsIntegerValue)length);
  g_free(octets);
}

/* (file, octets): all of them or none. */
void xs_lin_keep(xsMachine *the) {
  gssize length = xsGetArrayBufferLength(xsArg(1));
  if (!g_file_set_contents(xsToString(xsArg(0)), xsToArrayBuffer(xsArg(1)), length, NULL))
    xsUnknownError("the file cannot be written");
}

void xs_lin_restart(xsMachine *the) {
  execv("/proc/self/exe", command);
  xsUnknownError("the command cannot be run again");
}

void fxAbort(xsMachine *the, int status) {
  (void)the;
  fprintf(stderr, "the engine gives up: %s\n", fxAbortString(status));
  exit(1);
}

int main(int count, char **words) {
  command = words;
  setvbuf(stdout, NULL, _IOLBF, 0);
  int failed = 0;
  xsMachine *machine = fxPrepareMachine(NULL, xsPreparation(), "ata", NULL, NULL);
  if (!machine) return 1;
  xsBeginHost(machine);
  {
    xsVars(2);
    xsTry {
      xsVar(0) = xsAwaitImport("boards/lin/desktop", XS_IMPORT_DEFAULT);
      xsVar(1) = xsNewArray(0);
      for (int i = 1; i < count; i++) xsSetIndex(xsVar(1), i - 1, xsString(words[i]));
      xsCallFunction1(xsVar(0), xsGlobal, xsVar(1));
    }
    xsCatch {
      fprintf(stderr, "%s\n", xsToString(xsException));
      failed = 1;
    }
  }
  xsEndHost(machine);
  heapIsTold(machine);
  while (!failed) g_main_context_iteration(NULL, TRUE);
  xsDeleteMachine(machine);
  return failed;
}
