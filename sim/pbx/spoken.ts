/** A number as a voice says it, in the words of the adapter's voice menu. */
import { Speech } from "../../firmware/menu/speech.js";
import { spelled } from "../../firmware/menu/words.js";

const FRAME = 160;
/** Digits that are said; nobody listens for longer. */
const MOST = 32;

/** Whole frames of 20 ms, none without words. `words` as they lie in flash (`firmware/menu/speech.ts`). */
export function spoken(number: string, words: Uint8Array | undefined): Int16Array {
  if (words === undefined) return new Int16Array(0);
  const speech = new Speech(words);
  speech.say(spelled(number.replace(/[^0-9]/g, "").slice(0, MOST)));
  const samples: number[] = [];
  for (const frame = new Int16Array(FRAME); !speech.done; ) {
    speech.fill(frame);
    samples.push(...frame);
  }
  return Int16Array.from(samples);
}
