/**
 * The table of a telephone: state, event, what is done, and where it leads.
 *
 * It speaks of the call in the ear. A second call waits, or is held, in `calls.ts`, and gets here by `callWaits`
 * (the receiver is on hook, so the bell rings for it) or by `taken` (a flash has brought it into the ear).
 */
import { frozen } from "../base/frozen.js";
import type { Table } from "../base/machine.js";

export type PhoneState =
  | "idle"
  /** Off hook without a registration: nothing but an emergency number goes out. */
  | "unserved"
  | "dialling"
  | "calling"
  | "proceeding"
  | "ringing"
  | "answering"
  | "talking"
  /** The far end is gone and the receiver still off hook. */
  | "ended"
  | "busy"
  | "reorder"
  /** Special information: the refusal is one its owner has a tone for. */
  | "sit"
  | "warning"
  | "parked";

export type PhoneTableEvent =
  | "offHook"
  | "offHookUnserved"
  | "onHook"
  | "flash"
  | "digit"
  | "numberReady"
  | "emergencyReady"
  | "numberBad"
  | "invited"
  | "callWaits"
  | "taken"
  | "cancelled"
  | "progressed"
  | "answered"
  | "refusedBusy"
  | "refusedSit"
  | "refused"
  | "ended"
  | "toneOver"
  | "reorderDue";

export type PhoneAction =
  | "quiet"
  | "startDialling"
  | "collect"
  | "place"
  | "ringback"
  | "ring"
  | "stopRinging"
  | "answer"
  | "voice"
  | "hangUp"
  | "forget"
  | "welcome"
  | "wait"
  | "refuse"
  | "swap"
  | "busyTone"
  | "reorderTone"
  | "sitTone"
  | "warningTone"
  | "next";

/** How long a state is borne: tones by their own scripts, the silence before reorder by `Reorder_Delay`. */
export type PhonePatience = "busyTone" | "reorderDelay" | "reorderTone" | "sitTone" | "warningTone";

export const phoneTable: Table<PhoneState, PhoneTableEvent, PhoneAction, PhonePatience> = frozen({
  idle: {
    enter: ["quiet", "next"],
    on: {
      offHook: { to: "dialling" },
      offHookUnserved: { to: "unserved" },
      invited: { to: "ringing", act: ["welcome"] },
      callWaits: { to: "ringing" },
    },
  },
  unserved: {
    enter: ["startDialling", "reorderTone"],
    on: {
      digit: { act: ["collect"] },
      emergencyReady: { to: "calling" },
      numberBad: { to: "reorder" },
      onHook: { to: "idle" },
      invited: { act: ["refuse"] },
    },
  },
  dialling: {
    enter: ["startDialling"],
    on: {
      digit: { act: ["collect"] },
      numberReady: { to: "calling" },
      emergencyReady: { to: "calling" },
      numberBad: { to: "reorder" },
      onHook: { to: "idle" },
      invited: { act: ["refuse"] },
    },
  },
  calling: {
    enter: ["quiet", "place"],
    on: {
      progressed: { to: "proceeding" },
      answered: { to: "talking" },
      refusedBusy: { to: "busy", act: ["forget"] },
      refusedSit: { to: "sit", act: ["forget"] },
      refused: { to: "reorder", act: ["forget"] },
      ended: { to: "reorder", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      invited: { act: ["refuse"] },
    },
  },
  proceeding: {
    enter: ["ringback"],
    on: {
      progressed: { act: ["ringback"] },
      answered: { to: "talking" },
      refusedBusy: { to: "busy", act: ["forget"] },
      refusedSit: { to: "sit", act: ["forget"] },
      refused: { to: "reorder", act: ["forget"] },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      invited: { act: ["refuse"] },
    },
  },
  ringing: {
    enter: ["ring"],
    on: {
      offHook: { to: "answering", act: ["stopRinging"] },
      offHookUnserved: { to: "answering", act: ["stopRinging"] },
      cancelled: { to: "idle", act: ["stopRinging", "forget"] },
      ended: { to: "idle", act: ["stopRinging", "forget"] },
      invited: { act: ["wait"] },
    },
  },
  answering: {
    enter: ["answer", "voice"],
    on: {
      answered: { to: "talking" },
      cancelled: { to: "ended", act: ["forget"] },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      invited: { act: ["wait"] },
    },
  },
  talking: {
    enter: ["voice"],
    on: {
      flash: { act: ["swap"] },
      taken: { to: "answering" },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      invited: { act: ["wait"] },
    },
  },
  ended: {
    enter: ["quiet"],
    on: {
      flash: { act: ["swap"] },
      taken: { to: "answering" },
      onHook: { to: "idle" },
      invited: { act: ["refuse"] },
      reorderDue: { to: "reorder" },
    },
    after: { patience: "reorderDelay", event: "reorderDue" },
  },
  busy: {
    enter: ["busyTone"],
    on: { onHook: { to: "idle" }, invited: { act: ["refuse"] }, toneOver: { to: "warning" } },
    after: { patience: "busyTone", event: "toneOver" },
  },
  reorder: {
    enter: ["reorderTone"],
    on: { onHook: { to: "idle" }, invited: { act: ["refuse"] }, toneOver: { to: "warning" } },
    after: { patience: "reorderTone", event: "toneOver" },
  },
  sit: {
    enter: ["sitTone"],
    on: { onHook: { to: "idle" }, invited: { act: ["refuse"] }, toneOver: { to: "warning" } },
    after: { patience: "sitTone", event: "toneOver" },
  },
  warning: {
    enter: ["warningTone"],
    on: { onHook: { to: "idle" }, invited: { act: ["refuse"] }, toneOver: { to: "parked" } },
    after: { patience: "warningTone", event: "toneOver" },
  },
  parked: {
    enter: ["quiet"],
    on: { onHook: { to: "idle" }, invited: { act: ["refuse"] } },
  },
});
