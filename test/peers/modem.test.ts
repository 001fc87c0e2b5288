/** Modems nobody here wrote at the sockets of both lines, minimodem's and spandsp's: text arrives to the letter. */
import { deepEqual, equal, notDeepEqual, notEqual, ok } from "node:assert/strict";
import type { Faults } from "../../sim/network/cable.js";
import type { VirtualDesk } from "../calls/desk.js";
import { speech } from "../speech.js";
import { connected, type Line, opposite, type Scene, STEADY } from "./fax/call.js";
import { BELL_103_ANSWERING, BELL_103_CALLING, BELL_202, demodulated, modulated, type Rate } from "./fax/minimodem.js";
import { Modem as V22bis } from "./fax/modem.js";
import { needs } from "./lab.js";

const LINES: readonly Line[] = [1, 2];
const TEXT = `${"The quick brown fox jumps over the lazy dog; 0123456789, ~!@#$%^&*()_+. ".repeat(3)}\n`;
const LONG_TEXT = TEXT.repeat(3);
const DBM0 = -12;
/** ms after which the delay of a call has found its length. */
const SETTLED = 6000;
/** ms that V.25 and V.22bis take, and that modems then talk for. */
const MEETING = 12_000;
const TALK = 6000;

describe("modems through two lines", function () {
  this.timeout(60_000);

  before(function () {
    needs(this, "line-decode", "minimodem");
  });

  type Texts = { [line in Line]?: { text: string; rate: Rate } };

  /** Says these texts at the same time, each at its line, and what comes out at the other one. */
  function exchanged(d: VirtualDesk, texts: Texts, meanwhile: Partial<Faults> = {}) {
    const spoken = Object.entries(texts).map(([line, { text, rate }]) => {
      const samples = modulated(text, rate, DBM0);
      const from = Number(line) as Line;
      ok(d.line(from).speak(samples));
      return { to: opposite(from), rate, seconds: samples.length / 8000 };
    });
    const longest = Math.max(...spoken.map(({ seconds }) => seconds)) + 1;
    d.wait(500 * longest).desk.changeFaults(meanwhile);
    d.wait(500 * longest);
    return spoken.map(({ to, rate }) => demodulated(d.line(to).heard(longest).samples, rate));
  }

  describe("text by minimodem, 30 ms of jitter", () => {
    for (const [name, rate] of [
      ["1200 bit/s", BELL_202],
      ["300 bit/s", BELL_103_CALLING],
    ] as const)
      it(`arrives at ${name}, either way`, () => {
        const d = connected({ from: 1, settings: STEADY, network: { jitter: 30 } }).wait(SETTLED);
        for (const from of LINES)
          deepEqual(exchanged(d, { [from]: { text: TEXT, rate } }), [TEXT], `from line ${from}`);
      });

    it("arrives both ways at once at 300 bit/s, and nothing of the echo that either line returns", () => {
      const texts = {
        1: { text: TEXT, rate: BELL_103_CALLING },
        2: { text: TEXT.toUpperCase(), rate: BELL_103_ANSWERING },
      };
      for (const cancelsEcho of [true, false]) {
        const desk = { echo: -12, cancelsEcho };
        const d = connected({ from: 1, settings: STEADY, network: { jitter: 30 }, desk }).wait(SETTLED);
        // the way of an echo is learnt while only one side is heard
        for (const line of LINES) {
          d.line(line).speak(speech(2));
          d.wait(2500);
        }
        const heard = exchanged(d, texts);
        const said = [TEXT, TEXT.toUpperCase()];
        if (cancelsEcho) deepEqual(heard, said);
        else notDeepEqual(heard, said);
      }
    });

    it("arrives on a line that is a modem's, for this call or for all, though the network becomes unsteady", () => {
      const meanwhile = { jitter: 40 };
      for (const rate of [BELL_202, BELL_103_CALLING]) {
        const heard = (scene: Partial<Scene>, from: Line) => {
          const d = connected({ from: 1, ...scene }).wait(SETTLED);
          return exchanged(d, { [from]: { text: LONG_TEXT, rate } }, meanwhile)[0];
        };
        equal(heard({ code: "*99" }, 2), LONG_TEXT, "for this call");
        for (const from of LINES)
          equal(heard({ settings: { Modem_Line: "Yes" } }, from), LONG_TEXT, `from line ${from}`);
        notEqual(heard({}, 2), LONG_TEXT, "a voice's");
      }
    });
  });

  describe("modems of 2400 bit/s that speak both ways at once, V.22bis", () => {
    const said = { calling: LONG_TEXT, answering: LONG_TEXT.toUpperCase() };
    /** The lines return an echo; where the answering tone is noticed it is not cancelled, as modems want it. */
    const desk = { echo: -18, cancelsEcho: true };

    /** What either hears of the other. */
    function talked(scene: Scene, meanwhile: Partial<Faults> = {}) {
      let calling: V22bis | undefined;
      const d = connected(scene, (d) => {
        calling = new V22bis(d.line(scene.from), { calls: true });
      });
      if (!calling) throw new Error("nobody called");
      const answering = new V22bis(d.line(opposite(scene.from)), { calls: false });
      d.wait(MEETING);
      const rates = [calling.rate, answering.rate];
      for (const modem of [calling, answering]) modem.take();
      calling.send(said.calling);
      answering.send(said.answering);
      d.wait(TALK / 2).desk.changeFaults(meanwhile);
      d.wait(TALK / 2);
      const heard = { calling: answering.take(), answering: calling.take() };
      for (const modem of [calling, answering]) modem.unplug();
      return { rates, heard, carries: d.desk.adapter.status().lines.map(({ calls }) => calls[0]?.carries) };
    }

    for (const from of LINES)
      it(`meet, and understand each other: line ${from} calls`, () => {
        const { rates, heard, carries } = talked({ from, network: { jitter: 30 }, desk });
        deepEqual(rates, [2400, 2400]);
        deepEqual(heard, said);
        deepEqual(carries, ["modem", "modem"]);
      });

    it("go on when the network becomes unsteady, where they have been noticed", () => {
      const settings = { Network_Jitter_Level: "low" };
      deepEqual(talked({ from: 1, desk, settings }, { jitter: 40 }).heard, said);
      const unnoticed = { ...settings, FAX_CED_Detect_Enable: "No" };
      notDeepEqual(talked({ from: 1, desk, settings: unnoticed }, { jitter: 40 }).heard, said);
    });
  });
});
