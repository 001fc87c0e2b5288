/** Keys with strangers at the other end: what we play for spandsp and multimon-ng to hear, what spandsp says for us to hear. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { COLUMNS, KEYS, ROWS } from "../../firmware/dsp/dtmf.js";
import { VirtualDesk } from "../calls/desk.js";
import { ours, type Pair, pair, rest, type Scene, Spandsp } from "./dtmf/spandsp.js";
import { kept, voices } from "./dtmf/talk.js";
import { TalkOff } from "./dtmf/talk-off.js";
import { near } from "./judge.js";
import { needs, runFolder } from "./lab.js";
import { type Dtmf, lineDecode, multimon, type Tone } from "./receivers.js";
import { writeWav } from "./wav.js";

const ALL = [...KEYS];
const folder = join(runFolder, "dtmf");

/** Line 1 has called line 2, and somebody has answered. */
function connected(settings: { readonly [name: string]: string } = {}): VirtualDesk {
  const d = new VirtualDesk({ settings }).wait(1000);
  d.line(1).lift();
  d.wait(300).dial(1, "102").wait(500);
  d.line(2).lift();
  return d.wait(1000);
}

/** The keys a line has understood since, by their source. */
const keysOf = (d: VirtualDesk, line: number, source: string, since: number) =>
  d
    .events("digit", line)
    .flatMap((event) => (event.t >= since && event.source === source ? [String(event.digit)] : []))
    .join("");

describe("keys that come from the network, in the ear", function () {
  this.timeout(120_000);
  const LEVELS = [-30, -25, -20, -16, -10, -6, -3, 0];
  /** dB of the column over the row, between which the level of the setting lies. */
  const TWIST = 2;
  /** Above this the two tones together are more than a sample holds. */
  const CLEAN = -3;

  before(function () {
    needs(this, "line-decode", "multimon-ng", "sox");
  });

  for (const { method, source, lengths } of [
    { method: "AVT", source: "event", lengths: [0.04, 0.07, 0.1, 0.2, 0.5] },
    { method: "INFO", source: "info", lengths: [0.04, 0.1] },
  ])
    for (const seconds of lengths)
      it(`by ${method}, ${1000 * seconds} ms long, are sixteen for everybody, at every level`, async () => {
        const said = LEVELS.map((level) => {
          const d = connected({
            "DTMF_Tx_Method[2]": method,
            DTMF_Playback_Level: `${level}`,
            DTMF_Playback_Length: `${seconds}`,
          });
          const began = d.time.now();
          d.dial(2, KEYS).wait(1000 + 1000 * KEYS.length * seconds);
          equal(keysOf(d, 1, source, began), KEYS);
          return d.line(1).heard((d.time.now() - began) / 1000).samples;
        });
        const wav = writeWav(Int16Array.from(said.flatMap((samples) => [...samples])));
        const everything = KEYS.repeat(LEVELS.length);
        equal(await multimon(wav), everything);
        const measures = seconds > 0.04 && seconds < 0.5;
        const heard = await lineDecode(wav, "--only", measures ? "dtmf,tone" : "dtmf");
        const digits = heard.filter((one): one is Dtmf => one.type === "dtmf");
        equal(digits.map(({ digit }) => digit).join(""), everything);
        if (!measures) return;
        const measured = heard.filter((one): one is Tone => one.type === "tone");
        equal(measured.length, everything.length);
        for (const [i, { freqs, levels_dbm0, duration_ms }] of measured.entries()) {
          const [level, key] = [LEVELS[Math.floor(i / KEYS.length)], i % KEYS.length];
          const what = `${KEYS[key]} at ${level} dBm`;
          near(freqs[0], ROWS[key >> 2], 0.3, `the row of ${what}`);
          near(freqs[1], COLUMNS[key & 3], 0.3, `the column of ${what}`);
          near(duration_ms, 1000 * seconds, 2, `the length of ${what}`);
          const tolerance = level <= CLEAN ? 0.1 : 1.1;
          near(levels_dbm0[0], level - TWIST / 2, tolerance, `the row of ${what}`);
          near(levels_dbm0[1], level + TWIST / 2, tolerance, `the column of ${what}`);
        }
      });
});

/** spandsp's sender does not clip but wraps what is more than a sample holds. */
const fits = (low: number, high: number) => 10 ** (low / 20) + 10 ** (high / 20) < 10 ** (3.14 / 20);

/** Where a key begins decides how it falls into the blocks of a receiver. */
const WAITS = [800, 813, 831, 847, 859, 873];
/** A row of the range: each key at each of those places, `orders` being what follows the silence. */
type Row = { readonly what: string; readonly orders: (key: string) => Scene; readonly wanted: number | null };

