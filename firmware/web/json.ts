/** Bodies in JSON, read without trust: bounded in depth, and nothing of them but what somebody asks for. */
import { frozen } from "../base/frozen.js";
import { type JsonRecord, parseRecord as readRecord } from "../base/json.js";
import { JsonReader } from "../base/json-reader.js";
import { textOf } from "../base/text.js";
import { SettingList } from "../config/setting-list.js";
import { DEEPEST, MAX_CHANGES } from "./limits.js";

export { isRecord } from "../base/json.js";

/** Settings that are to change: whatever is no text and not null has a name, and no value. One more than MAX_CHANGES are too many. */
export type Changes = { readonly list: SettingList<string | null>; readonly unfit: readonly string[] };

/** What bodies say. Anything else is stepped over: the engine keeps for ever the name of a field that it has met once. */
const MEMBERS = frozen([
  ...(["apply", "changes", "confirm", "file", "keys", "line", "name", "number", "old", "older"] as const),
  ...(["passphrase", "password", "plan", "role", "rule", "test", "url"] as const),
]);
type Member = (typeof MEMBERS)[number];

export type Body = { readonly [member in Exclude<Member, "changes">]?: unknown } & { readonly changes?: Changes };

/** Undefined when the octets are no JSON object. */
export function parseBody(octets: Uint8Array): Body | undefined {
  const reader = new JsonReader(textOf(octets));
  const body: { [member in Member]?: unknown } = {};
  const isRead = reader.record((member) => {
    if (!isMember(member)) return reader.skip(DEEPEST - 1);
    const value = member === "changes" && reader.peek() === "{" ? changesIn(reader) : memberOf(reader);
    if (value !== undefined) body[member] = value;
    return value !== undefined;
  });
  return isRead && reader.done ? (body as Body) : undefined;
}

const isMember = (name: string): name is Member => (MEMBERS as readonly string[]).includes(name);

/** Nothing nested is asked for: it counts as false, which is nothing anybody asks for either. */
function memberOf(reader: JsonReader): string | number | boolean | null | undefined {
  const char = reader.peek();
  if (char !== "{" && char !== "[") return reader.value();
  return reader.skip(DEEPEST - 1) ? false : undefined;
}

function changesIn(reader: JsonReader): Changes | undefined {
  const list = new SettingList<string | null>();
  const unfit: string[] = [];
  const isRead = reader.record((name) => {
    const value = memberOf(reader);
    if (list.size + unfit.length > MAX_CHANGES) return value !== undefined;
    if (typeof value === "string" || value === null) list.set(name, value);
    else unfit.push(name);
    return value !== undefined;
  });
  return isRead ? { list, unfit } : undefined;
}

/** Of what the device itself has written, whose names are no news to the engine; undefined when it is no JSON object. */
export const parseRecord = (text: string): JsonRecord | undefined => readRecord(text, DEEPEST);

/** A member that is a text; undefined when there is none. */
export function textIn<T extends object>(body: T, name: keyof T): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
