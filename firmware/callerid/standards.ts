/** What a telephone must hear before it believes a caller ID: one row per standard. */
import { frozen } from "../base/frozen.js";
import { BELL_202, type Modem } from "../dsp/fsk-tx.js";
import type { Format } from "./message.js";

/** One thing after the other, on a line that is on hook. */
export type Step =
  | { readonly linefeed: "forward" | "reverse" | "ringing" | "open" }
  /** ms in which nothing is sent. */
  | { readonly quiet: number }
  | { readonly send: "message" };

/** Bits of a message in a row: 0 and 1 in turn, then marks, the octets, and marks again. */
export type Framing = { readonly seizure: number; readonly mark: number; readonly trailing: number };

export type Standard = {
  readonly modem: Modem;
  /** dBm of the carrier. */
  readonly level: number;
  readonly framing: Framing;
  readonly format: Format;
  /** Before the first ring. */
  readonly before: readonly Step[];
  /** In the first silence that is long enough for them. */
  readonly between: readonly Step[];
  /** ms of the silence that is waited for; a pattern that has none so long takes the first in which the steps have room. */
  readonly silence: number;
  /** Round a message for the lamp, without any ring; the steps leave the pair as they found it. */
  readonly lamp: readonly Step[];
};

export type StandardName = "bellcore";

export const standards: { readonly [name in StandardName]: Standard } = frozen({
  // GR-30-CORE 2.3.2, 2.5: Bell 202 at -13.5 dBm; at least 500 ms after the ring and 200 ms before the next
  bellcore: {
    modem: BELL_202,
    level: -13.5,
    framing: { seizure: 300, mark: 180, trailing: 10 },
    format: { kind: "mdmf", longestNumber: 20, longestName: 15, callType: false, nameAbsence: true },
    before: [],
    between: [{ quiet: 500 }, { send: "message" }, { quiet: 200 }],
    silence: 3000,
    // without a ring a break of the loop wakes the telephone (GR-30-CORE 2.3.4: 150 to 300 ms, then 300 to 500 ms)
    lamp: [
      { linefeed: "open" },
      { quiet: 200 },
      { linefeed: "forward" },
      { quiet: 400 },
      { send: "message" },
      { quiet: 200 },
    ],
  },
});
