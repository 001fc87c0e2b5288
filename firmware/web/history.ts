/** What has happened lately: the log, the finished calls, the SIP messages. Each bounded, and lost with the power. */
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import { jsonText } from "../base/json-text.js";
import { octetsOf } from "../base/text.js";
import { Annals } from "./annals.js";
import { MAX_CALLS_KEPT, MAX_LOG, MAX_LOG_TEXT, MAX_TRACE } from "./limits.js";
import type { Redactor } from "./redactor.js";

/** What is heard of the adapter; the shape of `hal/journal.ts`. */
export type Heard =
  | { readonly type: "registration"; readonly line: number; readonly state: string; readonly code: number | null }
  | {
      readonly type: "call";
      readonly line: number;
      readonly state: string;
      readonly peer: string | null;
      readonly code: number | null;
    }
  | { readonly type: "digit" }
  | { readonly type: "rtp"; readonly line: number }
  | {
      readonly type: "log";
      readonly line: number | null;
      readonly level: string;
      readonly room?: string;
      readonly text: string;
    };

export type HeardSip = {
  readonly type: "sip";
  readonly line: number;
  readonly direction: "in" | "out";
  readonly local: string;
  readonly remote: string;
  readonly transport: string;
  readonly message: string;
};

/** A call that is over. */
export type FinishedCall = {
  readonly line: number;
  readonly direction: "in" | "out";
  readonly number: string;
  readonly name: string;
  /** Since it was answered. */
  readonly seconds: number;
  readonly answered: boolean;
  /** Why it came to nothing; "" where it did not. */
  readonly words: string;
  readonly mos: number | null;
};

/** All of it as JSON, which is what it is wanted as. */
export class History {
  readonly #redactor: Redactor;
  readonly #log = new Annals(MAX_LOG);
  #calls: Annals | null = null;
  #trace: Annals | null = null;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Oldest first. */
  get log(): Uint8Array {
    return this.#log.list("entries");
  }

  /** Newest first. */
  get calls(): Uint8Array {
    return this.#calls?.list("calls", true) ?? octetsOf('{"calls":[]}');
  }

  get messages(): Uint8Array {
    return this.#trace?.list("messages") ?? octetsOf('{"messages":[]}');
  }

  eraseCalls(): void {
    this.#calls = null;
  }

  /** The line of the log this is; null when it is none. */
  note(entry: Heard, now: Instant): string | null {
    const line = lineOf(entry);
    if (line === null) return null;
    const text = this.#redactor.text(line.text).slice(0, MAX_LOG_TEXT);
    const kept = jsonText({ t: now, ...line, text });
    this.#log.add(kept);
    return kept;
  }

  finish(call: FinishedCall, began: DateTime | null): string {
    const kept = jsonText({ t: began && isoOf(began), ...call });
    this.#calls ??= new Annals(MAX_CALLS_KEPT);
    this.#calls.add(kept);
    return kept;
  }

  /** A SIP message without its secrets. */
  trace({ line, direction, local, remote, transport, message }: HeardSip, now: Instant): string {
    const shown = this.#redactor.message(message);
    const kept = jsonText({ t: now, line, direction, local, remote, transport, message: shown });
    this.#trace ??= new Annals(MAX_TRACE);
    this.#trace.add(kept);
    return kept;
  }
}

/** Local time: nobody here knows how far that is from Greenwich's. */
export function isoOf({ year, month, day, hour, minute, second }: DateTime): string {
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

const two = (value: number) => String(value).padStart(2, "0");

function lineOf(entry: Heard): { level: string; room: string; line: number | null; text: string } | null {
  switch (entry.type) {
    case "log":
      return { level: entry.level, room: entry.room ?? "adapter", line: entry.line, text: entry.text };
    case "registration": {
      const text = entry.code === null ? entry.state : `${entry.state} (${entry.code})`;
      return { level: "info", room: "sip", line: entry.line, text };
    }
    case "call": {
      const peer = entry.peer === null ? "" : `, ${entry.peer}`;
      const code = entry.code === null ? "" : ` (${entry.code})`;
      return { level: "info", room: "phone", line: entry.line, text: `${entry.state}${peer}${code}` };
    }
    default:
      return null;
  }
}
