/** The other side arranges our calls: it has us call somebody else (RFC 3515), or another call takes the place of one (RFC 3891). */
import type { Instant } from "../base/instant.js";
import type { SipEvent } from "../sip/seam.js";
import type { Call } from "./calls.js";
import { LINGER } from "./leaving.js";
import type { Memory } from "./memory.js";
import { take } from "./second-call.js";

/** ms: the NOTIFY that says that the call has been answered goes before our BYE. */
const LEAST_DELAY = 500;

/** Only who is in the ear, and alone there, can send us elsewhere. True when we shall call the target. */
export function refer(
  memory: Memory,
  { call, target }: Extract<SipEvent, { event: "referred" }>,
  talking: boolean,
): boolean {
  const { ear, other } = memory.calls;
  const follows = memory.options.followsReferrals && target !== "" && !memory.locked;
  if (!follows || !talking || ear?.id !== call || other) {
    memory.order({ do: "declineReferral", call });
    return false;
  }
  memory.referral = call;
  memory.target = target;
  memory.second = false;
  memory.hidesOnce = null;
  return true;
}

/** Whom we were asked to call has answered: who asked hangs up now, or we do. */
export function arrived(memory: Memory, call: Call, now: Instant): void {
  const old = referrerOf(memory, call);
  call.referral = null;
  if (old) memory.letGo(old, null, now + Math.max(LEAST_DELAY, memory.options.refereeByeDelay));
}

/** Whom we were asked to call does not answer: back to who asked, if still there. */
export function wayBack(memory: Memory, call: Call): boolean {
  const old = referrerOf(memory, call);
  if (!old) return false;
  memory.drop(call);
  take(memory, old);
  return true;
}

const referrerOf = (memory: Memory, { referral }: Call) => (referral === null ? null : memory.calls.get(referral));

/**
 * A call that takes the place of another is answered at once, in the ear if that one was there. True when it is.
 *
 * A call we have not answered yet cannot be replaced (RFC 3891 section 3), nor one that is being handed over.
 */
export function replace(memory: Memory, event: Extract<SipEvent, { event: "invited" }>, now: Instant): boolean {
  const { calls } = memory;
  const old = event.replaces === null ? null : calls.get(event.replaces);
  if (!old || old.state === "alerting" || old.id === memory.transferring) {
    memory.order({ do: "refuse", call: event.call, status: 481 });
    return false;
  }
  const inEar = old === calls.ear;
  const { consult } = old;
  const other = calls.all.find((call) => call !== old);
  const consulted = other?.consult ?? false;
  memory.letGo(old, null, now + LINGER);
  const call = calls.add(event.call, "in", event.peer, event.alertInfo);
  call.state = "answering";
  call.consult = consult;
  call.carries = old.carries;
  call.referral = old.referral;
  if (other) {
    other.consult = consulted;
    if (other.referral === old.id) other.referral = call.id;
  }
  memory.order({ do: "answer", call: call.id, carries: call.carries });
  if (inEar) calls.ear = call;
  return inEar;
}
