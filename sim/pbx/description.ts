/** What the PBX reads from a session description, and what it writes into one (RFC 3264, RFC 8866). */
import type { Hop } from "../../firmware/sip/datagram.js";
import type { Codec } from "../../firmware/wire/agreement.js";
import { emitSdp, type MediaDescription, parseSdp, type SessionDescription } from "../../firmware/wire/sdp.js";
import {
  addressOf,
  controlTarget,
  directionOf,
  packetTime,
  type RtpMap,
  rtpmapAttributes,
  rtpmaps,
} from "../../firmware/wire/sdp-media.js";
import type { Sdp } from "./leg.js";

/** One audio stream as the other side describes it. */
export type Audio = {
  readonly remote: Hop | null;
  readonly control: Hop | null;
  readonly codec: Codec;
  readonly payloadType: number;
  readonly eventPayloadType: number | null;
  /** ms of sound in each packet we send. */
  readonly packetTime: number;
  /** The other side wants to hear us. */
  readonly listens: boolean;
};

const EVENTS: RtpMap = { payloadType: 101, encoding: "telephone-event", clockRate: 8000, channels: 1, fmtp: "0-16" };
const VOICES: readonly RtpMap[] = [
  { payloadType: 0, encoding: "PCMU", clockRate: 8000, channels: 1, fmtp: null },
  { payloadType: 8, encoding: "PCMA", clockRate: 8000, channels: 1, fmtp: null },
];

/** The stream a description is about, or null when there is none we can speak. */
export function audioOf(sdp: Sdp): Audio | null {
  const session = parseSdp(sdp);
  const media = session && streamOf(session);
  if (!session || !media) return null;
  const maps = rtpmaps(media);
  const voice = maps.find(isVoice);
  if (!voice) return null;
  const address = addressOf(session, media);
  const silent = address === null || address === "0.0.0.0" || media.port === 0;
  const control = controlTarget(media);
  const direction = directionOf(session, media);
  return {
    remote: silent ? null : { address, port: media.port },
    control: silent ? null : { address: control.address ?? address, port: control.port },
    codec: voice.encoding.toUpperCase() === "PCMA" ? "PCMA" : "PCMU",
    payloadType: voice.payloadType,
    eventPayloadType: maps.find(isEvent)?.payloadType ?? null,
    packetTime: packetTime(media) ?? 20,
    listens: direction === "sendrecv" || direction === "recvonly",
  };
}

/** The same description with our address in the place of its sender's; null when it cannot be read. */
export function relayed(sdp: Sdp, local: Hop): Sdp | null {
  const session = parseSdp(sdp);
  if (!session) return null;
  const stream = streamOf(session);
  const media = session.media.map((one) =>
    one === stream ? ours(session, one, local) : { ...one, port: 0, connection: null, attributes: [] },
  );
  return emitSdp({
    ...session,
    origin: { ...session.origin, username: "desk", address: local.address },
    connection: { address: local.address },
    media,
  });
}

/** Our answer to an offer for a service of our own, or null when there is nothing in common. */
export function answerTo(offer: Sdp, local: Hop, version: number): { sdp: Sdp; audio: Audio } | null {
  const session = parseSdp(offer);
  const stream = session && streamOf(session);
  const audio = audioOf(offer);
  if (!session || !stream || !audio) return null;
  const maps = rtpmaps(stream).filter((map) => map.payloadType === audio.payloadType || isEvent(map));
  const direction = directionOf(session, stream);
  const mirrored = direction === "sendonly" ? "recvonly" : direction === "recvonly" ? "sendonly" : direction;
  const media = session.media.map((one) =>
    one === stream
      ? description(local, maps, [
          ["ptime", "20"],
          [mirrored, null],
        ])
      : { ...one, port: 0, connection: null, attributes: [] },
  );
  return { sdp: emitSdp({ ...blank(local, version), media }), audio };
}

/** An offer of our own. */
export function offerFrom(local: Hop, version: number): Sdp {
  const media = [
    description(
      local,
      [...VOICES, EVENTS],
      [
        ["ptime", "20"],
        ["sendrecv", null],
      ],
    ),
  ];
  return emitSdp({ ...blank(local, version), media });
}

const isVoice = ({ encoding, clockRate }: RtpMap) => clockRate === 8000 && /^PCM[UA]$/i.test(encoding);
const isEvent = ({ encoding }: RtpMap) => encoding.toLowerCase() === "telephone-event";

function streamOf({ media }: SessionDescription): MediaDescription | undefined {
  return media.find(({ kind, protocol }) => kind === "audio" && protocol === "RTP/AVP");
}

/** A held stream keeps its 0.0.0.0, a refused one its port 0. */
function ours(session: SessionDescription, media: MediaDescription, local: Hop): MediaDescription {
  const held = addressOf(session, media) === "0.0.0.0";
  return {
    ...media,
    port: media.port === 0 ? 0 : local.port,
    connection: held ? { address: "0.0.0.0" } : null,
    attributes: media.attributes.filter(([name]) => name !== "rtcp"),
  };
}

function description(local: Hop, maps: readonly RtpMap[], more: MediaDescription["attributes"]): MediaDescription {
  return {
    kind: "audio",
    port: local.port,
    protocol: "RTP/AVP",
    formats: maps.map(({ payloadType }) => String(payloadType)),
    connection: null,
    attributes: [...rtpmapAttributes(maps), ...more],
  };
}

function blank({ address }: Hop, version: number): Omit<SessionDescription, "media"> {
  return {
    origin: { username: "desk", id: "1", version: String(version), address },
    name: "-",
    connection: { address },
    direction: "sendrecv",
    attributes: [],
  };
}
