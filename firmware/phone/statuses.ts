/** What the subscriber hears when the other side says no: one row per status (RFC 3261 section 21). */
import { frozen } from "../base/frozen.js";

export type NoTone = "busy" | "reorder";

const tones: { readonly [status: number]: NoTone } = frozen({
  486: "busy",
  600: "busy",
});

/** A status without a row sounds like the rest: reorder. */
export function toneOf(status: number): NoTone {
  return tones[status] ?? "reorder";
}
