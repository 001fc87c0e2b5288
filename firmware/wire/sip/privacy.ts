/** What the caller does not want to be known: Privacy (RFC 3323 section 4.2, RFC 3325 section 9.3). */
import { isToken } from "./sip-text.js";
import { LIST_LIMIT } from "./text-limits.js";

const SEPARATOR = /[;,]/;

/** Each once, in lower case: header, session, user, id, history, none, critical, or another. */
export function parsePrivacy(text: string): string[] | undefined {
  const pieces = text.split(SEPARATOR, LIST_LIMIT);
  const values: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const value = pieces[i].trim().toLowerCase();
    if (!isToken(value)) return undefined;
    if (values.indexOf(value) < 0) values.push(value);
  }
  return values;
}

export function emitPrivacy(values: readonly string[]): string {
  return values.join(";");
}
