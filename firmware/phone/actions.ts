/** The actions of the table, each done on the memory of a telephone. */
import type { Instant } from "../base/instant.js";
import type { Memory } from "./memory.js";
import { collect, place, startDialling } from "./number.js";
import type { PhoneEvent } from "./seam.js";
import { answer, flash, keepAway, page, wait, welcome } from "./second-call.js";
import { listen, ring, ringback, say } from "./sound.js";
import type { PhoneAction, PhoneState } from "./states.js";
import { hangUp, leave, transfer } from "./transfer.js";
import { leaveMenu, menuKey, openMenu } from "./voice-menu.js";

/** `cause` is what has led here from outside, or null; `state` is where it has led to. */
export function perform(
  action: PhoneAction,
  memory: Memory,
  cause: PhoneEvent | null,
  state: PhoneState,
  now: Instant,
): void {
  const { tones } = memory.options;
  switch (action) {
    case "quiet":
      memory.order({ do: "quiet" });
      memory.order({ do: "hear", call: null });
      return;
    case "startDialling":
      startDialling(memory, now);
      return;
    case "collect":
      collect(memory, cause, now);
      return;
    case "place":
    case "placeEmergency":
      memory.order({ do: "quiet" });
      memory.order({ do: "hear", call: null });
      place(memory, action === "placeEmergency");
      return;
    case "transfer":
      transfer(memory);
      return;
    case "leave":
      leave(memory, now);
      return;
    case "menu":
      openMenu(memory, now);
      return;
    case "menuKey":
      menuKey(memory, cause, now);
      return;
    case "leaveMenu":
      leaveMenu(memory);
      return;
    case "ringback":
      ringback(memory, cause);
      return;
    case "welcome":
      welcome(memory, cause);
      return;
    case "page":
      page(memory, cause);
      return;
    case "ring":
      ring(memory);
      return;
    case "stopRinging":
      memory.order({ do: "stopRinging" });
      return;
    case "answer":
      answer(memory);
      return;
    case "voice":
      listen(memory);
      keepAway(memory);
      if (memory.calls.other?.state === "alerting") memory.order({ do: "beep", tone: tones.callWaiting });
      return;
    case "hangUp":
      hangUp(memory, now);
      return;
    case "forget":
      if (memory.calls.ear) memory.drop(memory.calls.ear);
      return;
    case "wait":
      wait(memory, cause, state !== "ringing");
      return;
    case "refuse":
      if (cause?.event === "invited") memory.order({ do: "refuse", call: cause.call, status: 486 });
      return;
    case "flash":
      flash(memory);
      return;
    case "busyTone":
      say(memory, tones.busy);
      return;
    case "reorderTone":
      say(memory, tones.reorder);
      return;
    case "sitTone":
      if (memory.sit) say(memory, tones[memory.sit]);
      return;
    case "warningTone":
      say(memory, tones.offHookWarning);
      return;
    case "confirmTone":
      memory.order({ do: "tone", tone: tones.confirm });
      return;
    case "next":
      memory.target = "";
      memory.code = memory.reason = memory.gone = memory.transferring = null;
      memory.locked = false;
      memory.calls.ear = memory.calls.other;
      if (memory.calls.ear) memory.cause("callWaits");
  }
}
