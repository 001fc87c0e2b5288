/** The part of XML 1.0 that profiles are made of: elements, text, comments, CDATA; no entities but those of the language. */
import { frozen } from "../base/frozen.js";
import { short } from "./lists.js";

export type XmlElement = {
  readonly name: string;
  /** The elements around it, the root first, with `/` between them: `device/flat-profile`. */
  readonly within: string;
  /** Without the blanks around it, those that were written as `&#32;` or CDATA kept. */
  readonly text: string;
  /** What the user may do with it: nothing, read, write. */
  readonly ua: "na" | "ro" | "rw" | null;
};

/** The elements that have no others in them, the root left out; or what is wrong, with its line. */
export type Xml = { readonly root: string; readonly elements: readonly XmlElement[] } | { readonly refused: string };

export type WalkedXml = { readonly root: string } | { readonly refused: string };

/** Characters of a profile in XML: a whole one of a PAP2T has half of that. */
export const MAX_XML = 131_072;
/** Beginnings and ends of elements, and comments. */
const MAX_TAGS = 8192;
const MAX_DEPTH = 5;
const MAX_XML_NAME = 64;
const MAX_ATTRIBUTES = 16;
/** Characters between two tags: a value of which each is written as an entity. */
const MAX_TEXT = 16_384;
/** Characters that are cut together. */
const PART = 2048;

