/** JSON read without trust: nothing nested deeper than is asked for, as the engine's parser descends on its stack, and nothing but a record. */

export type JsonRecord = { readonly [name: string]: unknown };

/** Undefined when the text is no JSON object, or is nested deeper than `deepest` braces and brackets. */
export function parseRecord(text: string, deepest: number): JsonRecord | undefined {
  if (!isShallow(text, deepest)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShallow(text: string, deepest: number): boolean {
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
      if (depth > deepest) return false;
    } else if (char === "}" || char === "]") depth--;
  }
  return true;
}
