/** What the owner can be told of: a row for each kind of event, with what is told. The setting and docs/events.md read it, too. */
import { frozen } from "../base/frozen.js";

const LINE = "from 1";

export const kinds = frozen({
  start: {
    when: "The adapter has started.",
    fields: { product: "what it is", version: "of its firmware" },
  },
  hook: {
    when: "A receiver was lifted or put down.",
    fields: { line: LINE, state: "`off` the hook, or `on` it" },
  },
  ring: {
    when: "Somebody calls.",
    fields: {
      line: LINE,
      from: "the caller's number; null where it is withheld",
      name: 'his name, `""` where none is told',
      waiting: "true where the line is in use, and a tone tells of the call instead of the bell",
    },
  },
  dial: {
    when: "Somebody is called from the telephone.",
    fields: { line: LINE, to: "the number" },
  },
  answer: {
    when: "A call is answered, on either side.",
    fields: {
      line: LINE,
      direction: "`in`: the telephone was called, or `out`",
      number: "of the other side; null where it is withheld",
      name: 'its name, `""` where none is told',
    },
  },
  end: {
    when: "A call is over, answered or not.",
    fields: {
      line: LINE,
      direction: "`in` or `out`",
      number: "of the other side; null where it is withheld",
      name: 'its name, `""` where none is told',
      answered: "true or false",
      seconds: "since it was answered",
      reason: 'why it was not, `""` where it was: `missed`, `given up`, or what the server said in words',
    },
  },
  registration: {
    when: "The line's server knows it, or does not any more.",
    fields: { line: LINE, state: "`registered`, `failed` or `unregistered`", code: "SIP status, or null" },
  },
  messages: {
    when: "Messages wait in the line's mailbox, or none any more.",
    fields: { line: LINE, waiting: "true or false", fresh: "how many are new; null where that is not told" },
  },
  fault: {
    when: "The chip of a line is out of service.",
    fields: { line: LINE, text: "what is wrong, in words" },
  },
} as const);

export type Kind = keyof typeof kinds;

export const ALL_KINDS = frozen(Object.keys(kinds) as Kind[]);

const EVERY = "*";

const isKind = (text: string): text is Kind => ALL_KINDS.includes(text as Kind);

/** Of a text that is not refused: `ring, end`, or `*` for all. */
export function parseKinds(text: string): readonly Kind[] {
  const words = wordsOf(text);
  return words.includes(EVERY) ? ALL_KINDS : ALL_KINDS.filter((kind) => words.includes(kind));
}

/** Why a text names no kinds of events, or null. */
export function refuseKinds(text: string): string | null {
  for (const word of wordsOf(text))
    if (word !== EVERY && !isKind(word)) return `${word.slice(0, 32)} is none of ${EVERY}, ${ALL_KINDS.join(", ")}`;
  return null;
}

const wordsOf = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
