/** The vertical service codes of the Regional tab: what is dialled to have something done. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

const code = <F extends string>(fallback: F, help: string) =>
  ({ tab: "Regional", kind: "servicecode", fallback, help, touches: "phone" }) as const;

export const serviceCodeSettings = frozen({
  Blind_Transfer_Code: code("*98", "After a flash, then a number: the other side is sent there; empty for no code."),
  Block_CID_Act_Code: code("*67", "From now on our number is withheld."),
  Block_CID_Deact_Code: code("*68", "From now on our number is shown."),
  Block_CID_Per_Call_Act_Code: code("*81", "Our number is withheld in the next call."),
  Block_CID_Per_Call_Deact_Code: code("*82", "Our number is shown in the next call."),
  FAX_Line_Toggle_Code: code("#99", "The next call is a fax's from its start."),
  Modem_Line_Toggle_Code: code("*99", "The next call is a modem's from its start; on a modem's line it is a voice's."),
  Voice_Menu_Code: code("****", "A voice tells how the adapter is set up, and lets it be changed by keys."),
} as const satisfies Record<string, Setting>);
