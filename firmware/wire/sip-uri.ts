/** SIP, SIPS and tel URIs (RFC 3261 section 19.1, RFC 3966). */
import type { SipParam } from "./sip-param.js";

/** Escapes are undone in every part, and done again by `emitSipUri`. */
export type SipUri = {
  readonly scheme: "sip" | "sips" | "tel";
  /** "" when there is none; the number of a tel URI. */
  readonly user: string;
  readonly password?: string;
  /** Lower case; an IPv6 address without its brackets; "" in a tel URI. */
  readonly host: string;
  readonly port: number | null;
  /** Names in lower case. */
  readonly params: readonly SipParam[];
  readonly headers: readonly (readonly [name: string, value: string])[];
};

export declare function parseSipUri(text: string): SipUri | undefined;
export declare function emitSipUri(uri: SipUri): string;
/** The value of a parameter, "" when it has none, `undefined` when it is not there. */
export declare function uriParam(uri: SipUri, name: string): string | undefined;
/** Equality of RFC 3261 section 19.1.4, and of RFC 3966 section 4. */
export declare function sameUri(a: SipUri, b: SipUri): boolean;
