/** Messages of the DNS, both ways (RFC 1035 section 4.1; AAAA RFC 3596, SRV RFC 2782, NAPTR RFC 3403 section 4.1). */
import { getUint16, getUint32, putUint16, putUint32 } from "../../base/bytes.js";
import { frozen } from "../../base/frozen.js";
import { emitIp4, emitIp6, parseIp4, parseIp6 } from "./dns-address.js";
import { emitName, parseName } from "./dns-name.js";

/** Octets of a message: nobody may send more over UDP unasked (section 4.2.1), many do. */
export const LONGEST_DNS_MESSAGE = 4096;
/** Records of a message, all sections together. */
export const MOST_DNS_RECORDS = 64;

export type DnsType = "A" | "AAAA" | "SRV" | "NAPTR";
/** `name` in lower case, without the last dot. */
export type Question = { readonly name: string; readonly type: DnsType };

export type SrvRecord = {
  readonly type: "SRV";
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** "" when the service is decidedly not there. */
  readonly target: string;
};
export type NaptrRecord = {
  readonly type: "NAPTR";
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly services: string;
  readonly regexp: string;
  readonly replacement: string;
};
export type RecordData =
  | { readonly type: "A" | "AAAA"; readonly address: string }
  | { readonly type: "CNAME"; readonly target: string }
  /** Of the SOA only what a negative answer is good for, in seconds (RFC 2308 section 4). */
  | { readonly type: "SOA"; readonly minimum: number }
  | SrvRecord
  | NaptrRecord;
/** `ttl` in seconds. */
export type DnsRecord = { readonly name: string; readonly ttl: number } & RecordData;

export type DnsMessage = {
  readonly id: number;
  readonly response: boolean;
  /** There was more than fitted. */
  readonly truncated: boolean;
  /** RCODE: 0 no error, 2 server failure, 3 no such name. */
  readonly code: number;
  readonly question: Question;
  /** Of the kinds named above; all others are left out. */
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
};

const TYPES = frozen({ A: 1, CNAME: 5, SOA: 6, AAAA: 28, SRV: 33, NAPTR: 35 } as const);
const QUESTIONS: readonly DnsType[] = frozen(["A", "AAAA", "SRV", "NAPTR"] as const);
const INTERNET = 1;
const HEADER = 12;
/** Type, class, TTL and length between a record's name and its data. */
const RECORD_HEAD = 10;
/** Serial, refresh, retry, expire and minimum after the two names of an SOA. */
const SOA_NUMBERS = 20;
const LONGEST_STRING = 255;

const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;

/** Undefined when it is no whole message with one question of a type above. */
export function parseDns(octets: Uint8Array): DnsMessage | undefined {
  if (octets.length < HEADER || octets.length > LONGEST_DNS_MESSAGE) return undefined;
  const flags = getUint16(octets, 2);
  const counts = [getUint16(octets, 6), getUint16(octets, 8)];
  if ((flags & OPCODE) !== 0 || getUint16(octets, 4) !== 1) return undefined;
  if (counts[0] + counts[1] + getUint16(octets, 10) > MOST_DNS_RECORDS) return undefined;
  const name = parseName(octets, HEADER, octets.length);
  if (!name || name.end + 4 > octets.length) return undefined;
  const asked = getUint16(octets, name.end);
  const type = QUESTIONS.find((known) => TYPES[known] === asked);
  if (!type || getUint16(octets, name.end + 2) !== INTERNET) return undefined;
  const sections: DnsRecord[][] = [[], []];
  let at = name.end + 4;
  for (const [section, count] of counts.entries())
    for (let i = 0; i < count; i++) {
      const read = parseRecord(octets, at);
      if (!read) return undefined;
      if (read.record) sections[section].push(read.record);
      at = read.end;
    }
  return {
    id: getUint16(octets, 0),
    response: (flags & RESPONSE) !== 0,
    truncated: (flags & TRUNCATED) !== 0,
    code: flags & 0xf,
    question: { name: name.name, type },
    answers: sections[0],
    authorities: sections[1],
  };
}

/** A record of a kind we do not know is null. */
function parseRecord(octets: Uint8Array, at: number): { record: DnsRecord | null; end: number } | undefined {
  const name = parseName(octets, at, octets.length);
  if (!name || name.end + RECORD_HEAD > octets.length) return undefined;
  const start = name.end + RECORD_HEAD;
  const end = start + getUint16(octets, name.end + 8);
  if (end > octets.length) return undefined;
  if (getUint16(octets, name.end + 2) !== INTERNET) return { record: null, end };
  const data = parseData(octets, getUint16(octets, name.end), start, end);
  if (!data) return data === null ? { record: null, end } : undefined;
  const ttl = getUint32(octets, name.end + 4);
  // RFC 2181 section 8: the top bit makes it nothing
  return { record: { name: name.name, ttl: ttl > 0x7fff_ffff ? 0 : ttl, ...data }, end };
}

