/** The parameters behind semicolons (RFC 3261 section 25.1, `generic-param`). */
import { endOfQuoted, isToken, unquoted } from "./sip-text.js";
import { LIST_LIMIT } from "./text-limits.js";

/** A value as it is written, quotes included; null where only the name stands. */
export type SipParam = readonly [name: string, value: string | null];

/** What cannot stand in a value outside quotes. */
const UNFIT = /[ \t"<>,]/;
/** Names that need no looking at letter by letter; what is met most stands first. */
const USUAL = ";branch;tag;rport;received;lr;expires;q;transport;maddr;ttl;ftag;did;";

/** Reads `;name=value` from `from` to the end, blanks allowed between; names come in lower case. */
export function parseParams(text: string, from: number): SipParam[] | undefined {
  const params: SipParam[] = [];
  let start = text.indexOf(";", from);
  if (start < 0) start = text.length;
  if (start > from && text.slice(from, start).trim() !== "") return undefined;
  if (start === text.length) return params;
  const rest = text.slice(start + 1);
  const pieces = rest.indexOf('"') < 0 ? rest.split(";", LIST_LIMIT + 1) : piecesOf(rest);
  if (!pieces || pieces.length > LIST_LIMIT) return undefined;
  for (let i = 0; i < pieces.length; i++) {
    const param = parseParam(pieces[i]);
    if (!param) return undefined;
    params.push(param);
  }
  return params;
}

/** Between semicolons that stand outside quotes; `undefined` where a quote never closes. */
function piecesOf(text: string): string[] | undefined {
  const pieces: string[] = [];
  for (let start = 0; start <= text.length && pieces.length <= LIST_LIMIT; ) {
    let end = text.indexOf(";", start);
    const quote = text.indexOf('"', start);
    if (quote >= 0 && quote < end) {
      const close = endOfQuoted(text, quote);
      if (close < 0) return undefined;
      end = text.indexOf(";", close);
    }
    if (end < 0) end = text.length;
    pieces.push(text.slice(start, end));
    start = end + 1;
  }
  return pieces;
}

function parseParam(piece: string): SipParam | undefined {
  const equals = piece.indexOf("=");
  let name = equals < 0 ? piece : piece.slice(0, equals);
  if (USUAL.indexOf(`;${name};`) < 0) {
    name = name.trim().toLowerCase();
    if (!isToken(name)) return undefined;
  }
  if (equals < 0) return [name, null];
  const written = piece.slice(equals + 1);
  if (!UNFIT.test(written)) return [name, written];
  const value = written.trim();
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
