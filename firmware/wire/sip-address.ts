/** Name, URI and parameters: From, To, Contact, Route, P-Asserted-Identity (RFC 3261 sections 20.10 and 25.1). */
import type { SipParam } from "./sip-param.js";

export type SipAddress = {
  /** Unquoted, escapes undone; "" when there is none. */
  readonly display: string;
  /** The URI as text; `parseSipUri` reads it. */
  readonly uri: string;
  /** Names in lower case, values as written. */
  readonly params: readonly SipParam[];
};

/** Reads a name-addr, or an addr-spec, whose parameters then belong to the header. */
export declare function parseAddress(text: string): SipAddress | undefined;
/** Always with angle brackets; the display name quoted and escaped. */
export declare function emitAddress(address: SipAddress): string;
/** The value of a parameter, unquoted; "" when it has none, `undefined` when it is not there. */
export declare function addressParam(address: SipAddress, name: string): string | undefined;
