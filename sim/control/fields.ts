/** Bodies and queries of the control interface, checked field by field: what is unknown or bad is refused with a reason. */
import { octetsOf, textOf } from "../../firmware/base/text.js";

/** What is wrong with a value in a few words, or undefined. */
type Check = (value: unknown) => string | undefined;

export type Checks = { readonly [field: string]: Check };

export type Checked<T> = { readonly ok: T } | { readonly wrong: string };

export const flag: Check = (value) => (typeof value === "boolean" ? undefined : "is true or false");

export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : `is one of ${words.join(", ")}`;

export const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `is a whole number from ${least} to ${most}`;

export const range =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most ? undefined : `is a number from ${least} to ${most}`;

export const matching =
  (pattern: RegExp, meaning: string): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? undefined : `is ${meaning}`;

/** A JSON object in UTF-8 with these fields at most, and those that `must` be there. */
export function parseBody(
  body: Uint8Array,
  checks: Checks,
  must: readonly string[] = [],
): Checked<{ readonly [field: string]: unknown }> {
  const text = textOf(body);
  if (!sameOctets(octetsOf(text), body)) return { wrong: "the body is not UTF-8" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: "the body is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { wrong: "the body is not a JSON object" };
  for (const field of must) if (!Object.hasOwn(value, field)) return { wrong: `${field} is missing` };
  return checked(value as { [field: string]: unknown }, checks);
}

/** Fields of a query, each once; `+` is a space. What is written as a number is one, except a Call-ID. */
export function parseQuery(query: string, checks: Checks): Checked<QueryFields> {
  const fields: { [field: string]: string | number } = {};
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    let name: string;
    let text: string;
    try {
      name = decode(equals < 0 ? pair : pair.slice(0, equals));
      text = decode(equals < 0 ? "" : pair.slice(equals + 1));
    } catch {
      return { wrong: "the query is not percent-encoded UTF-8" };
    }
    if (Object.hasOwn(fields, name)) return { wrong: `${name.slice(0, LONGEST_NAME)} is given twice` };
    fields[name] = name !== "call" && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }
  return checked(fields, checks);
}

export type QueryFields = { readonly [field: string]: string | number };

function checked<T extends { readonly [field: string]: unknown }>(value: T, checks: Checks): Checked<T> {
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(checks, field)) return { wrong: `unknown field: ${field.slice(0, LONGEST_NAME)}` };
    const wrong = checks[field](value[field]);
    if (wrong !== undefined) return { wrong: `${field} ${wrong}` };
  }
  return { ok: value };
}

/** As much of an unknown name as is worth saying back. */
export const LONGEST_NAME = 64;

const decode = (text: string) => decodeURIComponent(text.replace(/\+/g, " "));

const sameOctets = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((octet, i) => octet === b[i]);
