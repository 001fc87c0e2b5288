import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { COLUMNS, KEYS, ROWS } from "../../../firmware/dsp/dtmf.js";
import { DtmfRx, PRESSED, RELEASED } from "../../../firmware/dsp/dtmf-rx.js";
import { DtmfTx } from "../../../firmware/dsp/dtmf-tx.js";
import { clipped, loudness, sines } from "./ear.js";
import { chanceFrom, gaussian, speech } from "./noise.js";

const ALL = [...KEYS];

type Press = {
  low?: number;
  high?: number;
  /** Part of its frequency that each tone is off. */
  lowOff?: number;
  highOff?: number;
  on?: number;
  off?: number;
  times?: number;
  /** Samples before the first press. */
  wait?: number;
};

/** A key pressed some times, and 100 ms of nothing after it. */
function pressed(key: string, press: Press = {}): Float64Array {
  const { low = -10, high = -10, lowOff = 0, highOff = 0, on = 40, off = 40, times = 1, wait = 200 } = press;
  const place = KEYS.indexOf(key);
  const sound = sines(
    8 * on,
    { hertz: ROWS[place >> 2] * (1 + lowOff), dbm: low, phase: wait },
    { hertz: COLUMNS[place & 3] * (1 + highOff), dbm: high, phase: 2 * wait },
  );
  const samples = new Float64Array(wait + 8 * (on + off) * times + 800);
  for (let i = 0; i < times; i++) samples.set(sound, wait + 8 * (on + off) * i);
  return samples;
}

/** What the telephone is made to hear, and that it is a tone of ours. */
type Ear = ((frame: number) => Int16Array) & { readonly tone?: true };
const tone = (frame: (at: number) => Int16Array): Ear => Object.assign(frame, { tone: true } as const);

/** What is heard frame by frame: keys as they are pressed, `-` as they are released. */
function heard(samples: ArrayLike<number>, ear?: Ear): string {
  const receiver = new DtmfRx();
  receiver.hearsTone = ear?.tone ?? false;
  const all = clipped(samples);
  let said = "";
  for (let at = 0, frame = 0; at + 160 <= all.length; at += 160, frame++) {
    if (ear) receiver.listen(ear(frame));
    const told = receiver.speak(all.slice(at, at + 160));
    if (told & RELEASED) said += "-";
    if (told & PRESSED) said += KEYS[receiver.key];
  }
  return said;
}

/** Where in a frame a press begins decides how its blocks fall: try them all, roughly. */
const WAITS = [160, 173, 191, 207, 224, 239, 251, 273, 288, 303];

function accepts(press: Press, ear?: Ear, add?: (samples: Float64Array) => void): void {
  for (const key of ALL)
    for (const wait of WAITS) {
      const samples = pressed(key, { ...press, wait });
      add?.(samples);
      equal(heard(samples, ear), `${key}-`.repeat(press.times ?? 1), `${key} at ${wait} of ${JSON.stringify(press)}`);
    }
}

function refuses(press: Press): void {
  for (const key of ALL)
    for (const wait of WAITS)
      equal(heard(pressed(key, { ...press, wait })), "", `${key} at ${wait} of ${JSON.stringify(press)}`);
}

