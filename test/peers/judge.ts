/** Verdicts that several tests pass, each with the figure that decided it. */
import { deepEqual, ok } from "node:assert/strict";
import type { Desk } from "./desk.js";
import { type RtpPacket, Shark, type Tone } from "./receivers.js";
import type { Telephone } from "./telephone.js";
import { type Likeness, likeness, RATE } from "./wav.js";

const PACKET_SAMPLES = 160;

export function near(figure: number, wanted: number, tolerance: number, what: string): void {
  ok(Math.abs(figure - wanted) <= tolerance, `${what} is ${figure}, not ${wanted} ± ${tolerance}`);
}

/** Frequencies (within 0.5 %), the same level for each (within 1 dB). */
export function isTone(tone: Tone | undefined, frequencies: number[], dbm0: number, what: string): void {
  ok(tone, `${what} was not heard`);
  deepEqual(tone.freqs.length, frequencies.length, `${what} has ${tone.freqs.join(" + ")} Hz`);
  for (const [i, hz] of frequencies.entries()) near(tone.freqs[i], hz, hz * 0.005, `${what}: a frequency`);
  for (const one of tone.levels_dbm0) near(one, dbm0, 1, `${what}: a level`);
}

/** Bursts of the tone in the middle of a recording, whose first and last may have been cut. */
export function isCadence(bursts: Tone[], on: number, off: number, what: string): void {
  ok(bursts.length >= 2, `${what}: ${bursts.length} bursts`);
  bursts.slice(1).forEach((burst, i) => {
    near(burst.start_ms - bursts[i].start_ms, on + off, 20, `${what}: the period`);
    if (i + 2 < bursts.length) near(burst.duration_ms, on, 20, `${what}: on`);
  });
}

/**
 * How these seconds of what one telephone heard are like what the other put on its pair, both up to the desk's
 * time `end`; the delay is from pair to ear.
 */
export async function carried(mouth: Telephone, ear: Telephone, seconds: number, end: number): Promise<Likeness> {
  const longest = 400;
  const said = await mouth.pair(seconds + longest / 1000, end);
  const heard = await ear.heard(seconds, end);
  deepEqual([said.end, heard.end], [end, end]);
  return likeness(said.samples, heard.samples, longest);
}

/** How these seconds of the ear are like the speech itself, said from the desk's time `start` on. */
export async function understood(speech: Int16Array, start: number, ear: Telephone, seconds: number, end: number) {
  const longest = 400;
  const until = Math.round(((end - start) / 1000) * RATE);
  const heard = await ear.heard(seconds, end);
  return likeness(speech.subarray(0, until), heard.samples, longest);
}

/** The adapter's capture as tshark sees it, every frame whole and every checksum right. */
export async function capture(desk: Desk, ...otherSipPorts: number[]): Promise<Shark> {
  const addresses = [...desk.ready.sip, ...(desk.ready.pbx ? [desk.ready.pbx] : [])];
  const ports = [
    ...addresses.map((address) => address.slice(address.lastIndexOf(":") + 1)),
    ...otherSipPorts.map(String),
  ];
  const shark = new Shark(await desk.capture(), ports);
  deepEqual(await shark.malformed(), [], "malformed frames");
  return shark;
}

/** Voice streams as a metronome: 20 ms apart on average, 160 samples each, none lost, jitter below 10 ms. */
export async function isMetronome(shark: Shark, expected: number): Promise<void> {
  const streams = (await shark.streams()).filter(({ packets }) => packets > 100);
  ok(streams.length >= expected, `${streams.length} streams of more than 100 packets, not ${expected}`);
  for (const { from, to, lost, meanDelta, maxJitter } of streams) {
    const what = `RTP ${from} to ${to}`;
    near(meanDelta, 20, 0.2, `${what}: the mean spacing`);
    near(lost, 0, 0, `${what}: packets lost`);
    ok(maxJitter < 10, `${what}: a jitter of ${maxJitter} ms`);
  }
  const last = new Map<string, RtpPacket>();
  for (const packet of await shark.packets()) {
    const before = last.get(packet.ssrc + packet.from);
    last.set(packet.ssrc + packet.from, packet);
    if (!before) continue;
    const steps = (packet.seq - before.seq) & 0xffff;
    const step = (packet.timestamp - before.timestamp) >>> 0;
    near(step, steps * PACKET_SAMPLES, 0, `RTP ${packet.from}: the time stamps ${steps} packets apart`);
  }
}
