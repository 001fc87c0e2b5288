import { deepEqual, equal } from "node:assert/strict";
import { EventTx } from "../../../firmware/media/event-tx.js";
import { emptyTelephoneEvent, parseTelephoneEvent } from "../../../firmware/wire/rtp/telephone-event.js";

/** One packet, as `M` for the marker, event, timestamp, duration, `E` for the end. */
function packets(tx: EventTx, interval = 160): string[] {
  const sent: string[] = [];
  const octets = new Uint8Array(6);
  const event = emptyTelephoneEvent();
  while (tx.take(interval, octets, 2)) {
    parseTelephoneEvent(octets, 2, 6, event);
    sent.push(`${tx.marker ? "M" : ""}${event.event}@${tx.timestamp}+${event.duration}${event.end ? "E" : ""}`);
  }
  return sent;
}

/** Each 20 ms. */
const during = (tx: EventTx, frames: number, interval = 160) => {
  const sent: string[][] = [];
  for (let i = 0; i < frames; i++) {
    tx.advance(160);
    sent.push(packets(tx, interval));
  }
  return sent;
};

describe("event-tx", () => {
  it("tells of a key while it is down, and of its end three times", () => {
    const tx = new EventTx();
    equal(tx.active, false);
    tx.press(5, 1000);
    deepEqual(packets(tx), []);
    deepEqual(during(tx, 3), [["M5@1000+160"], ["5@1000+320"], ["5@1000+480"]]);
    tx.release();
    deepEqual(during(tx, 3), [["5@1000+640E"], ["5@1000+640E"], ["5@1000+640E"]]);
    equal(tx.active, false);
    deepEqual(during(tx, 2), [[], []]);
  });

  it("makes a tap 40 ms long", () => {
    const tx = new EventTx();
    tx.press(11, 0);
    tx.release();
    deepEqual(during(tx, 4), [["M11@0+160"], ["11@0+320E"], ["11@0+320E"], ["11@0+320E"]]);
  });

  it("keeps to other packet times", () => {
    const slow = new EventTx();
    slow.press(1, 0);
    deepEqual(during(slow, 6, 240), [[], ["M1@0+240"], ["1@0+480"], [], ["1@0+720"], ["1@0+960"]]);
    const fast = new EventTx();
    fast.press(1, 0);
    deepEqual(during(fast, 1, 80), [["M1@0+80", "1@0+160"]]);
  });

  it("gives way to the next key, the first one ended", () => {
    const tx = new EventTx();
    tx.press(1, 0);
    during(tx, 2);
    tx.release();
    during(tx, 1);
    tx.press(2, 480);
    deepEqual(during(tx, 1), [["1@0+480E", "1@0+480E", "M2@480+160"]]);
    tx.press(3, 640); // never released
    deepEqual(during(tx, 1), [["2@480+160E", "2@480+160E", "2@480+160E", "M3@640+160"]]);
  });

  it("goes on in another segment after 0xFFFF, without marker and without end", () => {
    const tx = new EventTx();
    tx.press(9, 0xffff_0000);
    const before = during(tx, 409);
    deepEqual(before[408], ["9@4294901760+65440"]);
    deepEqual(during(tx, 1), [Array(3).fill("9@4294901760+65535")]);
    deepEqual(during(tx, 1), [["9@4294967295+225"]]);
    tx.release();
    deepEqual(during(tx, 3), Array(3).fill(["9@4294967295+385E"]));
  });

  it("stops at once when told to", () => {
    const tx = new EventTx();
    tx.press(1, 0);
    during(tx, 1);
    tx.stop();
    deepEqual([tx.active, during(tx, 2)], [false, [[], []]]);
  });

  it("marks every packet where that is asked for", () => {
    const tx = new EventTx(true);
    tx.press(5, 0);
    during(tx, 1);
    tx.press(6, 160);
    tx.release();
    deepEqual(during(tx, 4).flat(), [
      "M5@0+160E",
      "M5@0+160E",
      "M5@0+160E",
      "M6@160+160",
      ...Array(3).fill("M6@160+320E"),
    ]);
  });
});
