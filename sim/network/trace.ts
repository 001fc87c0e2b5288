/** The SIP messages of the last while, as the adapter told of them, whatever they travelled in. */

export const MAX_MESSAGES = 5000;

export type TracedMessage = {
  /** Whole milliseconds of the desk. */
  readonly t: number;
  readonly line: number;
  readonly direction: "in" | "out";
  readonly local: string;
  readonly remote: string;
  readonly transport: "udp" | "tcp" | "tls";
  readonly message: string;
};

export type TraceFilter = {
  /** The whole Call-ID. */
  readonly call?: string;
  readonly line?: number;
  /** Messages at or after this desk time. */
  readonly since?: number;
};

export class Trace {
  /** A ring: the oldest is at `#start`. */
  readonly #kept: { readonly callId: string | null; readonly row: TracedMessage }[] = [];
  #start = 0;

  add(row: TracedMessage): void {
    const entry = { callId: callIdOf(row.message), row };
    if (this.#kept.length < MAX_MESSAGES) this.#kept.push(entry);
    else {
      this.#kept[this.#start] = entry;
      this.#start = (this.#start + 1) % MAX_MESSAGES;
    }
  }

  /** Oldest first. */
  select(filter: TraceFilter): TracedMessage[] {
    const { call, line, since = 0 } = filter;
    const rows: TracedMessage[] = [];
    for (let i = 0; i < this.#kept.length; i++) {
      const { callId, row } = this.#kept[(this.#start + i) % this.#kept.length];
      if (row.t < since || (line !== undefined && row.line !== line)) continue;
      if (call === undefined || call === callId) rows.push(row);
    }
    return rows;
  }
}

/** Longest message head that is searched, in characters. */
const LONGEST_HEAD = 8192;

/** `Call-ID` or its compact form `i` (RFC 3261 section 20.8), perhaps folded, before the body. */
function callIdOf(message: string): string | null {
  const bodyAt = message.indexOf("\r\n\r\n");
  const head = message.slice(0, Math.min(bodyAt < 0 ? message.length : bodyAt, LONGEST_HEAD));
  return /^(?:call-id|i)[ \t]*:(?:[ \t]|\r?\n[ \t])*([^\r\n]*)/im.exec(head)?.[1].trim() ?? null;
}
