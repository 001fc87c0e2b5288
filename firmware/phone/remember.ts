/** What a telephone keeps in mind of its calls. */
import type { SipEvent } from "../sip/seam.js";
import type { Agreement } from "../wire/agreement.js";
import type { Call } from "./calls.js";
import type { Memory } from "./memory.js";

/** What an event says of a call, whether it is in the ear or not. */
export function remember(memory: Memory, call: Call, event: SipEvent): void {
  switch (event.event) {
    case "agreed":
      call.agreed = true;
      call.holding = !call.held && isHeldBy(event.agreement);
      call.silent = call.holding && event.agreement.direction !== "recvonly";
      memory.order({ do: "agree", call: call.id, agreement: event.agreement });
      return;
    case "progressed":
      call.state = "proceeding";
      return;
    case "sentOn":
      call.agreed = false;
      if (call === memory.calls.ear) memory.order({ do: "hear", call: null });
      return;
    case "answered":
      call.state = "up";
      return;
    case "held":
      memory.held(call, event.held);
      return;
    case "cancelled":
      if (event.elsewhere) call.state = "elsewhere";
      return;
    case "refused":
      memory.code = event.status;
      memory.reason = event.reason;
      return;
    case "ended":
      memory.reason = event.reason;
  }
}

const isHeldBy = ({ direction, remote }: Agreement) =>
  direction === "recvonly" || direction === "inactive" || remote === null;
