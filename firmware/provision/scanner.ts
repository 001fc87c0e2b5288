/** The text of a rule, read from left to right: blanks between words skipped, the first mistake kept with its column. */

/** `column` counts from 1. */
export type ScannerRefusal = { readonly column: number; readonly reason: string };

const SILENT = /^[ \t\r\n]*(#|$)/;
const BLANKS = /^[ \t\r\n]+/;
const QUOTED = /^"([^"]*)"/;
/** `$(A:2)` and `5.1.10(LS)` in one piece. */
const WORD = /^(?:\$\([A-Za-z0-9_:]+\)|[A-Za-z0-9_.$:/@%+*,-]|(?<=[A-Za-z0-9])\([A-Za-z0-9]+\))+/;
const NAME = /^[A-Za-z0-9_-]+(?:\[[1-9]\])?/;
const ASSIGNMENT = /^[A-Za-z0-9_-]+(?:\[[1-9]\])?[ \t\r\n]*=/;
const OPTION = /^--([A-Za-z0-9-]+)/;
/** What stands for a value of an option, without quotes. */
const VALUE = /^[^ \t\r\n\]"|]+/;
const URL = /^[^ \t\r\n|"]+/;
const KEYWORD = /^[A-Za-z]+/;

/** Nothing stands there, or only a remark. */
export const isSilent = (text: string) => SILENT.test(text);

export class Scanner {
  readonly #text: string;
  #at = 0;
  /** The first thing that was wrong. */
  refusal: ScannerRefusal | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the next word begins, for a later `refuse`. */
  get at(): number {
    this.#match(BLANKS);
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  peek(): string {
    return this.#text.charAt(this.at);
  }

  skip(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at++;
    return true;
  }

  expect(character: string): void {
    if (!this.skip(character)) this.refuse(`${character} expected`);
  }

  /** A name and `=` come next. */
  get isAssignment(): boolean {
    const start = this.at;
    const found = this.#match(ASSIGNMENT) !== null;
    this.#at = start;
    return found;
  }

  /** What stands between quotes; null where none come next. */
  quoted(): string | null {
    if (this.peek() !== '"') return null;
    const match = this.#match(QUOTED);
    if (match) return match[1];
    this.refuse('" expected');
    return "";
  }

  word(): string {
    return this.#word(WORD);
  }

  name(): string {
    return this.#word(NAME);
  }

  /** Of an option: a word of anything but brackets and bars. */
  value(): string {
    return this.quoted() ?? this.#word(VALUE);
  }

  /** `--key`, without its dashes. */
  option(): string | null {
    if (this.at < 0) return null;
    return this.#match(OPTION)?.[1] ?? null;
  }

  /** One of these, in any case; null where another word comes next. */
  keyword(words: readonly string[]): string | null {
    const start = this.at;
    const word = this.#match(KEYWORD)?.[0].toLowerCase();
    if (word !== undefined && words.includes(word)) return word;
    this.#at = start;
    return null;
  }

  /** To the next blank or bar, or what stands between quotes; null where there is nothing. */
  url(): string | null {
    return this.quoted() ?? (this.#word(URL) || null);
  }

  refuse(reason: string, at = this.at): void {
    const last = Math.max(this.#text.length - 1, 0);
    this.refusal ??= { column: Math.min(at, last) + 1, reason };
  }

  #word(pattern: RegExp): string {
    return this.at < this.#text.length ? (this.#match(pattern)?.[0] ?? "") : "";
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.#text.slice(this.#at));
    if (match) this.#at += match[0].length;
    return match;
  }
}
