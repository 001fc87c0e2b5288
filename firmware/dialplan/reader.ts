/** A dial plan's text, read character by character: blanks skipped, the first mistake kept with its column. */

/** Why a text is no dial plan; `column` counts from 1. */
export type DialPlanRefusal = { readonly column: number; readonly reason: string };

export class Reader {
  readonly #text: string;
  #at = 0;
  /** The first thing that was wrong. */
  refusal: DialPlanRefusal | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the next character stands, for a later `refuse`. */
  get at(): number {
    this.#skipBlanks();
    return this.#at;
  }

  /** The next character that is no blank, or "" at the end. */
  peek(): string {
    this.#skipBlanks();
    return this.#text.charAt(this.#at);
  }

  next(): string {
    const char = this.peek();
    if (char) this.#at++;
    return char;
  }

  /** Steps over `char` if it comes next. */
  skip(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#at++;
    return true;
  }

  /** Everything up to one of `ends`, blanks left out. */
  until(ends: string): string {
    let text = "";
    for (let char = this.peek(); char && !ends.includes(char); char = this.peek()) {
      text += char;
      this.#at++;
    }
    return text;
  }

  /** A timer's seconds: what stands here without a blank in between, because a blank ends a timer. */
  number(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && "0123456789.".includes(this.#text.charAt(this.#at))) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  refuse(reason: string, at = this.at): null {
    const last = Math.max(this.#text.length - 1, 0);
    this.refusal ??= { column: Math.min(at, last) + 1, reason };
    return null;
  }

  /** Something else stands where `wanted` should. */
  refuseNext(wanted: string): null {
    const char = this.peek();
    return this.refuse(char ? `${wanted} expected, not ${shown(char)}` : `${wanted} expected, but the plan ends here`);
  }

  #skipBlanks(): void {
    while (this.#at < this.#text.length && " \t\r\n".includes(this.#text.charAt(this.#at))) this.#at++;
  }
}

/** As much of a mistake as a message needs, and nothing that could harm whoever prints it. */
export function shown(text: string, most = 20): string {
  let shown = "";
  for (const char of text.slice(0, most)) {
    const code = char.codePointAt(0) ?? 0;
    shown += code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff) ? "?" : char;
  }
  return text.length > most ? `${shown}…` : shown;
}
