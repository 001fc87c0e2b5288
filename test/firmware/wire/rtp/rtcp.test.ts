import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  emitRtcp,
  emptyRtcpReport,
  LONGEST_RTCP,
  parseRtcp,
  type RtcpReport,
} from "../../../../firmware/wire/rtp/rtcp.js";

const octets = (hex: string) => Uint8Array.from(hex.replace(/ /g, "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const cname = (name: string) => new Uint8Array(Buffer.from(name));

const parsed = (packet: Uint8Array, source = 0x22222222) => {
  const report = emptyRtcpReport();
  return parseRtcp(packet, source, report) ? report : undefined;
};
const emitted = (report: RtcpReport, name = "a@b") => {
  const into = new Uint8Array(LONGEST_RTCP);
  return into.slice(0, emitRtcp(report, cname(name), into));
};

const everything: RtcpReport = {
  ssrc: 0x11111111,
  sender: true,
  ntpSeconds: 0x83aa7e80,
  ntpFraction: 0x80000000,
  timestamp: 0xfedcba98,
  packets: 250,
  octets: 40000,
  reported: true,
  source: 0x22222222,
  fractionLost: 13,
  lost: -2,
  highest: 0x1ffff,
  jitter: 17,
  lastReport: 0x7e808000,
  sinceLastReport: 0x18000,
  cnameStart: 62,
  cnameEnd: 65,
  metered: true,
  voip: {
    lossRate: 1,
    discardRate: 2,
    burstDensity: 3,
    gapDensity: 4,
    burstDuration: 0x0506,
    gapDuration: 0x0708,
    roundTrip: 0x090a,
    endSystemDelay: 0x0b0c,
    signalLevel: 0x0d,
    noiseLevel: 0x0e,
    echoLoss: 0x0f,
    gapLeast: 16,
    rating: 0x11,
    externalRating: 0x12,
    listening: 0x13,
    conversational: 0x14,
    receiver: 0x15,
    bufferNominal: 0x1718,
    bufferMost: 0x191a,
    bufferLimit: 0x1b1c,
  },
  bye: true,
};
const octetsOfEverything =
  "81c8000c 11111111 83aa7e80 80000000 fedcba98 000000fa 00009c40" +
  "22222222 0dfffffe 0001ffff 00000011 7e808000 00018000" +
  "81ca0003 11111111 0103 614062 000000" +
  "80cf000a 11111111 07000008 22222222 01020304 05060708 090a0b0c 0d0e0f10 11121314 15001718 191a1b1c" +
  "81cb0001 11111111";

describe("rtcp", () => {
  it("writes report, name and goodbye", () => {
    equal(hex(emitted(everything)), octetsOfEverything.replace(/ /g, ""));
  });

  it("reads them again", () => {
    deepEqual(parsed(octets(octetsOfEverything)), everything);
  });

  it("writes a receiver's report without a block when nothing has been heard", () => {
    const report = { ...emptyRtcpReport(), ssrc: 1 };
    equal(hex(emitted(report, "")), "80c900010000000181ca00020000000101000000");
  });

  it("finds metrics about itself among other blocks, told by the one who reports", () => {
    const about = (source: string) => `07000008 ${source} ${"00".repeat(16)} 50 7f 2a 29 b0000000 00000000`;
    const times = "04000002 00000001 00000002"; // receiver reference time
    const compound = (sender: string, blocks: string, length: string) =>
      parsed(octets(`80c90001 11111111 80cf${length} ${sender} ${blocks}`));
    const report = compound("11111111", `${times} ${about("33333333")} ${about("22222222")}`, "0016");
    deepEqual([report?.metered, report?.voip.rating, report?.voip.listening], [true, 80, 42]);
    equal(compound("11111111", about("33333333"), "000a")?.metered, false);
    equal(compound("44444444", about("22222222"), "000a")?.metered, false);
    equal(compound("11111111", `07000007 22222222 ${"00".repeat(24)}`, "0009"), undefined, "too short for metrics");
    equal(compound("11111111", "04000009 00000000", "0003"), undefined, "longer than the packet");
  });

  it("finds its own block among others", () => {
    const other = "33333333 ff000001 00000001 00000002 00000003 00000004";
    const mine = "22222222 40000007 00000009 00000002 00000003 00000004";
    const report = parsed(octets(`82c9000d 11111111 ${other} ${mine}`));
    equal(report?.reported, true);
    equal(report?.fractionLost, 64);
    equal(report?.lost, 7);
    equal(parsed(octets(`81c90007 11111111 ${other}`))?.reported, false);
  });

  it("steps over applications' packets and takes padding at the end only", () => {
    ok(parsed(octets("80c90001 11111111 80cc0002 11111111 61626364 a0cb0001 00000004")));
    equal(parsed(octets("80c90001 11111111 a0cc0002 11111111 00000004 80cb0000")), undefined);
  });

  it("keeps the goodbye of somebody else apart", () => {
    equal(parsed(octets("80c90001 11111111 81cb0001 33333333"))?.bye, false);
    equal(parsed(octets("80c90001 11111111 82cb0002 33333333 11111111"))?.bye, true);
  });

  it("refuses what does not start with a report, and every truncation", () => {
    equal(parsed(octets("81ca0003 11111111 0103614062000000")), undefined);
    const whole = octets(octetsOfEverything);
    const ends = [52, 68, 112]; // a compound may stop after any packet
    for (let length = 0; length < whole.length; length++)
      equal(parsed(whole.slice(0, length)) !== undefined, ends.includes(length), `${length} octets`);
  });

  it("keeps counters inside their fields", () => {
    equal(parsed(emitted({ ...everything, lost: 9_000_000 }))?.lost, 0x7fffff);
    equal(parsed(emitted({ ...everything, lost: -9_000_000 }))?.lost, -0x800000);
    const long = emitted(everything, "x".repeat(300));
    equal(long.length <= LONGEST_RTCP, true);
    const report = parsed(long);
    equal((report?.cnameEnd ?? 0) - (report?.cnameStart ?? 0), 128);
  });

  it("survives any octets at all", () => {
    const reports = fc
      .tuple(fc.nat(31), fc.constantFrom(200, 201, 202, 203, 204), fc.nat(20), fc.uint8Array({ maxLength: 120 }))
      .map(([count, type, length, rest]) => Uint8Array.of(0x80 | count, type, 0, length, ...rest));
    fc.assert(
      fc.property(fc.array(reports, { maxLength: 4 }), (parts) => {
        const packet = Uint8Array.from(parts.flatMap((part) => [...part]));
        const report = parsed(packet);
        return !report || report.cnameEnd <= packet.length;
      }),
    );
  });
});
