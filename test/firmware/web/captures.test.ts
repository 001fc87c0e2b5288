import { deepEqual, equal, ok } from "node:assert/strict";
import { Config } from "../../../firmware/config/config.js";
import { Captures } from "../../../firmware/web/captures.js";
import type { House } from "../../../firmware/web/house.js";
import { Redactor } from "../../../firmware/web/redactor.js";

const TODAY = { year: 2026, month: 11, day: 21, hour: 2, minute: 3, second: 4 };

/** The records of a capture of these messages, as octets of IP. */
function captured(...messages: { local: string; remote: string; direction: "in" | "out"; message: string }[]) {
  const config = new Config({ lines: 2, owner: { "Password[1]": "canary in the mine" } });
  const house = { now: () => 1234.5, today: () => TODAY } as Partial<House> as House;
  const captures = new Captures(house, new Redactor(config));
  const file: Uint8Array[] = [];
  const { body, stream } = captures.open(() => true);
  file.push(body as Uint8Array);
  stream?.({ write: (piece) => file.push(piece as Uint8Array) > 0, end: () => {} });
  for (const message of messages) captures.add({ type: "sip", line: 1, transport: "tcp", ...message });
  const [head, ...records] = file.map((piece) => Buffer.from(piece));
  return { head, records };
}

/** RFC 1071, over what a receiver sums up: nothing is left when it is right. */
function left(octets: Buffer, first: number): number {
  let sum = first;
  for (let at = 0; at < octets.length; at += 2) sum += octets[at] * 256 + (octets[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

describe("a capture", () => {
  const message = "OPTIONS sip:x SIP/2.0\r\n\r\n";

  it("is a file of packets with the time of day", () => {
    const { head, records } = captured({ local: "10.0.0.2:5060", remote: "10.0.0.1:5070", direction: "in", message });
    deepEqual([head.length, head.readUInt32LE(0), head.readUInt32LE(20)], [24, 0xa1b2c3d4, 101]);
    equal(records[0].readUInt32LE(0), Date.UTC(2026, 10, 21, 2, 3, 4) / 1000);
    equal(records[0].readUInt32LE(4), 234_500);
    const packet = records[0].subarray(16);
    deepEqual([...packet.subarray(12, 20)], [10, 0, 0, 1, 10, 0, 0, 2]);
    deepEqual([packet.readUInt16BE(20), packet.readUInt16BE(22)], [5070, 5060]);
    equal(left(packet.subarray(0, 20), 0), 0xffff);
    equal(left(packet.subarray(12), 17 + packet.length - 20), 0xffff);
    equal(packet.subarray(28).toString(), message);
  });

  it("knows the addresses of IPv6", () => {
    const { records } = captured(
      { local: "[2001:db8::2]:5060", remote: "[::1]:5062", direction: "out", message },
      { local: "[1:2:3:4:5:6:7:8]:1", remote: "[fe80::]:2", direction: "out", message: "odd" },
    );
    const packet = records[0].subarray(16);
    equal(packet[0], 0x60);
    equal(packet.subarray(8, 24).toString("hex"), "20010db8000000000000000000000002");
    equal(packet.subarray(24, 40).toString("hex"), "00000000000000000000000000000001");
    for (const record of records) equal(left(record.subarray(16 + 8), 17 + record.length - 16 - 40), 0xffff);
    equal(records[1].subarray(24, 40).toString("hex"), "00010002000300040005000600070008");
  });

  it("leaves out what no packet can be, and every secret", () => {
    const { records } = captured(
      { local: "10.0.0.2:5060", remote: "[::1]:5062", direction: "out", message },
      { local: "nowhere", remote: "10.0.0.1:1", direction: "out", message },
      { local: "10.0.0.2:5060", remote: "10.0.0.1:1", direction: "out", message: "x".repeat(70_000) },
      { local: "10.0.0.2:5060", remote: "10.0.0.1:1", direction: "out", message: "it is canary in the mine" },
    );
    equal(records.length, 1);
    ok(records[0].toString().endsWith("it is ***"));
  });
});
