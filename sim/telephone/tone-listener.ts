/**
 * What a subscriber would call what is in the ear: bursts of the country's sounds, held against the rhythm of its tones.
 *
 *   sound  ‾‾|_|‾‾|_|‾‾          each burst: which sound, how long, and the silence after it
 *   tones  those whose rhythm allows what was heard so far; when one is left, or its rhythm has repeated, it is named
 */
import { type Judgement, Rhythms } from "./rhythm.js";
import { ToneMeter, UNKNOWN } from "./tone-meter.js";
import type { CountryTone, ToneName } from "./tones.js";

const STEP_MS = 10;
const STEP = 80;
/** A sound is known when all of this window holds it. */
const WINDOW_MS = 50;
/** A break shorter than this is a lost packet, not the end of a burst. */
const BREAK_MS = 30;
/** A burst is over when for so long nothing of it was heard in whatever sounds instead. */
const COVERED_MS = 60;
/** Voice: so much of nothing known, in all, since silence or a sound was last certain. */
const VOICE_MS = 100;
/** Silence that ends what has no rhythm. */
const PAUSE_MS = 1000;
/** Silence beyond the rhythm's own pause before a tone is over. */
const PATIENCE_MS = 100;

export class ToneListener {
  readonly #tell: (tone: ToneName | null) => void;
  readonly #meter: ToneMeter;
  readonly #rhythms: Rhythms;
  #now = 0;
  #hears: ToneName | null = null;
  /** How long a silence `#hears` may hold. */
  #pause = 0;

  /** When sound began, and when it was last there. */
  #onset = 0;
  #sounding = false;
  #lastSound = 0;
  /** The burst that goes on: its sound or -1, since when, and when it was last certain. */
  #sound = -1;
  #since = 0;
  #lastCertain = 0;
  /** Another sound that may be about to take its place. */
  #next = -1;
  #certain = 0;
  #unknown = 0;
  /** Voice has been heard since the last burst: that burst's rhythm says no more. */
  #spoken = false;

  constructor(country: readonly CountryTone[], tell: (tone: ToneName | null) => void) {
    this.#tell = tell;
    this.#rhythms = new Rhythms(country);
    this.#meter = new ToneMeter(this.#rhythms.sounds);
  }

  get hears(): ToneName | null {
    return this.#hears;
  }

  listen(frame: Int16Array): void {
    for (let start = 0; start < frame.length; start += STEP) this.#step(frame, start);
  }

  /** The ear is put away. */
  reset(): void {
    this.#meter.reset();
    this.#rhythms.clear();
    this.#sounding = false;
    this.#sound = -1;
    this.#certain = 0;
    this.#unknown = 0;
    this.#name(null, 0);
  }

  #step(frame: Int16Array, start: number): void {
    this.#meter.listen(frame, start);
    this.#now += STEP_MS;
    if (this.#meter.sounding) {
      if (!this.#sounding && (this.#sound < 0 || this.#now - this.#lastSound > BREAK_MS))
        this.#onset = this.#now - STEP_MS;
      this.#lastSound = this.#now;
    }
    this.#sounding = this.#meter.sounding;
    const label = this.#meter.label;
    if (label >= 0) this.#hear(label);
    else {
      this.#certain = 0;
      if (label === UNKNOWN) this.#unknown += STEP_MS;
    }
    if (this.#sound >= 0) {
      if (this.#now - this.#lastSound >= BREAK_MS) this.#end(this.#lastSound);
      else if (this.#now - this.#lastCertain >= COVERED_MS) this.#end(this.#lastCertain);
    }
    this.#judge();
  }

  /** The window held one of the country's sounds. */
  #hear(sound: number): void {
    this.#certain = sound === this.#next ? this.#certain + 1 : 1;
    this.#next = sound;
    if (this.#certain >= 2) this.#unknown = 0;
    if (sound === this.#sound) this.#lastCertain = this.#now;
    else if (this.#certain >= 2) {
      if (this.#sound >= 0) this.#end(this.#lastCertain);
      // Out of silence it began with the sound; out of another sound, with the window that first held it.
      const first = this.#now - WINDOW_MS - STEP_MS;
      const began = this.#onset > first - WINDOW_MS ? this.#onset : first;
      this.#sound = sound;
      this.#since = Math.max(began, this.#rhythms.lastEnd);
      this.#lastCertain = this.#now;
      this.#rhythms.begin(this.#since);
      this.#spoken = false;
    }
  }

  #end(at: number): void {
    this.#rhythms.end(this.#sound, this.#since, Math.max(at, this.#since));
    this.#sound = -1;
  }

  #judge(): void {
    const quiet = this.#now - this.#lastSound;
    if (quiet > PAUSE_MS) this.#unknown = 0;
    if (this.#unknown >= VOICE_MS) {
      this.#spoken = true;
      this.#name("voice", PAUSE_MS);
    }
    let judged: Judgement | undefined;
    if (this.#sound >= 0) judged = this.#rhythms.going(this.#sound, this.#lastCertain - this.#since, this.#hears);
    else if (!this.#spoken) judged = this.#rhythms.gone(this.#now, this.#hears);
    if (judged) this.#name(judged.name, judged.pause);
    if (this.#hears !== null && quiet > this.#pause + PATIENCE_MS) {
      this.#rhythms.clear();
      this.#name(null, 0);
    }
  }

  #name(tone: ToneName | null, pause: number): void {
    this.#pause = pause;
    if (tone === this.#hears) return;
    this.#hears = tone;
    this.#tell(tone);
  }
}
