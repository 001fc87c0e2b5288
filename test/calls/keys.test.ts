/** Keys of one line, played to the other: how, and whether at all. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { levelAt } from "../firmware/dsp/ear.js";
import { VirtualDesk } from "./desk.js";

const GAINS = { FXS_Port_Input_Gain: "0", FXS_Port_Output_Gain: "0" };

/** Line 1 has called line 2. */
function connected(settings: { readonly [name: string]: string }): VirtualDesk {
  const d = new VirtualDesk({ settings: { ...GAINS, ...settings } }).started();
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(4000);
  d.line(2).lift();
  d.wait(1000);
  deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  return d;
}

/** The tones of a 5 that line 1 holds, in the ear of line 2, in dBm0. */
function five(d: VirtualDesk): readonly [number, number] {
  d.line(1).dial("5", { method: "dtmf", on: 600, off: 80 }, () => {});
  d.wait(200);
  const { samples } = d.line(2).heard(0.06);
  d.wait(1500);
  return [levelAt(samples, 770), levelAt(samples, 1336)];
}

/** The keys that line 2 is played when line 1 dials them. */
function played(settings: { readonly [name: string]: string }): string {
  const d = connected(settings);
  d.dial(1, "159").wait(1000);
  return d
    .events("digit", 2)
    .map(({ digit, source }) => `${digit} ${source}`)
    .join();
}

describe("a key of the far end", () => {
  it("that comes as an event is played, unless the owner does not want it", () => {
    equal(played({ "DTMF_Tx_Method[1]": "AVT" }), "1 event,5 event,9 event");
    for (const method of ["AVT", "Auto", "InBand", "INFO"])
      equal(played({ "DTMF_Tx_Method[1]": "AVT", "DTMF_Tx_Method[2]": method, "DTMF_Process_AVT[2]": "No" }), "");
  });

  it("that comes by INFO is played, unless the owner does not want it", () => {
    equal(played({ "DTMF_Tx_Method[1]": "INFO", "DTMF_Process_AVT[2]": "No" }), "1 info,5 info,9 info");
    equal(played({ "DTMF_Tx_Method[1]": "INFO", "DTMF_Process_INFO[2]": "No" }), "");
  });

  it("is played with the twist of the setting", () => {
    for (const [twist, row, column] of [
      ["2", -17, -15],
      ["5", -18.5, -13.5],
    ] as const) {
      const d = connected({ DTMF_Playback_Length: ".3", DTMF_Twist: twist, DTMF_Playback_Level: "-16" });
      const [low, high] = five(d);
      ok(Math.abs(low - row) < 0.2 && Math.abs(high - column) < 0.2, `${twist} dB: ${low}, ${high}`);
    }
  });
});
