/** Calls to test numbers of the PBX, and what is heard there: one stream of RTP, levels, keys, words. */
import { equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { textOf } from "../../../firmware/base/text.js";
import { decodeUlaw } from "../../../firmware/dsp/g711.js";
import { Speech } from "../../../firmware/menu/speech.js";
import type { Word } from "../../../firmware/menu/words.js";
import { emptyRtpHeader, parseRtp, type RtpHeader } from "../../../firmware/wire/rtp/rtp.js";
import { likeness } from "../../likeness.js";
import { type Call, type Client, portOf, RTP_PORT } from "./client.js";
import { Office } from "./office.js";

/** Those of the product. */
export const WORDS = new Uint8Array(readFileSync(new URL("../../../assets/speech-en.bin", import.meta.url)));

export const VOICE_ONLY = { m: `audio ${RTP_PORT} RTP/AVP 0`, a: [] };
export const ALAW = { m: `audio ${RTP_PORT} RTP/AVP 8`, a: [] };
const PEAK_0_DBM0 = 22_826;

type Heard = { readonly at: number; readonly octets: Uint8Array; readonly rtp: RtpHeader };

/** 103 calls a test number, which answers. */
export function answered(
  number: string,
  offer?: object,
  words?: Uint8Array,
): { office: Office; a: Client; call: Call; port: number; sdp: string } {
  const office = new Office({ words });
  const a = office.client("103");
  const call = a.call(number, a.sdp({ ...offer }));
  const { body } = call.answered();
  return { office, a, call, port: portOf(body), sdp: textOf(body) };
}

/** What is heard in the next `ms`, one stream of RTP without a gap. */
export function listen(a: Client, ms: number): Heard[] {
  a.sounds.length = 0;
  a.time.advance(ms);
  const packets = a.sounds.map(({ at, octets }) => {
    const rtp = emptyRtpHeader();
    ok(parseRtp(octets, rtp));
    return { at, octets, rtp };
  });
  for (let i = 1; i < packets.length; i++) {
    equal(packets[i].rtp.ssrc, packets[0].rtp.ssrc);
    equal(packets[i].rtp.sequence, (packets[i - 1].rtp.sequence + 1) & 0xffff);
  }
  return packets;
}

export function samplesOf(packets: readonly Heard[], decode = decodeUlaw): Int16Array {
  const samples = new Int16Array(160 * packets.length);
  for (const [i, { octets, rtp }] of packets.entries()) {
    equal(rtp.payloadEnd - rtp.payloadStart, 160);
    decode(octets, rtp.payloadStart, samples.subarray(160 * i, 160 * (i + 1)));
  }
  return samples;
}

/** Level of one frequency in dBm0, and of everything. */
export function levelAt(samples: Int16Array, hertz: number): number {
  let [re, im] = [0, 0];
  for (const [n, sample] of samples.entries()) {
    re += sample * Math.cos((2 * Math.PI * hertz * n) / 8000);
    im += sample * Math.sin((2 * Math.PI * hertz * n) / 8000);
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / samples.length / PEAK_0_DBM0 + 1e-9);
}

export function level(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(power / (PEAK_0_DBM0 ** 2 / 2) + 1e-12);
}

export function hungUp({ office, call }: { office: Office; call: Call }): void {
  call.hangUp();
  office.empty();
}

export const packet = (ssrc: number, ...octets: number[]) =>
  Uint8Array.from([0x80, 0x80, 0, 7, 0, 0, 0, 2, 0, 0, 0, ssrc, ...octets]);

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS = "123A456B789C*0#D";

/** What is pressed in each 20 ms, "" for silence. */
export function keysIn(samples: Int16Array): string[] {
  const loudest = (frame: Int16Array, hertz: number[]) => {
    const levels = hertz.map((each) => levelAt(frame, each));
    return levels.indexOf(Math.max(...levels));
  };
  return Array.from({ length: samples.length / 160 }, (_, i) => {
    const frame = samples.subarray(160 * i, 160 * (i + 1));
    if (level(frame) < -40) return "";
    ok(level(frame) > -10 && level(frame) < -3);
    return KEYS[4 * loudest(frame, ROWS) + loudest(frame, COLUMNS)];
  });
}

export const framesOf = (samples: Int16Array) =>
  Array.from({ length: Math.floor(samples.length / 160) }, (_, i) => samples.slice(160 * i, 160 * (i + 1)));

const DIGITS = [..."0123456789"] as Word[];

/** A word as it lies in flash, without the silence around it. */
function wordSound(word: Word): Int16Array {
  const speech = new Speech(WORDS);
  speech.say([word]);
  const samples: number[] = [];
  for (const frame = new Int16Array(160); !speech.done; ) {
    speech.fill(frame);
    samples.push(...frame);
  }
  return Int16Array.from(samples).subarray(640, samples.length - 640);
}
const SOUNDS = new Map(DIGITS.map((word) => [word, wordSound(word)]));

/** The digits that are said there, one after the other, each known by its likeness, to the end of the sound. */
export function digitsIn(heard: Int16Array): Word[] {
  const found: Word[] = [];
  for (let at = 0; level(heard.subarray(at)) > -50; ) {
    let best = { word: DIGITS[0], end: heard.length, correlation: -1 };
    for (const [word, wanted] of SOUNDS) {
      const { correlation, delay } = likeness(wanted, heard.subarray(at), 900);
      if (correlation > best.correlation) best = { word, end: at + delay + wanted.length, correlation };
    }
    ok(best.correlation > 0.95, `${best.word}: ${best.correlation}`);
    found.push(best.word);
    at = best.end;
  }
  return found;
}
