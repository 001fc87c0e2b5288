import { deepEqual, equal, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Capture, KEPT_OCTETS, recorded } from "../../../sim/network/capture.js";
import { parseAddress } from "../../../sim/network/ip-packet.js";
import { Lan } from "../../../sim/network/lan.js";
import { VirtualTime } from "../../../sim/time.js";

const EPOCH = Date.UTC(2026, 0, 1);
const RECORDS = 24;

const at = (address: string, port: number) => ({ address: parseAddress(address) as Uint8Array, port });
const whole = (pieces: Uint8Array[]) => Buffer.concat(pieces);

/** The records of a file: time in microseconds since 1970, and the packet. */
function records(file: Buffer): { time: number; packet: Buffer }[] {
  const found = [];
  for (let start = RECORDS; start < file.length; ) {
    const length = file.readUInt32LE(start + 8);
    equal(length, file.readUInt32LE(start + 12));
    const time = file.readUInt32LE(start) * 1e6 + file.readUInt32LE(start + 4);
    found.push({ time, packet: file.subarray(start + 16, start + 16 + length) });
    start += 16 + length;
  }
  return found;
}

/** Adds up to all ones over a header or pseudo header with a right checksum (RFC 1071). */
function onesSum(...parts: Uint8Array[]): number {
  let sum = 0;
  for (const part of parts)
    for (let i = 0; i < part.length; i += 2) {
      sum += (part[i] << 8) + (part[i + 1] ?? 0);
      sum = (sum & 0xffff) + (sum >> 16);
    }
  return sum;
}

