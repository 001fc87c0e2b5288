/** Files of the simulator: profiles read, and the flash kept in one file that is always whole. */
import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { FlashContents } from "../../hal/simulated/flash.js";

/** Longest file that is read, in octets. */
const MAX_FILE = 16 * 1024 * 1024;

/** Throws an Error with one readable line. */
export const readText = (path: string) => utf8(read(path), path);

/** Rejects with an Error with one readable line. */
export async function readStandardInput(): Promise<string> {
  const name = "standard input";
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_FILE) break;
    }
  } catch (error) {
    throw new Error(`${name} cannot be read: ${because(error)}`);
  }
  if (length > MAX_FILE) throw new Error(`${name} is too long`);
  return utf8(Buffer.concat(chunks), name);
}

function utf8(octets: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    throw new Error(`${name} is not text in UTF-8`);
  }
}

/** The flash kept in this file, empty when there is none yet. Throws an Error with one readable line. */
export function readFlash(path: string): Map<string, Uint8Array> {
  let octets: Uint8Array;
  try {
    octets = read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  if (octets.length === 0) return new Map();
  const contents = parseFlash(Buffer.from(octets).toString("utf8"));
  if (!contents) throw new Error(`${path} is not a flash file of this simulator, or is damaged`);
  return contents;
}

/** Old or new contents after a crash, never a mix. Throws an Error with one readable line. */
export function writeFlash(path: string, contents: FlashContents): void {
  const target = targetOf(path);
  const temporary = `${target}.${process.pid}.new`;
  try {
    const file = openSync(temporary, "w", 0o600);
    try {
      const octets = Buffer.from(emitFlash(contents));
      for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
    const folder = openSync(dirname(target), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`${path} cannot be written: ${because(error)}`);
  }
}

/** Where a link leads, so that it stays a link. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const KIND = "flash of a simulated board";

export const emitFlash = (contents: FlashContents) =>
  `${JSON.stringify(
    {
      kind: KIND,
      version: 1,
      contents: Object.fromEntries([...contents].map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
    },
    null,
    2,
  )}\n`;

export function parseFlash(text: string): Map<string, Uint8Array> | undefined {
  try {
    const { kind, version, contents } = JSON.parse(text);
    if (kind !== KIND || version !== 1 || typeof contents !== "object" || contents === null) return undefined;
    const entries: [string, Uint8Array][] = [];
    for (const [key, value] of Object.entries(contents)) {
      if (typeof value !== "string") return undefined;
      const octets = Buffer.from(value, "base64");
      if (octets.toString("base64") !== value) return undefined;
      entries.push([key, new Uint8Array(octets)]);
    }
    return new Map(entries);
  } catch {
    return undefined;
  }
}

function read(path: string): Uint8Array {
  let octets: Uint8Array;
  try {
    octets = readFileSync(path);
  } catch (error) {
    throw Object.assign(new Error(`${path} cannot be read: ${because(error)}`), {
      code: (error as NodeJS.ErrnoException).code,
    });
  }
  if (octets.length > MAX_FILE) throw new Error(`${path} is too long`);
  return octets;
}

function because(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const texts: { [code: string]: string } = {
    ENOENT: "there is no such file or folder",
    EACCES: "not allowed",
    EPERM: "not allowed",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of the path is no folder",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
  };
  return texts[code ?? ""] ?? message;
}
