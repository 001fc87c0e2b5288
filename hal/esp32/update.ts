/** The slots of the flash by Moddable's update and the IDF, and who signs what is written there. */

import flash from "embedded:storage/flash";
import updates from "embedded:update";
import { Digest } from "crypt";
import config from "mc/config";
import type { ImageChip } from "./image.js";
import { octetsOfHex } from "./key.js";
import { SecondSlot, type Slot } from "./second-slot.js";
import { system } from "./system.js";

/** Null where the flash has no room for a second image. */
export function boardUpdate(chip: ImageChip): SecondSlot | null {
  if (!system.hasSecondSlot()) return null;
  return new SecondSlot(chip, {
    onTrial: system.onTrial(),
    key: octetsOfHex(config.updateKey ?? ""),
    open: openSlot,
    sha256: () => new Digest("SHA256"),
    isSigned: (key, digest, signature) => system.isSigned(key, digest, signature),
    markGood: () => system.markGood(),
    rollBack: () => system.rollBack(),
  });
}

function openSlot(): Slot {
  const partition = flash.open({ path: "nextota" });
  const { size } = partition.status();
  // only written to from the first octet on: what is too long has erased nothing
  let slot: ReturnType<typeof updates.open> | null = null;
  const opened = () => {
    slot ??= updates.open({ partition, mode: "a" });
    return slot;
  };
  return {
    size,
    write: (octets) => opened().write(octets),
    complete: () => opened().complete(),
    close() {
      slot?.close();
      partition.close();
    },
  };
}
