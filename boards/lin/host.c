/** The program on a desktop without a window: makes the machine, calls its main, and runs the loop of GLib until a signal. */
#include "xsPlatform.h"
#include "xs.h"
#include "mc.xs.h"

#include <stdio.h>
#include <stdlib.h>

void fxAbort(xsMachine *the, int status) {
  (void)the;
  fprintf(stderr, "the engine gives up: %s\n", fxAbortString(status));
  exit(1);
}

int main(void) {
  int failed = 0;
  xsMachine *machine = fxPrepareMachine(NULL, xsPreparation(), "ata", NULL, NULL);
  if (!machine) return 1;
  xsBeginHost(machine);
  {
    xsVars(1);
    xsTry {
      xsVar(0) = xsAwaitImport("boards/lin/main", XS_IMPORT_DEFAULT);
      xsCallFunction0(xsVar(0), xsGlobal);
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
