/**
 * Every find of a pattern, without its flags `g` and `y`: they write down where they were, which no pattern in flash can
 * (ECMA-262 section 22.2.7.2).
 */

/** Less the characters that a pattern of one character finds. */
export function without(text: string, found: RegExp): string {
  if (!found.test(text)) return text;
  let rest = "";
  for (const character of text) if (!found.test(character)) rest += character;
  return rest;
}

/**
 * Each find replaced by what is written for it. The pattern finds no empty text, and what it finds must not depend on
 * what stands in front: each search begins where the last find ends.
 */
export function replacedEach(text: string, pattern: RegExp, write: (match: RegExpExecArray) => string): string {
  let done = "";
  let rest = text;
  for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
    done += rest.slice(0, match.index) + write(match);
    rest = rest.slice(match.index + match[0].length);
  }
  return done + rest;
}

/** Each run of line ends as one blank. */
export function onOneLine(text: string): string {
  const pieces = text.replaceAll("\r", "\n").split("\n");
  return pieces.filter((piece, at) => piece !== "" || at === 0 || at === pieces.length - 1).join(" ");
}
