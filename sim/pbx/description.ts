/** What the PBX reads from a session description, and what it writes into one (RFC 3264, RFC 8866). */

import type { Codec } from "../../firmware/wire/agreement.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import {
  emitSdp,
  type MediaDescription,
  parseSdp,
  type SdpAttribute,
  type SessionDescription,
} from "../../firmware/wire/sdp/sdp.js";
import {
  addressOf,
  controlTarget,
  directionOf,
  type RtpMap,
  rtpmapAttributes,
  rtpmaps,
} from "../../firmware/wire/sdp/sdp-media.js";
import { NO_SDP, type Sdp } from "./sdp.js";

/** Where a side wants its packets; null while it wants none (a connection address of 0.0.0.0, a port of 0). */
export type Ears = { readonly sound: Endpoint | null; readonly control: Endpoint | null };

export const DEAF: Ears = { sound: null, control: null };

/** One audio stream as the other side describes it. */
export type Audio = {
  readonly ears: Ears;
  readonly codec: Codec;
  readonly payloadType: number;
  readonly eventPayloadType: number | null;
};

const EVENTS: RtpMap = { payloadType: 101, encoding: "telephone-event", clockRate: 8000, channels: 1, fmtp: "0-16" };
const VOICES: readonly RtpMap[] = [
  { payloadType: 0, encoding: "PCMU", clockRate: 8000, channels: 1, fmtp: null },
  { payloadType: 8, encoding: "PCMA", clockRate: 8000, channels: 1, fmtp: null },
];

/** Attributes that name ways past the PBX: RFC 3605, and all of ICE (RFC 8839). */
const BYPASS = /^(rtcp|candidate|remote-candidates|end-of-candidates|ice-.*)$/;
const DIRECTION = /^(sendrecv|sendonly|recvonly|inactive)$/;
const DIGITS = /^\d+$/;
const NOWHERE = "0.0.0.0";

/** Where the relayed stream of a description goes. */
export function earsOf(sdp: Sdp): Ears {
  const session = parseSdp(sdp);
  const stream = session && relayedStream(session);
  return session && stream ? earsFor(session, stream) : DEAF;
}

/** The stream a description is about, or null when there is none we can speak. */
export function audioOf(sdp: Sdp): Audio | null {
  const session = parseSdp(sdp);
  const media = session && audioStream(session);
  if (!session || !media) return null;
  const maps = rtpmaps(media);
  const voice = maps.find(isVoice);
  if (!voice) return null;
  const direction = directionOf(session, media);
  const listens = direction === "sendrecv" || direction === "recvonly";
  return {
    ears: listens ? earsFor(session, media) : DEAF,
    codec: voice.encoding.toUpperCase() === "PCMA" ? "PCMA" : "PCMU",
    payloadType: voice.payloadType,
    eventPayloadType: maps.find(isEvent)?.payloadType ?? null,
  };
}

/** The same description with our address in the place of its sender's; null when there is no stream we could relay. */
export function relayed(sdp: Sdp, local: Endpoint): Sdp | null {
  const session = parseSdp(sdp);
  const stream = session && relayedStream(session);
  if (!session || !stream) return null;
  return emitSdp({
    ...session,
    origin: { ...session.origin, username: "desk", address: local.address },
    connection: { address: local.address },
    attributes: session.attributes.filter(staysWithUs),
    media: session.media.map((one) => (one === stream ? ours(session, one, local) : refused(one))),
  });
}

/** What the sender of a description would say to somebody who does not hold it: it speaks and listens. */
export function released(sdp: Sdp): Sdp {
  const session = parseSdp(sdp);
  if (!session) return NO_SDP;
  const media = session.media.map((one) => {
    const direction = directionOf(session, one) === "sendonly" ? "sendonly" : "sendrecv";
    const attributes: SdpAttribute[] = one.attributes.filter(isNoDirection);
    attributes.push([direction, null]);
    return { ...one, attributes };
  });
  return emitSdp({ ...session, direction: "sendrecv", media });
}

/** Under the name its receiver knows: the session's id stays what it was, and its version counts on (RFC 3264 section 8). */
export function continued(sdp: Sdp, before: Sdp): Sdp {
  const [next, last] = [parseSdp(sdp), parseSdp(before)];
  if (!next || !last) return sdp;
  const { id, version } = last.origin;
  const ahead = later(next.origin.version, version);
  if (next.origin.id === id && (ahead > 0 || (ahead === 0 && isSame(sdp, before)))) return sdp;
  return emitSdp({ ...next, origin: { ...next.origin, id, version: successorOf(version) } });
}

