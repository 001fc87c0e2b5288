/** What a telephone is made to do, and what its owner does with it. Nothing of SIP is known here. */
import type { DateTime } from "../base/date-time.js";
import type { Identity } from "../callerid/identity.js";
import type { Word } from "../menu/words.js";
import type { Cadence, Tone } from "./script.js";

export type LineOrder =
  /** The tone takes the place of the voice until `quiet` or another tone. */
  | { readonly do: "tone"; readonly tone: Tone }
  | { readonly do: "quiet" }
  /** Rings until `stopRinging` or the end of the cadence; the identity goes out as the country's standard says. */
  | {
      readonly do: "ring";
      readonly cadence: Cadence;
      readonly identity: Identity | null;
      readonly date: DateTime | null;
    }
  | { readonly do: "stopRinging" }
  /** A call-waiting tone, mixed into the voice, until `stopBeeping`. */
  | { readonly do: "beep"; readonly tone: Tone }
  | { readonly do: "stopBeeping" }
  /** The message lamp of a telephone that has one (VMWI); `count` new messages where the standard tells them. */
  | { readonly do: "lamp"; readonly on: boolean; readonly count: number }
  /** Spoken words take the place of the voice until others, a tone, or `quiet`. */
  | { readonly do: "say"; readonly words: readonly Word[] }
  /** One DTMF digit towards the telephone, over the voice. */
  | { readonly do: "play"; readonly digit: string };

/** What the line tells the phone, and (`slic`) what it wants of the chip. */
export type LineEvent =
  | { readonly event: "offHook" }
  | { readonly event: "onHook" }
  | { readonly event: "flash" }
  | { readonly event: "digit"; readonly digit: string; readonly source: "dtmf" | "pulse" }
  /** The ringing cadence has come to its end by itself. */
  | { readonly event: "ringingEnded" }
  | { readonly slic: "forward" | "reverse" | "ringing" | "open" | "listen" | "rest" };
