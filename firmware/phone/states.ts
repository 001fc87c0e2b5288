/**
 * The table of a telephone: state, event, what is done, and where it leads.
 *
 * It speaks of the call in the ear. A second call waits, or is held, in `calls.ts`, and gets here by `callWaits`
 * (the receiver is on hook, so the bell rings for it) or by `taken` (a flash has brought it into the ear). A flash
 * alone changes no state: what it leads to is an event of its own (`second-call.ts`).
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
  /** A voice tells of the adapter, and takes keys for an answer. */
  | "menu"
  /** The held call has been asked to go elsewhere. */
  | "transferring"
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
  | "transferReady"
  | "menuReady"
  | "menuOver"
  | "numberBad"
  | "invited"
  | "callWaits"
  | "paged"
  | "taken"
  | "replaced"
  | "referred"
  | "dialTone"
  | "dialToneUnserved"
  | "cancelled"
  | "progressed"
  | "answered"
  | "refusedBusy"
  | "refusedSit"
  | "refused"
  | "ended"
  | "transferTold"
  | "toneOver"
  | "reorderDue";

export type PhoneAction =
  | "quiet"
  | "startDialling"
  | "collect"
  | "place"
  | "placeEmergency"
  | "transfer"
  | "leave"
  | "menu"
  | "menuKey"
  | "leaveMenu"
  | "ringback"
  | "ring"
  | "stopRinging"
  | "answer"
  | "voice"
  | "hangUp"
  | "forget"
  | "welcome"
  | "page"
  | "wait"
  | "refuse"
  | "flash"
  | "busyTone"
  | "reorderTone"
  | "sitTone"
  | "warningTone"
  | "confirmTone"
  | "next";

/** How long a state is borne: tones by their own scripts, the silence before reorder by `Reorder_Delay`. */
export type PhonePatience = "busyTone" | "reorderDelay" | "reorderTone" | "sitTone" | "warningTone";

const tone = <T extends PhoneAction & PhonePatience>(name: T, next: PhoneState) =>
  ({
    enter: [name],
    on: {
      onHook: { to: "idle" },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      paged: { to: "answering", act: ["page"] },
      invited: { act: ["refuse"] },
      toneOver: { to: next },
    },
    after: { patience: name, event: "toneOver" },
  }) as const;

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
      emergencyReady: { to: "calling", act: ["placeEmergency"] },
      menuReady: { to: "menu" },
      numberBad: { to: "reorder" },
      onHook: { to: "idle" },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      invited: { act: ["refuse"] },
    },
  },
  dialling: {
    enter: ["startDialling"],
    on: {
      digit: { act: ["collect"] },
      numberReady: { to: "calling", act: ["place"] },
      emergencyReady: { to: "calling", act: ["placeEmergency"] },
      transferReady: { to: "transferring" },
      menuReady: { to: "menu" },
      numberBad: { to: "reorder" },
      onHook: { to: "idle" },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      dialTone: { to: "dialling" },
      dialToneUnserved: { to: "unserved" },
      invited: { act: ["refuse"] },
    },
  },
  calling: {
    enter: [],
    on: {
      progressed: { to: "proceeding" },
      answered: { to: "talking" },
      replaced: { to: "answering" },
      refusedBusy: { to: "busy", act: ["forget"] },
      refusedSit: { to: "sit", act: ["forget"] },
      refused: { to: "reorder", act: ["forget"] },
      ended: { to: "reorder", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      invited: { act: ["refuse"] },
    },
  },
  proceeding: {
    enter: ["ringback"],
    on: {
      progressed: { act: ["ringback"] },
      answered: { to: "talking" },
      replaced: { to: "answering" },
      refusedBusy: { to: "busy", act: ["forget"] },
      refusedSit: { to: "sit", act: ["forget"] },
      refused: { to: "reorder", act: ["forget"] },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
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
      replaced: { to: "answering" },
      cancelled: { to: "ended", act: ["forget"] },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      dialTone: { to: "dialling" },
      dialToneUnserved: { to: "unserved" },
      invited: { act: ["wait"] },
    },
  },
  talking: {
    enter: ["voice"],
    on: {
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      replaced: { to: "answering" },
      referred: { to: "calling", act: ["place"] },
      dialTone: { to: "dialling" },
      dialToneUnserved: { to: "unserved" },
      ended: { to: "ended", act: ["forget"] },
      onHook: { to: "idle", act: ["hangUp"] },
      invited: { act: ["wait"] },
    },
  },
  transferring: {
    enter: ["quiet", "transfer"],
    on: {
      transferTold: { act: ["confirmTone"] },
      ended: { to: "ended" },
      refusedBusy: { to: "busy" },
      refusedSit: { to: "sit" },
      refused: { to: "reorder" },
      numberBad: { to: "reorder" },
      onHook: { to: "idle", act: ["leave"] },
      invited: { act: ["refuse"] },
    },
  },
  menu: {
    enter: ["quiet", "menu"],
    on: {
      digit: { act: ["menuKey"] },
      menuOver: { to: "parked" },
      onHook: { to: "idle", act: ["leaveMenu"] },
      invited: { act: ["refuse"] },
    },
  },
  ended: {
    enter: ["quiet"],
    on: {
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      dialTone: { to: "dialling" },
      dialToneUnserved: { to: "unserved" },
      onHook: { to: "idle" },
      paged: { to: "answering", act: ["page"] },
      invited: { act: ["refuse"] },
      reorderDue: { to: "reorder" },
    },
    after: { patience: "reorderDelay", event: "reorderDue" },
  },
  busy: tone("busyTone", "warning"),
  reorder: tone("reorderTone", "warning"),
  sit: tone("sitTone", "warning"),
  warning: tone("warningTone", "parked"),
  parked: {
    enter: ["quiet"],
    on: {
      onHook: { to: "idle" },
      flash: { act: ["flash"] },
      taken: { to: "answering" },
      paged: { to: "answering", act: ["page"] },
      invited: { act: ["refuse"] },
    },
  },
});
