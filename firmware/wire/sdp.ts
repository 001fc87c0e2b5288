/** Session descriptions (RFC 8866). */
import type { Direction } from "./agreement.js";

export type SdpAttribute = readonly [name: string, value: string | null];

export type MediaDescription = {
  /** `audio`, `video`, `image` ... */
  readonly kind: string;
  /** 0 when the stream is refused. */
  readonly port: number;
  readonly protocol: string;
  /** Payload types for RTP, preferred first. */
  readonly formats: readonly string[];
  /** Null when the session's own holds. */
  readonly connection: { readonly address: string } | null;
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
  readonly connection: { readonly address: string } | null;
  /** What holds for media that say nothing else. */
  readonly direction: Direction;
  /** At session level, without the direction. */
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly MediaDescription[];
};

/** What a payload type means (section 6.6). */
export type RtpMap = {
  readonly payloadType: number;
  readonly encoding: string;
  readonly clockRate: number;
  readonly channels: number;
  /** The format's own parameters (section 6.15), or null. */
  readonly fmtp: string | null;
};

export declare function parseSdp(octets: Uint8Array): SessionDescription | undefined;
export declare function emitSdp(session: SessionDescription): Uint8Array;
