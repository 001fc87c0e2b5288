/** Session descriptions (RFC 8866). Times, bandwidths and keys are read over. */
import { frozen } from "../../base/frozen.js";
import { onOneLine } from "../../base/patterns.js";
import { octetsOf, textOf } from "../../base/text.js";
import type { Direction } from "../agreement.js";
import { SDP_FORMAT_LIMIT, SDP_LIMIT, SDP_LINE_LIMIT, SDP_MEDIA_LIMIT } from "../sip/text-limits.js";

export type SdpAttribute = readonly [name: string, value: string | null];

export type SdpConnection = { readonly address: string };

export type MediaDescription = {
  /** `audio`, `video`, `image` ... */
  readonly kind: string;
  /** 0 when the stream is refused. */
  readonly port: number;
  readonly protocol: string;
  /** Payload types for RTP, preferred first. */
  readonly formats: readonly string[];
  /** Null when the session's own holds. */
  readonly connection: SdpConnection | null;
  readonly attributes: readonly SdpAttribute[];
};

export type SessionDescription = {
  /** `id` and `version` are decimal and may exceed 53 bits. */
  readonly origin: {
    readonly username: string;
    readonly id: string;
    readonly version: string;
    readonly address: string;
  };
  readonly name: string;
  readonly connection: SdpConnection | null;
  /** What holds for media that say nothing else. */
  readonly direction: Direction;
  /** At session level, without the direction. */
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly MediaDescription[];
};

const PORT = /^\d{1,5}$/;

type Draft<T> = { -readonly [key in keyof T]: T[key] };

const NO_ORIGIN: SessionDescription["origin"] = frozen({ username: "-", id: "0", version: "0", address: "0.0.0.0" });

/** Lines may end in CRLF, LF or CR; o=, s= and t= may be missing, as some senders leave them out. */
export function parseSdp(octets: Uint8Array): SessionDescription | undefined {
  if (octets.length > SDP_LIMIT) return undefined;
  let text = textOf(octets).replaceAll("\r\n", "\n");
  if (text.indexOf("\r") >= 0) text = text.replaceAll("\r", "\n");
  const lines = text.split("\n", SDP_LINE_LIMIT + 2);
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  if (lines.length > SDP_LINE_LIMIT || lines[0]?.trim() !== "v=0") return undefined;

  const attributes: SdpAttribute[] = [];
  const media: MediaDescription[] = [];
  const session: Draft<SessionDescription> = {
    origin: NO_ORIGIN,
    name: "-",
    connection: null,
    direction: "sendrecv",
    attributes,
    media,
  };
  let current: Draft<MediaDescription> | undefined;
  let currentAttributes = attributes;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    if (line.charCodeAt(1) !== 0x3d) return undefined;
    const value = line.slice(2);
    switch (line.charAt(0)) {
      case "o": {
        const origin = parseOrigin(value);
        if (!origin) return undefined;
        session.origin = origin;
        break;
      }
      case "s":
        session.name = value;
        break;
      case "c": {
        const connection = parseConnection(value);
        if (!connection) return undefined;
        const level = current ?? session;
        level.connection ??= connection;
        break;
      }
      case "a": {
        const attribute = parseAttribute(value);
        const direction = current ? undefined : directionNamed(attribute[0]);
        if (direction) session.direction = direction;
        else currentAttributes.push(attribute);
        break;
      }
      case "m": {
        currentAttributes = [];
        current = parseMedia(value, currentAttributes);
        if (!current || media.length === SDP_MEDIA_LIMIT) return undefined;
        media.push(current);
        break;
      }
    }
  }
  return session;
}

/** Section 5.2. */
function parseOrigin(value: string): SessionDescription["origin"] | undefined {
  const fields = fieldsOf(value, 7);
  if (fields.length !== 6 || fields[3] !== "IN") return undefined;
  return { username: fields[0], id: fields[1], version: fields[2], address: fields[5] };
}

/** Section 5.7, without the time to live and the count of a multicast address. */
function parseConnection(value: string): SdpConnection | undefined {
  const fields = fieldsOf(value, 4);
  if (fields.length !== 3 || fields[0] !== "IN") return undefined;
  const slash = fields[2].indexOf("/");
  const address = slash < 0 ? fields[2] : fields[2].slice(0, slash);
  return address === "" ? undefined : { address };
}

/** Section 5.13. */
function parseAttribute(value: string): SdpAttribute {
  const colon = value.indexOf(":");
  return colon < 0 ? [value.trimEnd(), null] : [value.slice(0, colon).trimEnd(), value.slice(colon + 1).trim()];
}

/** Section 5.14; a count of ports behind a slash is read over. */
function parseMedia(value: string, attributes: SdpAttribute[]): MediaDescription | undefined {
  const fields = fieldsOf(value, SDP_FORMAT_LIMIT + 4);
  if (fields.length < 4 || fields.length > SDP_FORMAT_LIMIT + 3) return undefined;
  const slash = fields[1].indexOf("/");
  const digits = slash < 0 ? fields[1] : fields[1].slice(0, slash);
  const port = Number(digits);
  if (!PORT.test(digits) || port > 65535) return undefined;
  return { kind: fields[0], port, protocol: fields[2], formats: fields.slice(3), connection: null, attributes };
}

/** Words between blanks, no more than `limit` of them. */
function fieldsOf(value: string, limit: number): string[] {
  const fields: string[] = [];
  let from = 0;
  while (from < value.length && fields.length < limit) {
    let end = value.indexOf(" ", from);
    if (end < 0) end = value.length;
    if (end > from) fields.push(value.slice(from, end));
    from = end + 1;
  }
  return fields;
}

/** Section 6.7; `undefined` for another attribute. */
export function directionNamed(name: string): Direction | undefined {
  return name === "sendrecv" || name === "sendonly" || name === "recvonly" || name === "inactive" ? name : undefined;
}

export function emitSdp(session: SessionDescription): Uint8Array {
  const { origin, connection, direction } = session;
  const lines = [
    "v=0",
    `o=${origin.username} ${origin.id} ${origin.version} ${located(origin.address)}`,
    `s=${session.name === "" ? "-" : session.name}`,
  ];
  if (connection) lines.push(`c=${located(connection.address)}`);
  lines.push("t=0 0");
  if (direction !== "sendrecv") lines.push(`a=${direction}`);
  emitAttributes(lines, session.attributes);
  for (const media of session.media) {
    lines.push(`m=${media.kind} ${media.port} ${media.protocol} ${media.formats.join(" ")}`);
    if (media.connection) lines.push(`c=${located(media.connection.address)}`);
    emitAttributes(lines, media.attributes);
  }
  // whatever a value holds, it starts no line of its own
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line.indexOf("\n") >= 0 || line.indexOf("\r") >= 0) lines[i] = onOneLine(line);
  }
  return octetsOf(`${lines.join("\r\n")}\r\n`);
}

function located(address: string): string {
  return `IN ${address.indexOf(":") < 0 ? "IP4" : "IP6"} ${address}`;
}

function emitAttributes(lines: string[], attributes: readonly SdpAttribute[]): void {
  for (const [name, value] of attributes) lines.push(value === null ? `a=${name}` : `a=${name}:${value}`);
}
