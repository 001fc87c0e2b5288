/** Bodies in parts (RFC 2046 section 5.1, RFC 5621), as views into their octets. */
import { octetsOf, textOf } from "../../base/text.js";
import { parseMediaType } from "./media-type.js";
import { paramOf, parseParams } from "./sip-param.js";
import { PART_DEPTH_LIMIT, PART_HEAD_LIMIT, PART_LIMIT } from "./text-limits.js";

export type BodyPart = {
  /** Lower case; "text/plain" when it is not said (RFC 2046 section 5.1). */
  readonly type: string;
  /** Lower case: "session", "render" ...; null when it is not said. */
  readonly disposition: string | null;
  /** A request with such a part is refused when the part is not understood (RFC 3261 section 20.11). */
  readonly required: boolean;
  /** In base64 or the like, which nobody here undoes. */
  readonly encoded: boolean;
  /** Content-ID without its brackets. */
  readonly id: string | null;
  readonly octets: Uint8Array;
  /** What it is made of when it is itself a multipart. */
  readonly within: Multipart | null;
};

export type Multipart = {
  /** Any other multipart is read as mixed (RFC 2046 section 5.1.7). */
  readonly kind: "mixed" | "alternative" | "related";
  readonly parts: readonly BodyPart[];
  /** Which part the others of a related one belong to (RFC 2387 section 3.2). */
  readonly root: number;
};

const CR = 13;
const LF = 10;
const DASH = 45;
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;
const MULTIPART = "multipart/";

/** By the Content-Type of the message; `undefined` for another type, and for one that is malformed or too large. */
export function parseMultipart(contentType: string, body: Uint8Array): Multipart | undefined {
  return parseNested(contentType, body, 1);
}

function parseNested(contentType: string, body: Uint8Array, depth: number): Multipart | undefined {
  const type = parseMediaType(contentType);
  const boundary = type && paramOf(type.params, "boundary");
  if (!boundary || !BOUNDARY.test(boundary) || !type.name.startsWith(MULTIPART)) return undefined;
  const parts = split(body, octetsOf(`--${boundary}`), depth);
  if (!parts || parts.length === 0) return undefined;
  const subtype = type.name.slice(MULTIPART.length);
  const start = bare(paramOf(type.params, "start") ?? "");
  const named = start ? parts.findIndex(({ id }) => id === start) : 0;
  return {
    kind: subtype === "alternative" || subtype === "related" ? subtype : "mixed",
    parts,
    root: Math.max(named, 0),
  };
}

/** Goes from line to line; what stands before the first delimiter and behind the last counts for nothing. */
function split(body: Uint8Array, mark: Uint8Array, depth: number): BodyPart[] | undefined {
  const parts: BodyPart[] = [];
  let begin = -1;
  let line = 0;
  for (;;) {
    const lineEnd = body.indexOf(LF, line);
    const delimiter = delimiterAt(body, line, lineEnd < 0 ? body.length : lineEnd, mark);
    if (delimiter !== "none") {
      if (begin >= 0) {
        const part = parsePart(body.subarray(begin, Math.max(begin, endBefore(body, line))), depth);
        if (!part || parts.length === PART_LIMIT) return undefined;
        parts.push(part);
      }
      if (delimiter === "last") return parts;
      begin = lineEnd + 1;
    }
    if (lineEnd < 0) return undefined;
    line = lineEnd + 1;
  }
}

/** The line end before a delimiter belongs to the delimiter. */
function endBefore(body: Uint8Array, line: number): number {
  return line > 1 && body[line - 2] === CR ? line - 2 : line - 1;
}

function delimiterAt(body: Uint8Array, line: number, end: number, mark: Uint8Array): "none" | "next" | "last" {
  let at = line + mark.length;
  if (at > end || body[line] !== DASH) return "none";
  for (let i = 0; i < mark.length; i++) if (body[line + i] !== mark[i]) return "none";
  const last = end - at >= 2 && body[at] === DASH && body[at + 1] === DASH;
  if (last) at += 2;
  // white space may be added on the way
  while (at < end && (body[at] === 0x20 || body[at] === 0x09 || body[at] === CR)) at++;
  return at < end ? "none" : last ? "last" : "next";
}

