/** What the engine's heap holds, and how large it had to be: told on the error output whenever the program gets the signal USR1. */
#include "xsAll.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>

static gboolean tell(gpointer machine) {
  txMachine *the = machine;
  fxCollectGarbage(the);
  fprintf(stderr, "heap: %ld slots and %ld octets live, room for %ld and %ld, stack of %ld\n", (long)the->currentHeapCount,
          (long)the->currentChunksSize, (long)the->maximumHeapCount, (long)the->maximumChunksSize,
          (long)(the->stackTop - the->stackBottom));
  return G_SOURCE_CONTINUE;
}

void heapIsTold(void *machine) { g_unix_signal_add(SIGUSR1, tell, machine); }
