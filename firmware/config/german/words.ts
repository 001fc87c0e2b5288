/**
 * What the page says in German, as it lies in flash: of a setting, and in the place of what is said in English. In an image
 * every pair takes five slots of 16 octets; so it is written as pairs, and kept as texts.
 */
import { frozen } from "../../base/frozen.js";

export type Words = readonly [label: string, help: string];

/** Of settings of one table: no name that is none, and none is forgotten (`test/firmware/config/german/german.test.ts`). */
export type WordsOf<Name extends string> = { readonly [N in Name]?: Words };

/** By name of the setting, both words of it in one text. */
export type Worded = { readonly [name: string]: string };

const BETWEEN = "\n";

export const worded = <Name extends string>(words: WordsOf<Name>): Worded =>
  frozen(
    Object.fromEntries(
      Object.entries(words as { [name: string]: Words }).map(([name, two]) => [name, two.join(BETWEEN)]),
    ),
  );

/** Undefined where the table has no words of it. */
export function wordsIn(table: Worded, name: string): Words | undefined {
  if (!Object.hasOwn(table, name)) return undefined;
  const at = table[name].indexOf(BETWEEN);
  return [table[name].slice(0, at), table[name].slice(at + 1)];
}

/** What is said in English, and the same in German. */
export type Saying = readonly [english: string, german: string];

/** One after the other. */
export type Sayings = readonly string[];

export const sayings = (pairs: readonly Saying[]): Sayings => frozen(pairs.flat());

export const sayingCount = (table: Sayings): number => table.length / 2;

export const sayingIn = (table: Sayings, at: number): Saying => [table[2 * at], table[2 * at + 1]];