describe("DTMF in", () => {
  it("hears each of the sixteen keys once, 40 ms on and 40 ms off", () => accepts({ times: 3 }));

  it("takes 0 to -25 dBm, and nothing from -35 dBm down", () => {
    for (const dbm of [0, -25]) accepts({ low: dbm, high: dbm });
    for (const dbm of [-35, -55]) refuses({ low: dbm, high: dbm });
  });

  it("takes a column 4 dB and a row 8 dB above the other, and refuses 8 and 13", () => {
    accepts({ low: -8, high: -4 });
    accepts({ low: -25, high: -21 });
    accepts({ low: -4, high: -12 });
    accepts({ low: -17, high: -25 });
    refuses({ low: -12, high: -4 });
    refuses({ low: -4, high: -17 });
  });

  it("takes 1.5 % off and refuses 3.5 %", () => {
    for (const off of [-0.015, 0.015]) {
      accepts({ lowOff: off });
      accepts({ highOff: off });
      accepts({ lowOff: off, highOff: off });
      accepts({ lowOff: off, highOff: -off });
    }
    for (const off of [-0.05, -0.035, 0.035, 0.05]) {
      refuses({ lowOff: off });
      refuses({ highOff: off });
    }
  });

  it("refuses 23 ms, however it falls", () => {
    refuses({ on: 23 });
    refuses({ on: 15 });
  });

  it("bridges a gap of 10 ms within a key", () => {
    for (const key of ALL)
      for (const wait of WAITS) equal(heard(pressed(key, { on: 50, off: 10, times: 2, wait })), `${key}-`);
  });

  it("changes from one key to another without a pause", () => {
    const both = [...pressed("1", { on: 80, off: 0 }).slice(0, 840), ...pressed("9", { on: 80, off: 0, wait: 0 })];
    equal(heard(both), "1-9-");
  });

  it("tells a key within 60 ms and its release within 60 ms", () => {
    for (const wait of WAITS) {
      const receiver = new DtmfRx();
      const all = clipped(pressed("5", { on: 200, wait }));
      for (let at = 0; at + 160 <= all.length; at += 160) {
        const told = receiver.speak(all.slice(at, at + 160));
        const now = at + 160;
        if (told & PRESSED) ok(now - wait <= 60 * 8, `pressed after ${(now - wait) / 8} ms`);
        if (told & RELEASED) ok(now - wait - 1600 <= 60 * 8, `released after ${(now - wait - 1600) / 8} ms`);
      }
    }
  });

  it("becomes suspicious within 20 ms, so that no more of a key leaks", () => {
    for (const key of ALL)
      for (const wait of WAITS) {
        const receiver = new DtmfRx();
        const all = clipped(pressed(key, { on: 100, wait }));
        for (let at = 0; at + 160 <= all.length; at += 160) {
          receiver.speak(all.slice(at, at + 160));
          const inside = at + 160 > wait + 160 && at < wait + 800;
          if (inside) ok(receiver.suspicious, `${key} at ${wait}, frame at ${at}`);
        }
      }
  });

  it("hears keys through noise 12 dB below them", () => {
    const chance = chanceFrom(1);
    // both tones at -10 dBm are -7 dBm together
    accepts({ times: 2 }, undefined, (samples) => {
      for (let i = 0; i < samples.length; i++) samples[i] += gaussian(chance) * (22826 / Math.SQRT2) * 10 ** (-19 / 20);
    });
  });

  describe("while a tone is sent, whose echo comes back", () => {
    const tones: { name: string; parts: { hertz: number; dbm: number }[] }[] = [
      { name: "dial tone", parts: [350, 440].map((hertz) => ({ hertz, dbm: -19 })) },
      { name: "425 Hz", parts: [{ hertz: 425, dbm: -16 }] },
      { name: "second dial tone", parts: [420, 520].map((hertz) => ({ hertz, dbm: -19 })) },
    ];
    for (const { name, parts } of tones)
      for (const loss of [10, 20])
        it(`hears keys from -25 dBm over ${name}, ${loss} dB weaker`, () => {
          const sent = clipped(sines(160 * 40, ...parts));
          const echo = sines(160 * 40, ...parts.map(({ hertz, dbm }) => ({ hertz, dbm: dbm - loss })));
          const ear = tone((frame) => sent.slice(160 * frame, 160 * frame + 160));
          for (const dbm of [-25, -10])
            accepts({ low: dbm, high: dbm, times: 2 }, ear, (samples) => {
              for (let i = 0; i < samples.length; i++) samples[i] += echo[i];
            });
        });

    it("takes no tone for a key, with the ear's help or without", () => {
      for (const { parts } of tones)
        for (const gain of [0, -10, 16]) {
          const sound = sines(16_000, ...parts.map(({ hertz, dbm }) => ({ hertz, dbm: dbm + gain })));
          const frame = clipped(sound.slice(0, 160));
          equal(heard(sound), "");
          equal(
            heard(
              sound,
              tone(() => frame),
            ),
            "",
          );
        }
    });

    it("does not hear the keys it plays itself", () => {
      const player = new DtmfTx({ level: -6, twist: 2, on: 100, off: 60 });
      for (const key of ALL) player.play(key);
      const sent: Int16Array[] = [];
      while (player.active) {
        const frame = new Int16Array(160);
        player.fill(frame);
        sent.push(frame);
      }
      for (const late of [1, 2])
        for (const loss of [7, 12]) {
          const echo = new Float64Array(160 * (sent.length + 2));
          sent.forEach((frame, i) => {
            for (let n = 0; n < 160; n++) echo[160 * (i + late) + n - 40] = frame[n] * 10 ** (-loss / 20);
          });
          const silence = new Int16Array(160);
          // the frame sent at one tick is there before the next frame is heard
          equal(
            heard(echo, (frame) => sent[frame - 1] ?? silence),
            "",
            `${late} frames late, ${loss} dB down`,
          );
          ok(heard(echo).length > 0, "without the ear it would");
        }
    });
  });

  it("hears keys of -10 dBm over the echo of a loud voice, 10 dB weaker", () => {
    const chance = chanceFrom(11);
    const said = speech(chance, 20, 0);
    const voice = clipped(said.map((sample) => 2.5 * sample));
    ok(loudness(voice) > -13, `${loudness(voice)} dBm0`);
    let at = 0;
    accepts(
      { on: 60, off: 60, times: 2 },
      (frame) => voice.slice(at + 160 * frame, at + 160 * frame + 160),
      (samples) => {
        at = Math.floor(chance() * (voice.length - samples.length - 160));
        for (let i = 40; i < samples.length; i++) samples[i] += voice[at + i - 40] * 10 ** (-10 / 20);
      },
    );
  });

  it("excuses nothing that is said by a voice in the ear, of which nothing may come back", () => {
    const half = { on: 100, low: -14, high: -14 };
    const vowel = (samples: Float64Array) => {
      const third = sines(samples.length, { hertz: 300, dbm: -16 });
      for (let i = 0; i < samples.length; i++) samples[i] += third[i];
      return samples;
    };
    const loud = clipped(sines(160, { hertz: 500, dbm: -8 }));
    for (const key of ALL) {
      const said = vowel(pressed(key, half));
      equal(heard(said), "", "it is no key where nothing is in the ear");
      equal(
        heard(said, () => loud),
        "",
        key,
      );
      equal(
        heard(
          said,
          tone(() => loud),
        ),
        `${key}-`,
        "a tone's echo would be that loud",
      );
    }
  });

  it("holds on to a key that comes back from afar, louder than it was sent", () => {
    const near = clipped(pressed("5", { low: -15, high: -15, on: 300, wait: 0 }));
    const far = clipped(pressed("5", { low: -5, high: -5, on: 300, wait: 0 }));
    const receiver = new DtmfRx();
    for (let frame = 0; frame < 15; frame++) {
      const late = frame - 5;
      receiver.listen(late < 0 ? new Int16Array(160) : far.slice(160 * late, 160 * late + 160));
      receiver.speak(near.slice(160 * frame, 160 * frame + 160));
      equal(receiver.key, frame < 1 ? -1 : KEYS.indexOf("5"), `frame ${frame}`);
    }
  });

  it("is not talked into a key by speech, nor by vowels sung where the keys have their tones", () => {
    for (const sung of [0, 1]) {
      const chance = chanceFrom(7);
      for (let minute = 0; minute < 3; minute++)
        equal(heard(speech(chance, 60, sung)), "", `minute ${minute}, sung ${sung}`);
    }
  });

  it("hears no key in noise, single tones and other pairs", () => {
    const chance = chanceFrom(3);
    equal(heard(Float64Array.from({ length: 160_000 }, () => gaussian(chance) * 5000)), "");
    for (const hertz of [...ROWS, ...COLUMNS, 1004, 2100])
      equal(heard(sines(4000, { hertz, dbm: -10 })), "", `${hertz}`);
    const pairs = [
      [697, 770],
      [1209, 1633],
      [480, 620],
      [1100, 2100],
      [1200, 2200],
    ];
    for (const [first, second] of pairs)
      equal(heard(sines(4000, { hertz: first, dbm: -10 }, { hertz: second, dbm: -10 })), "", `${first} ${second}`);
    for (const row of ROWS)
      equal(heard(sines(4000, { hertz: row, dbm: -10 }, { hertz: 1209, dbm: -10 }, { hertz: 1477, dbm: -10 })), "");
  });

  it("forgets the key that was down when it is reset", () => {
    const receiver = new DtmfRx();
    const all = clipped(pressed("7", { on: 200, wait: 0 }));
    for (let at = 0; at < 800; at += 160) receiver.speak(all.slice(at, at + 160));
    equal(receiver.key, KEYS.indexOf("7"));
    receiver.reset();
    equal(receiver.key, -1);
    equal(receiver.speak(new Int16Array(160)), 0);
  });

  it("alternates press and release, whatever it hears", () => {
    const sample = fc.integer({ min: -32768, max: 32767 });
    const piece = fc.oneof(
      fc.array(sample, { minLength: 160, maxLength: 160 }),
      fc.constantFrom(...ALL).map((key) => [...clipped(pressed(key, { wait: 37 }))].slice(0, 480)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const said = heard([...pieces.flat(), ...new Array(1600).fill(0)]);
        deepEqual(said.replace(/[0-9A-D*#]-/g, ""), "");
      }),
      { numRuns: 30 },
    );
  });
});
