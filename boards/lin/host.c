/** The program on a desktop without a window: makes the machine, calls its main, and runs the loop of GLib until a signal. The words of the command line are handed on. */
#include "xsPlatform.h"
#include "xs.h"
#include "mc.xs.h"
#include "mc.resources.c"

#include <stdio.h>
#include <stdlib.h>

void fxAbort(xsMachine *the, int status) {
  (void)the;
  fprintf(stderr, "the engine gives up: %s\n", fxAbortString(status));
  exit(1);
}

int main(int count, char **words) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  int failed = 0;
  xsMachine *machine = fxPrepareMachine(NULL, xsPreparation(), "ata", NULL, NULL);
  if (!machine) return 1;
  xsBeginHost(machine);
  {
    xsVars(2);
    xsTry {
      xsVar(0) = xsAwaitImport("boards/lin/main", XS_IMPORT_DEFAULT);
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
  while (!failed) g_main_context_iteration(NULL, TRUE);
  xsDeleteMachine(machine);
  return failed;
}
