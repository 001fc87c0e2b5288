/** Requests and responses as we understand them (RFC 3261 section 7). */

/** Header fields in the order they came, names as in the RFC's own spelling, compact forms written out. */
export type SipHeaders = readonly (readonly [name: string, value: string])[];

export type SipRequest = {
  readonly kind: "request";
  readonly method: string;
  /** The Request-URI as text; `parseSipUri` reads it. */
  readonly uri: string;
  readonly headers: SipHeaders;
  readonly body: Uint8Array;
};

export type SipResponse = {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaders;
  readonly body: Uint8Array;
};

export type SipMessage = SipRequest | SipResponse;
