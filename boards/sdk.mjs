// What has to be mended in Moddable SDK 8.2.3 before the firmware can be built with it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = "xs/sources/xsre.c";

/**
 * Why this SDK is not to be used, in words, or null. A preloaded pattern gets room to work in whenever it is used: first in the
 * engine's heap, and then, for want of an `else`, by malloc as well. That memory is never given back, and a collection in
 * that moment takes it for its own.
 */
export function flawOf(sdk) {
  const path = join(sdk, SOURCE);
  if (!existsSync(path)) return null;
  const [, body] = /fxAllocateRegExpData\(void[^)]*\)\s*\{([\s\S]*?)\n\}/.exec(readFileSync(path, "utf8")) ?? [];
  if (!body) return null;
  const [, between] = /fxNewChunk\([^;]*;([\s\S]*?)c_malloc/.exec(body) ?? [];
  if (between === undefined || /\belse\b/.test(between)) return null;
  return (
    `the SDK's patterns lose memory: in ${path}, function fxAllocateRegExpData, put "else" in a line of its own ` +
    "after the one that calls fxNewChunk (docs/hardware.md says why)"
  );
}
