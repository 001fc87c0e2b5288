import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { emitNse, NSE_NO_CANCELLER, NSE_PASS, parseNse } from "../../../../firmware/wire/rtp/nse.js";

describe("an NSE", () => {
  it("is a number and nothing more, as Cisco's gateways log it: c0000000, c1000000", () => {
    const packet = new Uint8Array(8).fill(0xee);
    emitNse(NSE_PASS, packet, 2);
    deepEqual([...packet], [0xee, 0xee, 0xc0, 0, 0, 0, 0xee, 0xee]);
    emitNse(NSE_NO_CANCELLER, packet, 2);
    deepEqual([...packet.subarray(2, 6)], [0xc1, 0, 0, 0]);
  });

  it("is read as it was written, whatever else is in it", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(20), (event, volume, start) => {
        const packet = new Uint8Array(start + 4);
        emitNse(event, packet, start);
        packet[start + 1] = volume;
        return parseNse(packet, start, start + 4) === event;
      }),
    );
  });

  it("is none when it is cut off", () => {
    for (let length = 0; length < 4; length++) equal(parseNse(new Uint8Array(4).fill(192), 0, length), -1);
    equal(parseNse(new Uint8Array(3), 0, 4), -1);
  });
});
