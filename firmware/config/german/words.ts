/** What the page says of a setting in German; the rows are in the tables beside this file. */

export type Words = readonly [label: string, help: string];

/** Of settings of one table: no name that is none, and none is forgotten (`test/firmware/config/german/german.test.ts`). */
export type WordsOf<Name extends string> = { readonly [N in Name]?: Words };
