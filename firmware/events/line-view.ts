/** How a line stands, for those who want to know that and not what happens: from its registration, its receiver and its calls. */
import type { LineState } from "./topics.js";

export type LineView = {
  readonly registered: boolean;
  readonly offHook: boolean;
  /** As the journal has it: `ringing`, `connected`, ... */
  readonly call: string;
};

const TALKING: readonly string[] = Object.freeze(["answering", "connected", "hold", "holding", "resuming"]);

export function stateOf({ registered, offHook, call }: LineView): LineState {
  // lifted, a bell that rings has been answered
  if (call === "ringing") return offHook ? "talking" : "ringing";
  if (TALKING.includes(call)) return "talking";
  if (offHook) return "offhook";
  return registered ? "online" : "offline";
}