function parsePart(octets: Uint8Array, depth: number): BodyPart | undefined {
  let contentType = "text/plain";
  let disposition: string | null = null;
  let required = true;
  let encoded = false;
  let id: string | null = null;
  let at = 0;
  // of an empty part the empty line has gone to the delimiter
  while (at < octets.length) {
    const end = endOfField(octets, at);
    if (end < 0 || end > PART_HEAD_LIMIT) return undefined;
    const field = textOf(octets, at, end).trim();
    at = end;
    if (field === "") break;
    const colon = field.indexOf(":");
    if (colon < 0) return undefined;
    const name = field.slice(0, colon).trim().toLowerCase();
    const value = field.slice(colon + 1).trim();
    if (name === "content-type" || name === "c") contentType = value;
    else if (name === "content-disposition") {
      const semicolon = value.indexOf(";");
      const params = semicolon < 0 ? [] : parseParams(value, semicolon);
      if (!params) return undefined;
      disposition = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase() || null;
      required = paramOf(params, "handling")?.toLowerCase() !== "optional";
    } else if (name === "content-transfer-encoding") encoded = !isPlain(value.toLowerCase());
    else if (name === "content-id") id = bare(value) || null;
  }
  const type = parseMediaType(contentType);
  if (!type) return undefined;
  const content = octets.subarray(at);
  const nested = type.name.startsWith(MULTIPART) && !encoded;
  if (nested && depth === PART_DEPTH_LIMIT) return undefined;
  const within = nested ? parseNested(contentType, content, depth + 1) : null;
  return within === undefined
    ? undefined
    : { type: type.name, disposition, required, encoded, id, octets: content, within };
}

/** Behind a header field with all its folded lines, or the empty line; -1 when it does not end. */
function endOfField(octets: Uint8Array, at: number): number {
  let end = octets.indexOf(LF, at) + 1;
  if (end === 0) return -1;
  const empty = end === at + 1 || (end === at + 2 && octets[at] === CR);
  while (!empty && end < PART_HEAD_LIMIT && (octets[end] === 0x20 || octets[end] === 0x09)) {
    const next = octets.indexOf(LF, end) + 1;
    if (next === 0) return -1;
    end = next;
  }
  return end;
}

/** Without the angle brackets around a Content-ID. */
function bare(id: string): string {
  return id.slice(id.startsWith("<") ? 1 : 0, id.endsWith(">") ? -1 : undefined);
}

function isPlain(encoding: string): boolean {
  return encoding === "binary" || encoding === "8bit" || encoding === "7bit" || encoding === "identity";
}

export type FoundPart = {
  readonly part: BodyPart | undefined;
  /** There is a part that must be understood and is not: 415. */
  readonly unmet: boolean;
};

/**
 * Looks for the part of a media type, in lower case. In a mixed one it is the first, in an alternative one the last, as
 * that is the sender's best; in a related one it is the root. `known` are the other types that the caller understands.
 */
export function findPart(multipart: Multipart, type: string, known: readonly string[] = []): FoundPart {
  const { kind, parts, root } = multipart;
  if (kind === "related") return judged(parts[root], type, known);
  let part: BodyPart | undefined;
  let anyUnmet = false;
  let allUnmet = true;
  for (let i = 0; i < parts.length; i++) {
    const found = judged(parts[i], type, known);
    if (found.unmet) anyUnmet = true;
    else allUnmet = false;
    if (found.part && (kind === "alternative" ? !found.unmet : !part)) part = found.part;
  }
  return { part, unmet: kind === "alternative" ? allUnmet : anyUnmet };
}

function judged(part: BodyPart, type: string, known: readonly string[]): FoundPart {
  if (part.within) {
    const found = findPart(part.within, type, known);
    return { part: found.part, unmet: found.unmet && part.required };
  }
  if (!part.encoded && part.type === type) return { part, unmet: false };
  const understood = !part.encoded && known.indexOf(part.type) >= 0;
  return { part: undefined, unmet: !understood && part.required };
}
