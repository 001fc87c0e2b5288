import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  EVENT_KEYS,
  emitTelephoneEvent,
  emptyTelephoneEvent,
  parseTelephoneEvent,
  TELEPHONE_EVENT_LENGTH,
} from "../../../../firmware/wire/rtp/telephone-event.js";

describe("telephone-event", () => {
  it("reads and writes the octets of RFC 4733", () => {
    const octets = Uint8Array.of(0, 0, 11, 0x8a, 0x03, 0x20);
    const event = emptyTelephoneEvent();
    equal(parseTelephoneEvent(octets, 2, 6, event), true);
    deepEqual(event, { event: 11, end: true, volume: 10, duration: 800 });
    const again = new Uint8Array(6);
    emitTelephoneEvent(event, again, 2);
    deepEqual(again, octets);
  });

  it("does not read the reserved bit as volume", () => {
    const event = emptyTelephoneEvent();
    equal(parseTelephoneEvent(Uint8Array.of(1, 0x7f, 0, 1), 0, 4, event), true);
    deepEqual(event, { event: 1, end: false, volume: 63, duration: 1 });
  });

  it("refuses every truncation", () => {
    const event = emptyTelephoneEvent();
    for (let length = 0; length < TELEPHONE_EVENT_LENGTH; length++) {
      equal(parseTelephoneEvent(Uint8Array.of(1, 2, 3, 4), 0, length, event), false);
      equal(parseTelephoneEvent(new Uint8Array(length), 0, 4, event), false);
    }
  });

  it("gives back what it was given", () => {
    const events = fc
      .tuple(fc.nat(255), fc.boolean(), fc.nat(63), fc.nat(0xffff))
      .map(([event, end, volume, duration]) => ({ event, end, volume, duration }));
    fc.assert(
      fc.property(events, (event) => {
        const octets = new Uint8Array(4);
        emitTelephoneEvent(event, octets, 0);
        const back = emptyTelephoneEvent();
        equal(parseTelephoneEvent(octets, 0, 4, back), true);
        deepEqual(back, event);
      }),
    );
  });

  it("names the keys by their codes", () => {
    deepEqual(
      [..."0*#AD!"].map((key) => EVENT_KEYS.indexOf(key)),
      [0, 10, 11, 12, 15, 16],
    );
  });
});
