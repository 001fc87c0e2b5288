/** `derive PASSWORD SALT ITERATIONS LENGTH`: what xs_ata_pbkdf2 makes of octets in hexadecimal digits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xsmc.h"

void xs_ata_pbkdf2(xsMachine *the);

static void octets(xsSlot *slot, const char *text) {
  unsigned octet;
  uint8_t *at = slot->data = calloc(1, strlen(text) + 1);
  for (slot->length = 0; sscanf(text + 2 * slot->length, "%2x", &octet) == 1; slot->length++) at[slot->length] = (uint8_t)octet;
}

int main(int count, char **words) {
  static xsMachine machine;
  uint32_t i;
  if (count != 5) return 2;
  octets(&machine.arguments[0], words[1]);
  octets(&machine.arguments[1], words[2]);
  machine.arguments[2].number = atoi(words[3]);
  machine.arguments[3].number = atoi(words[4]);
  xs_ata_pbkdf2(&machine);
  if (machine.refused) puts(machine.text);
  else
    for (i = 0; i < machine.result.length; i++) printf("%02x", ((uint8_t *)machine.result.data)[i]);
  return 0;
}
