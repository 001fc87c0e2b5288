/** The voice menu at the telephone: its keys go in, and what comes out is ordered. */
import type { Instant } from "../base/instant.js";
import { Menu, type MenuOrder } from "../menu/menu.js";
import type { Memory } from "./memory.js";
import type { PhoneEvent } from "./seam.js";

export function openMenu(memory: Memory, now: Instant): void {
  memory.menu = new Menu(memory.options.menu);
  order(memory, memory.menu.start(now));
}

export function menuKey(memory: Memory, cause: PhoneEvent | null, now: Instant): void {
  if (memory.menu === null || cause?.event !== "digit") return;
  // Whoever presses a key has heard enough.
  memory.order({ do: "quiet" });
  order(memory, memory.menu.key(cause.digit, now));
}

/** What the adapter has told of itself. */
export function menuTold(memory: Memory, told: Extract<PhoneEvent, { event: "menuRead" | "menuJudged" }>): void {
  if (memory.menu === null) return;
  order(memory, told.event === "menuRead" ? memory.menu.read(told.item, told.value) : memory.menu.judged(told.good));
}

export function pollMenu(memory: Memory, now: Instant): void {
  if (memory.menu !== null && memory.menu.deadline <= now) order(memory, memory.menu.poll(now));
}

/** What has been decided is done now that the receiver lies. */
export function leaveMenu(memory: Memory): void {
  if (memory.menu !== null) order(memory, memory.menu.hangUp());
  memory.menu = null;
}

function order(memory: Memory, orders: readonly MenuOrder[]): void {
  for (const one of orders) {
    if ("say" in one) memory.order({ do: "say", words: one.say });
    else if ("leave" in one) memory.cause("menuOver");
    else memory.order({ do: "manage", wish: one });
  }
}
