/** What one media description says: payload types, packet time, direction, where RTP and RTCP go (RFC 8866 section 6, RFC 3605). */
import type { Direction } from "./agreement.js";
import type { MediaDescription, RtpMap, SdpAttribute, SessionDescription } from "./sdp.js";

/** The value of the first attribute of that name, "" when it has none, `undefined` when it is not there. */
export declare function mediaAttribute(media: MediaDescription, name: string): string | undefined;
/** The payload types of the media line in its order; static ones need no rtpmap (RFC 3551), unknown ones are left out. */
export declare function rtpmaps(media: MediaDescription): RtpMap[];
/** The twin of `rtpmaps`: attributes rtpmap and fmtp. */
export declare function rtpmapAttributes(maps: readonly RtpMap[]): SdpAttribute[];
/** Milliseconds of sound in a packet the describer would like, or null. */
export declare function packetTime(media: MediaDescription): number | null;
export declare function directionOf(session: SessionDescription, media: MediaDescription): Direction;
/** The connection address of this media, or null when there is none. */
export declare function addressOf(session: SessionDescription, media: MediaDescription): string | null;
/** Where RTCP goes; `address` is null when it is that of RTP. */
export declare function controlTarget(media: MediaDescription): {
  readonly address: string | null;
  readonly port: number;
};
