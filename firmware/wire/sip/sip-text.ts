/**
 * Tokens, quotes and lists in header values (RFC 3261 section 25.1).
 *
 * Native string functions do the looking, once at each character; so white space is what `String.trim` takes for it,
 * which is more than the RFC does, to no harm.
 */
import { LIST_LIMIT } from "./text-limits.js";

const TOKEN = /^[A-Za-z0-9.!%*_+`'~-]+$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Where the quoted string that opens at `at` is over, just behind its closing quote; -1 when it never closes. */
export function endOfQuoted(text: string, at: number): number {
  let from = at + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close < 0) return -1;
    let escapes = close;
    while (escapes > from && text.charCodeAt(escapes - 1) === 0x5c) escapes--;
    if (((close - escapes) & 1) === 0) return close + 1;
    from = close + 1;
  }
}

/** The text within the quotes, escapes undone; any other text as it is. */
export function unquoted(text: string): string {
  if (text.length < 2 || text.charCodeAt(0) !== 0x22) return text;
  const inside = text.slice(1, -1);
  return inside.indexOf("\\") < 0 ? inside : inside.replace(/\\(.)/gs, "$1");
}

export function quoted(text: string): string {
  if (text.indexOf('"') < 0 && text.indexOf("\\") < 0) return `"${text}"`;
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * Values between commas that stand outside quotes, angle brackets and comments. Empty ones are left out. What goes on
 * behind `limit` commas stays together as one value, which nobody can read.
 */
export function splitList(text: string, limit = LIST_LIMIT): string[] {
  const values: string[] = [];
  const end = text.length;
  let start = 0;
  let commas = 0;
  let comma = find(text, ",", 0);
  if (comma < end) {
    let quote = find(text, '"', 0);
    let angle = find(text, "<", 0);
    let comment = find(text, "(", 0);
    while (comma < end && commas < limit) {
      const guard = Math.min(quote, angle, comment);
      if (comma < guard) {
        add(values, text.slice(start, comma));
        start = comma + 1;
        commas++;
        comma = find(text, ",", start);
        continue;
      }
      const resume = guard === quote ? endOfQuoted(text, guard) : endOfBracket(text, guard);
      if (resume < 0) break;
      if (quote < resume) quote = find(text, '"', resume);
      if (angle < resume) angle = find(text, "<", resume);
      if (comment < resume) comment = find(text, "(", resume);
      if (comma < resume) comma = find(text, ",", resume);
    }
  }
  add(values, text.slice(start));
  return values;
}

function add(values: string[], text: string): void {
  const value = text.trim();
  if (value !== "") values.push(value);
}

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at;
}

/** Behind the bracket or comment that opens at `at`, or -1. Comments nest, and escape with a backslash. */
function endOfBracket(text: string, at: number): number {
  if (text.charCodeAt(at) === 0x3c) return text.indexOf(">", at) + 1 || -1;
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c) i++;
    else if (code === 0x28) depth++;
    else if (code === 0x29 && --depth === 0) return i + 1;
  }
  return -1;
}
