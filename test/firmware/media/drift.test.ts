/** Clocks that drift, as they are heard: half an hour of talk, word for word. */
import { deepEqual, ok } from "node:assert/strict";
import { decodeUlaw, encodeUlaw } from "../../../firmware/dsp/g711.js";
import { Voice } from "../../../firmware/media/voice.js";
import { emitRtp, emptyRtpHeader } from "../../../firmware/wire/rtp/rtp.js";

const FRAME = 160;
const HOUR_HALF = 90_000; // frames
const HOST = "192.0.2.9";
/** Frames of a word, and of the quiet after it. */
const WORD = 70;
const QUIET = 30;

/** A word has a pitch that rises, each from another one on. What is quiet is soft noise. */
function frameOf(n: number): Uint8Array {
  const inWord = n % (WORD + QUIET);
  const pitch = 180 + 3 * (Math.floor(n / (WORD + QUIET)) % 7);
  const sound = Int16Array.from({ length: FRAME }, (_, i) => {
    if (inWord >= WORD) return ((i * 7919 + n * 104_729) % 17) - 8;
    const at = (inWord * FRAME + i) / 8000;
    const swell = Math.min(1, inWord / 3, (WORD - inWord) / 3);
    return Math.round(8000 * swell * Math.sin(2 * Math.PI * (pitch + 40 * at) * at));
  });
  const octets = new Uint8Array(FRAME);
  encodeUlaw(sound, octets, 0);
  return octets;
}

/** Where each word was heard whole, and the largest step between two samples that was heard. */
function hear(pace: number, jitter: number) {
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
      packetTime: 20,
      direction: "sendrecv",
    },
    0,
  );
  const packet = new Uint8Array(12 + FRAME);
  const header = { ...emptyRtpHeader(), ssrc: 7 };
  const frame = new Int16Array(FRAME);
  const middle = new Int16Array(FRAME);
  // a word is known by a frame out of its middle, and must then stand around it sample by sample
  let next = 0;
  let whole = 0;
  let words = 0;
  let step = 0;
  let last = 0;
  const ring = new Int16Array(FRAME * WORD * 3);
  let filled = 0;
  const sent = new Int16Array(FRAME * WORD);
  for (let at = 0; at < HOUR_HALF; at++) {
    for (; 20 * next * pace + jitter * ((next * 7) % 5) <= 20 * at; next++) {
      header.sequence = next & 0xffff;
      header.timestamp = (next * FRAME) >>> 0;
      emitRtp(header, packet);
      packet.set(frameOf(next), 12);
      voice.receive(packet, HOST, 4000, 20 * at);
    }
    voice.listen(frame);
    for (const sample of frame) {
      step = Math.max(step, Math.abs(sample - last));
      last = sample;
    }
    ring.copyWithin(0, FRAME);
    ring.set(frame, ring.length - FRAME);
    filled++;
    // once in a while a word has just been heard: 15 frames after it was said
    if (at % (WORD + QUIET) !== WORD + 15 || filled < 200) continue;
    words++;
    const first = at - WORD - 15;
    for (let i = 0; i < WORD; i++) {
      decodeUlaw(frameOf(first + i), 0, middle);
      sent.set(middle, FRAME * i);
    }
    if (stands(sent, ring)) whole++;
  }
  return { words, whole, step, statistics: voice.statistics };
}

/** The word stands there without a sample missing or one too many. */
function stands(word: Int16Array, ring: Int16Array): boolean {
  for (let at = 0; at + word.length <= ring.length; at++) {
    if (ring[at + 5000] !== word[5000] || ring[at + 5001] !== word[5001] || ring[at + 5600] !== word[5600]) continue;
    let i = 0;
    while (i < word.length && ring[at + i] === word[i]) i++;
    if (i === word.length) return true;
  }
  return false;
}

/** Of what is said, without any cable between. */
function largestStep(): number {
  const frame = new Int16Array(FRAME);
  let [most, last] = [0, 0];
  for (let n = 0; n < 700; n++) {
    decodeUlaw(frameOf(n), 0, frame);
    for (const sample of frame) {
      most = Math.max(most, Math.abs(sample - last));
      last = sample;
    }
  }
  return most;
}

describe("drift", function () {
  this.timeout(30_000);
  const inherent = largestStep();

  for (const pace of [0.9999, 1.0001])
    it(`of 100 ppm, a clock too ${pace < 1 ? "fast" : "slow"}, changes no word in half an hour`, () => {
      const { words, whole, step, statistics } = hear(pace, 1);
      ok(words > 890, `${words}`);
      deepEqual([statistics.lost, statistics.late], [0, 0]);
      ok(whole >= words - 1, `${whole} of ${words}`);
      ok(statistics.concealed <= 22, `${statistics.concealed} blocks were made up`);
      ok(step <= inherent, `${step}`);
      ok(statistics.delayMost <= 60);
    });
});
