import { deepEqual, equal } from "node:assert/strict";
import { regionalSettings } from "../../../firmware/config/regional-settings.js";
import { Feed, feedOf, polarityOf, shadowOf } from "../../../hal/si321x/linefeed.js";
import { currentLimitOf, gainOf, impedanceOf, onHookVoltageOf } from "../../../hal/si321x/match.js";

describe("how a line is matched", () => {
  it("has a network for every impedance that can be set", () => {
    const { of } = regionalSettings.FXS_Port_Impedance as { of: readonly string[] };
    equal(of.length, 9);
    deepEqual(
      of.map((impedance) => impedanceOf(impedance) - 8),
      [0, 1, 2, 3, 4, 5, 6, 7, 4],
    );
    equal(impedanceOf("anything"), 8);
  });

  it("has gains in dB, up to 6", () => {
    deepEqual(
      [0, -20 * Math.log10(2), 20 * Math.log10(2), 12, Number.NEGATIVE_INFINITY].map((decibels) => gainOf(decibels)),
      [0x4000, 0x2000, 0x7fff, 0x7fff, 0],
    );
  });

  it("limits the loop current to a step that is not above, and the voltage to what there is", () => {
    deepEqual([0, 20, 22, 23, 25, 41, 100].map(currentLimitOf), [0, 0, 0, 1, 1, 7, 7]);
    deepEqual([0, 24, 48, 94.5, 200].map(onHookVoltageOf), [0, 16, 32, 63, 63]);
  });
});

describe("the states of the line", () => {
  it("follow what is wanted, who listens and whether the receiver is off", () => {
    const rows: [Parameters<typeof feedOf>, number][] = [
      [["open", true, true], Feed.OPEN],
      [["ringing", true, false], Feed.RINGING],
      [["forward", false, false], Feed.FORWARD],
      [["forward", true, false], Feed.FORWARD_TRANSMISSION],
      [["forward", true, true], Feed.FORWARD],
      [["reverse", false, true], Feed.REVERSE],
      [["reverse", true, false], Feed.REVERSE_TRANSMISSION],
    ];
    for (const [given, feed] of rows) equal(feedOf(...given), feed, given.join());
  });

  it("are the other way round with bit 2", () => {
    for (const feed of [Feed.FORWARD, Feed.FORWARD_TRANSMISSION])
      deepEqual([polarityOf(feed), polarityOf(feed ^ 4)], [1, -1]);
    for (const feed of [Feed.OPEN, Feed.RINGING, Feed.TIP_OPEN, Feed.RING_OPEN]) equal(polarityOf(feed), 0);
    equal(shadowOf(0x14), Feed.FORWARD);
  });
});
