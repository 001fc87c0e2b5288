/** Verdicts that several tests pass, each with the figure that decided it. */
import { deepEqual, ok } from "node:assert/strict";
import { type Desk, pause } from "./desk.js";
import { Ladder } from "./ladder.js";
import { isLawful } from "./laws.js";
import { type RtpPacket, Shark, type Tone } from "./receivers.js";
import { speech } from "./speech.js";
import type { Telephone } from "./telephone.js";
import { type Likeness, level, likeness, RATE } from "./wav.js";

const PACKET_SAMPLES = 160;
const WINDOW = RATE / 4;
const SPOKEN_DBM0 = -40;
const LIKE = 0.95;
const LIKE_SHARE = 0.7;
const LONGEST_MOUTH_TO_EAR = 120;

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

/** Bursts of a recording, of which the first and the last may have been cut. */
export function isCadence(bursts: Tone[], on: number, off: number, what: string): void {
  const whole = bursts.slice(1, -1);
  ok(whole.length >= 1, `${what}: ${bursts.length} bursts`);
  for (const [i, { start_ms, duration_ms }] of whole.entries()) {
    near(duration_ms, on, 20, `${what}: on`);
    near(bursts[i + 2].start_ms - start_ms, on + off, 20, `${what}: the period`);
  }
}

/** The longest delay that is looked for, in ms. */
const LONGEST_DELAY = 400;

/** These seconds of what one telephone heard are what the other put on its pair, up to the desk's time `end`. */
export async function isCarried(mouth: Telephone, ear: Telephone, seconds: number, end: number): Promise<void> {
  const said = await mouth.pair(seconds + LONGEST_DELAY / 1000, end);
  const heard = await ear.heard(seconds, end);
  deepEqual([said.end, heard.end], [end, end]);
  isLike(said.samples, heard.samples, LONGEST_MOUTH_TO_EAR, `line ${ear.line}, of the pair of line ${mouth.line},`);
}

/** Each of the two says something for five seconds, and the other hears it. */
export async function isCarriedBothWays(desk: Desk): Promise<void> {
  for (const [mouth, ear, voice] of [
    [desk.one, desk.two, "her"],
    [desk.two, desk.one, "him"],
  ] as const) {
    const { t: start } = await desk.state();
    await mouth.speak(speech(voice).wav);
    await pause(5_100);
    await isCarried(mouth, ear, 3, start + 5_000);
    await mouth.hush();
  }
}

/** These seconds of the ear are the speech itself, which was begun at the desk's time `start`. */
export async function isUnderstood(speech: Int16Array, start: number, ear: Telephone, seconds: number, end: number) {
  const said = speech.subarray(0, Math.round(((end - start) / 1000) * RATE));
  isLike(said, (await ear.heard(seconds, end)).samples, LONGEST_DELAY, `line ${ear.line}, of the speech,`);
}

/**
 * Compares quarter by quarter of a second, where there is something to hear: a jitter buffer may move by some ms in
 * the middle of a recording, when the machine stalls, and what is before and after is as good as ever.
 */
function isLike(said: Int16Array, heard: Int16Array, longest: number, what: string): void {
  const found: Likeness[] = [];
  const lead = said.length - heard.length;
  for (let at = 0; at + WINDOW <= heard.length; at += WINDOW) {
    const piece = heard.subarray(at, at + WINDOW);
    if (level(piece) > SPOKEN_DBM0) found.push(likeness(said.subarray(0, lead + at + WINDOW), piece, LONGEST_DELAY));
  }
  const good = found.filter(({ correlation }) => correlation > LIKE);
  const told = found.map(({ correlation, delay }) => `${correlation.toFixed(3)} at ${delay} ms`).join(", ");
  ok(found.length >= 4, `${what} heard next to nothing: ${told}`);
  ok(good.length >= found.length * LIKE_SHARE, `${what} heard too little that is like it: ${told}`);
  for (const { delay } of good) ok(delay < longest, `${what} heard it too late: ${told}`);
}

/** The adapter's capture as tshark sees it, every frame whole and every checksum right. */
export async function capture(desk: Desk, ...otherSipPorts: number[]): Promise<Shark> {
  const addresses = [...desk.ready.sip, ...(desk.ready.pbx ? [desk.ready.pbx] : [])];
  const ports = [...addresses.map(portOf), ...otherSipPorts.map(String)];
  const shark = new Shark(await desk.capture(), ports);
  deepEqual(await shark.malformed(), [], "malformed frames");
  await spokeWell(desk, shark);
  return shark;
}

/** The same of what the lines themselves have sent by SIP, whatever the other side is about. */
export async function hasSpokenWell(desk: Desk): Promise<void> {
  await spokeWell(desk, new Shark(await desk.capture(), desk.ready.sip.map(portOf)));
}

async function spokeWell(desk: Desk, shark: Shark): Promise<void> {
  for (const [i, address] of desk.ready.sip.entries()) {
    deepEqual(await shark.faulty(portOf(address)), [], "faulty frames of ours");
    isLawful(await Ladder.of(desk, i + 1));
  }
}

/** The ports at which a line said it takes RTP, and from which it sends. */
export async function mediaPorts(desk: Desk, line: number): Promise<Set<string>> {
  const described = (await desk.sip(`?line=${line}`)).filter(({ direction }) => direction === "out");
  return new Set(described.flatMap(({ message }) => /\nm=audio (\d+) /.exec(message)?.[1] ?? []));
}

export const portOf = (address: string): string => address.slice(address.lastIndexOf(":") + 1);

/** Voice streams as a metronome: 20 ms apart on average, 160 samples each, none lost, jitter below 10 ms. */
export async function isMetronome(desk: Desk, shark: Shark, expected: number): Promise<void> {
  const [one, two] = [await mediaPorts(desk, 1), await mediaPorts(desk, 2)];
  const ours = (address: string) => one.has(portOf(address)) || two.has(portOf(address));
  // What one line sends straight to the other is in the capture twice, going out and coming in.
  const streams = (await shark.streams()).filter(({ packets, from, to }) => packets > 100 && !(ours(from) && ours(to)));
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
