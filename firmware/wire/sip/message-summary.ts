/** Whether messages wait, and how many: the body application/simple-message-summary (RFC 3842 section 5.2). */
import { linesOf } from "./body-lines.js";

export type MessageCount = {
  readonly fresh: number;
  readonly old: number;
  /** Of those, urgent ones; 0 when that is not said. */
  readonly urgentFresh: number;
  readonly urgentOld: number;
};

export type MessageSummary = {
  readonly waiting: boolean;
  /** The URI to be called for them, as written. */
  readonly account: string | null;
  /** null when only `waiting` is known. */
  readonly voice: MessageCount | null;
  /** All other classes, names in lower case without "-message": fax, pager, multimedia, text, none, or another. */
  readonly others: readonly { readonly class: string; readonly count: MessageCount }[];
};

const COUNT = /^(\d{1,10})\s*\/\s*(\d{1,10})(?:\s*\(\s*(\d{1,10})\s*\/\s*(\d{1,10})\s*\))?$/;
const CLASS = /^([a-z0-9.-]+)-message$/;

/** `undefined` without a readable Messages-Waiting; other lines that cannot be read are passed over. */
export function parseMessageSummary(body: Uint8Array): MessageSummary | undefined {
  const lines = linesOf(body);
  let waiting: boolean | undefined;
  let account: string | null = null;
  let voice: MessageCount | null = null;
  const others: { class: string; count: MessageCount }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    // behind an empty line are headers of the messages themselves
    if (value === "" && name === "" && waiting !== undefined) break;
    if (name === "messages-waiting") waiting ??= yesOrNo(value);
    else if (name === "message-account") account ??= value || null;
    else {
      const named = CLASS.exec(name);
      const count = named ? countOf(value) : undefined;
      if (!named || !count) continue;
      if (named[1] === "voice") voice ??= count;
      else others.push({ class: named[1], count });
    }
  }
  return waiting === undefined ? undefined : { waiting, account, voice, others };
}

function yesOrNo(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return word === "yes" ? true : word === "no" ? false : undefined;
}

function countOf(text: string): MessageCount | undefined {
  const parts = COUNT.exec(text);
  return parts
    ? {
        fresh: Number(parts[1]),
        old: Number(parts[2]),
        urgentFresh: Number(parts[3] ?? 0),
        urgentOld: Number(parts[4] ?? 0),
      }
    : undefined;
}
