/** From dial tone to a number, and to what it is dialled for. */
import type { Instant } from "../base/instant.js";
import type { Tone } from "../line/script.js";
import type { Peer } from "../sip/seam.js";
import { type Dialled, Dialling } from "./dialling.js";
import type { Memory } from "./memory.js";
import { inTurn } from "./options.js";
import type { PhoneEvent } from "./seam.js";
import { usual } from "./second-call.js";
import { dialTone } from "./sound.js";
import { codesFor, type Service, serviceOf } from "./star-codes.js";

/** A dial tone is heard, if there is service; a second one while another call is held. */
export function startDialling(memory: Memory, now: Instant): void {
  memory.code = memory.reason = memory.gone = null;
  memory.target = "";
  memory.purpose = "call";
  memory.hidesOnce = null;
  memory.carriesOnce = null;
  memory.second = memory.calls.other !== null;
  memory.audible = memory.served;
  dialAnew(memory, now, null);
}

export function collect(memory: Memory, cause: PhoneEvent | null, now: Instant): void {
  if (memory.dialling && cause?.event === "digit") judge(memory, memory.dialling.key(cause.digit, now), now);
}

export function pollDialling(memory: Memory, now: Instant): void {
  const { dialling } = memory;
  if (dialling && now >= dialling.deadline) judge(memory, dialling.poll(now), now);
}

/** The next digit is the first; `before` the dial tone comes another. */
function dialAnew(memory: Memory, now: Instant, before: Tone | null): void {
  const { dialling, starCodes } = memory.options;
  const services = memory.purpose === "call" ? codesFor(starCodes, memory.second) : [];
  memory.dialling = new Dialling(dialling, services);
  judge(memory, memory.dialling.start(now), now, before);
}

function judge(memory: Memory, dialled: Dialled, now: Instant, before: Tone | null = null): void {
  if ("target" in dialled) {
    memory.target = dialled.target;
    if (dialled.emergency) memory.cause("emergencyReady");
    else memory.cause(memory.purpose === "transfer" ? "transferReady" : "numberReady");
  } else if ("service" in dialled) {
    const service = serviceOf(memory.options.starCodes, dialled.service, memory.second);
    if (service) serve(memory, service, now);
    else refuse(memory, `no service is called ${dialled.service}`);
  } else if ("refused" in dialled) refuse(memory, dialled.refused);
  else if (!memory.audible) return;
  else if (dialled.hears === "none") memory.order({ do: "quiet" });
  else {
    const tone = dialled.hears === "dial" ? dialTone(memory) : memory.options.tones.outside;
    memory.order({ do: "tone", tone: before ? inTurn(before, tone) : tone });
  }
}

function refuse(memory: Memory, reason: string): void {
  memory.reason = reason;
  memory.cause("numberBad");
}

/** A star code is done at once; what is dialled next goes on from there. */
function serve(memory: Memory, service: Service, now: Instant): void {
  switch (service) {
    case "transfer":
      memory.purpose = "transfer";
      dialAnew(memory, now, null);
      return;
    case "hideOnce":
    case "showOnce":
      memory.hidesOnce = service === "hideOnce";
      dialAnew(memory, now, null);
      return;
    case "menu":
      memory.cause("menuReady");
      return;
    case "fax":
    case "modem":
      memory.carriesOnce = service === "modem" && memory.options.modemLine ? "voice" : service;
      dialAnew(memory, now, null);
      return;
    case "hide":
    case "show":
      memory.hides = service === "hide";
      memory.order({ do: "keep", setting: "Block_CID_Setting", value: memory.hides });
      dialAnew(memory, now, memory.options.tones.confirm);
  }
}

/** Calls the target. An emergency call is never anonymous, no call to ask before a transfer, and always a voice's. */
export function place(memory: Memory, emergency: boolean): void {
  const { calls, target, options } = memory;
  const referral = memory.referral;
  const held = calls.other;
  const id = memory.nextCall;
  memory.nextCall += 2;
  const call = calls.add(id, "out", peerOf(target, referral !== null), null);
  call.referral = referral;
  call.consult = memory.second && held?.state === "up" && referral === null && !emergency;
  calls.ear = call;
  call.carries = emergency ? "voice" : (memory.carriesOnce ?? usual(memory));
  const { carries } = call;
  const anonymous = !emergency && (memory.hidesOnce ?? memory.hides ?? options.hidesCaller);
  memory.order({ do: "invite", call: id, target, anonymous, carries, referral: referral ?? undefined });
  memory.referral = memory.hidesOnce = memory.carriesOnce = null;
  memory.locked ||= emergency;
}

/** Whom we call; of the URI that we were asked to call the user part, which is what people know. */
function peerOf(target: string, referred: boolean): Peer {
  let number = target;
  if (referred && target.includes("@")) number = target.slice(target.indexOf(":") + 1, target.indexOf("@"));
  return { number, name: "", private: false, uri: target };
}
