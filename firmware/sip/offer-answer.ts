/**
 * Our abilities and the other side's SDP to an agreement about one voice stream (RFC 3264, RFC 8866).
 *
 * One voice stream over RTP/AVP is all we speak: further streams are refused with port 0, other profiles altogether.
 */
import { frozen } from "../base/frozen.js";
import { below, type Chance } from "../base/random.js";
import { octetsOf, textOf } from "../base/text.js";
import type { Agreement, Codec, Direction, MediaOffer } from "../wire/agreement.js";
import {
  emitSdp,
  type MediaDescription,
  parseSdp,
  type SdpAttribute,
  type SessionDescription,
} from "../wire/sdp/sdp.js";
import {
  addressOf,
  controlTarget,
  directionOf,
  mediaAttribute,
  packetTime,
  type RtpMap,
  rtpmapAttributes,
  rtpmaps,
} from "../wire/sdp/sdp-media.js";

const NOWHERE = "0.0.0.0";
const EVENTS = "telephone-event";
/** Cisco's events for faxes and modems, under either of the names they go by. */
const NSE = frozen(["NSE", "X-NSE"]);
const NSE_RANGE = "192-193";
const SILENCE = "silenceSupp";
/** Comfort noise (RFC 3551 table 4). */
const NOISE = 13;
const NOISE_MAP: RtpMap = frozen({ payloadType: NOISE, encoding: "CN", clockRate: 8000, channels: 1, fmtp: null });
/** The keys 0-9, *, #, A-D, and the hook flash (RFC 4733 section 3.2). */
const EVENT_RANGE = "0-16";
const SHORTEST_PACKET = 10;
const LONGEST_PACKET = 60;

/** A codec under the payload type the description gives it. */
type Voice = { readonly codec: Codec; readonly payloadType: number };

/** Under their static types (RFC 3551 table 4). */
const VOICES: Readonly<Record<Codec, Voice>> = frozen({
  PCMU: { codec: "PCMU", payloadType: 0 },
  PCMA: { codec: "PCMA", payloadType: 8 },
});
/** A session of ours alone. */
const ONE_STREAM: readonly null[] = frozen([null]);

/** A description of ours as of version 0, and what it says of the voice. */
type Said = {
  readonly text: string;
  readonly voices: readonly Voice[];
  readonly nse: RtpMap | null;
  readonly direction: Direction;
};

export class OfferAnswer {
  #media: MediaOffer;
  /** Holding sends `c=0.0.0.0` too, for those who know nothing else (RFC 2543 appendix B.5). */
  readonly #holdsOldWay: boolean;
  /** Session id and version (section 5.2). */
  #id: string;
  #version = 0;
  /** Our last description as of version 0: a change in here is a new version (RFC 3264 section 8). */
  #last = "";
  /** Our last offer; several forks may answer it. */
  #offered: Said | null = null;
  /** What holds of ours, an answer or an answered offer. */
  #standing: Said | null = null;
  /** The streams of the session, which only ever grow: ours is null, the others are refused (section 8). */
  #streams: readonly (MediaDescription | null)[] = ONE_STREAM;
  /** What the other side has described last; "" when ours is about to change. */
  #theirs = "";
  /** The other side would hear us if we spoke. */
  #heard = true;
  /** Once in use, a payload type keeps its meaning (RFC 3264 section 8.3.2). */
  #eventType: number | null;

  constructor(media: MediaOffer, chance: Chance, holdsOldWay = false) {
    this.#media = media;
    this.#holdsOldWay = holdsOldWay;
    this.#id = String(1 + below(chance, 0x7fff_ffff));
    this.#eventType = media.eventPayloadType;
  }

  get media(): MediaOffer {
    return this.#media;
  }

  /** What we bring from the next description on. */
  bring(media: MediaOffer): void {
    this.#media = media;
    this.#theirs = "";
    if (media.eventPayloadType === null) this.#eventType = null;
    else this.#eventType ??= media.eventPayloadType;
  }

