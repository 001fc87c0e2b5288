/** The tones of the Regional tab, as on a PAP2T: what a telephone hears, and when. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

const tone = <F extends string>(fallback: F, help: string) =>
  ({ tab: "Regional", kind: "tone", fallback, help, touches: "phone" }) as const;

export const toneSettings = frozen({
  Dial_Tone: tone("350@-19,440@-19;10(*/0/1+2)", "Off hook, nothing dialled yet."),
  Second_Dial_Tone: tone("420@-19,520@-19;10(*/0/1+2)", "After a flash, ready for a second call."),
  Outside_Dial_Tone: tone("420@-16;10(*/0/1)", "After a comma of the dial plan."),
  Prompt_Tone: tone("520@-19,620@-19;10(*/0/1+2)", "A star code wants a number."),
  Busy_Tone: tone("480@-19,620@-19;10(.5/.5/1+2)", "The number called is engaged (486, 600)."),
  Reorder_Tone: tone("480@-19,620@-19;10(.25/.25/1+2)", "The call failed, or the far end has gone."),
  Off_Hook_Warning_Tone: tone("480@-10,620@0;10(.125/.125/1+2)", "The receiver has been left off the hook."),
  Ring_Back_Tone: tone("440@-19,480@-19;*(2/4/1+2)", "The telephone called is ringing."),
  Ring_Back_2_Tone: tone("440@-19,480@-19;*(1/1/1+2)", "The call waits at the far end (182)."),
  Confirm_Tone: tone("600@-16;1(.25/.25/1)", "A star code has been carried out."),
  SIT1_Tone: tone("985@-16,1428@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)", "Special information 1."),
  SIT2_Tone: tone("914@-16,1371@-16,1777@-16;20(.274/0/1,.274/0/2,.380/0/3,0/4/0)", "Special information 2."),
  SIT3_Tone: tone("914@-16,1371@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)", "Special information 3."),
  SIT4_Tone: tone("985@-16,1371@-16,1777@-16;20(.380/0/1,.274/0/2,.380/0/3,0/4/0)", "Special information 4."),
  MWI_Dial_Tone: tone("350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)", "Off hook while messages are waiting."),
  Cfwd_Dial_Tone: tone("350@-19,440@-19;2(.2/.2/1+2);10(*/0/1+2)", "Off hook while all calls are forwarded."),
  Holding_Tone: tone("600@-19;*(.1/.1/1,.1/.1/1,.1/9.5/1)", "The far end has put us on hold."),
  Conference_Tone: tone("350@-19;20(.1/.1/1,.1/9.7/1)", "Now and then, to all three of a conference."),
  Secure_Call_Indication_Tone: tone("397@-19,507@-19;15(0/2/0,.2/.1/1,.1/2.1/2)", "The call is encrypted."),
} as const satisfies Record<string, Setting>);
