import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { EventRx } from "../../../firmware/media/event-rx.js";
import { emptyRtpHeader } from "../../../firmware/wire/rtp/rtp.js";
import { EVENT_KEYS, emitTelephoneEvent } from "../../../firmware/wire/rtp/telephone-event.js";

const SEGMENT = 0xffff;

const head = (timestamp: number, marker: boolean, ssrc = 1) => ({ ...emptyRtpHeader(), timestamp, marker, ssrc });

function hear(
  rx: EventRx,
  key: string,
  timestamp: number,
  duration: number,
  { end = false, marker = false, ssrc = 1 } = {},
) {
  const octets = new Uint8Array(4);
  emitTelephoneEvent({ event: EVENT_KEYS.indexOf(key), end, volume: 10, duration }, octets, 0);
  return rx.receive(octets, 0, 4, head(timestamp >>> 0, marker, ssrc));
}

const keys = (rx: EventRx) => {
  let heard = "";
  for (let key = rx.take(); key !== ""; key = rx.take()) heard += key;
  return heard;
};

describe("event-rx", () => {
  it("hears a key once, at its first packet", () => {
    const rx = new EventRx();
    equal(rx.take(), "");
    hear(rx, "5", 1000, 160, { marker: true });
    equal(rx.take(), "5");
    for (const duration of [320, 480]) hear(rx, "5", 1000, duration);
    for (let i = 0; i < 3; i++) hear(rx, "5", 1000, 640, { end: true });
    equal(rx.take(), "");
  });

  it("hears it even when only its end comes", () => {
    const rx = new EventRx();
    hear(rx, "#", 1000, 640, { end: true });
    hear(rx, "#", 1000, 640, { end: true });
    equal(keys(rx), "#");
  });

  it("hears the same key twice, also when the first end is missing", () => {
    const rx = new EventRx();
    hear(rx, "1", 0, 160, { marker: true });
    hear(rx, "1", 1600, 160, { marker: true });
    hear(rx, "1", 3200, 160);
    equal(keys(rx), "111");
  });

  it("takes the segments of a long event as one, also when some are missing", () => {
    const rx = new EventRx();
    hear(rx, "0", 0xffff_ff00, SEGMENT, { marker: true });
    hear(rx, "0", 0xffff_ff00 + SEGMENT, 400);
    hear(rx, "0", 0xffff_ff00 + 3 * SEGMENT, 400);
    hear(rx, "0", 0xffff_ff00 + 3 * SEGMENT, 800, { end: true });
    equal(keys(rx), "0");
    hear(rx, "0", 0xffff_ff00 + 4 * SEGMENT, 400);
    equal(keys(rx), "0", "after an end it is another press");
  });

  it("is not misled by packets that were overtaken", () => {
    const rx = new EventRx();
    hear(rx, "1", 1000, 160, { marker: true });
    hear(rx, "2", 3000, 160, { marker: true });
    hear(rx, "1", 1000, 640, { end: true });
    hear(rx, "2", 3000, 320);
    equal(keys(rx), "12");
  });

  it("begins anew with another stream, or after a long way back", () => {
    const rx = new EventRx();
    hear(rx, "1", 100_000, 160);
    hear(rx, "2", 100_000, 160, { ssrc: 2 });
    hear(rx, "3", 10_000, 160, { ssrc: 2 });
    equal(keys(rx), "123");
  });

  it("knows all keys and the flash, and nothing else", () => {
    const rx = new EventRx();
    [...EVENT_KEYS].forEach((key, i) => {
      equal(hear(rx, key, 1000 * i, 160), true);
      equal(rx.take(), key);
    });
    equal(rx.receive(Uint8Array.of(32, 0, 0, 160), 0, 4, head(90_000, true)), false);
    equal(rx.receive(Uint8Array.of(1, 0, 0), 0, 3, head(90_000, true)), false);
    equal(rx.take(), "");
  });

  it("holds sixteen keys, and forgets what comes on top", () => {
    const rx = new EventRx();
    for (let i = 0; i < 40; i++) hear(rx, `${i % 10}`, 1000 * i, 160);
    equal(keys(rx), "0123456789012345");
  });

  it("never hears more presses than there are timestamps", () => {
    const packets = fc.tuple(fc.nat(19), fc.nat(8), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.array(packets, { maxLength: 60 }), (list) => {
        const rx = new EventRx();
        for (const [event, at, end, marker] of list)
          rx.receive(Uint8Array.of(event, end ? 0x80 : 0, 0, 160), 0, 4, head(1000 * at, marker));
        const times = new Set(list.filter(([event]) => event <= 16).map(([, at]) => at));
        return keys(rx).length <= times.size;
      }),
    );
    deepEqual(keys(new EventRx()), "");
  });
});
