/** Names as a telephone's window can show them: printable ASCII (ISO 646), the only letters every standard shares. */
import { frozen } from "../base/frozen.js";

/** What stands for the letters of Europe. */
const LETTERS: { readonly [ascii: string]: string } = frozen({
  A: "ÀÁÂÃĀĂĄ",
  AA: "Å",
  AE: "ÄÆ",
  C: "ÇĆĈĊČ",
  D: "ÐĎĐ",
  E: "ÈÉÊËĒĔĖĘĚ",
  G: "ĜĞĠĢ",
  H: "ĤĦ",
  I: "ÌÍÎÏĨĪĬĮİ",
  J: "Ĵ",
  K: "Ķ",
  L: "ĹĻĽĿŁ",
  N: "ÑŃŅŇŊ",
  O: "ÒÓÔÕŌŎŐ",
  OE: "ÖØŒ",
  R: "ŔŖŘ",
  S: "ŚŜŞŠȘ",
  SS: "ẞ",
  T: "ŢŤŦȚ",
  TH: "Þ",
  U: "ÙÚÛŨŪŬŮŰŲ",
  UE: "Ü",
  W: "Ŵ",
  Y: "ÝŶŸ",
  Z: "ŹŻŽ",
  a: "àáâãāăą",
  aa: "å",
  ae: "äæ",
  c: "çćĉċč",
  d: "ðďđ",
  e: "èéêëēĕėęě",
  g: "ĝğġģ",
  h: "ĥħ",
  i: "ìíîïĩīĭįı",
  j: "ĵ",
  k: "ķ",
  l: "ĺļľŀł",
  n: "ñńņňŋ",
  o: "òóôõōŏő",
  oe: "öøœ",
  r: "ŕŗř",
  s: "śŝşšș",
  ss: "ß",
  t: "ţťŧț",
  th: "þ",
  u: "ùúûũūŭůűų",
  ue: "ü",
  w: "ŵ",
  y: "ýŷÿ",
  z: "źżž",
  "'": "‘’‚′´",
  '"': "“”„″«»",
  "-": "‐‑‒–—−",
  " ": "\u00a0\u2009\u202f",
  "!": "¡",
  "...": "…",
});

const PRINTABLE = /^[ -~]*$/;

/** At most `longest` characters of 0x20 to 0x7E; what has no likeness becomes `?`, what does not print is left out. */
export function transliterate(text: string, longest: number): string {
  if (PRINTABLE.test(text)) return text.slice(0, longest);
  let ascii = "";
  for (let i = 0; i < text.length && ascii.length < longest; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x20 && code <= 0x7e) ascii += text[i];
    else if (code >= 0xa0 && !isSilent(code)) ascii += likeness(text[i]);
    // the second half of a surrogate pair is silent, so that a pair is one `?`
  }
  return ascii.slice(0, longest);
}

/** Combining accents, joiners and direction marks, variation selectors, low surrogates. */
const isSilent = (code: number) =>
  (code >= 0x300 && code <= 0x36f) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0xdc00 && code <= 0xdfff) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xad ||
  code === 0xfeff;

function likeness(letter: string): string {
  for (const ascii in LETTERS) if (LETTERS[ascii].includes(letter)) return ascii;
  return "?";
}
