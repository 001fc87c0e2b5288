/**
 * A line for a log server: as RFC 5424 has it, or in the old form of BSD (RFC 3164 section 4.1). One datagram each (RFC 5426).
 *
 *   <134>1 - ata two-line-ata - sip - registration failed      no time without its offset from UTC (RFC 5424 section 6.2.3.1):
 *   <134>Nov 21 09:05:00 ata two-line-ata: sip: registration failed          the server's own clock tells it
 */
import type { DateTime } from "../../base/date-time.js";
import { frozen } from "../../base/frozen.js";
import { without } from "../../base/patterns.js";
import { octetsOf } from "../../base/text.js";

export type SyslogForm = "RFC5424" | "RFC3164";

export type SyslogLevel = "error" | "warning" | "info" | "debug";

export type SyslogLine = {
  readonly level: SyslogLevel;
  /** Local time, for the old form; null while nobody knows it. */
  readonly date: DateTime | null;
  readonly host: string;
  readonly program: string;
  /** What it is about: MSGID, or what stands before the text. */
  readonly topic: string;
  readonly text: string;
};

/** RFC 5424 section 6.2.1: local use 0. */
const FACILITY = 16;
const SEVERITIES: { readonly [level in SyslogLevel]: number } = frozen({ error: 3, warning: 4, info: 6, debug: 7 });
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** Octets of the longest datagram: what every receiver takes (RFC 5426 section 3.2), with room for a SIP message. */
export const LONGEST = 2048;
const LONGEST_HOST = 255;
const LONGEST_WORD = 32;

const SPACE = 0x20;
const UNPRINTABLE = /[^!-~]/;

export function emitSyslog(line: SyslogLine, form: SyslogForm): Uint8Array {
  const priority = `<${8 * FACILITY + SEVERITIES[line.level]}>`;
  const host = word(line.host, LONGEST_HOST);
  const program = word(line.program, LONGEST_WORD);
  const topic = word(line.topic, LONGEST_WORD);
  const octets =
    form === "RFC5424"
      ? octetsOf(`${priority}1 - ${host} ${program} - ${topic} - ${line.text}`)
      : octetsOf(`${priority}${line.date ? `${bsdOf(line.date)} ` : ""}${host} ${program}: ${topic}: ${line.text}`);
  for (let at = 0; at < octets.length; at++) if (isControl(octets[at])) octets[at] = SPACE;
  return octets.length <= LONGEST ? octets : cut(octets);
}

/** All but tabs and ends of lines, of which a SIP message is full. */
const isControl = (octet: number) => (octet < SPACE && octet !== 9 && octet !== 10) || octet === 0x7f;

/** A word of printable ASCII; `-` for none. */
const word = (text: string, longest: number) => without(text, UNPRINTABLE).slice(0, longest) || "-";

function bsdOf({ month, day, hour, minute, second }: DateTime): string {
  const name = MONTHS.slice(3 * month - 3, 3 * month);
  return `${name} ${String(day).padStart(2, " ")} ${two(hour)}:${two(minute)}:${two(second)}`;
}

const two = (value: number) => String(value).padStart(2, "0");

/** At the end of a character. */
function cut(octets: Uint8Array): Uint8Array {
  let end = LONGEST;
  while (end > 0 && (octets[end] & 0xc0) === 0x80) end--;
  return octets.subarray(0, end);
}
