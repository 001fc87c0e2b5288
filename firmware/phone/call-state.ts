/** The states of a call as PAP2T owners know them from its status page. */
import { frozen } from "../base/frozen.js";
import type { Call } from "./calls.js";
import type { PhoneState } from "./states.js";

export type CallState =
  | "idle"
  | "dialing"
  | "calling"
  | "proceeding"
  | "ringing"
  | "answering"
  | "connected"
  | "hold"
  | "holding"
  | "resuming"
  | "reorder"
  | "ended";

const states: { readonly [state in Exclude<PhoneState, "talking" | "answering">]: CallState } = frozen({
  idle: "idle",
  unserved: "reorder",
  dialling: "dialing",
  calling: "calling",
  proceeding: "proceeding",
  ringing: "ringing",
  transferring: "calling",
  menu: "dialing",
  ended: "ended",
  busy: "reorder",
  reorder: "reorder",
  sit: "reorder",
  warning: "reorder",
  parked: "reorder",
});

export function callState(state: PhoneState, call: Call | null): CallState {
  if (state !== "talking" && state !== "answering") return states[state];
  if (call?.turning) return call.wanted ? "hold" : "resuming";
  if (call?.held) return "hold";
  if (state === "answering") return "answering";
  return call?.holding ? "holding" : "connected";
}
