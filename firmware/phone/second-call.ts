/** Two calls and one ear: what a flash does with them, and how a second call makes itself heard. */
import type { Carried } from "../media/modem-call.js";
import type { CallId } from "../sip/seam.js";
import type { Call } from "./calls.js";
import type { Memory } from "./memory.js";
import type { PhoneEvent } from "./seam.js";

/**
 * A flash (PAP2T, "Three Way Call Serv"):
 *
 *   one call                     it is held, and another can be dialled
 *   two calls                    the other one comes into the ear, and this one is held
 *   the second does not come up  it is given up, and the held one comes back
 *   nobody is there any more     dial tone, or the one that is held or waits
 */
export function flash(memory: Memory): void {
  if (memory.locked) return;
  const { ear, other } = memory.calls;
  if (ear === null) {
    if (other) take(memory, other);
    else dialTone(memory);
  } else if (ear.state === "up") {
    if (other) {
      if (other.state === "alerting") memory.order({ do: "stopBeeping" });
      memory.hold(ear);
      take(memory, other);
    } else if (ear.held && !ear.turning) take(memory, ear);
    else flashAlone(memory, ear);
  } else if (ear.direction === "out" && other) {
    memory.end(ear);
    take(memory, other);
  }
}

function flashAlone(memory: Memory, ear: Call): void {
  const { flashGoes, secondCall } = memory.options;
  if (flashGoes === "info") memory.order({ do: "info", call: ear.id, info: { flash: true } });
  else if (flashGoes === "event") memory.order({ do: "flash", call: ear.id });
  else if (secondCall) {
    memory.hold(ear);
    memory.calls.ear = null;
    memory.order({ do: "hear", call: null });
    dialTone(memory);
  }
}

function dialTone(memory: Memory): void {
  memory.cause(memory.served ? "dialTone" : "dialToneUnserved");
}

/** The call comes into the ear; the table answers it, resumes it, or just listens. */
export function take(memory: Memory, call: Call): void {
  if (memory.calls.ear === null && call.state === "alerting") memory.order({ do: "stopBeeping" });
  memory.calls.ear = call;
  memory.code = memory.reason = null;
  memory.cause("taken");
}

/** What it takes until the call in the ear can be heard. */
export function answer(memory: Memory): void {
  const { ear } = memory.calls;
  if (!ear) return;
  if (ear.state === "alerting") {
    ear.state = "answering";
    memory.order({ do: "answer", call: ear.id, carries: ear.carries });
  } else if (ear.state === "up") {
    if (ear.held || ear.turning) memory.resume(ear);
    else {
      ear.wanted = false;
      memory.cause("answered");
    }
  }
}

/** The bell is to ring. Nobody can lift a receiver but its owner: whoever wants it answered by itself is rung like all others. */
export function welcome(memory: Memory, cause: PhoneEvent | null): void {
  if (cause?.event !== "invited") return;
  listenTo(memory, cause);
  memory.order({ do: "progress", call: cause.call, status: 180 });
}

/** A receiver that is left off the hook, or the loudspeaker in its place, is spoken to. The table answers. */
export function page(memory: Memory, cause: PhoneEvent | null): void {
  if (cause?.event !== "invited") return;
  listenTo(memory, cause);
  memory.code = memory.reason = memory.gone = null;
}

function listenTo(memory: Memory, { call, peer, alertInfo }: Extract<PhoneEvent, { event: "invited" }>): void {
  memory.calls.ear = memory.calls.add(call, "in", peer, alertInfo);
  memory.calls.ear.carries = usual(memory);
}

/** Answered by itself is who wants to be, where the owner lets him and nobody uses the receiver, which may have a call on hold. */
export function isPage(
  { options, calls, locked }: Memory,
  { answerAfter }: Extract<PhoneEvent, { event: "invited" }>,
): boolean {
  return options.answersPages && answerAfter !== null && calls.all.length === 0 && !locked;
}

/** What calls of this line are, unless somebody says otherwise. */
export const usual = ({ options }: Memory): Carried => (options.modemLine ? "modem" : "voice");

/**
 * A second call: announced to the caller, and to the ear if somebody listens. Nothing comes between us and help, or into
 * a fax.
 */
export function wait(memory: Memory, cause: PhoneEvent | null, listening: boolean): void {
  if (cause?.event !== "invited") return;
  const { callWaiting, says182, tones } = memory.options;
  const { ear } = memory.calls;
  if (!callWaiting || memory.locked || (ear !== null && ear.carries !== "voice" && listening)) {
    memory.order({ do: "refuse", call: cause.call, status: 486 });
    return;
  }
  memory.calls.add(cause.call, "in", cause.peer, cause.alertInfo).carries = usual(memory);
  memory.order({ do: "progress", call: cause.call, status: says182 ? 182 : 180 });
  if (listening) memory.order({ do: "beep", tone: tones.callWaiting });
}

/** What speaks in a call has been found out. */
export function findOut(memory: Memory, id: CallId, carries: Carried): void {
  const { calls } = memory;
  const call = calls.get(id);
  if (!call) return;
  call.carries = carries;
  if (call === calls.ear) keepAway(memory);
}

/** Nothing is to come into a fax: whoever waits already finds the line busy. */
export function keepAway(memory: Memory): void {
  const { ear, other } = memory.calls;
  if (ear === null || ear.carries === "voice" || other?.state !== "alerting") return;
  memory.order({ do: "refuse", call: other.id, status: 486 });
  memory.drop(other);
}
