/** Bodies in JSON, read without trust: bounded in depth, and nothing but a record. */
import { type JsonRecord, parseRecord as readRecord } from "../base/json.js";
import { textOf } from "../base/text.js";
import { DEEPEST } from "./limits.js";

export { isRecord } from "../base/json.js";

export type Body = JsonRecord;

/** Undefined when the octets are no JSON object. */
export function parseBody(octets: Uint8Array): Body | undefined {
  return parseRecord(textOf(octets));
}

export const parseRecord = (text: string): Body | undefined => readRecord(text, DEEPEST);

/** A member that is a text; undefined when there is none. */
export function textIn(body: Body, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
