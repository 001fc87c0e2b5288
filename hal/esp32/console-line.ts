/** The journal as lines for the serial console: what happened, and no secret. */
import type { JournalEntry } from "../journal.js";

/** Characters of a line. */
const LONGEST = 200;
/** Values of such names are kept back wherever they stand in a text. */
const SECRETS =
  /((?:password|passwd|passphrase|secret|token|authorization|cookie|nonce|response)(?:\[\d\])?["']?\s*[:=]\s*)(?!\*\*\*)("[^"]*"|'[^']*'|[^\s,;&]+(?:\s+[^\s,;&="]+(?=\s|$))?)/i;
/** All but what stands after the scheme and user of `sip:user:password@host`. */
const USERINFO = /(\bsips?:[^\s:@;>]+):(?!\*\*\*@)[^\s@;>]+@/i;
/** What is no letter would steer a terminal. */
const CONTROL = /[^\x20-\x7e]+/;

/** Undefined for what is too much for a console: each second of sound, and keys. */
export function lineOf(entry: JournalEntry): string | undefined {
  switch (entry.type) {
    case "rtp":
    case "digit":
      return undefined;
    case "registration":
      return clean(`line ${entry.line}: ${entry.state}${entry.code === null ? "" : ` (${entry.code})`}`);
    case "call":
      return clean(
        `line ${entry.line}: ${entry.state}${entry.peer === null ? "" : `, ${entry.peer}`}${entry.code === null ? "" : ` (${entry.code} ${entry.reason ?? ""})`}`,
      );
    case "sip":
      // The start line only: what follows has digests and addresses in it.
      return clean(
        `line ${entry.line}: ${entry.direction === "in" ? "<-" : "->"} ${entry.remote} ${entry.message.split("\r\n", 1)[0]}`,
      );
    case "log":
      return clean(`${entry.line === null ? "" : `line ${entry.line}: `}${entry.level}: ${entry.text}`);
  }
}

/** Secrets in one line; one with more is told without its words. */
const MOST = 16;

/** A pattern that remembers where it was cannot stand in flash: each is looked for from the start. */
function masked(text: string, pattern: RegExp, by: string): string {
  let last = text;
  for (let i = 0; i < MOST; i++) {
    const next = last.replace(pattern, by);
    if (next === last) return next;
    last = next;
  }
  return "***";
}

const clean = (text: string) => {
  const printable = text.split(CONTROL).join(" ");
  const whole = masked(masked(printable, USERINFO, "$1:***@"), SECRETS, "$1***");
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 3)}...` : whole;
};
