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

/** What a request can be refused with before it has met a transaction. */
export type SipRefusal = 400 | 414 | 416 | 505 | 513;

/**
 * A message; a refusal with as much of the request as could be read, enough for a response to it; or `undefined`,
 * which is answered with silence: keep-alives, what is no SIP, broken responses and broken ACKs.
 */
export type ParsedSip =
  | { readonly message: SipMessage }
  | { readonly refuse: SipRefusal; readonly because: string; readonly request: SipRequest }
  | undefined;

/** The value of the first field of that name; letter case of the name is free. Via, Route, Record-Route and Contact hold one value each. */
export declare function header(message: SipMessage, name: string): string | undefined;
/** All values of that name, lists written with commas taken apart. Not for authentication headers, see `headerLines`. */
export declare function headerList(message: SipMessage, name: string): string[];
/** All fields of that name as they stand, commas and all (WWW-Authenticate and its kin, section 7.3.1). */
export declare function headerLines(message: SipMessage, name: string): string[];
/** The headers with all fields of that name replaced by one, which stands where the first stood, or last. */
export declare function withHeader(headers: SipHeaders, name: string, value: string): SipHeaders;
export declare function withoutHeader(headers: SipHeaders, name: string): SipHeaders;
/** Number and method of a CSeq value; `undefined` past 2^31 - 1 (section 8.1.1.5). */
export declare function parseCSeq(text: string): { readonly number: number; readonly method: string } | undefined;
