/**
 * Handing a call over (RFC 3515, RFC 5589): to the second call by hanging up, or to a number without asking there.
 *
 * The telephone is free at once. The calls that are handed over are in `leaving` until the user agent tells their end;
 * what cannot be handed over comes back, and the bell rings for it.
 */
import type { Instant } from "../base/instant.js";
import type { SipEvent } from "../sip/seam.js";
import type { Call } from "./calls.js";
import { LINGER, TRANSFER_PATIENCE } from "./leaving.js";
import type { Memory } from "./memory.js";
import type { PhoneTableEvent } from "./states.js";

const ACCEPTED = 300;

/** The receiver is put down: whom it was dialled for is handed over, or all is over with the one in the ear. */
export function hangUp(memory: Memory, now: Instant): void {
  const { ear, other } = memory.calls;
  if (!ear) return;
  if (other && handsOver(memory, ear, other)) {
    if (other.consult) handOver(memory, ear, other, now);
    else handOver(memory, other, ear, now);
    return;
  }
  memory.end(ear);
  // who has asked us to call somebody else is not left over
  if (other && ear.referral === other.id) memory.end(other);
}

function handsOver({ options, locked }: Memory, ear: Call, other: Call): boolean {
  if (!options.attendedTransfer || locked || other.state !== "up") return false;
  if (other.consult) return ear.state === "up";
  return ear.consult && (ear.state === "up" || ear.state === "proceeding");
}

/**
 * `call` gets to talk to `consult`. A telephone that still rings for us cannot be taken over by anybody else (RFC 3891
 * section 3, 481): it is rung anew, by the number.
 */
function handOver(memory: Memory, call: Call, consult: Call, now: Instant): void {
  const until = now + TRANSFER_PATIENCE;
  if (memory.options.attendedAsBlind || consult.state !== "up") {
    memory.end(consult);
    memory.order({ do: "transfer", call: call.id, target: consult.peer.uri });
    memory.letGo(call, null, until);
    return;
  }
  memory.order({ do: "connect", call: call.id, other: consult.id });
  memory.letGo(call, consult.id, until);
  memory.letGo(consult, call.id, until);
}

/** The held call shall go to the number that has been dialled. */
export function transfer(memory: Memory): void {
  const held = memory.calls.other;
  if (held?.state !== "up") {
    memory.reason = "the call to be transferred is gone";
    memory.cause("numberBad");
    return;
  }
  memory.transferring = held.id;
  memory.order({ do: "transfer", call: held.id, target: memory.target });
}

/** The receiver is put down before it is known whether it does. */
export function leave(memory: Memory, now: Instant): void {
  const { other } = memory.calls;
  if (other && other.id === memory.transferring) memory.letGo(other, null, now + TRANSFER_PATIENCE);
}

/** How a transfer goes. Answers what the table has to hear of one that is waited for with the receiver in the hand. */
export function transferred(
  memory: Memory,
  { call: id, status, over }: Extract<SipEvent, { event: "transferred" }>,
  idle: boolean,
  now: Instant,
): PhoneTableEvent | "failed" | null {
  const leaving = memory.leaving.get(id);
  if (leaving) {
    if (over && status < ACCEPTED) part(memory, leaving, now);
    else if (over) comeBack(memory, leaving, idle);
    return null;
  }
  const call = memory.calls.get(id);
  if (!call || memory.transferring !== id) return null;
  if (!over) return "transferTold";
  memory.transferring = null;
  if (status < ACCEPTED) {
    memory.letGo(call, null, now + LINGER);
    return "ended";
  }
  memory.code = status;
  return "failed";
}

/** What is heard of a call that leaves. */
export function leavingHears(memory: Memory, event: SipEvent, call: Call, now: Instant): void {
  switch (event.event) {
    case "agreed":
      memory.order({ do: "agree", call: call.id, agreement: event.agreement });
      return;
    case "held":
      memory.held(call, event.held);
      return;
    case "cancelled":
    case "refused":
    case "ended":
      part(memory, call, now);
      memory.forget(call);
  }
}

/** Both sides are waited for a little longer, not for ever. */
function part(memory: Memory, call: Call, now: Instant): void {
  const partner = memory.leaving.partnerOf(call.id);
  if (partner) memory.leaving.hurry(partner.id, now + LINGER);
  memory.leaving.hurry(call.id, now + LINGER);
}

/** Nobody took it: the bell rings for it if the receiver lies, else a flash or hanging up leads back to it. */
function comeBack(memory: Memory, call: Call, idle: boolean): void {
  const { calls, leaving } = memory;
  const partner = leaving.partnerOf(call.id);
  if (calls.full) memory.end(call);
  else restore(memory, call);
  if (partner) {
    if (calls.full) memory.end(partner);
    else restore(memory, partner);
  }
  if (!idle) return;
  calls.ear = call;
  memory.cause("callWaits");
}

function restore(memory: Memory, call: Call): void {
  memory.leaving.remove(call);
  memory.calls.restore(call);
  memory.hold(call);
}
