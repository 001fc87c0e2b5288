/** The fax group of the Line tab: how a fax or a modem is noticed, and what is done for it. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const sound = switchOf("Line", "sound");

export const lineFaxSettings = frozen({
  FAX_CED_Detect_Enable: sound("Yes", "A fax or a modem is noticed by how it answers (2100 Hz), and by a fax's flags."),
  FAX_CNG_Detect_Enable: sound("Yes", "The calling tone of a fax (1100 Hz) is noted; alone it changes nothing."),
  FAX_Tone_Detect_Mode: {
    tab: "Line",
    kind: "choice",
    of: ["caller or callee", "caller only", "callee only"],
    fallback: "caller or callee",
    help: "In which calls tones are listened for: all, those we make, those we take.",
    touches: "sound",
  },
  FAX_Passthru_Method: {
    tab: "Line",
    kind: "choice",
    of: ["None", "NSE", "ReINVITE"],
    fallback: "ReINVITE",
    help: "How the far end is told of a fax: not at all, by Cisco's events in the sound, by a new offer.",
    touches: "sound",
  },
  FAX_Passthru_Codec: {
    tab: "Line",
    kind: "choice",
    of: ["G711u", "G711a"],
    fallback: "G711u",
    help: "The codec a fax or a modem goes by.",
    touches: "sound",
  },
  FAX_Codec_Symmetric: sound("Yes", "A fax goes by the same codec both ways."),
  FAX_Process_NSE: sound("Yes", "Cisco's events of the far end are taken, where it offers them."),
  FAX_Disable_ECAN: sound("No", "The echo canceller rests during any fax, not only where the tones ask for it."),
  Modem_Line: sound("No", "Every call of this line is a modem's from its start."),
} as const satisfies Record<string, Setting>);
