/** What the adapter says in English, said in the language of the page: by pairs of patterns, as it hands them over. */

/** `longer than {} characters`, `länger als {} Zeichen`: each `{}` stands for the same in both. */
export type Saying = readonly [english: string, translated: string];

/** What stands in a blank may be a saying, too, so many times over. */
const DEEPEST = 3;

/** Finds the words for a text; the text itself where there are none. */
export function sayer(sayings: readonly Saying[]): (text: string) => string {
  const said = new Map(sayings);
  // what leaves least to its blanks is meant, and what does not begin with one before what does
  const patterns = sayings
    .filter(([english]) => english.includes("{}"))
    .sort(([a], [b]) => weight(b) - weight(a))
    .map(([english, translated]) => [patternOf(english), translated] as const);
  const say = (text: string, depth: number): string => {
    const whole = said.get(text);
    if (whole !== undefined) return whole;
    for (const [pattern, translated] of patterns) {
      const found = pattern.exec(text);
      if (!found) continue;
      let blank = 0;
      return translated.replace(/\{\}/g, () => {
        const value = found[++blank];
        return depth > 0 ? say(value, depth - 1) : value;
      });
    }
    return text;
  };
  return (text) => say(text, DEEPEST);
}

const FIRST = 1000;
const weight = (english: string) => english.replaceAll("{}", "").length + (english.startsWith("{}") ? 0 : FIRST);

const patternOf = (english: string) =>
  new RegExp(`^${english.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("\\{\\}", "([^]*?)")}$`);
