/** What the adapter tells of itself, as it happens: for the console, the page and the desk. `line` counts from 1. */

export type RegistrationState = "registering" | "registered" | "failed" | "unregistered";

/** As PAP2T owners know them, and the three ends of a call that are heard. */
export type CallState =
  | "idle"
  | "dialing"
  | "calling"
  | "proceeding"
  | "ringing"
  | "answering"
  | "connected"
  | "hold"
  | "holding"
  | "resuming"
  | "reorder"
  | "ended";

export type Room = "line" | "phone" | "sip" | "media" | "net" | "page" | "provision";

export type JournalEntry =
  | {
      readonly type: "registration";
      readonly line: number;
      readonly state: RegistrationState;
      readonly code: number | null;
    }
  | {
      readonly type: "call";
      readonly line: number;
      readonly state: CallState;
      readonly peer: string | null;
      readonly code: number | null;
      readonly reason: string | null;
    }
  | {
      readonly type: "digit";
      readonly line: number;
      readonly digit: string;
      readonly source: "dtmf" | "pulse" | "event" | "info";
    }
  | {
      /** One second of one call: packets in that second, jitter and delay in ms. */
      readonly type: "rtp";
      readonly line: number;
      readonly sent: number;
      readonly received: number;
      readonly lost: number;
      readonly late: number;
      readonly jitter: number;
      readonly delay: number;
    }
  | {
      readonly type: "sip";
      readonly line: number;
      readonly direction: "in" | "out";
      readonly local: string;
      readonly remote: string;
      readonly transport: "udp" | "tcp" | "tls";
      readonly message: string;
    }
  | {
      readonly type: "log";
      readonly line: number | null;
      readonly level: "debug" | "info" | "warning" | "error";
      /** The room that says it; the adapter as a whole where there is none. */
      readonly room?: Room;
      readonly text: string;
    };
