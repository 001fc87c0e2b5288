/** The lines of a small text body, however they end. */
import { textOf } from "../../base/text.js";
import { NOTE_LIMIT, NOTE_LINE_LIMIT } from "./text-limits.js";

const END = /\r\n|\r|\n/;

/** What is past the limits is not looked at. */
export function linesOf(body: Uint8Array): string[] {
  return textOf(body, 0, Math.min(body.length, NOTE_LIMIT)).split(END, NOTE_LINE_LIMIT);
}
