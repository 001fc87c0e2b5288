/** Bodies in JSON, read without trust: bounded in depth, and nothing but a record. */
import { textOf } from "../base/text.js";
import { DEEPEST } from "./limits.js";

export type Body = { readonly [name: string]: unknown };

/** Undefined when the octets are no JSON object. */
export function parseBody(octets: Uint8Array): Body | undefined {
  return parseRecord(textOf(octets));
}

export function parseRecord(text: string): Body | undefined {
  if (!isShallow(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is a text; undefined when there is none. */
export function textIn(body: Body, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

function isShallow(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted) {
      if (char === "\\") at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") {
      depth++;
      if (depth > DEEPEST) return false;
    } else if (char === "}" || char === "]") depth--;
  }
  return true;
}
