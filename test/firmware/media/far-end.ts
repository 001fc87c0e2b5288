/** Whoever a voice talks to, in the tests of its files: packets, frames and tones. */
import { ok } from "node:assert/strict";
import { decodeAlaw, decodeUlaw, encodeAlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { Voice } from "../../../firmware/media/voice.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";
import { emitRtp, emptyRtpHeader, parseRtp, type RtpHeader } from "../../../firmware/wire/rtp/rtp.js";

export const FRAME = 160;
export const THERE = "192.0.2.9";
export const agreement: Agreement = {
  remote: { address: THERE, port: 4000 },
  remoteControl: { address: THERE, port: 4001 },
  codec: "PCMU",
  payloadType: 0,
  payloadTypeIn: 0,
  otherPayloadTypeIn: null,
  eventPayloadType: 101,
  eventPayloadTypeIn: 101,
  packetTime: 20,
  direction: "sendrecv",
};

export const voiceOf = (changes: Partial<Agreement> = {}, ssrc = 0xcafe0001) => {
  const voice = new Voice({ ssrc, sequence: 65534, timestamp: 0xffff_ff00, cname: "us", controlInterval: 5000 });
  voice.agree({ ...agreement, ...changes }, 0);
  return voice;
};

export const tone = (at: number) => Math.round(9000 * Math.sin((2 * Math.PI * 300 * at) / 8000));
export const frameAt = (index: number, of = tone) =>
  Int16Array.from({ length: FRAME }, (_, i) => of(FRAME * index + i));
export const coded = (frame: Int16Array, codec = "PCMU") => {
  const octets = new Uint8Array(frame.length);
  const back = new Int16Array(frame.length);
  if (codec === "PCMU") {
    encodeUlaw(frame, octets, 0);
    decodeUlaw(octets, 0, back);
  } else {
    encodeAlaw(frame, octets, 0);
    decodeAlaw(octets, 0, back);
  }
  return [...back];
};

export const taken = (voice: Voice) => {
  const packets: Uint8Array[] = [];
  for (let packet = voice.take(); packet; packet = voice.take()) packets.push(packet.slice());
  return packets;
};
export const headerOf = (packet: Uint8Array): RtpHeader => {
  const header = emptyRtpHeader();
  ok(parseRtp(packet, header));
  return header;
};
export const packetOf = (
  n: number,
  { ssrc = 7, payloadType = 0, payload = new Uint8Array(FRAME).fill(0x30), marker = false } = {},
) => {
  const octets = new Uint8Array(12 + payload.length);
  emitRtp({ ...emptyRtpHeader(), ssrc, payloadType, marker, sequence: n & 0xffff, timestamp: FRAME * n }, octets);
  octets.set(payload, 12);
  return octets;
};
export const heard = (voice: Voice) => {
  const frame = new Int16Array(FRAME).fill(1);
  voice.listen(frame);
  return frame;
};
export const steps = (samples: number[]) =>
  samples.reduce((most, sample, i) => (i > 0 ? Math.max(most, Math.abs(sample - samples[i - 1])) : most), 0);
export const chanceOf = (seed: number) => {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
};

/** Two voices and the cable between them; 20 ms at a time. */
export class Pair {
  readonly a = voiceOf({}, 0xa);
  readonly b = voiceOf({}, 0xb);
  now = 0;
  lost: (packet: Uint8Array) => boolean = () => false;
  frame(said = new Int16Array(FRAME)): Int16Array {
    this.now += 20;
    this.a.speak(said);
    for (const packet of taken(this.a)) if (!this.lost(packet)) this.b.receive(packet, THERE, 4000, this.now);
    this.b.speak(new Int16Array(FRAME));
    for (const packet of taken(this.b)) this.a.receive(packet, THERE, 4000, this.now);
    heard(this.a);
    return heard(this.b);
  }
}
