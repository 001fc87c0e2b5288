/** A name for this adapter that nobody else has, drawn once and kept in flash (RFC 5626 section 4.1, RFC 9562 section 5.4). */
import type { Board } from "../../hal/board.js";
import { hexOf } from "../base/text.js";

const KEY = "instance";
const LENGTH = 16;

/** `urn:uuid:…`, another one for each line. */
export function instanceOf(board: Board, line: number): string {
  const octets = (kept(board) ?? drawn(board)).slice();
  octets[LENGTH - 1] ^= line;
  const hex = hexOf(octets);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${groups.join("-")}`;
}

/** Another name is drawn at the next start. */
export function eraseInstance(board: Board): void {
  board.flash.erase(KEY);
}

function kept(board: Board): Uint8Array | undefined {
  const octets = board.flash.read(KEY);
  return octets?.length === LENGTH ? octets : undefined;
}

function drawn(board: Board): Uint8Array {
  const octets = new Uint8Array(LENGTH);
  for (let i = 0; i < LENGTH; i++) octets[i] = board.chance();
  octets[6] = 0x40 | (octets[6] & 0x0f);
  octets[8] = 0x80 | (octets[8] & 0x3f);
  board.flash.write(KEY, octets);
  return octets;
}