const one = (what: string, given: Partial<Pair>, wanted: number | null): Row => ({
  what,
  orders: (key) => [pair(key, { low: -10, high: -10, ms: 40, ...given }), rest(1600)],
  wanted,
});
const torn = (gap: number, wanted: number | null): Row => ({
  what: `a gap of ${gap} ms within a key of 100 ms`,
  orders: (key) => {
    const half = pair(key, { low: -10, high: -10, ms: 50 });
    return [half, rest(8 * gap), half, rest(1600)];
  },
  wanted,
});
const noisy = (ratio: number, wanted: number | null): Row => ({
  what: `noise ${ratio} dB below a key of 50 ms`,
  orders: (key) => {
    const seed = 7000 + 10 * ratio + KEYS.indexOf(key);
    return [pair(key, { low: -10, high: -10, ms: 50 }), rest(1600), `noise ${seed} ${-7 - ratio}`];
  },
  wanted,
});
const off = (percent: number, wanted: number | null): Row[] => {
  const part = percent / 100;
  return [
    one(`row off by ±${percent} %`, { lowOff: part }, wanted),
    one(`row off by ±${percent} %`, { lowOff: -part }, wanted),
    one(`column off by ±${percent} %`, { highOff: part }, wanted),
    one(`column off by ±${percent} %`, { highOff: -part }, wanted),
    one(`both off by ±${percent} %`, { lowOff: part, highOff: part }, wanted),
    one(`both off by ±${percent} %`, { lowOff: -part, highOff: -part }, wanted),
    one(`off by ±${percent} %, against each other`, { lowOff: part, highOff: -part }, wanted),
    one(`off by ±${percent} %, against each other`, { lowOff: -part, highOff: part }, wanted),
  ];
};

/** ITU-T Q.24: what must be heard (1), what must not (0), and what lies between. */
const RANGE: readonly Row[] = [
  ...[0, -10, -20, -25].map((dbm) => one(`${dbm} dBm each`, { low: dbm, high: dbm }, 1)),
  ...[-27, -28, -29, -35].map((dbm) => one(`${dbm} dBm each`, { low: dbm, high: dbm }, null)),
  one("-55 dBm each", { low: -55, high: -55 }, 0),
  one("column 4 dB over the row", { low: -14 }, 1),
  one("column 4 dB over the row, 0 dBm", { low: -4, high: 0 }, 1),
  one("column 4 dB over the row, -25 dBm", { low: -25, high: -21 }, 1),
  ...[5, 6, 7].map((db) => one(`column ${db} dB over the row`, { low: -10 - db }, null)),
  one("row 8 dB over the column", { high: -18 }, 1),
  one("row 8 dB over the column, 0 dBm", { low: 0, high: -8 }, 1),
  one("row 8 dB over the column, -25 dBm", { low: -17, high: -25 }, 1),
  ...[9, 10, 12].map((db) => one(`row ${db} dB over the column`, { high: -10 - db }, null)),
  ...off(1.5, 1),
  ...[1.8, 2.2, 2.5, 3].flatMap((percent) => off(percent, null)),
  ...off(3.5, 0),
  ...off(5, 0),
  ...[15, 20, 22, 23].map((ms) => one(`${ms} ms`, { ms }, 0)),
  ...[25, 30, 35].map((ms) => one(`${ms} ms`, { ms }, null)),
  ...[40, 45].map((ms) => one(`${ms} ms`, { ms }, 1)),
  ...[2, 5, 10].map((gap) => torn(gap, 1)),
  ...[15, 20, 25, 30].map((gap) => torn(gap, null)),
  ...[40, 50].map((gap) => torn(gap, 0)),
  ...[18, 15, 12].map((ratio) => noisy(ratio, 1)),
  ...[10, 8, 6].map((ratio) => noisy(ratio, null)),
];

