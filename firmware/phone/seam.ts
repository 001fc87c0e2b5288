/** What a telephone hears, what it asks for, and what can be seen of it. */
import type { LineEvent, LineOrder } from "../line/seam.js";
import type { Carried } from "../media/modem-call.js";
import type { Item } from "../menu/codes.js";
import type { MenuOrder } from "../menu/menu.js";
import type { CallId, SipEvent, SipOrder } from "../sip/seam.js";
import type { Agreement } from "../wire/agreement.js";
import type { CallState } from "./call-state.js";

/** What a telephone remembers over a restart. */
export type KeptSetting = "Block_CID_Setting" | "Message_Waiting";

/** What the voice menu asks, sets and has done. */
export type Wish = Exclude<MenuOrder, { say: unknown } | { leave: unknown }>;

/** What a phone asks for. Where sound is to come from, and what day it is, the adapter knows and adds. */
export type PhoneOrder =
  | Exclude<LineOrder, { do: "ring" }>
  | Omit<Extract<LineOrder, { do: "ring" }>, "date">
  | Exclude<SipOrder, { do: "invite" | "answer" | "register" | "unregister" | "change" }>
  | (Omit<Extract<SipOrder, { do: "invite" }>, "media"> & { readonly carries?: Carried })
  | (Omit<Extract<SipOrder, { do: "answer" }>, "media"> & { readonly carries?: Carried })
  /** The voice of this call is in the ear from now on; null for none. */
  | { readonly do: "hear"; readonly call: CallId | null }
  | { readonly do: "agree"; readonly call: CallId; readonly agreement: Agreement }
  /** A flash by RFC 4733, event 16, in the sound of this call. */
  | { readonly do: "flash"; readonly call: CallId }
  /** This setting of the line has been changed by a star code or by the server, and is to be kept. */
  | { readonly do: "keep"; readonly setting: KeptSetting; readonly value: boolean }
  /** Of the voice menu: what it asks is answered by `menuRead` or `menuJudged`. */
  | { readonly do: "manage"; readonly wish: Wish }
  /** The call is gone, and its sound with it. */
  | { readonly do: "release"; readonly call: CallId };

export type PhoneEvent =
  | SipEvent
  | Exclude<LineEvent, { slic: string }>
  /** A fax or a modem has been heard in a call. */
  | { readonly event: "carries"; readonly call: CallId; readonly carries: Carried }
  /** The line works again, or nothing can be rung and heard on it any more. */
  | { readonly event: "service"; readonly up: boolean }
  /** What the voice menu wanted to know. */
  | { readonly event: "menuRead"; readonly item: Item; readonly value: string | null }
  | { readonly event: "menuJudged"; readonly good: boolean };

/** What a status page and a desk can see of a telephone. */
export type PhoneStatus = {
  readonly state: CallState;
  readonly peer: string | null;
  readonly code: number | null;
  readonly reason: string | null;
  readonly calls: readonly {
    readonly state: CallState;
    readonly peer: string | null;
    readonly direction: "in" | "out";
    readonly held: boolean;
    /** Only where it is no voice. */
    readonly carries?: Carried;
  }[];
};
