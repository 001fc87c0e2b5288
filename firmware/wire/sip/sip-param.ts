/** The parameters behind semicolons (RFC 3261 section 25.1, `generic-param`). */
import { endOfQuoted, isToken, unquoted } from "./sip-text.js";
import { LIST_LIMIT } from "./text-limits.js";

/** A value as it is written, quotes included; null where only the name stands. */
export type SipParam = readonly [name: string, value: string | null];

/** What cannot stand in a value outside quotes. */
const UNFIT = /[ \t"<>,]/;

/** Reads `;name=value` from `from` to the end, blanks allowed between; names come in lower case. */
export function parseParams(text: string, from: number): SipParam[] | undefined {
  const params: SipParam[] = [];
  let start = text.indexOf(";", from);
  if (start < 0) start = text.length;
  if (start > from && text.slice(from, start).trim() !== "") return undefined;
  while (start < text.length) {
    let end = text.indexOf(";", start + 1);
    if (end < 0) end = text.length;
    let piece = text.slice(start + 1, end);
    const quote = piece.indexOf('"');
    if (quote >= 0) {
      const close = endOfQuoted(text, start + 1 + quote);
      if (close < 0) return undefined;
      end = text.indexOf(";", close);
      if (end < 0) end = text.length;
      piece = text.slice(start + 1, end);
    }
    const param = parseParam(piece);
    if (!param || params.length === LIST_LIMIT) return undefined;
    params.push(param);
    start = end;
  }
  return params;
}

function parseParam(piece: string): SipParam | undefined {
  const equals = piece.indexOf("=");
  const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toLowerCase();
  if (!isToken(name)) return undefined;
  if (equals < 0) return [name, null];
  const value = piece.slice(equals + 1).trim();
  const fits = value.charCodeAt(0) === 0x22 ? endOfQuoted(value, 0) === value.length : !UNFIT.test(value);
  return fits ? [name, value] : undefined;
}

export function emitParams(params: readonly SipParam[]): string {
  let text = "";
  for (let i = 0; i < params.length; i++) {
    const name = params[i][0];
    const value = params[i][1];
    text += value === null ? `;${name}` : `;${name}=${value}`;
  }
  return text;
}

/** The value of a parameter, unquoted; "" when it has none, `undefined` when it is not there. */
export function paramOf(params: readonly SipParam[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let i = 0; i < params.length; i++) if (params[i][0] === wanted) return unquoted(params[i][1] ?? "");
  return undefined;
}
