/**
 * What a telephone is told, as octets: type, length, body, checksum (GR-30-CORE, TR-NWT-000031; EN 300 659-3).
 *
 *   SDMF  04 12 month day hour minute number            sum
 *   MDMF  80 25 | 01 08 date | 02 0a number | 07 0d name | sum      each parameter: type, length, text
 */
import type { DateTime } from "../base/date-time.js";
import type { Identity } from "./identity.js";
import { transliterate } from "./transliterate.js";

/** How a standard wants its messages. */
export type Format = {
  /** SDMF knows a number and nothing else. */
  readonly kind: "sdmf" | "mdmf";
  /** Characters shown, at most. */
  readonly longestNumber: number;
  readonly longestName: number;
  /** Each message begins with its call type (EN 300 659-3 clause 5.4.12). */
  readonly callType: boolean;
  /** The name has a reason for its absence of its own (parameter 8). */
  readonly nameAbsence: boolean;
};

const SDMF_CALL = 0x04;
const SDMF_WAITING = 0x06;
const MDMF_CALL = 0x80;
const MDMF_WAITING = 0x82;

const DATE = 0x01;
const NUMBER = 0x02;
const NUMBER_ABSENCE = 0x04;
const NAME = 0x07;
const NAME_ABSENCE = 0x08;
const INDICATOR = 0x0b;
const CALL_TYPE = 0x11;
const MESSAGES = 0x13;

const VOICE_CALL = 0x01;
const MESSAGE_WAITING = 0x81;

/** Who calls, and when; the date is left out while nobody knows it, and is all zeros where it has a fixed place. */
export function callSetup(identity: Identity, date: DateTime | null, format: Format): Uint8Array {
  const number = identity.absence === null ? transliterate(identity.number, format.longestNumber) : "";
  const name = identity.absence === "private" ? "" : transliterate(identity.name, format.longestName);
  const absence = identity.absence === "private" ? "P" : "O";
  if (format.kind === "sdmf")
    return message(SDMF_CALL, [text((date ? monthToMinute(date) : "00000000") + (number || absence))]);
  const parameters = format.callType ? [parameter(CALL_TYPE, [VOICE_CALL])] : [];
  if (date) parameters.push(parameter(DATE, text(monthToMinute(date))));
  parameters.push(number ? parameter(NUMBER, text(number)) : parameter(NUMBER_ABSENCE, text(absence)));
  if (name) parameters.push(parameter(NAME, text(name)));
  else if (!number && format.nameAbsence) parameters.push(parameter(NAME_ABSENCE, text(absence)));
  return message(MDMF_CALL, parameters);
}

/** Voice mail waits, or does not any more. `count` is sent where the call type is. */
export function messageWaiting(on: boolean, count: number, format: Format): Uint8Array {
  if (format.kind === "sdmf") return message(SDMF_WAITING, [text(on ? "BBB" : "ooo")]);
  const indicator = parameter(INDICATOR, [on ? 0xff : 0x00]);
  if (!format.callType) return message(MDMF_WAITING, [indicator]);
  const waiting = parameter(MESSAGES, [Math.min(255, on ? count : 0)]);
  return message(MDMF_WAITING, [parameter(CALL_TYPE, [MESSAGE_WAITING]), indicator, waiting]);
}

function message(type: number, parts: readonly (readonly number[])[]): Uint8Array {
  const body = parts.flat();
  const octets = Uint8Array.from([type, body.length, ...body, 0]);
  let sum = 0;
  for (const octet of octets) sum += octet;
  octets[octets.length - 1] = -sum;
  return octets;
}

const parameter = (type: number, body: readonly number[]) => [type, body.length, ...body];

const text = (ascii: string) => [...ascii].map((letter) => letter.charCodeAt(0));

const monthToMinute = ({ month, day, hour, minute }: DateTime) => two(month) + two(day) + two(hour) + two(minute);

const two = (number: number) => String(number).padStart(2, "0");
