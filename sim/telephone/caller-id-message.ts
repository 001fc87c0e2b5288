/** What the octets of a caller ID say: SDMF and MDMF (GR-30-CORE, EN 300 659-3), type, length and checksum already taken off. */

export type Absence = "private" | "unavailable";

export type CallerIdMessage =
  | {
      readonly type: "call";
      readonly number: string | null;
      readonly name: string | null;
      readonly absence: Absence | null;
      /** MM-DD HH:MM */
      readonly date: string | null;
    }
  | { readonly type: "waiting"; readonly on: boolean };

const SDMF_CALL = 0x04;
const SDMF_WAITING = 0x06;
const MDMF_CALL = 0x80;
const MDMF_WAITING = 0x82;

const DATE = 0x01;
const NUMBER = 0x02;
const NO_NUMBER = 0x04;
const NAME = 0x07;
const INDICATOR = 0x0b;

/** Whether a message of this type is one a telephone shows. */
export const isMessageType = (type: number) =>
  type === SDMF_CALL || type === SDMF_WAITING || type === MDMF_CALL || type === MDMF_WAITING;

/** Undefined when it says nothing that can be shown. */
export function parseMessage(type: number, body: Uint8Array): CallerIdMessage | undefined {
  if (type === SDMF_CALL) return parseSingle(body);
  if (type === SDMF_WAITING) return parseLamp(body);
  const parameters = parseParameters(body);
  if (!parameters) return undefined;
  if (type === MDMF_CALL) return parseCall(parameters);
  if (type === MDMF_WAITING) {
    const indicator = parameters.get(INDICATOR);
    return indicator?.length === 1 ? { type: "waiting", on: indicator[0] !== 0 } : undefined;
  }
  return undefined;
}

function parseSingle(body: Uint8Array): CallerIdMessage | undefined {
  if (body.length < 8) return undefined;
  const date = dateOf(body.subarray(0, 8));
  const rest = body.subarray(8);
  const absence = rest.length === 1 ? absenceOf(rest[0]) : null;
  return { type: "call", number: absence ? null : textOf(rest), name: null, absence, date };
}

/** "BBB" lights the lamp, "ooo" puts it out. */
function parseLamp(body: Uint8Array): CallerIdMessage | undefined {
  if (body.length === 0 || body.some((octet) => octet !== body[0])) return undefined;
  if (body[0] === 0x42) return { type: "waiting", on: true };
  return body[0] === 0x6f ? { type: "waiting", on: false } : undefined;
}

function parseCall(parameters: Map<number, Uint8Array>): CallerIdMessage {
  const date = parameters.get(DATE);
  const number = parameters.get(NUMBER);
  const reason = parameters.get(NO_NUMBER);
  const name = parameters.get(NAME);
  return {
    type: "call",
    number: number ? textOf(number) : null,
    name: name ? textOf(name) : null,
    absence: !number && reason?.length === 1 ? (absenceOf(reason[0]) ?? "unavailable") : null,
    date: date ? dateOf(date) : null,
  };
}

/** Each parameter's octets by its type; undefined when the lengths do not add up. The first of a kind counts. */
function parseParameters(body: Uint8Array): Map<number, Uint8Array> | undefined {
  const parameters = new Map<number, Uint8Array>();
  let at = 0;
  while (at < body.length) {
    if (at + 2 > body.length) return undefined;
    const end = at + 2 + body[at + 1];
    if (end > body.length) return undefined;
    if (!parameters.has(body[at])) parameters.set(body[at], body.subarray(at + 2, end));
    at = end;
  }
  return parameters;
}

/** P is withheld, O out of area; digits are neither. */
function absenceOf(octet: number): Absence | null {
  if (octet === 0x50) return "private";
  return octet === 0x4f ? "unavailable" : null;
}

function textOf(octets: Uint8Array): string | null {
  let text = "";
  for (const octet of octets) text += octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : "?";
  return text === "" ? null : text;
}

/** MMDDHHMM as MM-DD HH:MM; null when there is no such time. */
function dateOf(octets: Uint8Array): string | null {
  const text = textOf(octets) ?? "";
  if (!/^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d$/.test(text)) return null;
  return `${text.slice(0, 2)}-${text.slice(2, 4)} ${text.slice(4, 6)}:${text.slice(6)}`;
}
