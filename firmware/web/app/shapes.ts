/** What the adapter answers, as the page uses it. */

export type Role = "admin" | "user";

export type Session = {
  /** `fresh` while no password has been set. */
  readonly state: "fresh" | "out" | "in";
  readonly role: Role | null;
  readonly csrf: string | null;
  readonly product: string;
  readonly version: string;
  readonly language: "en" | "de" | null;
};

export type Quality = {
  readonly mos: number;
  readonly lossPercent: number;
  /** Milliseconds, like the other two. */
  readonly jitter: number;
  readonly delay: number;
  readonly roundTrip: number;
};

export type Call = {
  readonly call: number | string;
  readonly state: string;
  readonly peer: string | null;
  readonly name: string | null;
  readonly direction: "in" | "out";
  readonly held: boolean;
  readonly seconds: number;
  readonly codec: string | null;
  readonly fax: boolean;
  readonly quality: Quality | null;
};

export type Registration = {
  readonly state: "registering" | "registered" | "failed" | "unregistered";
  readonly code: number | null;
  readonly reason: string;
  readonly words: string;
  readonly server: string | null;
};

export type Line = {
  /** From 1. */
  readonly line: number;
  readonly enabled: boolean;
  readonly offHook: boolean;
  readonly service: Service;
  readonly registration: Registration;
  readonly messages: boolean;
  readonly call: string;
  readonly code: number | null;
  /** What that means; "" without one. */
  readonly words: string;
  readonly calls: readonly Call[];
  readonly strayed: string | null;
};

/** Whether the line itself works. */
export type Service = {
  readonly state: "starting" | "up" | "down";
  readonly fault: { readonly kind: string; readonly text: string } | null;
};

/** `over`: more than can be measured; null: not measured. */
export type Measured = number | "over" | null;

export type Measurement = {
  readonly measuring: boolean;
  readonly offHook: boolean;
  /** V and mA now. */
  readonly loop: { readonly volts: number; readonly milliamperes: number } | null;
  readonly figures:
    | {
        readonly [figure in
          | "foreignVolts"
          | "foreignVoltsAlternating"
          | "tipRing"
          | "tipGround"
          | "ringGround"
          | "ringers"]: Measured;
      }
    | null;
  readonly complaints: readonly Complaint[] | null;
};

export type Complaint =
  | "hazardous"
  | "foreign"
  | "receiver-off"
  | "tip-ring"
  | "tip-ground"
  | "ring-ground"
  | "no-bell"
  | "many-bells";

export type Advice = {
  /** The same for the same thing. */
  readonly id: string;
  /** The values in its text. */
  readonly of: readonly string[];
  readonly level: "good" | "warning" | "error";
  readonly line: number | null;
  readonly text: string;
  readonly todo: string | null;
  /** The setting that would help, `Proxy[1]`. */
  readonly setting: string | null;
};

export type Status = {
  readonly product: string;
  readonly version: string;
  readonly board: string;
  readonly mac: string | null;
  /** Seconds. */
  readonly uptime: number;
  readonly address: string | null;
  readonly time: string | null;
  readonly nat: { readonly kind: string; readonly words: string } | null;
  readonly advice: readonly Advice[];
  readonly lines: readonly Line[];
  /** For the administrator; an event leaves it out. In seconds since the start. */
  readonly provisioning?: {
    /** There is something to fetch. */
    readonly rules: boolean;
    readonly last: number | null;
    readonly next: number | null;
    readonly error: string | null;
  };
};

export type Row = {
  /** Without its line. */
  readonly name: string;
  readonly tab: string;
  readonly group: string | null;
  readonly label: string;
  readonly kind: string;
  readonly help: string;
  readonly secret: boolean;
  readonly advanced: boolean;
  /** The user login may change it too. */
  readonly user: boolean;
  /** There is one for each line. */
  readonly line: boolean;
  readonly fallback: string | readonly string[];
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly of?: readonly string[];
  /** What the choices mean, in their order. */
  readonly says?: readonly string[];
  readonly maxLength?: number;
};

export type Values = { readonly [name: string]: string };

export type Settings = {
  readonly values: Values;
  readonly secrets: readonly string[];
  readonly overridden: readonly string[];
};

/** New values by name; null takes the owner's back. */
export type Changes = { readonly [name: string]: string | null };

export type Refused = { readonly name: string; readonly reason: string };

export type Applied = { readonly applied: readonly string[]; readonly waiting: readonly number[] };

export type PastCall = {
  readonly t: string | null;
  readonly line: number;
  readonly direction: "in" | "out";
  readonly number: string | null;
  readonly name: string | null;
  readonly seconds: number;
  readonly answered: boolean;
  readonly words: string | null;
  readonly mos: number | null;
};

export type LogEntry = {
  /** Milliseconds since the start. */
  readonly t: number;
  readonly level: string;
  readonly room: string | null;
  readonly line: number | null;
  readonly text: string;
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

export type Step = {
  readonly key: string;
  readonly candidates: readonly { readonly sequence: string; readonly state: "open" | "complete" | "dead" }[];
  readonly timer: { readonly name: "short" | "long"; readonly ms: number } | null;
};

export type Dialled = {
  readonly steps: readonly Step[];
  /** A number, the code of a service, or neither. */
  readonly result: { readonly number?: string; readonly service?: string; readonly refused?: unknown } | null;
  readonly error: { readonly column: number; readonly reason: string } | null;
};

export type Restored = {
  readonly form: "backup" | "json" | "xml";
  readonly changes: readonly {
    readonly name: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly secret: boolean;
  }[];
  readonly aside: readonly Refused[];
  readonly unknown: readonly string[];
  readonly refused: readonly Refused[];
};

export type Update = {
  readonly state: "idle" | "receiving" | "verifying" | "ready" | "failed";
  readonly percent: number;
  readonly error: string | null;
  /** Of the image on its way, once it is known; of what runs; and of what has failed here. */
  readonly version: string | null;
  readonly running: string;
  readonly failed: string | null;
  /** What runs has still to show this, within so many seconds. */
  readonly trial: { readonly missing: readonly ("network" | "lines")[]; readonly left: number } | null;
  readonly signed: boolean;
};

export type Preset = {
  readonly id: string;
  readonly name: string;
  readonly country?: string | null;
  readonly settings: Values;
  readonly asks: readonly string[];
};

export type Country = { readonly id: string; readonly name: string; readonly settings: Values };

export type LineTest = "tone" | "ring" | "measure";