/** Our answer to an offer for a service of our own, or null when there is nothing in common. */
export function answerTo(offer: Sdp, local: Endpoint, version: number): { sdp: Sdp; audio: Audio } | null {
  const session = parseSdp(offer);
  const stream = session && audioStream(session);
  const audio = audioOf(offer);
  if (!session || !stream || !audio) return null;
  const maps = rtpmaps(stream).filter((map) => map.payloadType === audio.payloadType || isEvent(map));
  const direction = directionOf(session, stream);
  const mirrored = direction === "sendonly" ? "recvonly" : direction === "recvonly" ? "sendonly" : direction;
  const answer = { ...description(local, maps, mirrored), port: stream.port === 0 ? 0 : local.port };
  const media = session.media.map((one) => (one === stream ? answer : refused(one)));
  return { sdp: emitSdp({ ...blank(local, version), media }), audio };
}

/** An offer of our own. */
export function offerFrom(local: Endpoint, version: number): Sdp {
  return emitSdp({ ...blank(local, version), media: [description(local, [...VOICES, EVENTS], "sendrecv")] });
}

const isVoice = ({ encoding, clockRate, channels }: RtpMap) =>
  clockRate === 8000 && channels === 1 && /^PCM[UA]$/i.test(encoding);
const isEvent = ({ encoding, clockRate }: RtpMap) => clockRate === 8000 && encoding.toLowerCase() === "telephone-event";
const staysWithUs = ([name]: SdpAttribute) => !BYPASS.test(name);

const isNoDirection = ([name]: SdpAttribute) => !DIRECTION.test(name);

/** Above 0 when `a` is the later one; both are as long as anybody likes. */
function later(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a > b ? 1 : -1;
}

function successorOf(version: string): string {
  return DIGITS.test(version) ? String(BigInt(version) + 1n) : "1";
}

function isSame(a: Sdp, b: Sdp): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}

/** One we play into, or listen to. */
function audioStream({ media }: SessionDescription): MediaDescription | undefined {
  const streams = media.filter(({ kind, protocol }) => kind === "audio" && protocol === "RTP/AVP");
  return streams.find(({ port }) => port !== 0) ?? streams[0];
}

/** One we pass on, whatever is in its packets: any codec, encrypted or not, and fax (T.38). */
function relayedStream({ media }: SessionDescription): MediaDescription | undefined {
  const streams = media.filter(({ kind }) => kind === "audio" || kind === "image");
  return streams.find(({ port }) => port !== 0) ?? streams[0];
}

function earsFor(session: SessionDescription, media: MediaDescription): Ears {
  const address = addressOf(session, media);
  if (address === null || address === NOWHERE || media.port === 0) return DEAF;
  const control = controlTarget(media);
  return { sound: { address, port: media.port }, control: { address: control.address ?? address, port: control.port } };
}

/** A held stream keeps its 0.0.0.0, a refused one its port 0. */
function ours(session: SessionDescription, media: MediaDescription, local: Endpoint): MediaDescription {
  const held = addressOf(session, media) === NOWHERE;
  return {
    ...media,
    port: media.port === 0 ? 0 : local.port,
    connection: held ? { address: NOWHERE } : null,
    attributes: media.attributes.filter(staysWithUs),
  };
}

function refused(media: MediaDescription): MediaDescription {
  return { ...media, port: 0, connection: null, attributes: [] };
}

function description(local: Endpoint, maps: readonly RtpMap[], direction: string): MediaDescription {
  return {
    kind: "audio",
    port: local.port,
    protocol: "RTP/AVP",
    formats: maps.map(({ payloadType }) => String(payloadType)),
    connection: null,
    attributes: [...rtpmapAttributes(maps), ["ptime", "20"], [direction, null]],
  };
}

function blank({ address }: Endpoint, version: number): Omit<SessionDescription, "media"> {
  return {
    origin: { username: "desk", id: "1", version: String(version), address },
    name: "-",
    connection: { address },
    direction: "sendrecv",
    attributes: [],
  };
}
