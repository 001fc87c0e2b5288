/**
 * STUN Binding messages, both ways (RFC 8489; the NAT test's attributes RFC 5780 section 7; old servers RFC 3489).
 *
 *   0               16              31
 *   00 type         | length          of what follows these 20 octets
 *   21 12 A4 42                       magic cookie
 *   transaction id, 12 octets
 *   type | length | value, padded to 4 octets      as often as need be, FINGERPRINT last
 */
import { getUint16, getUint32, putUint16, putUint32 } from "../../base/bytes.js";
import { frozen } from "../../base/frozen.js";
import { octetsOf, textOf } from "../../base/text.js";
import { emitStunAddress, parseStunAddress, type TransportAddress } from "./stun-address.js";
import { emitFingerprint, FINGERPRINT, FINGERPRINT_LENGTH, fingerprintHolds } from "./stun-fingerprint.js";

/** Octets of a transaction id. */
export const STUN_ID_LENGTH = 12;
/** Octets of a message, more than fits a datagram that is not cut up. */
export const LONGEST_STUN_MESSAGE = 1500;
/** Octets of a reason phrase (section 14.8). */
export const LONGEST_STUN_REASON = 763;
/** Unknown attributes that are named, of one message. */
export const MOST_UNKNOWN_ATTRIBUTES = 32;

export type StunKind = "request" | "indication" | "success" | "error";

/** From where a server is asked to answer: its other address, its other port, or both (RFC 5780 section 7.2). */
export type StunChange = { readonly address: boolean; readonly port: boolean };

/** What is not in a message is null. */
export type StunMessage = {
  readonly kind: StunKind;
  readonly id: Uint8Array;
  /** XOR-MAPPED-ADDRESS, else the MAPPED-ADDRESS of an old server. */
  readonly mapped: TransportAddress | null;
  readonly error: { readonly code: number; readonly reason: string } | null;
  /** ALTERNATE-SERVER. */
  readonly alternate: TransportAddress | null;
  /** RESPONSE-ORIGIN, else the SOURCE-ADDRESS of an old server. */
  readonly origin: TransportAddress | null;
  /** OTHER-ADDRESS, else the CHANGED-ADDRESS of an old server. */
  readonly other: TransportAddress | null;
  /** CHANGE-REQUEST. */
  readonly change: StunChange | null;
  /** Attributes that nobody may pass over who does not know them, and that we do not know. */
  readonly unknown: readonly number[];
};

export type StunResponse = Pick<StunMessage, "id"> &
  Partial<Pick<StunMessage, "alternate" | "origin" | "other">> &
  ({ readonly mapped: TransportAddress } | { readonly error: { readonly code: number; readonly reason: string } });

const HEADER = 20;
const COOKIE = 0x2112_a442;
const COOKIE_AT = 4;
const ID_AT = 8;

const TYPES = frozen({ request: 0x0001, indication: 0x0011, success: 0x0101, error: 0x0111 } as const);

const MAPPED_ADDRESS = 0x0001;
const CHANGE_REQUEST = 0x0003;
const SOURCE_ADDRESS = 0x0004;
const CHANGED_ADDRESS = 0x0005;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const MESSAGE_INTEGRITY_SHA256 = 0x001c;
const XOR_MAPPED_ADDRESS = 0x0020;
const ALTERNATE_SERVER = 0x8023;
const RESPONSE_ORIGIN = 0x802b;
const OTHER_ADDRESS = 0x802c;

const ADDRESSES: readonly number[] = frozen([
  ...[MAPPED_ADDRESS, SOURCE_ADDRESS, CHANGED_ADDRESS, XOR_MAPPED_ADDRESS],
  ...[ALTERNATE_SERVER, RESPONSE_ORIGIN, OTHER_ADDRESS],
]);
/**
 * Known, and nothing to us who hold no credentials: RESPONSE-ADDRESS, USERNAME, PASSWORD, UNKNOWN-ATTRIBUTES,
 * REFLECTED-FROM, REALM, NONCE, PASSWORD-ALGORITHM, USERHASH, PADDING, RESPONSE-PORT.
 */
