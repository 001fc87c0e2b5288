/**
 * How a call asks to be alerted, and to be answered: Alert-Info (RFC 3261 section 20.4, RFC 7462) in the many hands it is
 * written in, answer-after of Call-Info, Answer-Mode and Priv-Answer-Mode (RFC 5373).
 */
import { parseDeltaSeconds } from "./delta-seconds.js";
import { paramOf, parseParams } from "./sip-param.js";
import { splitList } from "./sip-text.js";

export type AlertInfo = {
  /** Of rings, as written: a URN whole, of another URI what is behind its last slash, `info`, or the bare word. */
  readonly names: readonly string[];
  /** Seconds until it asks to be answered by itself; null when it does not ask. */
  readonly answerAfter: number | null;
};

export type AnswerMode = {
  readonly mode: "auto" | "manual";
  /** A call that cannot be answered so is to be refused. */
  readonly require: boolean;
};

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\//i;
const QUERY = /[?#;].*$/;

/** What cannot be read names nothing. */
export function parseAlertInfo(text: string): AlertInfo {
  const values = splitList(text);
  const names: string[] = [];
  let answerAfter: number | null = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const close = value.charCodeAt(0) === 0x3c ? value.indexOf(">") : -1;
    const uri = close < 0 ? "" : value.slice(1, close).trim();
    // without brackets there is a bare word, or nothing but parameters
    let start = close < 0 ? value.indexOf(";") : close + 1;
    if (start < 0) start = value.length;
    const word = close < 0 ? value.slice(0, start).trim() : nameIn(uri);
    const isParam = close < 0 && word.indexOf("=") >= 0;
    const params = (isParam ? parseParams(`;${value}`, 0) : parseParams(value, start)) ?? [];
    add(names, isParam ? "" : word);
    const info = paramOf(params, "info") ?? "";
    add(names, info);
    answerAfter ??= parseDeltaSeconds(paramOf(params, "answer-after") ?? "") ?? null;
    if (info.toLowerCase() === "alert-autoanswer")
      answerAfter ??= parseDeltaSeconds(paramOf(params, "delay") ?? "") ?? 0;
  }
  return { names, answerAfter };
}

function add(names: string[], name: string): void {
  if (name !== "" && names.indexOf(name) < 0) names.push(name);
}

function nameIn(uri: string): string {
  const authority = AUTHORITY.exec(uri);
  if (!authority) return uri;
  const path = uri.slice(authority[0].length).replace(QUERY, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Seconds, of a Call-Info; null when it does not ask. */
export function parseAnswerAfter(text: string): number | null {
  const values = splitList(text);
  for (let i = 0; i < values.length; i++) {
    const params = parseParams(values[i], values[i].indexOf(">") + 1) ?? [];
    const seconds = parseDeltaSeconds(paramOf(params, "answer-after") ?? "");
    if (seconds !== undefined) return seconds;
  }
  return null;
}

/** Of an Answer-Mode or a Priv-Answer-Mode; `undefined` for a mode that is neither. */
export function parseAnswerMode(text: string): AnswerMode | undefined {
  let semicolon = text.indexOf(";");
  if (semicolon < 0) semicolon = text.length;
  const mode = text.slice(0, semicolon).trim().toLowerCase();
  const params = parseParams(text, semicolon);
  if (!params || (mode !== "auto" && mode !== "manual")) return undefined;
  return { mode, require: paramOf(params, "require") !== undefined };
}