  /** The same so far, for another of those whom our offer has reached (RFC 3261 section 13.2.2.4). */
  fork(): OfferAnswer {
    const twin = new OfferAnswer(this.#media, () => 0, this.#holdsOldWay);
    twin.#id = this.#id;
    twin.#version = this.#version;
    twin.#last = this.#last;
    twin.#offered = this.#offered;
    twin.#standing = this.#standing;
    twin.#streams = this.#streams;
    twin.#theirs = this.#theirs;
    twin.#heard = this.#heard;
    twin.#eventType = this.#eventType;
    return twin;
  }

  /** An offer of all we can do. Who holds a side that holds him leaves nothing to be sent (section 8.4). */
  offer(wish: Direction): Uint8Array {
    const voices = this.#media.codecs.map((codec) => VOICES[codec]);
    const direction = wish === "sendonly" && !this.#heard ? "inactive" : wish;
    const { nse, noise } = this.#media;
    // a number that events have taken is theirs
    const wanted = nse?.offers && nse.payloadType !== this.#eventType ? nseMap("NSE", nse.payloadType) : null;
    this.#offered = this.#describe(voices, this.#eventType, wanted, noise === true, direction, wish);
    return this.#emit(this.#offered);
  }

  /** What holds, offered once more: nothing has changed, and the version says so (RFC 4028 section 7.4). */
  repeat(): Uint8Array {
    if (!this.#standing) return this.offer("sendrecv");
    this.#offered = this.#standing;
    return this.#emit(this.#standing);
  }

  /** The answer to our offer; `undefined` when it is none, or leaves nothing to talk with. */
  answered(octets: Uint8Array): Agreement | undefined {
    const session = parseSdp(octets);
    const theirs = session?.media[this.#streams.indexOf(null)];
    const offered = this.#offered;
    if (!session || !theirs || !offered || theirs.port === 0 || !isVoice(theirs)) return undefined;
    // the first is the one to send; of the others, too, something may come (section 6.1)
    const common = voicesOf(theirs).filter(({ codec }) => inOf(offered, codec) !== null);
    if (common.length === 0) return undefined;
    this.#standing = offered;
    this.#theirs = keyOf(session, theirs);
    return this.#met(session, theirs, offered, common);
  }

  #met(session: SessionDescription, theirs: MediaDescription, ours: Said, common: readonly Voice[]): Agreement {
    const [out] = common;
    const other = common.find(({ codec }) => codec !== out.codec);
    const room = mirrored(theirDirection(session, theirs));
    this.#heard = sends(room);
    const types = { in: inOf(ours, out.codec) ?? out.payloadType, other: other ? inOf(ours, other.codec) : null };
    return this.#agree(session, theirs, out, types, both(ours.direction, room));
  }

  /** What was agreed, when the same is offered once more: a refresh (RFC 4028 section 7.4) gets the description it had. */
  #again(session: SessionDescription, media: MediaDescription, wish: Direction) {
    const ours = this.#standing;
    if (!ours || this.#theirs !== keyOf(session, media)) return undefined;
    const room = mirrored(theirDirection(session, media));
    const voices = voicesOf(media);
    if (both(wish, room) !== ours.direction || session.media.length !== this.#streams.length) return undefined;
    // an offer of ours may hold what was not taken
    if (!ours.voices.every(({ codec }) => voices.some((voice) => voice.codec === codec))) return undefined;
    const common = voices.filter(({ codec }) => inOf(ours, codec) !== null);
    return { body: this.#emit(ours), agreement: this.#met(session, media, ours, common) };
  }

  /** Answers an offer; `undefined` when there is nothing in it for us, which is a 488. */
  answer(
    octets: Uint8Array,
    wish: Direction,
  ): { readonly body: Uint8Array; readonly agreement: Agreement } | undefined {
    const session = parseSdp(octets);
    const chosen = session && choose(session, this.#media.codecs);
    if (!chosen) return undefined;
    const { media, voice } = chosen;
    const again = this.#again(session, media, wish);
    if (again) return again;
    this.#theirs = keyOf(session, media);
    const events = this.#media.eventPayloadType === null ? undefined : eventsOf(media);
    // the one who offers says what the numbers mean (section 6.1)
    if (events) this.#eventType = events.payloadType;
    const room = mirrored(theirDirection(session, media));
    this.#heard = sends(room);
    const direction = both(wish, room);
    this.#streams = session.media.map((other) => (other === media ? null : refusal(other)));
    const noise = this.#media.noise === true && takesNoise(media);
    const theirNse = this.#media.nse ? nseOf(media) : undefined;
    const nse = theirNse ? nseMap(theirNse.encoding, theirNse.payloadType) : null;
    this.#standing = this.#describe([voice], events ? events.payloadType : null, nse, noise, direction, wish);
    const types = { in: voice.payloadType, other: null };
    return {
      body: this.#emit(this.#standing),
      agreement: this.#agree(session, media, voice, types, direction),
    };
  }

  #agree(
    session: SessionDescription,
    theirs: MediaDescription,
    out: Voice,
    types: { readonly in: number; readonly other: number | null },
    direction: Direction,
  ): Agreement {
    const address = addressOf(session, theirs);
    const listens = address !== null && !isNowhere(address);
    const control = controlTarget(theirs);
    const events = this.#eventType === null ? undefined : eventsOf(theirs);
    return {
      remote: listens ? { address, port: theirs.port } : null,
      remoteControl: listens ? { address: control.address ?? address, port: control.port } : null,
      codec: out.codec,
      payloadType: out.payloadType,
      payloadTypeIn: types.in,
      otherPayloadTypeIn: types.other,
      eventPayloadType: events?.payloadType ?? null,
      eventPayloadTypeIn: events ? this.#eventType : null,
      ...this.#modemsOf(theirs),
      noisePayloadType: this.#media.noise === true && takesNoise(theirs) ? NOISE : null,
      packetTime: packetTimeFor(theirs, this.#media.packetTime),
      direction,
    };
  }

  /** What is agreed for faxes and modems, where anything is. */
  #modemsOf(theirs: MediaDescription): Pick<Agreement, "nse" | "passThrough"> {
    const ours = this.#standing?.nse;
    const nse = ours ? nseOf(theirs) : undefined;
    return {
      ...(ours && nse ? { nse: { out: nse.payloadType, in: ours.payloadType } } : {}),
      ...(isPassThrough(theirs) ? { passThrough: true } : {}),
    };
  }

  #describe(
    voices: readonly Voice[],
    eventType: number | null,
    nse: RtpMap | null,
    noise: boolean,
    direction: Direction,
    wish: Direction,
  ): Said {
    const { address, port, controlPort = port + 1, packetTime } = this.#media;
    const maps = voices.map(mapOf);
    if (eventType !== null) maps.push(eventMap(eventType));
    if (nse !== null) maps.push(nse);
    if (noise) maps.push(NOISE_MAP);
    const attributes: SdpAttribute[] = rtpmapAttributes(maps);
    attributes.push(["ptime", String(packetTime)], [direction, null]);
    if (this.#media.passThrough) attributes.push([SILENCE, "off - - - -"]);
    if (controlPort !== port + 1) attributes.push(["rtcp", String(controlPort)]);
    const formats = maps.map(({ payloadType }) => String(payloadType));
    const voice = { kind: "audio", port, protocol: "RTP/AVP", formats, connection: null, attributes };
    const media = this.#streams.map((other) => other ?? voice);
    const heardAt = this.#holdsOldWay && wish === "sendonly" ? NOWHERE : address;
    const description: SessionDescription = {
      origin: { username: "-", id: this.#id, version: "0", address },
      ...{ name: "-", connection: { address: heardAt }, direction: "sendrecv", attributes: [], media },
    };
    return { text: textOf(emitSdp(description)), voices, nse, direction };
  }

  #emit({ text }: Said): Uint8Array {
    if (text !== this.#last) this.#version++;
    this.#last = text;
    return octetsOf(text.replace(`${this.#id} 0 `, `${this.#id} ${this.#version} `));
  }
}

/** All that counts for us of a description, and its version. */
function keyOf(session: SessionDescription, { port, formats, attributes, connection }: MediaDescription): string {
  const { id, version } = session.origin;
  const address = (connection ?? session.connection)?.address;
  const said = attributes.map(([name, value]) => `${name}:${value}`);
  return [id, version, address, session.direction, port, ...formats, ...said].join(" ");
}

/** True when we could answer the offer, asked before anything rings. */
export function isAcceptable(octets: Uint8Array, codecs: readonly Codec[]): boolean {
  const session = parseSdp(octets);
  return session !== undefined && choose(session, codecs) !== undefined;
}

/** The first stream we can speak, and its first codec that we know: the order is the offerer's (section 6.1). */
function choose(session: SessionDescription, codecs: readonly Codec[]) {
  for (let i = 0; i < session.media.length; i++) {
    const media = session.media[i];
    if (!isVoice(media) || media.port === 0 || addressOf(session, media) === null) continue;
    const voices = voicesOf(media);
    for (let k = 0; k < voices.length; k++) if (codecs.includes(voices[k].codec)) return { media, voice: voices[k] };
  }
  return undefined;
}

function isVoice({ kind, protocol }: MediaDescription): boolean {
  return kind === "audio" && protocol.toUpperCase() === "RTP/AVP";
}

function voicesOf(media: MediaDescription): Voice[] {
  const voices: Voice[] = [];
  const maps = rtpmaps(media);
  for (let i = 0; i < maps.length; i++) {
    const { payloadType, encoding, clockRate, channels } = maps[i];
    const name = encoding.toUpperCase();
    const known = (name === "PCMU" || name === "PCMA") && clockRate === 8000 && channels === 1;
    if (known) voices.push({ codec: name, payloadType });
  }
  return voices;
}

/** The payload type we have promised to understand a codec by, or null. */
function inOf({ voices }: Said, codec: Codec): number | null {
  for (let i = 0; i < voices.length; i++) if (voices[i].codec === codec) return voices[i].payloadType;
  return null;
}

function eventsOf(media: MediaDescription): RtpMap | undefined {
  return rtpmaps(media).find(({ encoding, clockRate }) => encoding.toLowerCase() === EVENTS && clockRate === 8000);
}

function nseOf(media: MediaDescription): RtpMap | undefined {
  return rtpmaps(media).find(({ encoding, clockRate }) => NSE.includes(encoding.toUpperCase()) && clockRate === 8000);
}

/**
 * As gateways ask for a fax to be passed: one law of G.711, and no events beside it unless silence is to be sent as it is.
 * Some describe every call so; what counts is a change to it.
 */
function isPassThrough(media: MediaDescription): boolean {
  const maps = rtpmaps(media);
  const loud = (mediaAttribute(media, SILENCE) ?? "").toLowerCase().startsWith("off");
  let voices = 0;
  for (let i = 0; i < maps.length; i++) {
    const name = maps[i].encoding.toUpperCase();
    if (name === "PCMU" || name === "PCMA") voices++;
    else if (!NSE.includes(name) && !(loud && name === "TELEPHONE-EVENT")) return false;
  }
  return voices === 1;
}

/** Under its static type, where it has the clock of our codecs (RFC 3389 section 4). */
function takesNoise(media: MediaDescription): boolean {
  return media.formats.includes(String(NOISE));
}

const mapOf = ({ codec, payloadType }: Voice): RtpMap => {
  return { payloadType, encoding: codec, clockRate: 8000, channels: 1, fmtp: null };
};

const eventMap = (payloadType: number): RtpMap => {
  return { payloadType, encoding: EVENTS, clockRate: 8000, channels: 1, fmtp: EVENT_RANGE };
};

const nseMap = (encoding: string, payloadType: number): RtpMap => {
  return { payloadType, encoding, clockRate: 8000, channels: 1, fmtp: NSE_RANGE };
};

/** A stream we leave out (section 6): kind, profile and formats stay, port 0 says no. */
function refusal({ kind, protocol, formats }: MediaDescription): MediaDescription {
  return { kind, port: 0, protocol, formats, connection: null, attributes: [] };
}

/** An address nobody listens at: the old way to hold (section 8.4, RFC 2543 appendix B.5). */
function isNowhere(address: string): boolean {
  return address === NOWHERE || address === "::" || address.endsWith(".invalid");
}

function theirDirection(session: SessionDescription, media: MediaDescription): Direction {
  const direction = directionOf(session, media);
  const address = addressOf(session, media);
  return address !== null && isNowhere(address) ? both(direction, "sendonly") : direction;
}

/** What the other side sends, we receive. */
function mirrored(direction: Direction): Direction {
  return direction === "sendonly" ? "recvonly" : direction === "recvonly" ? "sendonly" : direction;
}

function sends(direction: Direction): boolean {
  return direction === "sendrecv" || direction === "sendonly";
}

/** What two wishes leave room for. */
function both(a: Direction, b: Direction): Direction {
  if (a === "sendrecv") return b;
  return b === "sendrecv" || a === b ? a : "inactive";
}

/** What they would like to get, within what they can take and we can make. */
function packetTimeFor(media: MediaDescription, ours: number): number {
  const most = Number(mediaAttribute(media, "maxptime") ?? Number.NaN);
  const limit = most >= SHORTEST_PACKET ? Math.min(most, LONGEST_PACKET) : LONGEST_PACKET;
  const wanted = Math.min(packetTime(media) ?? ours, limit);
  return Math.max(SHORTEST_PACKET, 10 * Math.floor(wanted / 10));
}
