/**
 * The tone and cadence scripts of the PAP2T (Regional tab), read into tables.
 *
 *   CadScript    60(.8/.4,.8/4)                     section ; section
 *   ToneScript   350@-19,440@-19;10(.5/.5/1+2)   frequencies ; section ; section
 */

/** `on` and `off` in ms; Infinity for `*`. */
export type CadenceSection = {
  /** ms; Infinity for `*`. */
  readonly duration: number;
  readonly segments: readonly { readonly on: number; readonly off: number }[];
};
export type Cadence = readonly CadenceSection[];

export type ToneComponent = { readonly hertz: number; readonly dbm: number };
export type ToneSection = {
  readonly duration: number;
  /** `components` are indices into the tone's own list; empty is silence. */
  readonly segments: readonly { readonly on: number; readonly off: number; readonly components: readonly number[] }[];
};
export type Tone = { readonly components: readonly ToneComponent[]; readonly sections: readonly ToneSection[] };

/** Where a script stops making sense: `column` counts characters from 1. */
export type ScriptRefusal = { readonly column: number; readonly reason: string };

const LONGEST_SCRIPT = 127;
const MOST_SECTIONS = 2;
const MOST_SEGMENTS = 6;
const MOST_COMPONENTS = 6;
const MOST_SECONDS = 9999;
/** What a line and 8000 samples a second can carry. */
const LEAST_HERTZ = 20;
const MOST_HERTZ = 3999;
const LEAST_DBM = -60;
const MOST_DBM = 3;

const SECONDS = /^(?:\d{1,5}(?:\.\d{0,3})?|\.\d{1,3})(?![\d.])/;
const HERTZ = /^\d{1,5}(?![\d.])/;
const DBM = /^-?(?:\d{1,3}(?:\.\d?)?|\.\d)(?![\d.])/;
const SILENCE = /^0(?!\d)/;
const COMPONENT = /^\d(?!\d)/;

/** Tells a refusal from what was asked for. */
export function isRefusal(read: Cadence | Tone | ScriptRefusal): read is ScriptRefusal {
  return "reason" in read;
}

/** A CadScript, at most 127 characters: one or two sections of one to six segments. */
export function parseCadence(text: string): Cadence | ScriptRefusal {
  const reader = new Reader(text);
  const sections = reader.sections((on, off) => ({ on, off }));
  return reader.refusal ?? sections;
}

/** A ToneScript, at most 127 characters: one to six components, then sections as of a cadence. */
export function parseTone(text: string): Tone | ScriptRefusal {
  const reader = new Reader(text);
  const components: ToneComponent[] = [];
  do components.push(reader.component());
  while (reader.goesOn(",") && reader.room(components.length, MOST_COMPONENTS, "components"));
  reader.want(";");
  const sections = reader.sections((on, off) => {
    reader.want("/");
    return { on, off, components: reader.mix(components.length) };
  });
  return reader.refusal ?? { components, sections };
}

/** Reads on after a refusal as if nothing had happened, without a step further: the first refusal stands. */
class Reader {
  readonly #text: string;
  #at = 0;
  refusal: ScriptRefusal | null = null;

  constructor(text: string) {
    this.#text = text;
    if (text.length > LONGEST_SCRIPT) this.#refuse(LONGEST_SCRIPT, `longer than ${LONGEST_SCRIPT} characters`);
    this.#skip();
    if (this.#at === text.length) this.#refuse(0, "empty");
  }

  sections<S>(segment: (on: number, off: number) => S): { duration: number; segments: S[] }[] {
    const sections: { duration: number; segments: S[] }[] = [];
    do {
      const duration = this.seconds();
      this.want("(");
      const segments: S[] = [];
      do {
        const on = this.seconds();
        this.want("/");
        segments.push(segment(on, this.seconds()));
      } while (this.goesOn(",") && this.room(segments.length, MOST_SEGMENTS, "segments"));
      this.want(")");
      sections.push({ duration, segments });
    } while (this.goesOn(";") && this.room(sections.length, MOST_SECTIONS, "sections"));
    if (this.refusal === null && this.#at < this.#text.length) this.#refuse(this.#at, "expected the end");
    return sections;
  }

  /** Seconds with up to three decimals, or `*`; in ms. */
  seconds(): number {
    if (this.goesOn("*")) return Number.POSITIVE_INFINITY;
    const at = this.#at;
    const number = Number(this.#match(SECONDS, "expected seconds or *"));
    if (number > MOST_SECONDS) this.#refuse(at, `more than ${MOST_SECONDS} seconds`);
    return Math.round(1000 * number);
  }

  component(): ToneComponent {
    const start = this.#at;
    const hertz = Number(this.#match(HERTZ, "expected a frequency in whole hertz"));
    if (hertz < LEAST_HERTZ || hertz > MOST_HERTZ)
      this.#refuse(start, `a frequency is from ${LEAST_HERTZ} to ${MOST_HERTZ} hertz`);
    this.want("@");
    const at = this.#at;
    const dbm = Number(this.#match(DBM, "expected a level in dBm"));
    if (dbm < LEAST_DBM || dbm > MOST_DBM) this.#refuse(at, `a level is from ${LEAST_DBM} to ${MOST_DBM} dBm`);
    return { hertz, dbm: dbm + 0 }; // not -0
  }

  /** Numbers of components from 1, joined by +; 0 is silence. */
  mix(count: number): number[] {
    const mixed: number[] = [];
    if (this.#match(SILENCE, null)) return mixed;
    do {
      const at = this.#at;
      const number = Number(this.#match(COMPONENT, "expected the number of a component"));
      if (number < 1 || number > count) this.#refuse(at, `there is no component ${number}`);
      else if (mixed.includes(number - 1)) this.#refuse(at, `component ${number} is there already`);
      mixed.push(number - 1);
    } while (this.goesOn("+"));
    return mixed;
  }

  /** Takes this character, and the spaces after it, when it comes next. */
  goesOn(character: string): boolean {
    if (this.refusal !== null || this.#text[this.#at] !== character) return false;
    this.#at++;
    this.#skip();
    return true;
  }

  want(character: string): void {
    if (!this.goesOn(character)) this.#refuse(this.#at, `expected ${character}`);
  }

  room(used: number, most: number, what: string): boolean {
    if (used >= most) this.#refuse(this.#at, `more than ${most} ${what}`);
    return this.refusal === null;
  }

  #match(pattern: RegExp, otherwise: string | null): string {
    const found = this.refusal === null ? pattern.exec(this.#text.slice(this.#at)) : null;
    if (found === null) {
      if (otherwise !== null) this.#refuse(this.#at, otherwise);
      return "";
    }
    this.#at += found[0].length;
    this.#skip();
    return found[0];
  }

  #skip(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }

  #refuse(at: number, reason: string): void {
    this.refusal ??= { column: at + 1, reason };
  }
}
