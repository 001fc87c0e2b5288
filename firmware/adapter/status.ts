/** The adapter as it stands at one moment, for whoever wants to look. */
import type { SlicFault, SlicState } from "../../hal/slic.js";
import type { Carried } from "../media/modem-call.js";
import type { CallState } from "../phone/call-state.js";
import type { ResyncView } from "../provision/resync.js";

export type LineStatus = {
  /** From 1. */
  readonly line: number;
  readonly offHook: boolean;
  /** Whether the line itself works, and why not. */
  readonly service: { readonly state: SlicState; readonly fault: SlicFault | null };
  readonly registration: {
    readonly state: "registering" | "registered" | "failed" | "unregistered";
    readonly code: number | null;
    readonly reason: string;
  };
  readonly call: CallState;
  /** The status by which the last call was refused, for as long as that is heard. */
  readonly code: number | null;
  /** What the server said besides. */
  readonly reason: string | null;
  readonly calls: readonly {
    readonly state: CallState;
    readonly peer: string | null;
    readonly direction: "in" | "out";
    readonly held: boolean;
    /** Only where it is no voice. */
    readonly carries?: Carried;
  }[];
  /** The URI of the last call our server sent for another user than ours, and that was refused; null for none. */
  readonly strayed: string | null;
  readonly sipPort: number;
};

export type Status = {
  readonly product: string;
  readonly version: string;
  /** Seconds since boot. */
  readonly uptime: number;
  readonly address: string | null;
  /** What stands between the adapter and the world; null while that is not known, or nobody asks. */
  readonly nat: { readonly kind: string; readonly words: string } | null;
  readonly lines: readonly LineStatus[];
  /** How it stands with settings that are fetched, in ms since boot; null where none are. */
  readonly provisioning: ResyncView | null;
};
