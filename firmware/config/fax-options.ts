/** Values to the options of faxes and modems. */
import type { Config } from "./config.js";

export function faxOptions(config: Config, line: number) {
  const method = config.getLine("FAX_Passthru_Method", line);
  const processesNse = config.yesLine("FAX_Process_NSE", line);
  const nse = config.number("NSE_Dynamic_Payload");
  const mode = config.getLine("FAX_Tone_Detect_Mode", line);
  return {
    /** Answers (ANS and kin, V.21 flags) and CNG are listened for, in calls we make and in those we take. */
    hearsAnswers: config.yesLine("FAX_CED_Detect_Enable", line),
    hearsCalling: config.yesLine("FAX_CNG_Detect_Enable", line),
    asCaller: mode !== "callee only",
    asCallee: mode !== "caller only",
    codec: config.getLine("FAX_Passthru_Codec", line) === "G711a" ? "PCMA" : "PCMU",
    symmetric: config.yesLine("FAX_Codec_Symmetric", line),
    method: method === "NSE" ? "nse" : method === "None" ? "none" : "reinvite",
    /** Null where NSE are neither sent nor taken; a number that telephone events have is theirs. */
    nsePayloadType: (method === "NSE" || processesNse) && nse !== config.number("AVT_Dynamic_Payload") ? nse : null,
    processesNse,
    withoutCanceller: config.yesLine("FAX_Disable_ECAN", line),
  } as const;
}