function parseData(octets: Uint8Array, type: number, start: number, end: number): RecordData | null | undefined {
  switch (type) {
    case TYPES.A:
      return end - start === 4 ? { type: "A", address: emitIp4(octets, start) } : undefined;
    case TYPES.AAAA:
      return end - start === 16 ? { type: "AAAA", address: emitIp6(octets, start) } : undefined;
    case TYPES.CNAME: {
      const target = lastName(octets, start, end);
      return target === undefined ? undefined : { type: "CNAME", target };
    }
    case TYPES.SOA: {
      const owner = parseName(octets, start, end);
      const mailbox = owner && parseName(octets, owner.end, end);
      if (!mailbox || mailbox.end + SOA_NUMBERS !== end) return undefined;
      return { type: "SOA", minimum: getUint32(octets, end - 4) };
    }
    case TYPES.SRV: {
      const target = start + 6 <= end ? lastName(octets, start + 6, end) : undefined;
      if (target === undefined) return undefined;
      const [priority, weight, port] = [0, 2, 4].map((offset) => getUint16(octets, start + offset));
      return { type: "SRV", priority, weight, port, target };
    }
    case TYPES.NAPTR:
      return parseNaptr(octets, start, end);
    default:
      return null;
  }
}

function parseNaptr(octets: Uint8Array, start: number, end: number): NaptrRecord | undefined {
  const strings: string[] = [];
  let at = start + 4;
  for (let i = 0; i < 3; i++) {
    if (at >= end) return undefined;
    const next = at + 1 + octets[at];
    if (next > end) return undefined;
    let text = "";
    for (let j = at + 1; j < next; j++) text += String.fromCharCode(octets[j]);
    strings.push(text);
    at = next;
  }
  const replacement = lastName(octets, at, end);
  if (replacement === undefined) return undefined;
  const [flags, services, regexp] = strings;
  const [order, preference] = [getUint16(octets, start), getUint16(octets, start + 2)];
  return { type: "NAPTR", order, preference, flags, services, regexp, replacement };
}

/** The name that fills the rest of a record. */
function lastName(octets: Uint8Array, start: number, end: number): string | undefined {
  const name = parseName(octets, start, end);
  return name?.end === end ? name.name : undefined;
}

/** Nothing is compressed, recursion is desired. Undefined when a name, an address or a string has no place in the DNS. */
export function emitDns(message: DnsMessage): Uint8Array | undefined {
  const { id, response, truncated, code, question, answers, authorities } = message;
  const octets: number[] = new Array(HEADER).fill(0);
  const name = emitName(question.name);
  if (!name) return undefined;
  octets.push(...name, 0, TYPES[question.type], 0, INTERNET);
  for (const record of [...answers, ...authorities]) {
    const owner = emitName(record.name);
    const data = emitData(record);
    if (!owner || !data) return undefined;
    const head = new Uint8Array(RECORD_HEAD);
    putUint16(head, 0, TYPES[record.type]);
    putUint16(head, 2, INTERNET);
    putUint32(head, 4, record.ttl);
    putUint16(head, 8, data.length);
    octets.push(...owner, ...head, ...data);
  }
  const whole = Uint8Array.from(octets);
  putUint16(whole, 0, id);
  putUint16(whole, 2, (response ? RESPONSE : 0) | (truncated ? TRUNCATED : 0) | RECURSION_DESIRED | code);
  putUint16(whole, 4, 1);
  putUint16(whole, 6, answers.length);
  putUint16(whole, 8, authorities.length);
  return whole;
}

function emitData(data: RecordData): readonly number[] | undefined {
  switch (data.type) {
    case "A":
      return parseIp4(data.address);
    case "AAAA":
      return parseIp6(data.address);
    case "CNAME":
      return emitName(data.target);
    case "SOA": {
      const numbers = new Uint8Array(2 + SOA_NUMBERS); // two empty names first
      putUint32(numbers, numbers.length - 4, data.minimum);
      return [...numbers];
    }
    case "SRV":
      return joined([...uint16s(data.priority, data.weight, data.port)], emitName(data.target));
    case "NAPTR": {
      const numbers = uint16s(data.order, data.preference);
      const strings = [data.flags, data.services, data.regexp].map(emitString);
      return joined(numbers, ...strings, emitName(data.replacement));
    }
  }
}

const uint16s = (...values: number[]) => values.flatMap((value) => [value >> 8, value & 0xff]);

/** What is no octet. */
const WIDE = /[\u0100-\uffff]/;

function emitString(text: string): number[] | undefined {
  if (text.length > LONGEST_STRING || WIDE.test(text)) return undefined;
  return [text.length, ...Array.from(text, (character) => character.charCodeAt(0))];
}

function joined(...parts: (readonly number[] | undefined)[]): number[] | undefined {
  const whole: number[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    whole.push(...part);
  }
  return whole;
}
