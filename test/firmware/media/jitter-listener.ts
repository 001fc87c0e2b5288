/** Who hears what a jitter buffer makes of packets that come in their time, or not. */
import { equal } from "node:assert/strict";
import { JitterBuffer, LATE, SOUND, SPARE } from "../../../firmware/media/jitter-buffer.js";
import type { JitterOptions } from "../../../firmware/media/jitter-level.js";
import { emitRtp, emptyRtpHeader, parseRtp } from "../../../firmware/wire/rtp/rtp.js";

export const FRAME = 160;
export const usual: JitterOptions = { least: 20, most: 200, first: 20, outliers: 50, adjustment: "up and down" };

/** A packet whose octets tell their own timestamps, modulo 251. */
export function packet(sequence: number, timestamp: number, length = FRAME): Uint8Array {
  const octets = new Uint8Array(12 + length);
  emitRtp({ ...emptyRtpHeader(), sequence: sequence & 0xffff, timestamp: timestamp >>> 0, ssrc: 7 }, octets);
  for (let i = 0; i < length; i++) octets[12 + i] = ((timestamp + i) >>> 0) % 251;
  return octets;
}

/** One listener: puts packets, pulls frames, remembers what was heard. */
export class Listener {
  readonly buffer: JitterBuffer;
  /** One answer for each block; a spare one and the next are two. */
  readonly answers: number[] = [];
  readonly heard: number[][] = [];
  quiet = true;
  constructor(options = usual) {
    this.buffer = new JitterBuffer(options);
  }
  put(octets: Uint8Array): number {
    const header = emptyRtpHeader();
    equal(parseRtp(octets, header), true);
    return this.buffer.put(header, octets);
  }
  /** 20 ms. */
  pull(): void {
    const { buffer } = this;
    if (buffer.takePair()) {
      this.answers.push(SOUND, SOUND);
      this.heard.push([...buffer.octets.slice(buffer.at, buffer.at + 160)]);
      return;
    }
    for (let block = 0; block < 2; block++) {
      let answer = this.#take();
      while (answer === SPARE) answer = this.#take();
    }
  }
  #take(): number {
    const answer = this.buffer.take(this.quiet);
    this.answers.push(answer);
    if (answer === SOUND || answer === SPARE)
      this.heard.push([...this.buffer.octets.slice(this.buffer.at, this.buffer.at + 80)]);
    return answer;
  }
  count(answer: number): number {
    return this.answers.filter((one) => one === answer).length;
  }
}

/** Sends a packet every `every` ms of a stream, each under way for `transit(n)` ms, and pulls every 20 ms for `ms`. */
export function stream(
  listener: Listener,
  ms: number,
  transit: (n: number) => number,
  { every = 20, pace = 1, lost = (_: number): boolean => false, from = 0xffff_f000 } = {},
): { late: number[]; delays: number[] } {
  const arrivals: { at: number; n: number }[] = [];
  for (let n = 0; n * every * pace < ms; n++) if (!lost(n)) arrivals.push({ at: n * every * pace + transit(n), n });
  arrivals.sort((a, b) => a.at - b.at || a.n - b.n);
  const late: number[] = [];
  const delays: number[] = [];
  let next = 0;
  for (let at = 0; at < ms; at += 20) {
    for (; next < arrivals.length && arrivals[next].at <= at; next++) {
      const { n } = arrivals[next];
      if (listener.put(packet(65500 + n, from + n * every * 8, every * 8)) === LATE) late.push(n);
    }
    listener.pull();
    delays.push(listener.buffer.delay);
  }
  return { late, delays };
}

export const sine = (seed: number) => {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
};
