/** What two sides can agree on about one voice stream (RFC 3264), in the words that calls and sound share. */

export type Codec = "PCMU" | "PCMA";

/** As seen by the one who holds the value (RFC 8866 section 6.7). */
export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** What we bring to an offer or an answer: where we listen, and what we can do, preferred first. */
export type MediaOffer = {
  readonly address: string;
  readonly port: number;
  /** Where we listen to RTCP, when that is not the next port (RFC 3605). */
  readonly controlPort?: number;
  readonly codecs: readonly Codec[];
  /** Payload type we want telephone events with (RFC 4733), or null without them. */
  readonly eventPayloadType: number | null;
  /** Milliseconds of sound in a packet that we would like to get. */
  readonly packetTime: number;
  /** Silence shall be told, and not sent (RFC 3389). */
  readonly noise?: boolean;
  /** Payload type of Cisco's events for faxes and modems that we offer, or take when they are offered. */
  readonly nse?: { readonly payloadType: number; readonly offers: boolean } | null;
  /** A fax or a modem is to pass: silence goes out like sound (`silenceSupp`, RFC 3108 section 5.6.2.2). */
  readonly passThrough?: boolean;
};

/** Where and how the voice of one call goes, once offer and answer have met. */
export type Agreement = {
  /** Where we send RTP; null for a connection address of 0.0.0.0 or a port of 0. */
  readonly remote: { readonly address: string; readonly port: number } | null;
  /** Where we send RTCP (RFC 3605, else port + 1). */
  readonly remoteControl: { readonly address: string; readonly port: number } | null;
  readonly codec: Codec;
  /** Payload type of `codec` on packets we send, and on those we get. */
  readonly payloadType: number;
  readonly payloadTypeIn: number;
  /** Payload type of the other codec, to which the other side may change at any packet; null when it may not. */
  readonly otherPayloadTypeIn: number | null;
  /** Telephone events, both ways; null when the other side takes none. */
  readonly eventPayloadType: number | null;
  readonly eventPayloadTypeIn: number | null;
  /** Payload type of comfort noise on packets we send (RFC 3389), when the other side takes it; else null or nothing. */
  readonly noisePayloadType?: number | null;
  /** Payload types of Cisco's events for faxes and modems, both ways; null or nothing when one side knows none. */
  readonly nse?: { readonly out: number; readonly in: number } | null;
  /** The other side leaves but one law of G.711, as for a fax. */
  readonly passThrough?: boolean;
  /** Milliseconds of sound in each packet we send. */
  readonly packetTime: number;
  /** What we do: `recvonly` when the other side holds us. */
  readonly direction: Direction;
};
