/** Before the receivers judge anything: what they make of signals that are known. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { needs, runFolder } from "./lab.js";
import { lineDecode, minimodem, multimon, Shark, tones } from "./receivers.js";
import { level, likeness, RATE, readWav, writeWav } from "./wav.js";

const FULL = 32767 * 10 ** (-3.14 / 20);

/** Sines of these levels (dBm0), one after another: `[frequencies, dBm0 each, ms]`. */
function sound(...parts: [number[], number, number][]): Int16Array {
  const samples = parts.flatMap(([frequencies, dbm0, ms]) =>
    Array.from({ length: (ms * RATE) / 1000 }, (_, i) =>
      frequencies.reduce((sum, hz) => sum + FULL * 10 ** (dbm0 / 20) * Math.sin((2 * Math.PI * hz * i) / RATE), 0),
    ),
  );
  return Int16Array.from(samples, Math.round);
}

/** A Bell 202 burst: 300 bits of seizure, 180 of mark, the octets. */
function fsk(octets: number[]): Int16Array {
  const bits = [...Array.from({ length: 300 }, (_, i) => i & 1), ...Array(180).fill(1)];
  for (const octet of octets) bits.push(0, ...Array.from({ length: 8 }, (_, i) => (octet >> i) & 1), 1);
  bits.push(...Array(10).fill(1));
  const quiet = RATE / 2;
  const samples = new Int16Array(2 * quiet + Math.ceil((bits.length * RATE) / 1200));
  let phase = 0;
  for (let i = 0; i < samples.length - 2 * quiet; i++) {
    samples[quiet + i] = FULL * 10 ** (-13.5 / 20) * Math.sin(phase);
    phase += (2 * Math.PI * (bits[Math.floor((i * 1200) / RATE)] ? 1200 : 2200)) / RATE;
  }
  return samples;
}

function presentation(number: string, name: string): number[] {
  const text = (value: string) => [value.length, ...new TextEncoder().encode(value)];
  const body = [1, ...text("11201605"), 2, ...text(number), 7, ...text(name)];
  const message = [0x80, body.length, ...body];
  return [...message, -message.reduce((sum, octet) => sum + octet, 0) & 0xff];
}

