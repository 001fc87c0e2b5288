/** What one media description says: payload types, packet time, direction, where RTP and RTCP go (RFC 8866 section 6, RFC 3551, RFC 3605). */
import { frozen } from "../../base/frozen.js";
import type { Direction } from "../agreement.js";
import { directionNamed, type MediaDescription, type SdpAttribute, type SessionDescription } from "./sdp.js";

/** What a payload type means (section 6.6). */
export type RtpMap = {
  readonly payloadType: number;
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
  /** The format's own parameters (section 6.15), or null. */
  readonly fmtp: string | null;
};

/** Payload types with a meaning of their own, as far as telephones use them (RFC 3551 table 4). */
const STATIC: readonly RtpMap[] = frozen(
  (
    [
      [0, "PCMU"],
      [3, "GSM"],
      [4, "G723"],
      [8, "PCMA"],
      [9, "G722"],
      [13, "CN"],
      [15, "G728"],
      [18, "G729"],
    ] as const
  ).map(([payloadType, encoding]) => ({ payloadType, encoding, clockRate: 8000, channels: 1, fmtp: null })),
);

const PAYLOAD_TYPE = /^\d{1,3}$/;
const RTPMAP = /^(\d{1,3}) +([^ /]+)\/(\d{1,6})(?:\/(\d{1,2}))?$/;
const RTCP = /^(\d{1,5})(?: +IN +IP[46] +([^ ]+))?$/;
const PTIME = /^\d{1,4}(\.\d+)?$/;
const LONGEST_PACKET_TIME = 1000;

/** The value of the first attribute of that name, "" when it has none, `undefined` when it is not there. */
export function mediaAttribute(media: MediaDescription, name: string): string | undefined {
  const { attributes } = media;
  for (let i = 0; i < attributes.length; i++) if (attributes[i][0] === name) return attributes[i][1] ?? "";
  return undefined;
}

/** The payload types of the media line in its order; static ones need no rtpmap, unknown ones are left out. */
export function rtpmaps(media: MediaDescription): RtpMap[] {
  const { formats, attributes } = media;
  const named: (RtpMap | undefined)[] = [];
  const fmtp: (string | undefined)[] = [];
  for (let i = 0; i < attributes.length; i++) {
    const name = attributes[i][0];
    const value = attributes[i][1];
    if (value === null) continue;
    if (name === "rtpmap") {
      const map = parseRtpmap(value);
      if (map) named[map.payloadType] ??= map;
    } else if (name === "fmtp") {
      const blank = value.indexOf(" ");
      const payloadType = payloadTypeOf(value.slice(0, Math.max(blank, 0)));
      if (payloadType !== undefined) fmtp[payloadType] ??= value.slice(blank + 1).trim();
    }
  }
  const maps: RtpMap[] = [];
  for (let i = 0; i < formats.length; i++) {
    const payloadType = payloadTypeOf(formats[i]);
    if (payloadType === undefined) continue;
    const map = named[payloadType] ?? STATIC.find((row) => row.payloadType === payloadType);
    if (!map) continue;
    const { encoding, clockRate, channels } = map;
    maps.push({ payloadType, encoding, clockRate, channels, fmtp: fmtp[payloadType] ?? null });
  }
  return maps;
}

function payloadTypeOf(text: string): number | undefined {
  return PAYLOAD_TYPE.test(text) && Number(text) < 128 ? Number(text) : undefined;
}

function parseRtpmap(value: string): RtpMap | undefined {
  const parts = RTPMAP.exec(value);
  const payloadType = parts ? payloadTypeOf(parts[1]) : undefined;
  if (!parts || payloadType === undefined) return undefined;
  const channels = parts[4] === undefined ? 1 : Number(parts[4]);
  return { payloadType, encoding: parts[2], clockRate: Number(parts[3]), channels, fmtp: null };
}

/** The twin of `rtpmaps`: the attributes rtpmap and fmtp. */
export function rtpmapAttributes(maps: readonly RtpMap[]): SdpAttribute[] {
  const attributes: SdpAttribute[] = [];
  for (const { payloadType, encoding, clockRate, channels, fmtp } of maps) {
    attributes.push(["rtpmap", `${payloadType} ${encoding}/${clockRate}${channels === 1 ? "" : `/${channels}`}`]);
    if (fmtp !== null) attributes.push(["fmtp", `${payloadType} ${fmtp}`]);
  }
  return attributes;
}

/** Milliseconds of sound in a packet the describer would like (section 6.4), or null. */
export function packetTime(media: MediaDescription): number | null {
  const value = mediaAttribute(media, "ptime");
  if (value === undefined || !PTIME.test(value)) return null;
  const time = Math.floor(Number(value));
  return time > 0 && time <= LONGEST_PACKET_TIME ? time : null;
}

/** As the describer sees it. */
export function directionOf(session: SessionDescription, media: MediaDescription): Direction {
  for (const [name] of media.attributes) {
    const direction = directionNamed(name);
    if (direction) return direction;
  }
  return session.direction;
}

/** The connection address of this media, or null when there is none. */
export function addressOf(session: SessionDescription, media: MediaDescription): string | null {
  return (media.connection ?? session.connection)?.address ?? null;
}

/** Where RTCP goes (RFC 3605, else the next port); `address` is null when it is that of RTP. */
export function controlTarget(media: MediaDescription): { readonly address: string | null; readonly port: number } {
  const parts = RTCP.exec(mediaAttribute(media, "rtcp") ?? "");
  if (parts && Number(parts[1]) < 65536) return { address: parts[2] ?? null, port: Number(parts[1]) };
  return { address: null, port: media.port + 1 };
}
