import { deepEqual, equal, ok } from "node:assert/strict";
import { LONGEST_NOISE, SilenceTx } from "../../../firmware/media/silence-tx.js";

const FRAME = 160;
let x = 5;
const chance = () => {
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return (x >>> 0) / 2 ** 32;
};
const noise = (peak: number) => Int16Array.from({ length: FRAME }, () => Math.round(peak * (2 * chance() - 1)));
const word = (n: number) =>
  Int16Array.from({ length: FRAME }, (_, i) => Math.round(6000 * Math.sin((n * FRAME + i) / (5 + (n % 7)))));

/** One letter a frame: `v` for what is sent, `N` where noise is told of, `.` for nothing. */
function said(tx: SilenceTx, frames: number, of: (n: number) => Int16Array): string {
  const into = new Uint8Array(LONGEST_NOISE);
  let text = "";
  for (let n = 0; n < frames; n++) {
    if (tx.hear(of(n))) text += "v";
    else if (tx.due) {
      equal(tx.describe(into, 0), LONGEST_NOISE);
      text += "N";
    } else text += ".";
  }
  return text;
}

describe("silence-tx", () => {
  it("sends words, and the quarter of a second after them", () => {
    const tx = new SilenceTx("medium");
    said(tx, 100, () => noise(60));
    equal(said(tx, 40, word), "v".repeat(40));
    const after = said(tx, 100, () => noise(60));
    const held = after.indexOf(".");
    ok(held >= 5 && held <= 15, after);
    equal(after[held + 1], "N", "told as soon as it is known");
  });

  it("tells of a background once, and again every five seconds", () => {
    const tx = new SilenceTx("medium");
    const text = said(tx, 1100, () => noise(60));
    const told = [...text].flatMap((one, n) => (one === "N" ? [n] : []));
    deepEqual(
      told.slice(1).map((n, i) => n - told[i]),
      Array(told.length - 1).fill(250),
    );
    ok(told.length >= 4 && told[0] <= 20, text.slice(0, 40));
  });

  it("tells of a background that changes, no more than five times a second", () => {
    const tx = new SilenceTx("medium");
    said(tx, 200, () => noise(60));
    const text = said(tx, 100, (n) => noise(60 / (1 + n / 20)));
    const told = [...text].flatMap((one, n) => (one === "N" ? [n] : []));
    ok(told.length >= 2 && told.length <= 10, text);
    for (let i = 1; i < told.length; i++) ok(told[i] - told[i - 1] >= 10);
  });

  it("begins anew when it is reset", () => {
    const tx = new SilenceTx("medium");
    said(tx, 100, () => noise(60));
    tx.reset();
    equal(tx.due, false);
    ok(said(tx, 3, () => noise(60)).includes("N"));
  });
});
