/** Text to octets, for messages: nearly all of them are plain ASCII, and long. */
import { octetsOf } from "../base/text.js";

/** What XS adds to ArrayBuffer: the octets of a text in one step. */
type Engine = { readonly fromString?: (text: string) => ArrayBuffer };

const BEYOND_ASCII = /[\x80-\uffff]/;

/** As `octetsOf`; `engine` is what does it in one step, where there is one. */
export function encode(text: string, engine: Engine = ArrayBuffer as Engine): Uint8Array {
  const { length } = text;
  if (engine.fromString !== undefined) {
    const octets = new Uint8Array(engine.fromString(text));
    // as many octets as characters: all are ASCII, and none is the NUL that ends a text within the engine
    return octets.length === length ? octets : octetsOf(text);
  }
  // a native look at all of it costs less than a comparison in each turn of the loop
  if (BEYOND_ASCII.test(text)) return octetsOf(text);
  const octets = new Uint8Array(length);
  // backwards, as a comparison with 0 is cheapest
  for (let i = length; --i >= 0; ) octets[i] = text.charCodeAt(i);
  return octets;
}
