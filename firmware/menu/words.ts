/** All that the voice menu can say, in the order in which it lies in flash, and what a speaker of English says for it. */
import { frozen } from "../base/frozen.js";

const words = frozen({
  "0": "zero",
  "1": "one",
  "2": "two",
  "3": "three",
  "4": "four",
  "5": "five",
  "6": "six",
  "7": "seven",
  "8": "eight",
  "9": "nine",
  a: "A.",
  b: "B.",
  c: "C.",
  d: "D.",
  e: "E.",
  f: "F.",
  point: "dot",
  menu: "Setup menu. Enter an option, followed by the hash key.",
  unknown: "There is no such option.",
  enter: "Enter the value, followed by hash.",
  password: "Enter the password, followed by hash.",
  wrong: "That is wrong.",
  confirm: "To save, press one. To hear it again, two. To enter it again, three. To cancel, star.",
  reset: "All settings will be lost. To confirm, press one. To cancel, star.",
  saved: "Saved.",
  cancelled: "Cancelled.",
  restart: "The adapter restarts when you hang up.",
  automatic: "automatic",
  manual: "set by hand",
  on: "on",
  off: "off",
  unset: "not set",
  addressing: "The address is",
  address: "Address",
  mask: "Net mask",
  gateway: "Gateway",
  dns: "D N S server",
  mac: "Mac address",
  version: "Version",
  port: "Port of the page",
  page: "The page is",
} as const);

export type Word = keyof typeof words;

export const WORDS = frozen(Object.keys(words) as readonly Word[]);

/** For whoever makes the sounds. */
export const spokenAs: { readonly [word in Word]: string } = words;

/** `192.0.2.1` key by key, and nothing that cannot be said. */
export function spelled(text: string): readonly Word[] {
  const said: Word[] = [];
  for (const char of text.toLowerCase()) {
    if (char === "." || char === ":") said.push("point");
    else if (/[0-9a-f]/.test(char)) said.push(char as Word);
  }
  return said;
}
