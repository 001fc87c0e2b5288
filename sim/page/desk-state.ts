/** The desk as the browser knows it: a snapshot, and every event since, folded into it. */

export type Display = {
  readonly number: string | null;
  readonly name: string | null;
  readonly absence: "private" | "unavailable" | null;
  readonly date: string | null;
  readonly callWaiting: boolean;
};

export type Call = {
  readonly state: string;
  readonly peer: string | null;
  readonly direction: "in" | "out";
  readonly held: boolean;
};

export type Line = {
  readonly line: number;
  readonly hook: "on" | "off";
  readonly ringing: boolean;
  readonly polarity: "normal" | "reversed";
  readonly voltage: number;
  readonly current: number;
  readonly registered: boolean;
  readonly call: string;
  readonly calls: readonly Call[];
  readonly hears: string | null;
  readonly display: Display | null;
  readonly mwi: boolean;
};

export type Network = {
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly delay: number;
  readonly jitter: number;
  readonly down: boolean;
};

export type SipMessage = {
  readonly t: number;
  readonly line: number;
  readonly direction: "in" | "out";
  readonly local: string;
  readonly remote: string;
  readonly transport: string;
  readonly message: string;
};

export type Sound = { readonly lost: number; readonly late: number; readonly jitter: number; readonly delay: number };

export type Desk = {
  readonly connected: boolean;
  readonly lines: readonly Line[];
  readonly network: Network | null;
  readonly sip: readonly SipMessage[];
  /** The last second of each line's call, by line. */
  readonly sound: { readonly [line: number]: Sound };
};

/** An event of `/api/events`: `type` says which other fields there are. */
export type DeskEvent = { readonly t: number; readonly line: number | null; readonly type: string } & {
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the interface documents
  readonly [field: string]: any;
};

export type Snapshot = { readonly lines: readonly Line[]; readonly network: Network };

export const NOTHING: Desk = { connected: false, lines: [], network: null, sip: [], sound: {} };

/** SIP messages shown at once. */
const MOST_MESSAGES = 200;

export function withSnapshot(desk: Desk, { lines, network }: Snapshot): Desk {
  return { ...desk, connected: true, lines, network };
}

export function withEvent(desk: Desk, event: DeskEvent): Desk {
  switch (event.type) {
    case "hook":
      return changed(desk, event.line, { hook: event.state, ...(event.state === "on" ? { hears: null } : {}) });
    case "polarity":
      return changed(desk, event.line, { polarity: event.reversed ? "reversed" : "normal" });
    case "ring-start":
      return changed(desk, event.line, { ringing: true });
    case "ring-stop":
      return changed(desk, event.line, { ringing: false });
    case "hears":
      return changed(desk, event.line, { hears: event.tone });
    case "display":
      return changed(desk, event.line, { display: event as unknown as Display });
    case "mwi":
      return changed(desk, event.line, { mwi: event.on });
    case "registration":
      return changed(desk, event.line, { registered: event.state === "registered" });
    case "call":
      return changed(desk, event.line, { call: event.state });
    case "rtp":
      return { ...desk, sound: { ...desk.sound, [event.line ?? 0]: event as unknown as Sound } };
    case "sip":
      return { ...desk, sip: [...desk.sip.slice(1 - MOST_MESSAGES), event as unknown as SipMessage] };
    default:
      return desk;
  }
}

function changed(desk: Desk, line: number | null, fields: Partial<Line>): Desk {
  return { ...desk, lines: desk.lines.map((one) => (one.line === line ? { ...one, ...fields } : one)) };
}
