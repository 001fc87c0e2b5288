/** The rhythms of a country's tones, held against the bursts heard so far. */
import type { Sound } from "./tone-meter.js";
import type { CountryTone, ToneName } from "./tones.js";

/** A tone's name, and the silence it may hold before it is over. */
export type Judgement = { readonly name: ToneName; readonly pause: number };

type Beat = { readonly sound: number; readonly on: number; readonly off: number };
type Row = { readonly name: ToneName; readonly beats: readonly Beat[]; readonly thenSteady: boolean };
type Heard = { readonly sound: number; readonly on: number; readonly end: number; off: number };

/** Bursts remembered. */
const HISTORY = 6;
/** A burst this long is enough by itself; a shorter one may be a longer one cut off, and must come twice. */
const ENOUGH_MS = 225;
const STEADY_MS = 300;
const SETTLED_MS = 40;
const OTHER_PAUSE_MS = 1000;

const tolerance = (ms: number) => Math.max(30, ms / 10);
const near = (heard: number, meant: number) => Math.abs(heard - meant) <= tolerance(meant);

export class Rhythms {
  readonly sounds: readonly Sound[];
  readonly #rows: Row[];
  #heard: Heard[] = [];

  constructor(country: readonly CountryTone[]) {
    const sounds: { hertz: readonly number[]; over: boolean }[] = [];
    const soundOf = (hertz: readonly number[], over: boolean) => {
      const at = sounds.findIndex((sound) => sound.hertz.join() === hertz.join());
      if (at < 0) return sounds.push({ hertz, over }) - 1;
      sounds[at].over &&= over;
      return at;
    };
    this.#rows = country.map((tone) => ({
      name: tone.name,
      beats: tone.bursts.map(({ hertz, on, off }) => ({ sound: soundOf(hertz, tone.over ?? false), on, off })),
      thenSteady: tone.thenSteady ?? false,
    }));
    this.sounds = sounds;
  }

  /** When the last burst ended. */
  get lastEnd(): number {
    return this.#heard.length > 0 ? this.#heard[this.#heard.length - 1].end : 0;
  }

  clear(): void {
    this.#heard = [];
  }

  begin(at: number): void {
    if (this.#heard.length > 0) this.#heard[this.#heard.length - 1].off = at - this.lastEnd;
  }

  end(sound: number, from: number, to: number): void {
    this.#heard.push({ sound, on: to - from, end: to, off: 0 });
    if (this.#heard.length > HISTORY) this.#heard.shift();
  }

  /** What it can be while a burst of `sound` has gone on for `ms`; undefined while that is open. */
  going(sound: number, ms: number, hears: ToneName | null): Judgement | undefined {
    let best: Judgement | undefined;
    let depth = 0;
    const alive: Judgement[] = [];
    for (const { name, beats, thenSteady } of this.#rows) {
      if (thenSteady && name === hears && beats[0].sound === sound && ms > beats[0].on) return { name, pause: 0 };
      for (let i = 0; i < beats.length; i++) {
        if (beats[i].sound !== sound || ms > beats[i].on + tolerance(beats[i].on)) continue;
        const judgement = { name, pause: beats[i].off };
        if (alive.every((other) => other.name !== name)) alive.push(judgement);
        const before = this.#before(beats, i, this.#heard.length);
        if (before > depth) {
          best = judgement;
          depth = before;
        }
      }
    }
    if (best) return best;
    if (ms < STEADY_MS) return undefined;
    if (alive.length === 0) return { name: "other", pause: OTHER_PAUSE_MS };
    return alive.length === 1 ? alive[0] : undefined;
  }

  /** What it can be in the silence after the last burst. Of a tone that `hears` already, it may have been a burst cut short. */
  gone(now: number, hears: ToneName | null): Judgement | undefined {
    const last = this.#heard.length - 1;
    if (last < 0) return undefined;
    const quiet = now - this.#heard[last].end;
    if (quiet < SETTLED_MS) return undefined;
    const { sound } = this.#heard[last];
    const cut = this.#rows.some(({ name, beats }) => name === hears && beats.some((beat) => beat.sound === sound));
    let best: Judgement | undefined;
    let depth = 0;
    for (const { name, beats } of this.#rows)
      for (let i = 0; i < beats.length; i++) {
        if (!fits(this.#heard[last], beats[i]) || quiet > beats[i].off + tolerance(beats[i].off)) continue;
        const before = 1 + this.#before(beats, i, last);
        const enough = before > 1 || (beats[i].on >= ENOUGH_MS && (!cut || name === hears));
        if (enough && before > depth) {
          best = { name, pause: beats[i].off };
          depth = before;
        }
      }
    if (best) return best;
    const strange = last > 0 && !this.#known(this.#heard[last]) && !this.#known(this.#heard[last - 1]);
    return strange ? { name: "other", pause: OTHER_PAUSE_MS } : undefined;
  }

  /** How many of the bursts before number `count` are those that come before beat `i`. */
  #before(beats: readonly Beat[], i: number, count: number): number {
    let depth = 0;
    while (depth < count) {
      const heard = this.#heard[count - 1 - depth];
      const beat = beats[(((i - 1 - depth) % beats.length) + beats.length) % beats.length];
      if (!fits(heard, beat) || !near(heard.off, beat.off)) break;
      depth++;
    }
    return depth;
  }

  #known(heard: Heard): boolean {
    return this.#rows.some(({ beats }) => beats.some((beat) => fits(heard, beat)));
  }
}

const fits = (heard: Heard, beat: Beat) => heard.sound === beat.sound && near(heard.on, beat.on);