const PASSED_OVER: readonly number[] = frozen([2, 6, 7, 0x0a, 0x0b, 0x14, 0x15, 0x1d, 0x1e, 0x26, 0x27]);
/** From here on an attribute may be passed over by those who do not know it (section 14). */
const OPTIONAL = 0x8000;

const CHANGE_ADDRESS = 4;
const CHANGE_PORT = 2;

/** Whether a datagram of a socket shared with SIP or RTP is for STUN (RFC 8489 section 6.3, RFC 7983). */
export function isStun(octets: Uint8Array): boolean {
  const { length } = octets;
  return (
    length >= HEADER &&
    octets[0] < 0x40 &&
    (length & 3) === 0 &&
    getUint16(octets, 2) === length - HEADER &&
    getUint32(octets, COOKIE_AT) === COOKIE
  );
}

/** Whether a STUN message has this transaction id; cheaper than reading it. */
export function hasStunId(octets: Uint8Array, id: Uint8Array): boolean {
  for (let i = 0; i < STUN_ID_LENGTH; i++) if (octets[ID_AT + i] !== id[i]) return false;
  return true;
}

/** What the attributes said so far; of several of one type only the first counts (section 14). */
type Found = {
  readonly addresses: Map<number, TransportAddress>;
  readonly unknown: number[];
  error: StunMessage["error"];
  change: StunChange | null;
};

/** Undefined when it is no whole Binding message, or its FINGERPRINT is wrong. */
export function parseStun(octets: Uint8Array): StunMessage | undefined {
  const { length } = octets;
  if (!isStun(octets) || length > LONGEST_STUN_MESSAGE) return undefined;
  const kind = kindOf(getUint16(octets, 0));
  if (!kind) return undefined;
  const found: Found = { addresses: new Map(), unknown: [], error: null, change: null };
  let sealed = false;
  for (let at = HEADER; at < length; ) {
    const type = getUint16(octets, at);
    const size = getUint16(octets, at + 2);
    const next = at + 4 + ((size + 3) & ~3);
    if (next > length) return undefined;
    if (type === FINGERPRINT) {
      if (size !== 4 || next !== length || !fingerprintHolds(octets, at)) return undefined;
    } else if (type === MESSAGE_INTEGRITY || type === MESSAGE_INTEGRITY_SHA256) sealed = true;
    // what follows an integrity is not covered by it (section 14.5)
    else if (!sealed && !parseAttribute(octets, type, at + 4, size, found)) return undefined;
    at = next;
  }
  const { addresses, error, change, unknown } = found;
  const of = (type: number, old: number) => addresses.get(type) ?? addresses.get(old) ?? null;
  return {
    kind,
    id: new Uint8Array(octets.subarray(ID_AT, HEADER)),
    mapped: of(XOR_MAPPED_ADDRESS, MAPPED_ADDRESS),
    error,
    alternate: addresses.get(ALTERNATE_SERVER) ?? null,
    origin: of(RESPONSE_ORIGIN, SOURCE_ADDRESS),
    other: of(OTHER_ADDRESS, CHANGED_ADDRESS),
    change,
    unknown,
  };
}

function parseAttribute(octets: Uint8Array, type: number, start: number, size: number, into: Found): boolean {
  if (ADDRESSES.includes(type)) {
    const place = parseStunAddress(octets, start, size, type === XOR_MAPPED_ADDRESS);
    if (!place) return false;
    if (!into.addresses.has(type)) into.addresses.set(type, place);
  } else if (type === ERROR_CODE) {
    const error = parseError(octets, start, size);
    if (!error) return false;
    into.error ??= error;
  } else if (type === CHANGE_REQUEST) {
    if (size !== 4) return false;
    const flags = octets[start + 3];
    into.change ??= { address: (flags & CHANGE_ADDRESS) !== 0, port: (flags & CHANGE_PORT) !== 0 };
  } else if (type < OPTIONAL && !PASSED_OVER.includes(type) && into.unknown.length < MOST_UNKNOWN_ATTRIBUTES)
    into.unknown.push(type);
  return true;
}