const NAME = /^[A-Za-z_][A-Za-z0-9_.:-]*/;
const ATTRIBUTE = /^[ \t\r\n]+([A-Za-z_][A-Za-z0-9_.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/;
const TAG_END = /^[ \t\r\n]*(\/?)>/;
const ENTITY = /^#?[A-Za-z0-9_.:-]+$/;
const CHARACTER = /^#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))$/;
const ENTITIES = frozen([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
] as const);

/** What is wrong, if anything is. */
type Wrong = string | undefined;

type Open = {
  readonly name: string;
  readonly within: string;
  readonly ua: XmlElement["ua"];
  text: string;
  /** Blanks that count only if more text follows. */
  blanks: string;
  isParent: boolean;
};

export function readXml(text: string): Xml {
  const elements: XmlElement[] = [];
  const read = walkXml(text, (element) => elements.push(element));
  return "refused" in read ? read : { ...read, elements };
}

/** The same, an element after the other: what is wrong may come to light when some have been taken. */
export function walkXml(text: string, take: (element: XmlElement) => void): WalkedXml {
  if (text.length > MAX_XML) return { refused: `a profile in XML has at most ${MAX_XML} characters` };
  return new Reader(text, take).read();
}

/** A text as it stands in an element, blanks at its ends included. */
export function escapeXml(text: string): string {
  const plain = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  // Cut by built-ins: a loop over characters costs the engine their number squared.
  const start = plain.length - plain.trimStart().length;
  if (start === plain.length) return charactersOf(plain);
  const end = plain.trimEnd().length;
  return charactersOf(plain.slice(0, start)) + plain.slice(start, end) + charactersOf(plain.slice(end));
}

/**
 * The document cut at every `<`, which costs the engine less than looking at its characters one by one; in parts, as each piece
 * takes a slot while it is cut.
 */
class Reader {
  readonly #text: string;
  readonly #take: (element: XmlElement) => void;
  readonly #open: Open[] = [];
  /** Of the part at hand, and which of them is next. */
  #pieces: readonly string[] = [];
  #next = 0;
  /** Where the piece at hand begins in the text, and the next one. */
  #here = 0;
  #ahead = 0;
  #root: string | null = null;

  constructor(text: string, take: (element: XmlElement) => void) {
    this.#text = text.startsWith("\ufeff") ? text.slice(1) : text;
    this.#take = take;
  }

  read(): WalkedXml {
    if (countOf("<", this.#text, this.#text.length) >= MAX_TAGS) return { refused: `more than ${MAX_TAGS} tags` };
    let wrong = this.#literal(this.#piece() ?? "");
    while (wrong === undefined) {
      const piece = this.#piece();
      if (piece === undefined) break;
      wrong = this.#tag(piece);
    }
    const open = this.#open.at(-1);
    if (wrong === undefined && open) wrong = `<${open.name}> is not closed`;
    if (wrong !== undefined) return { refused: `line ${1 + countOf("\n", this.#text, this.#here)}: ${wrong}` };
    if (this.#root === null) return { refused: "there is no element" };
    return { root: this.#root };
  }

  /** The next one; undefined at the end. */
  #piece(): string | undefined {
    if (this.#next === this.#pieces.length) this.#cut();
    const piece = this.#pieces[this.#next++];
    this.#here = piece === undefined ? this.#text.length : this.#ahead;
    this.#ahead += piece === undefined ? 0 : piece.length + 1;
    return piece;
  }

  /** The next part: as many pieces as are in it as a whole, but one at least. */
  #cut(): void {
    const text = this.#text;
    this.#pieces = [];
    this.#next = 0;
    for (let length = PART; this.#pieces.length === 0 && this.#ahead <= text.length; length *= 2) {
      const pieces = text.slice(this.#ahead, this.#ahead + length).split("<");
      if (this.#ahead + length < text.length) pieces.pop();
      this.#pieces = pieces;
    }
  }

  #tag(piece: string): Wrong {
    if (piece.startsWith("!--")) return this.#skip(piece, "-->", 3, "a comment");
    if (piece.startsWith("![CDATA[")) return this.#skip(piece, "]]>", 8, "CDATA", (verbatim) => this.#add(verbatim));
    if (piece.startsWith("?")) return this.#skip(piece, "?>", 1, "<?");
    if (piece.startsWith("!DOCTYPE")) return this.#documentType(piece);
    return piece.startsWith("/") ? this.#end(piece) : this.#begin(piece);
  }

  /** What ends with `mark`, in this piece or one of the next, from `from` on; text follows. */
  #skip(piece: string, mark: string, from: number, what: string, take?: (contents: string) => Wrong): Wrong {
    const begin = this.#here;
    const parts: string[] = [];
    let start = from;
    for (let here: string | undefined = piece; here !== undefined; here = this.#piece()) {
      const end = here.indexOf(mark, start);
      if (take) parts.push(here.slice(start, end < 0 ? here.length : end));
      if (end >= 0) return take?.(parts.join("<")) ?? this.#literal(here.slice(end + mark.length));
      start = 0;
    }
    this.#here = begin;
    return `${what} does not end`;
  }

  /** A document type is let be; one that declares something could make a small file a large one. */
  #documentType(piece: string): Wrong {
    const end = piece.indexOf(">");
    if (this.#root !== null) return "a document type comes first";
    if (piece.includes("[")) return "declarations of a document type are not read";
    return end < 0 ? "a document type does not end" : this.#literal(piece.slice(end + 1));
  }

  #begin(piece: string): Wrong {
    if (piece.length > MAX_TEXT) return `more than ${MAX_TEXT} characters of text`;
    const [name] = NAME.exec(piece) ?? [];
    if (name === undefined) return `<${short(piece)} is no tag; < is written &lt;`;
    if (name.length > MAX_XML_NAME) return `<${short(name)}> is too long a name`;
    const parent = this.#open.at(-1);
    if (!parent && this.#root !== null) return `<${name}> follows the end of <${this.#root}>`;
    if (this.#open.length === MAX_DEPTH) return `<${name}> is nested too deep`;
    if (parent && parent.text !== "") return `<${name}> within the text of <${parent.name}>`;
    let rest = piece.slice(name.length);
    let ua: XmlElement["ua"] = null;
    for (let count = 0; ; count++) {
      const attribute = ATTRIBUTE.exec(rest);
      if (!attribute) break;
      if (count === MAX_ATTRIBUTES) return `<${name}> has too many attributes`;
      const [whole, key, doubly, singly] = attribute;
      const value = doubly ?? singly;
      if (key === "ua" && (value === "na" || value === "ro" || value === "rw")) ua = value;
      rest = rest.slice(whole.length);
    }
    const end = TAG_END.exec(rest);
    if (!end) return `the tag <${name} does not end`;
    const within = parent ? (parent.within === "" ? parent.name : `${parent.within}/${parent.name}`) : "";
    if (parent) parent.isParent = true;
    else this.#root = name;
    this.#open.push({ name, within, ua, text: "", blanks: "", isParent: false });
    if (end[1] === "/") this.#close();
    return this.#literal(rest.slice(end[0].length));
  }

  #end(piece: string): Wrong {
    const [name] = NAME.exec(piece.slice(1)) ?? [""];
    const open = this.#open.at(-1);
    if (!open) return `</${short(name)}> closes nothing`;
    if (name !== open.name) return `</${short(name)}> where </${open.name}> is due`;
    const rest = piece.slice(1 + name.length);
    const end = TAG_END.exec(rest);
    if (!end || end[1] === "/") return `the tag </${name} does not end`;
    this.#close();
    return this.#literal(rest.slice(end[0].length));
  }

  #close(): void {
    const closed = this.#open.pop();
    if (!closed || this.#open.length === 0 || closed.isParent) return;
    const { name, within, text, ua } = closed;
    this.#take({ name, within, text, ua });
  }

  /** Text as it stands between tags. */
  #literal(raw: string): Wrong {
    if (raw.length > MAX_TEXT) return `more than ${MAX_TEXT} characters of text`;
    const start = raw.length - raw.trimStart().length;
    const end = raw.trimEnd().length;
    const open = this.#open.at(-1);
    if (start < end) {
      if (!open) return `${short(raw.slice(start, end))} is outside of the root`;
      const decoded = decode(raw.slice(start, end));
      if (typeof decoded !== "string") return decoded.wrong;
      if (open.text !== "") open.blanks += raw.slice(0, start);
      const wrong = this.#add(decoded);
      open.blanks = raw.slice(end);
      return wrong;
    }
    if (open && open.text !== "") open.blanks += raw;
  }

  #add(text: string): Wrong {
    const open = this.#open.at(-1);
    if (!open) return `${short(text)} is outside of the root`;
    if (open.isParent) return `${short(text)} is between the elements of <${open.name}>`;
    open.text += open.blanks + text;
    open.blanks = "";
  }
}

/** How often the character stands before `end`. */
function countOf(character: string, text: string, end: number): number {
  let count = 0;
  for (let at = 0; at < end; at += PART) count += text.slice(at, Math.min(at + PART, end)).split(character).length - 1;
  return count;
}

function decode(text: string): string | { readonly wrong: string } {
  if (!text.includes("&")) return text;
  const parts = text.split("&");
  let decoded = parts[0];
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i];
    const end = part.indexOf(";");
    const name = end < 0 ? "" : part.slice(0, end);
    const character = characterOf(name);
    if (character === undefined)
      return { wrong: ENTITY.test(name) ? `&${short(name)}; is not known` : "& alone is written &amp;" };
    decoded += character + part.slice(end + 1);
  }
  return decoded;
}

/** What `&lt;` or `&#60;` stands for, by what is between the marks. */
function characterOf(entity: string): string | undefined {
  const known = ENTITIES.find(([name]) => name === entity);
  if (known) return known[1];
  const [, decimal, hex] = CHARACTER.exec(entity) ?? [];
  const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number(`0x${hex}`) : 0;
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** XML 1.0 section 2.2. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** Each character by its number. */
function charactersOf(text: string): string {
  let characters = "";
  for (let i = 0; i < text.length; i++) characters += `&#${text.charCodeAt(i)};`;
  return characters;
}
