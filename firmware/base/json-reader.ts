/**
 * JSON (RFC 8259) read piece by piece, by whoever knows what is to come: a long record need not be all in memory, as each of
 * its fields would take slots. Every reading answers undefined, or false, where something else stands; the rest is not read then.
 */

/** Characters looked at together: the engine finds one by counting from the beginning of its text. */
const WINDOW = 1024;
/** Characters of a number, of true, false or null. */
const LONGEST_WORD = 64;

const BLANKS = " \t\r\n";
const WORD = /^[a-z0-9.+-]+/i;

export class JsonReader {
  readonly #text: string;
  #window = "";
  /** Where the window begins in the text, and where we are in it. */
  #start = 0;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#look(WINDOW);
  }

  /** Nothing but blanks is left. */
  get done(): boolean {
    return this.peek() === "";
  }

  /** The next character that is no blank, or "" at the end. */
  peek(): string {
    for (;;) {
      if (this.#at === this.#window.length) this.#look(WINDOW);
      const char = this.#window.charAt(this.#at);
      if (char === "" || !BLANKS.includes(char)) return char;
      this.#at++;
    }
  }

  /** A record; `field` takes the value of each name, and answers whether there was one. */
  record(field: (name: string) => boolean): boolean {
    if (!this.#takes("{")) return false;
    if (this.#takes("}")) return true;
    do {
      const name = this.string();
      if (name === undefined || !this.#takes(":") || !field(name)) return false;
    } while (this.#takes(","));
    return this.#takes("}");
  }

  /** A record of texts, numbers, truths and null; one nested no deeper than so many braces and brackets is stepped over. */
  fields(deepest: number, take: (name: string, value: string | number | boolean | null) => void): boolean {
    return this.record((name) => {
      const char = this.peek();
      if (char === "{" || char === "[") return this.skip(deepest);
      const value = this.value();
      if (value !== undefined) take(name, value);
      return value !== undefined;
    });
  }

  string(): string | undefined {
    if (this.peek() !== '"') return undefined;
    let end = this.#endOfString();
    while (end < 0 && this.#start + this.#window.length < this.#text.length) {
      this.#look(2 * this.#window.length);
      end = this.#endOfString();
    }
    if (end < 0) return undefined;
    const value = parsed(this.#window.slice(this.#at, end));
    this.#at = end;
    return typeof value === "string" ? value : undefined;
  }

  /** A text, a number, true, false or null. */
  value(): string | number | boolean | null | undefined {
    if (this.peek() === '"') return this.string();
    if (this.#window.length - this.#at < LONGEST_WORD) this.#look(WINDOW);
    const [word] = WORD.exec(this.#window.slice(this.#at, this.#at + LONGEST_WORD)) ?? [""];
    this.#at += word.length;
    const value = parsed(word);
    return value === null || typeof value === "number" || typeof value === "boolean" ? value : undefined;
  }

  /** Steps over anything that is nested no deeper than so many braces and brackets. */
  skip(deepest: number): boolean {
    const char = this.peek();
    if (char !== "{" && char !== "[") return this.value() !== undefined;
    if (deepest === 0) return false;
    if (char === "{") return this.record(() => this.skip(deepest - 1));
    this.#takes("[");
    if (this.#takes("]")) return true;
    do if (!this.skip(deepest - 1)) return false;
    while (this.#takes(","));
    return this.#takes("]");
  }

  #takes(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#at++;
    return true;
  }

  /** Behind the quote that ends the string we are at; -1 where it goes on beyond the window. */
  #endOfString(): number {
    for (let at = this.#window.indexOf('"', this.#at + 1); at >= 0; at = this.#window.indexOf('"', at + 1)) {
      let escapes = 0;
      while (this.#window.charAt(at - 1 - escapes) === "\\") escapes++;
      if (escapes % 2 === 0) return at + 1;
    }
    return -1;
  }

  /** Moves the window to where we are. */
  #look(length: number): void {
    this.#start += this.#at;
    this.#at = 0;
    this.#window = this.#text.slice(this.#start, this.#start + length);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
