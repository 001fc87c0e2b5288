/** The supplementary services of the Line tab, and its dial plan: what the telephone may do. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const phone = switchOf("Line", "phone");

export const lineServiceSettings = frozen({
  Call_Waiting_Serv: phone("Yes", "A second call is announced by a tone; else it finds the line busy."),
  Auto_Answer_Page: phone(
    "No",
    "A call that asks for it is answered by itself while the receiver lies beside, as for a loudspeaker: callers can listen in.",
  ),
  CID_Serv: phone("Yes", "The telephone is told who calls."),
  Block_CID_Serv: phone("Yes", "Our number can be withheld."),
  Three_Way_Call_Serv: phone("Yes", "A flash in a call gives dial tone for a second one."),
  Attn_Transfer_Serv: phone("Yes", "Hanging up with two calls brings the other two together."),
  Unattn_Transfer_Serv: phone("Yes", "The code of the blind transfer works."),
  MWI_Serv: phone("Yes", "Dial tone stutters while messages are waiting."),
  VMWI_Serv: phone("Yes", "The lamp of the telephone shows that messages are waiting."),
  Dial_Plan: {
    tab: "Line",
    kind: "dialplan",
    fallback: "([3469]11S0|112S0|999S0|*xx|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xx.)",
    help: "Which numbers there are, what is sent for them, and when.",
    touches: "phone",
  },
  Enable_IP_Dialing: phone("No", "An address can be dialled: its numbers, * between them, a user and a port."),
  Emergency_Number: {
    tab: "Line",
    kind: "numbers",
    fallback: "",
    help: "Numbers that are called at once whatever the dial plan says, separated by commas.",
    touches: "phone",
  },
  Send_Incomplete_Digits: {
    tab: "Line",
    kind: "yesno",
    fallback: "No",
    help: "A number that fits no rule when its time is over is sent as dialled.",
    touches: "phone",
    shared: true,
  },
  Pulse_Dialling: {
    tab: "Line",
    kind: "yesno",
    fallback: "Yes",
    help: "Rotary dials are understood, besides keys.",
    touches: "line",
    shared: true,
  },
} as const satisfies Record<string, Setting>);
