/** A SIP message on its way: octets, and where they go. */
import type { Hop } from "../wire/hop.js";

export type Dispatch = { readonly send: Uint8Array; readonly to: Hop };
