/** The adapter's half of a call in virtual time: what its earpiece would hear of a schedule, from the first sample on. */
import { Voice } from "../../../firmware/media/voice.js";
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../../firmware/wire/rtp/rtp.js";
import { PACKET_MS, type Schedule } from "./schedule.js";

const HOST = "192.0.2.9";
const FRAME = 160;

/** `phase`: how many ms before the first frame the first packet would be sent, 0 to 20. Answers when sample 0 sounds. */
export function hear(schedule: Schedule, octets: Uint8Array, phase: number): { samples: Int16Array; start: number } {
  const voice = new Voice({ ssrc: 1, sequence: 0, timestamp: 0, cname: "us", controlInterval: 0 });
  voice.agree(
    {
      remote: { address: HOST, port: 4000 },
      remoteControl: null,
      codec: "PCMU",
      payloadType: 0,
      payloadTypeIn: 0,
      otherPayloadTypeIn: null,
      eventPayloadType: null,
      eventPayloadTypeIn: null,
      packetTime: PACKET_MS,
      direction: "sendrecv",
    },
    0,
  );
  const frames = Math.ceil(octets.length / FRAME) + 50;
  const samples = new Int16Array(frames * FRAME);
  const frame = new Int16Array(FRAME);
  const packet = new Uint8Array(RTP_HEADER_LENGTH + FRAME);
  let next = 0;
  for (let i = 0; i < frames; i++) {
    const now = i * PACKET_MS + phase;
    for (; next < schedule.packets.length && schedule.packets[next].at <= now; next++) {
      const { index } = schedule.packets[next];
      emitRtp({ ...emptyRtpHeader(), ssrc: 7, sequence: index & 0xffff, timestamp: index * FRAME }, packet);
      packet.set(octets.subarray(index * FRAME, (index + 1) * FRAME), RTP_HEADER_LENGTH);
      voice.receive(packet, HOST, 4000, now);
    }
    voice.listen(frame);
    samples.set(frame, i * FRAME);
  }
  return { samples, start: phase };
}
