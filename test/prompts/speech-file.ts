/** The file of spoken words, as `firmware/menu/speech.ts` reads it. */
import { encodeAdpcm } from "../adpcm-encoder.js";

/** One sound for each word, in the order of the table. */
export function emitSpeech(sounds: readonly Int16Array[]): Uint8Array {
  const encoded = sounds.map(encodeAdpcm);
  const head = 2 + 4 * sounds.length;
  const octets = new Uint8Array(encoded.reduce((length, one) => length + one.length, head));
  const view = new DataView(octets.buffer);
  view.setUint16(0, sounds.length);
  let at = head;
  for (const [i, one] of encoded.entries()) {
    view.setUint32(2 + 4 * i, sounds[i].length);
    octets.set(one, at);
    at += one.length;
  }
  return octets;
}
