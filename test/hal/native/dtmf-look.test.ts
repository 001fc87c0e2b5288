import { equal, ok } from "node:assert/strict";
import { COLUMNS, ROWS } from "../../../firmware/dsp/dtmf.js";
import { CANDIDATE, DTMF_STATE, FIRST, HEARD, LOUDNESS, SECOND, TONE } from "../../../firmware/dsp/dtmf-state.js";
import { sines } from "../../firmware/dsp/ear.js";
import { chanceOf, EDGES, FRAME, frames, type Samples, SOUND, same } from "./sounds.js";
import { twins } from "./twins.js";

describe("native dtmf-look", () => {
  const [typescript, native] = twins["dtmf-look"];

  /** Two receivers that hear the same. */
  function pair() {
    const [one, other] = [new Int32Array(DTMF_STATE), new Int32Array(DTMF_STATE)];
    const [heard, others] = [new Int16Array(HEARD * FRAME), new Int16Array(HEARD * FRAME)];
    let writing = 0;
    return {
      state: one,
      speak(frame: Int16Array): number {
        const found = typescript.lookForKeys(frame, heard, one);
        equal(native.lookForKeys(frame, others, other), found);
        ok(same(one, other), `${[...one]} and ${[...other]}`);
        return found;
      },
      listen(frame: Int16Array): void {
        typescript.keepHeard(frame, heard, writing * FRAME);
        native.keepHeard(frame, others, writing * FRAME);
        ok(same(heard, others));
        one[LOUDNESS + writing] = other[LOUDNESS + writing] = -1;
        writing = (writing + 1) % HEARD;
      },
      tone(sounds: boolean): void {
        one[TONE] = other[TONE] = sounds ? 1 : 0;
      },
      echo(tone: number): number {
        const most = typescript.loudestEcho(heard, tone);
        equal(native.loudestEcho(others, tone), most);
        return most;
      },
    };
  }

  it("lookForKeys is its twin over any sound, while any other is heard", () => {
    const chance = chanceOf(3);
    const { speak, listen, tone } = pair();
    for (const frame of frames()) {
      const at = chance() % (SOUND.length - FRAME);
      if (chance() & 1) listen(SOUND.subarray(at, at + FRAME));
      tone((chance() & 4) !== 0);
      speak(frame);
    }
  });

  it("lookForKeys is its twin over keys of all levels, pure and in noise, and finds them", () => {
    const chance = chanceOf(21);
    const { speak, state } = pair();
    let found = 0;
    for (let i = 0; i < 3000; i++) {
      const key = chance() % 16;
      const low = -(chance() % 30);
      const sound = sines(
        FRAME,
        { hertz: ROWS[key >> 2] * (1 + ((chance() % 101) - 50) / 2000), dbm: low, phase: chance() % 500 },
        { hertz: COLUMNS[key & 3] * (1 + ((chance() % 101) - 50) / 2000), dbm: low + (chance() % 13) - 8 },
      );
      const noise = chance() % 14;
      const frame = Int16Array.from(sound, (sample) =>
        Math.max(-32768, Math.min(32767, sample + ((chance() << 16) >> (31 - noise)))),
      );
      if (speak(frame) && (state[FIRST + CANDIDATE] === key || state[SECOND + CANDIDATE] === key)) found++;
    }
    ok(found > 2000, `${found} of 3000`);
  });

  it("lookForKeys and loudestEcho have room for the loudest there is", () => {
    for (const edge of EDGES)
      for (const other of EDGES) {
        const { speak, listen, echo } = pair();
        for (let i = 0; i < HEARD; i++) listen(other.subarray(0, FRAME));
        speak(edge.subarray(0, FRAME));
        for (let tone = 0; tone < 8; tone++) echo(tone);
      }
    const { listen, echo } = pair();
    for (const [tone, hertz] of [...ROWS, ...COLUMNS].entries()) {
      for (let i = 0; i < HEARD; i++)
        listen(
          Int16Array.from({ length: FRAME }, (_, n) =>
            Math.sin((2 * Math.PI * hertz * n) / 8000) < 0 ? -32768 : 32767,
          ),
        );
      ok(echo(tone) > 2 ** 28);
    }
  });

  it("loudestEcho is its twin, of each tone in any sound", () => {
    const { listen, echo } = pair();
    let frame = 0;
    for (const sound of frames() as Iterable<Samples>) {
      listen(sound);
      if (frame++ % 16 === 0) for (let tone = 0; tone < 8; tone++) echo(tone);
    }
  });
});
