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

/** Type, length, as many octets as a length can count, checksum. */
const LONGEST = 258;

const VOICE_CALL = 0x01;
const MESSAGE_WAITING = 0x81;

/** Who calls, and when; the date is left out while nobody knows it, and is all zeros where it has a fixed place. */
export function callSetup(identity: Identity, date: DateTime | null, format: Format): Uint8Array {
  const number = identity.absence === null ? transliterate(identity.number, format.longestNumber) : "";
  const name = identity.absence === "private" ? "" : transliterate(identity.name, format.longestName);
  const absence = identity.absence === "private" ? "P" : "O";
  if (format.kind === "sdmf") {
    const sdmf = new Message(SDMF_CALL);
    sdmf.text((date ? monthToMinute(date) : "00000000") + (number || absence));
    return sdmf.end();
  }
  const mdmf = new Message(MDMF_CALL);
  if (format.callType) mdmf.octet(CALL_TYPE, VOICE_CALL);
  if (date) mdmf.parameter(DATE, monthToMinute(date));
  if (number) mdmf.parameter(NUMBER, number);
  else mdmf.parameter(NUMBER_ABSENCE, absence);
  if (name) mdmf.parameter(NAME, name);
  else if (!number && format.nameAbsence) mdmf.parameter(NAME_ABSENCE, absence);
  return mdmf.end();
}

/** Voice mail waits, or does not any more. `count` is sent where the call type is. */
export function messageWaiting(on: boolean, count: number, format: Format): Uint8Array {
  if (format.kind === "sdmf") {
    const sdmf = new Message(SDMF_WAITING);
    sdmf.text(on ? "BBB" : "ooo");
    return sdmf.end();
  }
  const mdmf = new Message(MDMF_WAITING);
  if (format.callType) mdmf.octet(CALL_TYPE, MESSAGE_WAITING);
  mdmf.octet(INDICATOR, on ? 0xff : 0x00);
  if (format.callType) mdmf.octet(MESSAGES, Math.min(255, on ? count : 0));
  return mdmf.end();
}

/** Octets as they are written: the length comes to stand before them at the end, the checksum behind them. */
class Message {
  readonly #octets = new Uint8Array(LONGEST);
  #length = 2;

  constructor(type: number) {
    this.#octets[0] = type;
  }

  /** Printable ASCII. */
  text(ascii: string): void {
    let at = this.#length;
    for (let i = 0; i < ascii.length; i++) this.#octets[at++] = ascii.charCodeAt(i);
    this.#length = at;
  }

  parameter(type: number, ascii: string): void {
    this.#octets[this.#length++] = type;
    this.#octets[this.#length++] = ascii.length;
    this.text(ascii);
  }

  octet(type: number, body: number): void {
    this.#octets[this.#length++] = type;
    this.#octets[this.#length++] = 1;
    this.#octets[this.#length++] = body;
  }

  end(): Uint8Array {
    const octets = this.#octets;
    const length = this.#length;
    octets[1] = length - 2;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += octets[i];
    octets[length] = -sum;
    return octets.slice(0, length + 1);
  }
}

const monthToMinute = ({ month, day, hour, minute }: DateTime) => two(month) + two(day) + two(hour) + two(minute);

const two = (number: number) => String(number).padStart(2, "0");
