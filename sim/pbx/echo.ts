/** Sends each packet back under a name of our own (RFC 3550 section 8.2: one's own SSRC coming back is a loop). */
import { getUint32, putUint32 } from "../../firmware/base/bytes.js";
import { RTP_HEADER_LENGTH } from "../../firmware/wire/rtp/rtp.js";
import type { MediaPort } from "./media-port.js";

const SSRC = 8;

/** Works in the packet it is given. What is no RTP, or has been here before, does not come back. */
export function echo(media: MediaPort, ssrc: number): (packet: Uint8Array) => void {
  return (packet) => {
    if (packet.length < RTP_HEADER_LENGTH || packet[0] >> 6 !== 2 || getUint32(packet, SSRC) === ssrc) return;
    putUint32(packet, SSRC, ssrc);
    media.send(packet);
  };
}