describe("keys that spandsp says", function () {
  this.timeout(120_000);
  let spandsp: Spandsp;
  /** What was found, for a person to read. */
  const table: string[] = [];
  const echoes: string[] = [];

  before(function () {
    needs(this, "line-decode");
    mkdirSync(folder, { recursive: true });
    spandsp = new Spandsp(folder);
  });
  after(() => {
    const heads = ["| keys over an echo | ours, % | spandsp's, who does not know the ear, % |", "| --- | --- | --- |"];
    if (table.length > 0) console.log([...table, ...heads, ...echoes].join("\n"));
  });

  it("are heard over all of Q.24's range, and are no keys outside of it", () => {
    const scenes = RANGE.flatMap(({ orders }) =>
      ALL.flatMap((key) => WAITS.map((wait) => [rest(wait), ...orders(key)])),
    );
    const sounds = spandsp.say(scenes);
    const heard = { ours: sounds.map((sound) => ours(sound)), theirs: spandsp.hear(sounds) };
    const each = ALL.length * WAITS.length;
    const shares = new Map<string, { ours: number[]; theirs: number[]; wanted: number | null }>();
    RANGE.forEach(({ what, wanted }, row) => {
      const share = (keys: string[]) => {
        const mine = keys.slice(each * row, each * (row + 1));
        return mine.filter((said, i) => said === ALL[Math.floor(i / WAITS.length)]).length / each;
      };
      const shown = shares.get(what) ?? { ours: [], theirs: [], wanted };
      shown.ours.push(share(heard.ours));
      shown.theirs.push(share(heard.theirs));
      shares.set(what, shown);
    });
    const percent = (parts: number[]) =>
      [...new Set([Math.min(...parts), Math.max(...parts)].map((part) => Math.round(100 * part)))].join(" to ");
    table.push("| one key, -10 dBm each and 40 ms where nothing else is said | Q.24 | ours, % | spandsp's, % |");
    table.push("| --- | --- | --- | --- |");
    for (const [what, { ours, theirs, wanted }] of shares) {
      const asked = wanted === null ? "" : wanted === 1 ? "heard" : "not heard as one";
      table.push(`| ${what} | ${asked} | ${percent(ours)} | ${percent(theirs)} |`);
    }
    for (const [what, { ours, wanted }] of shares) if (wanted !== null) deepEqual([...new Set(ours)], [wanted], what);
  });

  it("are heard in rows of sixteen by its own sender, 40 ms each way, at every level and twist", () => {
    const asked: { scene: Scene; what: string }[] = [];
    for (let low = -25; low <= 0; low += 5)
      for (let twist = -8; twist <= 4; twist += 2) {
        if (low + twist < -25 || !fits(low, low + twist)) continue;
        for (const wait of WAITS)
          asked.push({
            scene: [rest(wait), `keys ${KEYS} ${low} ${twist} 40 40`, rest(800)],
            what: `row at ${low} dBm, column ${twist} dB over it, after ${wait} samples`,
          });
      }
    ok(asked.length > 150);
    const sounds = spandsp.say(asked.map(({ scene }) => scene));
    sounds.forEach((sound, i) => {
      equal(ours(sound), KEYS, asked[i].what);
    });
  });

  it("are two when the pause between them is 40 ms, and none when they are 23 ms long", () => {
    for (const wait of WAITS) {
      const [twice, short] = spandsp.say([
        [rest(wait), "keys 1122334455 -10 0 40 40", rest(800)],
        [rest(wait), `keys ${KEYS} -10 0 23 40`, rest(800)],
      ]);
      equal(ours(twice), "1122334455");
      equal(ours(short), "");
    }
  });

  /** What is in the ear, so many dB down; the weakest keys that are to be heard over an echo 10 dB down. */
  const TONES: { name: string; orders: (loss: number) => string[]; least: number }[] = [
    { name: "dial tone", orders: (loss) => [`over 350 ${-19 - loss}`, `over 440 ${-19 - loss}`], least: -25 },
    { name: "loud dial tone", orders: (loss) => [`over 350 ${-13 - loss}`, `over 440 ${-13 - loss}`], least: -20 },
    { name: "second dial tone", orders: (loss) => [`over 420 ${-19 - loss}`, `over 520 ${-19 - loss}`], least: -25 },
    { name: "European dial tone", orders: (loss) => [`over 425 ${-10 - loss}`], least: -25 },
    { name: "busy", orders: (loss) => [`over 480 ${-19 - loss}`, `over 620 ${-19 - loss}`], least: -25 },
  ];
  for (const { name, orders, least } of TONES)
    it(`are heard over the echo of ${name}, and it is none itself`, () => {
      const [ear, soft, loud] = spandsp.say([0, 6, -10].map((loss) => [rest(16_000), ...orders(loss)]));
      for (const sound of [ear, soft, loud]) {
        equal(ours(sound), "");
        equal(ours(sound, ear, true), "");
      }
      const asked = [6, 8, 10, 14, 20].flatMap((loss) => [-25, -20, -15, -10, -4].map((dbm) => ({ loss, dbm })));
      const sounds = spandsp.say(
        asked.flatMap(({ loss, dbm }) =>
          WAITS.map((wait) => [rest(wait), `keys ${KEYS} ${dbm} 0 50 50`, rest(800), ...orders(loss)]),
        ),
      );
      const heard = { ours: sounds.map((sound) => ours(sound, ear, true)), theirs: spandsp.hear(sounds) };
      for (const [row, { loss, dbm }] of asked.entries()) {
        const of = (keys: string[]) => keys.slice(row * WAITS.length, (row + 1) * WAITS.length);
        const share = (keys: string[]) => {
          const count = keys.reduce((sum, said) => sum + ALL.filter((key) => said.includes(key)).length, 0);
          return Math.round((100 * count) / (ALL.length * WAITS.length));
        };
        const what = `${dbm} dBm each, over an echo of ${name} ${loss} dB down`;
        const told = share(of(heard.ours));
        if (told < 100) echoes.push(`| ${what} | ${told} | ${share(of(heard.theirs))} |`);
        if (loss >= 10 && dbm >= least) for (const said of of(heard.ours)) equal(said, KEYS, what);
      }
    });

  it("are no keys of the telephone when they are an echo of what it hears", () => {
    for (const [level, twist] of [
      [-8, 0],
      [-15, 2],
      [-20, 4],
    ])
      for (const loss of [6, 10, 20])
        for (const late of [0, 3, 11, 80, 160]) {
          const [ear] = spandsp.say([[rest(320), `keys ${KEYS} ${level} ${twist} 100 60`, rest(320)]]);
          const echo = new Int16Array(ear.length);
          for (let i = late; i < ear.length; i++) echo[i] = Math.round(ear[i - late] * 10 ** (-loss / 20));
          equal(ours(echo, ear), "", `${level} dBm, ${loss} dB down, ${late} samples late`);
          if (level - loss > -25) equal(ours(echo), KEYS, "without the ear it would be");
        }
  });

  it("dial a number, and go through a call as events", () => {
    for (const [level, twist] of [
      [-3, -4],
      [-12, 4],
      [-25, 0],
      [-17, -8],
    ]) {
      const [number, keys] = spandsp.say([
        [rest(37), `keys 102 ${level} ${twist} 40 40`],
        [rest(53), `keys ${KEYS} ${level} ${twist} 50 50`],
      ]);
      const d = new VirtualDesk().wait(1000);
      d.line(1).lift();
      d.wait(500);
      d.line(1).speak(number);
      d.wait(1500);
      ok(d.line(2).ringing, `${level} dBm`);
      d.line(2).lift();
      d.wait(1000);
      const began = d.time.now();
      d.line(1).speak(keys);
      d.wait(4000);
      equal(keysOf(d, 1, "dtmf", began), KEYS);
      equal(keysOf(d, 2, "event", began), KEYS);
    }
  });

  it("reach the far end once, however: as sound, as an event, or by INFO", async () => {
    for (const [level, twist] of [
      [-4, 0],
      [-9, 2],
      [-25, 0],
      [-17, -4],
    ]) {
      const [keys] = spandsp.say([[rest(53), `keys ${KEYS} ${level} ${twist} 80 80`]]);
      for (const { method, plays } of [
        { method: "InBand", plays: "yes" },
        { method: "AVT", plays: "yes" },
        { method: "INFO", plays: "yes" },
        { method: "INFO", plays: "no" },
      ]) {
        const d = connected({ "DTMF_Tx_Method[1]": method, "DTMF_Process_INFO[2]": plays });
        const began = d.time.now();
        d.line(1).speak(keys);
        d.wait(4000);
        equal(keysOf(d, 1, "dtmf", began), KEYS);
        const { samples } = d.line(2).heard(4);
        // what comes of a key before it is known is too little to be one
        const wanted = plays === "yes" ? KEYS : "";
        const what = `${method}, ${level} dBm, ${plays}`;
        equal(spandsp.hear([samples])[0], wanted, `spandsp, ${what}`);
        // multimon-ng counts a key twice when its first 20 ms are louder than the tone that is played for it
        equal((await multimon(writeWav(samples))).replace(/(.)\1/g, "$1"), wanted, `multimon-ng, ${what}`);
      }
    }
  });

  it("are none in three minutes of people talking", function () {
    needs(this, "espeak-ng", "sox");
    const run = new TalkOff(spandsp);
    const talks = voices(kept(folder), 1);
    while (run.seconds < 180) run.hear(talks.next().value);
    ok(run.ours <= run.theirs, run.told);
    equal(run.ours, 0, run.told);
    console.log(`      ${run.told}`);
  });
});
