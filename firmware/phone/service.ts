/** A telephone whose line is out of service, as its chip has failed: its calls are over, and it takes none. */
import type { CallId } from "../sip/seam.js";
import type { Memory } from "./memory.js";

const UNAVAILABLE = 480;
/** Q.850 section 2.2.4, "destination out of order". */
const OUT_OF_ORDER = 27;

export function refuseUnserved(memory: Memory, call: CallId): void {
  memory.order({ do: "refuse", call, status: UNAVAILABLE, cause: OUT_OF_ORDER });
}

/** Nobody can answer any more, or hear who was answered; who is being transferred goes on his way. */
export function endAll(memory: Memory): void {
  for (const call of [...memory.calls.all]) {
    if (call.state !== "alerting") {
      memory.end(call);
      continue;
    }
    refuseUnserved(memory, call.id);
    memory.drop(call);
  }
  memory.order({ do: "stopRinging" });
}
