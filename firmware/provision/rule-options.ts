/** The options of a rule, `[--key "$SA" --post b]`. */
import { frozen } from "../base/frozen.js";
import { LEAST_ITERATIONS, MOST_ITERATIONS } from "./limits.js";
import type { Scanner } from "./scanner.js";

/** Texts whose macros are not yet written out; null for what is not named. */
export type RuleOptions = {
  /** By which the profile is enciphered. */
  readonly key: string | null;
  /** Rounds of PBKDF2 between the key and the cipher's; null for the derivation of old. */
  readonly iterations: number | null;
  /** Who we are to the server. */
  readonly uid: string | null;
  readonly pwd: string | null;
  /** The letter of the GPP that is sent along, `B`. */
  readonly post: string | null;
  /** The letter of the GPP that says which elements are which settings. */
  readonly alias: string | null;
  /** How a report is sent. */
  readonly method: "PUT" | "POST";
};

export const OPTIONS: RuleOptions = frozen({
  key: null,
  iterations: null,
  uid: null,
  pwd: null,
  post: null,
  alias: null,
  method: "PUT",
});

const MOST = 8;
const LETTER = /^[A-Pa-p]$/;
const ROUNDS = /^[0-9]{1,7}$/;
const KNOWN = frozen(["key", "pbkdf2", "uid", "pwd", "post", "alias", "method"]);

export function readOptions(scanner: Scanner): RuleOptions {
  const options: { -readonly [name in keyof RuleOptions]: RuleOptions[name] } = { ...OPTIONS };
  scanner.expect("[");
  for (let n = 0; !scanner.refusal && !scanner.skip("]"); n++) {
    const at = scanner.at;
    const name = scanner.option();
    if (name === null || !KNOWN.includes(name) || n === MOST) {
      scanner.refuse(`] or one of ${KNOWN.map((known) => `--${known}`).join(", ")} expected`, at);
      break;
    }
    const valueAt = scanner.at;
    const value = scanner.value();
    if (value === "") scanner.refuse(`a value of --${name} expected`, valueAt);
    else if (name === "key" || name === "uid" || name === "pwd") options[name] = value;
    else if (name === "pbkdf2") {
      const iterations = ROUNDS.test(value) ? Number(value) : 0;
      if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS)
        scanner.refuse(`a number from ${LEAST_ITERATIONS} to ${MOST_ITERATIONS} expected`, valueAt);
      options.iterations = iterations;
    } else if (name === "method") {
      const method = value.toUpperCase();
      if (method === "PUT" || method === "POST") options.method = method;
      else scanner.refuse("put or post expected", valueAt);
    } else if (name === "post" || name === "alias") {
      if (!LETTER.test(value)) scanner.refuse("a letter from a to p expected", valueAt);
      options[name] = value.toUpperCase();
    }
  }
  return options;
}
