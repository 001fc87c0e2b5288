/** The voice menu through a telephone, in virtual time: what is heard is what espeak-ng has said. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Speech } from "../../firmware/menu/speech.js";
import { WORDS, type Word } from "../../firmware/menu/words.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import { likeness } from "../likeness.js";
import { VirtualDesk } from "./desk.js";

const speech = new Uint8Array(readFileSync(new URL("../../assets/speech-en.bin", import.meta.url)));

/** One word as it lies in flash, without the silence around it. */
function sound(word: Word): Int16Array {
  const reader = new Speech(speech);
  reader.say([word]);
  const samples: number[] = [];
  const frame = new Int16Array(160);
  while (!reader.done) {
    reader.fill(frame);
    samples.push(...frame);
  }
  return Int16Array.from(samples).subarray(640, samples.length - 640);
}
const SOUNDS = new Map(WORDS.map((word) => [word, sound(word)]));

/** Which of these words is heard at a place, by likeness. */
function recognised(heard: Int16Array, at: number, among: readonly Word[]): { word: Word; end: number } {
  let best = { word: among[0], end: at, correlation: -1 };
  for (const word of among) {
    const wanted = SOUNDS.get(word) as Int16Array;
    const { correlation, delay } = likeness(wanted, heard.subarray(at), 900);
    if (correlation > best.correlation) best = { word, end: at + delay + wanted.length, correlation };
  }
  ok(best.correlation > 0.95, `${best.word}: ${best.correlation}`);
  return best;
}

/** The words heard in the last seconds, of which the first is known. */
function words(d: VirtualDesk, seconds: number, first: Word, count: number): Word[] {
  const heard = d.line(1).heard(seconds).samples;
  const known = SOUNDS.get(first) as Int16Array;
  const { correlation, delay } = likeness(known, heard, heard.length - known.length);
  ok(correlation > 0.95, `${first} is not heard: ${correlation}`);
  const found: Word[] = [first];
  let at = delay + known.length;
  const short = WORDS.slice(0, WORDS.indexOf("point") + 1);
  while (found.length < count) {
    const { word, end } = recognised(heard, at, short);
    found.push(word);
    at = end;
  }
  return found;
}

const listening = (flash?: SimulatedFlash) => {
  const d = new VirtualDesk({ speech, flash }).started();
  d.line(1).lift();
  d.wait(500).dial(1, "****").wait(500);
  return d;
};

describe("the voice menu", () => {
  it("speaks, and is silent while it waits", () => {
    const d = listening().wait(5000);
    words(d, 6, "menu", 1);
    d.wait(2000);
    equal(
      d
        .line(1)
        .heard(1)
        .samples.every((sample) => sample === 0),
      true,
    );
  });

  it("says the address digit by digit", () => {
    const d = listening().wait(1000);
    d.dial(1, "110#").wait(9000);
    deepEqual(words(d, 10, "address", 9), ["address", "1", "0", "point", "0", "point", "0", "point", "2"]);
  });

  it("sets an address, restarts when the receiver lies, and has it after that", () => {
    const flash = new SimulatedFlash();
    const d = listening(flash).wait(1000);
    d.dial(1, "101#").wait(500).dial(1, "0#").wait(500).dial(1, "1").wait(500);
    d.dial(1, "111#").wait(500).dial(1, "192*0*2*7#").wait(12_000);
    deepEqual(words(d, 13, "address", 10), ["address", ..."192".split(""), "point", "0", "point", "2", "point", "7"]);
    d.dial(1, "1").wait(500);
    deepEqual(d.desk.adapter.config.owned, { DHCP: "No", Static_IP: "192.0.2.7" });
    equal(d.events("reboot").length, 0);
    d.line(1).hangUp();
    d.wait(5000);
    equal(d.events("reboot").length, 1);
    equal(d.desk.adapter.config.get("Static_IP"), "192.0.2.7");
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(1000);
    equal(d.line(2).ringing, true);
  });

  it("forgets everything when that is confirmed", () => {
    const flash = new SimulatedFlash();
    const d = listening(flash).wait(500);
    d.desk.adapter.change({ "Display_Name[1]": "Ann" });
    d.dial(1, "73738#").wait(500).dial(1, "1").wait(500);
    d.line(1).hangUp();
    d.wait(5000);
    deepEqual(d.desk.adapter.config.owned, {});
    deepEqual(
      d.events("reboot").map(({ reason }) => reason),
      ["factory reset"],
    );
  });

  it("is left after a minute without a key, and lets the telephone dial again", () => {
    const d = listening().wait(70_000);
    d.line(1).hangUp();
    d.wait(2000).line(1).lift();
    d.wait(500).dial(1, "102").wait(1000);
    equal(d.line(2).ringing, true);
  });
});
