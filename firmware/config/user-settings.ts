/** The User tab: what the one who telephones has chosen, by hand or by star codes. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const user = switchOf("User", "phone");

/** One of the eight patterns of a tab. */
const pattern = (help: string) =>
  ({ tab: "User", kind: "number", min: 1, max: 8, fallback: "1", help, touches: "phone" }) as const;

export const userSettings = frozen({
  Block_CID_Setting: user("No", "Our number is withheld."),
  Message_Waiting: user("No", "Messages are waiting; kept over a restart."),
  Default_Ring: pattern("The bell of calls that ask for none."),
  Default_CWT: pattern("The call-waiting tone of calls that ask for none."),
  Hold_Reminder_Ring: {
    tab: "User",
    kind: "choice",
    of: ["1", "2", "3", "4", "5", "6", "7", "8", "None"],
    fallback: "8",
    help: "The bell that reminds of a call on hold when the receiver is down.",
    touches: "phone",
  },
} as const satisfies Record<string, Setting>);
