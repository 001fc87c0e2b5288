import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  emitVoipMetrics,
  emptyVoipMetrics,
  parseVoipMetrics,
  VOIP_METRICS_LENGTH,
  type VoipMetrics,
} from "../../../../firmware/wire/rtp/rtcp-xr.js";

const octet = fc.nat(255);
const ms = fc.nat(0xffff);
const metrics: fc.Arbitrary<VoipMetrics> = fc.record({
  lossRate: octet,
  discardRate: octet,
  burstDensity: octet,
  gapDensity: octet,
  burstDuration: ms,
  gapDuration: ms,
  roundTrip: ms,
  endSystemDelay: ms,
  signalLevel: octet,
  noiseLevel: octet,
  echoLoss: octet,
  gapLeast: octet,
  rating: octet,
  externalRating: octet,
  listening: octet,
  conversational: octet,
  receiver: octet,
  bufferNominal: ms,
  bufferMost: ms,
  bufferLimit: ms,
});

describe("rtcp-xr", () => {
  it("reads what it writes, wherever it stands", () => {
    fc.assert(
      fc.property(metrics, fc.nat(8), (one, blocks) => {
        const at = 4 * blocks;
        const octets = new Uint8Array(at + VOIP_METRICS_LENGTH);
        for (let i = 0; i < at; i += 4) octets[i] = 99; // empty blocks of another kind
        emitVoipMetrics(one, 0x22222222, octets, at);
        const read = emptyVoipMetrics();
        equal(parseVoipMetrics(octets, 0, octets.length, 0x22222222, read), 1);
        deepEqual(read, { ...one });
        equal(parseVoipMetrics(octets, 0, octets.length, 1, read), 0);
      }),
    );
  });

  it("keeps numbers inside their fields", () => {
    const octets = new Uint8Array(VOIP_METRICS_LENGTH);
    const wild = { ...emptyVoipMetrics(), lossRate: 256, burstDuration: 1e6, roundTrip: -3, rating: 92.6 };
    emitVoipMetrics(wild, 1, octets, 0);
    const read = emptyVoipMetrics();
    parseVoipMetrics(octets, 0, octets.length, 1, read);
    deepEqual([read.lossRate, read.burstDuration, read.roundTrip, read.rating], [255, 0xffff, 0, 93]);
  });

  it("bears any octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (octets) =>
        [-1, 0, 1].includes(parseVoipMetrics(octets, 0, octets.length, 0, emptyVoipMetrics())),
      ),
    );
  });
});