describe("the capture", () => {
  it("is a classic pcap of raw IP packets", () => {
    const capture = new Capture({ now: () => 1234.567, epoch: EPOCH });
    capture.record(at("127.0.0.1", 5060), at("127.0.0.2", 40000), Uint8Array.of(1, 2, 3), 46);
    const file = whole(capture.file());
    equal(
      file.subarray(0, 24).toString("hex"),
      "d4c3b2a1020004000000000000000000000004006500000000000000".slice(0, 48),
    );
    const [{ time, packet }] = records(file);
    equal(time, EPOCH * 1000 + 1_234_567);
    equal(packet.readUInt16BE(2), packet.length);
    equal(packet[1] >> 2, 46);
    equal(packet.readUInt16BE(20), 5060);
    equal(packet.readUInt16BE(22), 40000);
    deepEqual([...packet.subarray(28)], [1, 2, 3]);
  });

  it("has right checksums, in both families", () => {
    const address = fc.oneof(
      fc.tuple(fc.ipV4(), fc.ipV4()),
      fc.tuple(
        fc.ipV6().filter((text) => parseAddress(text) !== undefined),
        fc.ipV6(),
      ),
    );
    fc.assert(
      fc.property(
        address,
        fc.nat(65535),
        fc.nat(65535),
        fc.uint8Array({ maxLength: 300 }),
        ([from, to], p, q, payload) => {
          const capture = new Capture({ now: () => 0, epoch: EPOCH });
          capture.record(at(from, p), at(to, q), payload, 0);
          const [{ packet }] = records(whole(capture.file()));
          const four = packet[0] >> 4 === 4;
          const udp = packet.subarray(four ? 20 : 40);
          if (four) equal(onesSum(packet.subarray(0, 20)), 0xffff);
          const addresses = packet.subarray(four ? 12 : 8, four ? 20 : 40);
          equal(onesSum(addresses, Uint8Array.of(0, 17, udp.length >> 8, udp.length), udp), 0xffff);
          ok(udp.readUInt16BE(6) !== 0);
          deepEqual(new Uint8Array(udp.subarray(8)), payload);
        },
      ),
    );
  });

  it("leaves out what no packet can be", () => {
    const capture = new Capture({ now: () => 0, epoch: EPOCH });
    capture.record(at("127.0.0.1", 1), at("::1", 1), Uint8Array.of(1), 0);
    capture.record(at("127.0.0.1", 1), at("127.0.0.1", 2), new Uint8Array(65_508), 0);
    equal(whole(capture.file()).length, 24);
    capture.record(at("127.0.0.1", 1), at("127.0.0.1", 2), new Uint8Array(65_507), 0);
    equal(records(whole(capture.file())).length, 1);
  });

  it("keeps ten minutes", () => {
    let now = 0;
    const capture = new Capture({ now: () => now, epoch: EPOCH });
    const one = () => capture.record(at("127.0.0.1", 1), at("127.0.0.1", 2), Uint8Array.of(1), 0);
    one();
    now = 1000;
    one();
    now = 600_000;
    equal(records(whole(capture.file())).length, 2);
    now = 600_001;
    equal(records(whole(capture.file())).length, 1);
    now = 700_000;
    equal(records(whole(capture.file())).length, 0);
    one();
    equal(records(whole(capture.file())).length, 1);
  });

  it("keeps 64 MiB, the newest", () => {
    let now = 0;
    const capture = new Capture({ now: () => now, epoch: EPOCH });
    const payload = new Uint8Array(60_000);
    for (; now < 1500; now++) capture.record(at("127.0.0.1", 1), at("127.0.0.1", 2), payload, 0);
    const file = whole(capture.file());
    ok(file.length <= KEPT_OCTETS && file.length > 0.9 * KEPT_OCTETS, `${file.length}`);
    equal(records(file).at(-1)?.time, EPOCH * 1000 + 1_499_000);
  });

  it("sees what a socket writes and what its owner reads", () => {
    const time = new VirtualTime();
    const lan = new Lan({ time });
    const capture = new Capture({ now: () => time.now(), epoch: EPOCH });
    const host = recorded(lan.host("192.0.2.1"), capture);
    const socket = host.openUdp({ port: 5060, dscp: 26, onReadable: () => socket.read() });
    const peer = lan.host("192.0.2.2").openUdp({ port: 5070, onReadable: () => {} });
    socket.write(Uint8Array.of(1), "192.0.2.2", 5070);
    time.advance(5);
    peer.write(Uint8Array.of(2), "192.0.2.1", 5060);
    time.advance(5);
    const seen = records(whole(capture.file())).map(({ time, packet }) => ({
      ms: time / 1000 - EPOCH,
      ports: [packet.readUInt16BE(20), packet.readUInt16BE(22)],
      dscp: packet[1] >> 2,
      payload: packet[28],
    }));
    deepEqual(seen, [
      { ms: 0, ports: [5060, 5070], dscp: 26, payload: 1 },
      { ms: 5, ports: [5070, 5060], dscp: 0, payload: 2 },
    ]);
  });

  it("is read by tshark without complaint", function () {
    if (spawnSync("tshark", ["--version"]).error) {
      if (process.env.CI) throw new Error("tshark is missing");
      console.log("      tshark is missing: not asked");
      this.skip();
    }
    this.timeout(30_000);
    const capture = new Capture({ now: () => 0, epoch: EPOCH });
    for (const [from, to] of [
      ["127.0.0.1", "127.0.0.2"],
      ["::1", "2001:db8::7"],
    ])
      for (let length = 0; length < 64; length++)
        capture.record(at(from, 40_000), at(to, 40_002), new Uint8Array(length).fill(0xa5), 46);
    const folder = mkdtempSync(join(tmpdir(), "capture-"));
    writeFileSync(join(folder, "capture.pcap"), whole(capture.file()));
    const options = ["-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"];
    const args = ["-r", join(folder, "capture.pcap"), ...options, "-T", "fields", ...FIELDS];
    const { stdout } = spawnSync("tshark", args, { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const lines = stdout.replace(/\n$/, "").split("\n");
    equal(lines.length, 128);
    lines.forEach((line, i) => {
      const [length, udpGood, ipGood, ...complaints] = line.split("\t");
      equal(Number(length), 8 + (i % 64));
      equal(udpGood, "1", line);
      equal(ipGood, i < 64 ? "1" : "", line);
      equal(complaints.join(""), "", line);
    });
  });
});

const FIELDS = [
  "udp.length",
  "udp.checksum.status",
  "ip.checksum.status",
  "_ws.malformed",
  "_ws.expert.message",
].flatMap((field) => ["-e", field]);

describe("addresses as octets", () => {
  it("reads both families", () => {
    const hex = (text: string) => {
      const octets = parseAddress(text);
      return octets && Buffer.from(octets).toString("hex");
    };
    equal(hex("127.0.0.1"), "7f000001");
    equal(hex("::1"), "00000000000000000000000000000001");
    equal(hex("::"), "00000000000000000000000000000000");
    equal(hex("2001:db8::1:0"), "20010db8000000000000000000010000");
    equal(hex("1:2:3:4:5:6:7:8"), "00010002000300040005000600070008");
    equal(hex("::ffff:192.0.2.1"), "00000000000000000000ffffc0000201");
    equal(hex("fe80::1%eth0"), "fe800000000000000000000000000001");
  });

  it("reads nothing else", () => {
    for (const text of [
      "",
      "localhost",
      "127.0.0",
      "127.0.0.256",
      "1:2",
      ":::",
      "1::2::3",
      "1:2:3:4:5:6:7:8:9",
      "::g",
      "1:2:3:4:5:6:7::8",
    ])
      equal(parseAddress(text), undefined, text);
    fc.assert(fc.property(fc.string(), (text) => void parseAddress(text)));
  });
});