function kindOf(type: number): StunKind | undefined {
  switch (type) {
    case TYPES.request:
      return "request";
    case TYPES.indication:
      return "indication";
    case TYPES.success:
      return "success";
    case TYPES.error:
      return "error";
  }
  return undefined;
}

function parseError(octets: Uint8Array, start: number, size: number): StunMessage["error"] | undefined {
  if (size < 4 || size > 4 + LONGEST_STUN_REASON) return undefined;
  const hundreds = octets[start + 2] & 7;
  const rest = octets[start + 3];
  if (hundreds < 3 || hundreds > 6 || rest > 99) return undefined;
  return { code: 100 * hundreds + rest, reason: textOf(octets, start + 4, start + size) };
}

/** Asks for our address as the server sees it; `id` is of 96 random bits. */
export function emitStunRequest(id: Uint8Array, change: StunChange | null = null): Uint8Array {
  if (!change) return emit("request", id, []);
  const value = new Uint8Array(4);
  value[3] = (change.address ? CHANGE_ADDRESS : 0) | (change.port ? CHANGE_PORT : 0);
  return emit("request", id, [{ type: CHANGE_REQUEST, value }]);
}

/** Keeps a way open, and is not answered. */
export function emitStunIndication(id: Uint8Array): Uint8Array {
  return emit("indication", id, []);
}

/** Undefined when one of the addresses is none, or the message would be too long. */
export function emitStunResponse(response: StunResponse): Uint8Array | undefined {
  const { id, alternate, origin, other } = response;
  const attributes: Attribute[] = [];
  if ("error" in response) attributes.push({ type: ERROR_CODE, value: emitError(response.error) });
  else {
    const mask = new Uint8Array(4 + STUN_ID_LENGTH);
    putUint32(mask, 0, COOKIE);
    mask.set(id, 4);
    const value = emitStunAddress(response.mapped, mask);
    if (!value) return undefined;
    attributes.push({ type: XOR_MAPPED_ADDRESS, value });
  }
  for (const [type, place] of [
    [ALTERNATE_SERVER, alternate],
    [RESPONSE_ORIGIN, origin],
    [OTHER_ADDRESS, other],
  ] as const) {
    if (!place) continue;
    const value = emitStunAddress(place, null);
    if (!value) return undefined;
    attributes.push({ type, value });
  }
  const octets = emit("error" in response ? "error" : "success", id, attributes);
  return octets.length > LONGEST_STUN_MESSAGE ? undefined : octets;
}

function emitError({ code, reason }: { readonly code: number; readonly reason: string }): Uint8Array {
  const phrase = octetsOf(reason);
  const value = new Uint8Array(4 + phrase.length);
  value[2] = Math.floor(code / 100);
  value[3] = code % 100;
  value.set(phrase, 4);
  return value;
}

type Attribute = { readonly type: number; readonly value: Uint8Array };

function emit(kind: StunKind, id: Uint8Array, attributes: readonly Attribute[]): Uint8Array {
  let length = HEADER + FINGERPRINT_LENGTH;
  for (const { value } of attributes) length += 4 + ((value.length + 3) & ~3);
  const octets = new Uint8Array(length);
  putUint16(octets, 0, TYPES[kind]);
  putUint16(octets, 2, length - HEADER);
  putUint32(octets, COOKIE_AT, COOKIE);
  octets.set(id, ID_AT);
  let at = HEADER;
  for (const { type, value } of attributes) {
    putUint16(octets, at, type);
    putUint16(octets, at + 2, value.length);
    octets.set(value, at + 4);
    at += 4 + ((value.length + 3) & ~3);
  }
  emitFingerprint(octets, at);
  return octets;
}
