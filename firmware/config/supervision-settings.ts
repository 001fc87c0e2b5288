/** What a telephone's wires say of a call, besides sound: polarity and breaks of the loop (Regional and Line tabs). */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

const polarity = (help: string) =>
  ({ tab: "Line", kind: "choice", of: ["Forward", "Reverse"], fallback: "Forward", help, touches: "line" }) as const;

export const loopBreakSettings = frozen({
  CPC_Delay: {
    tab: "Regional",
    kind: "number",
    min: 0,
    max: 255,
    decimals: 1,
    unit: "s",
    fallback: "2",
    help: "From the far end's hang-up to the break of the loop that tells an answering machine of it.",
    touches: "line",
  },
  CPC_Duration: {
    tab: "Regional",
    kind: "number",
    min: 0,
    max: 1,
    decimals: 3,
    unit: "s",
    fallback: "0",
    help: "How long that break is, after which there is dial tone; 0 makes none.",
    touches: "line",
  },
} as const satisfies Record<string, Setting>);

export const polaritySettings = frozen({
  Idle_Polarity: polarity("Of the battery while nobody is spoken with."),
  Caller_Conn_Polarity: polarity("The same, once somebody we have called has answered."),
  Callee_Conn_Polarity: polarity("The same, once we have answered a call."),
} as const satisfies Record<string, Setting>);