describe("the receivers", () => {
  it("line-decode passes its own test", function () {
    needs(this, "line-decode", "python3");
    const test = join(import.meta.dirname, "line-decode/selftest.py");
    const said = execFileSync("python3", [test, join(runFolder, "line-decode")], { encoding: "utf8" });
    ok(said.includes("ok"));
  });

  it("read a caller's number and name, and refuse a wrong checksum", async function () {
    needs(this, "line-decode", "minimodem");
    const octets = presentation("101", "Line 1");
    const wav = writeWav(fsk(octets));
    const [burst, message] = await lineDecode(wav);
    ok(burst.type === "fsk" && burst.checksum_ok && message.type === "callerid");
    deepEqual(
      message.fields.slice(2).map(({ text }) => text),
      ["101", "Line 1"],
    );
    deepEqual(await minimodem(wav), { Time: "11/20 16:05", Phone: "101", Name: "Line 1" });
    octets[octets.length - 1] ^= 1;
    const kinds = (await lineDecode(writeWav(fsk(octets)))).map(({ type }) => type);
    ok(!kinds.includes("callerid") && !kinds.includes("fsk"));
  });

  it("hear digits and measure a tone", async function () {
    needs(this, "line-decode", "multimon-ng", "sox");
    const five: [number[], number, number] = [[770, 1336], -9, 100];
    equal(await multimon(writeWav(sound([[], 0, 300], five, [[], 0, 100], five, [[], 0, 300]))), "55");
    const [tone] = await tones(writeWav(sound([[], 0, 300], [[350, 440], -19, 1000], [[], 0, 300])));
    for (const [i, hz] of tone.freqs.entries()) ok(Math.abs(hz - [350, 440][i]) < 1);
    for (const dbm0 of tone.levels_dbm0) ok(Math.abs(dbm0 + 19) < 0.3);
    ok(Math.abs(tone.duration_ms - 1000) < 10);
  });

  it("find a recording in another, and its delay", () => {
    let seed = 1;
    const noise = Int16Array.from({ length: 3 * RATE }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      return seed >> 18;
    });
    const delayed = noise.slice(noise.length - RATE - 800, noise.length - 800);
    const { correlation, delay } = likeness(noise, delayed, 200);
    equal(delay, 100);
    ok(correlation > 0.999);
    ok(likeness(noise, delayed.slice().reverse(), 200).correlation < 0.1);
    deepEqual(readWav(writeWav(delayed)), delayed);
    equal(level(new Int16Array(RATE)), -Infinity);
  });

  it("tshark reads SIP and RTP on any port, and sees a wrong checksum", async function () {
    needs(this, "tshark");
    const pcap = capture(5);
    const shark = new Shark(pcap, ["7100"]);
    deepEqual(await shark.malformed(), []);
    equal(await shark.frames("sip.Method == INVITE"), 1);
    const packets = await shark.packets();
    deepEqual(
      packets.map(({ seq, timestamp }) => [seq, timestamp]),
      Array.from({ length: 5 }, (_, i) => [i, 160 * i]),
    );
    const [stream] = await shark.streams();
    equal(stream.packets, 5);
    equal(stream.lost, 0);
    ok(Math.abs(stream.meanDelta - 20) < 0.01);
    pcap[pcap.length - 1] ^= 0xff;
    equal((await new Shark(pcap, ["7100"]).malformed()).length, 1);
  });

  it("each voice has something to say", function () {
    needs(this, "espeak-ng", "sox");
    for (const voice of ["her", "him"]) {
      const samples = readWav(readFileSync(join(runFolder, `${voice}.wav`)));
      ok(samples.length > 12 * RATE && level(samples) > -35);
    }
  });
});

/** A capture of an INVITE with an offer and so many packets of silence, 20 ms apart. */
function capture(count: number): Uint8Array {
  const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 7200 RTP/AVP 0\r\n";
  const via = "SIP/2.0/UDP 127.0.0.1:7100;branch=z9hG4bK1";
  const head = `INVITE sip:2@127.0.0.1 SIP/2.0\r\nVia: ${via}\r\nFrom: <sip:1@a>;tag=1\r\nTo: <sip:2@a>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:1@127.0.0.1:7100>\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n`;
  const global = new DataView(new ArrayBuffer(24));
  for (const [i, word] of [0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101].entries()) global.setUint32(4 * i, word, true);
  const packets = [udp(0, 7100, 7300, new TextEncoder().encode(head + sdp))];
  for (let i = 0; i < count; i++) {
    const rtp = new DataView(new ArrayBuffer(172));
    for (const [j, word] of [0x80000000 + i, 160 * i, 0x1234].entries()) rtp.setUint32(4 * j, word);
    packets.push(udp(100 + 20 * i, 7300, 7200, new Uint8Array(rtp.buffer)));
  }
  return Uint8Array.from([new Uint8Array(global.buffer), ...packets].flatMap((part) => [...part]));
}

function udp(ms: number, from: number, to: number, payload: Uint8Array): Uint8Array {
  const length = 28 + payload.length;
  const bytes = new Uint8Array(16 + length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of [0, 1000 * ms, length, length].entries()) view.setUint32(4 * i, word, true);
  bytes.set([0x45, 0, length >> 8, length & 0xff, 0, 0, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1], 16);
  for (const [i, word] of [from, to, 8 + payload.length, 0].entries()) view.setUint16(36 + 2 * i, word);
  bytes.set(payload, 44);
  view.setUint16(26, checksum(view, 16, 20, 0));
  view.setUint16(42, checksum(view, 28, length - 12, 17 + 8 + payload.length));
  return bytes;
}

function checksum(view: DataView, start: number, length: number, sum: number): number {
  for (let i = 0; i < length; i++) sum += view.getUint8(start + i) << (i & 1 ? 0 : 8);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
