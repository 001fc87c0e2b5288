// How the flash of a board is divided, and what there is room for: partitions.csv, as the IDF takes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Each `{ name, type, kind, offset, size }`, in the order of the file. */
export function partitionsOf(board) {
  return readFileSync(join(import.meta.dirname, board, "partitions.csv"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").map((field) => field.trim()))
    .map(([name, type, kind, offset, size]) => ({ name, type, kind, offset: Number(offset), size: Number(size) }));
}

/** How many images lie in the flash side by side, and how many octets each may have. */
export function slotsOf(board) {
  const slots = partitionsOf(board).filter(({ type }) => type === "app");
  return { count: slots.length, size: Math.min(...slots.map(({ size }) => size)) };
}
