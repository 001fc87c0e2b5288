/** One Via value, and where a response to it goes (RFC 3261 sections 18.2 and 20.42, RFC 3581). */
import type { SipParam } from "./sip-param.js";

export type SipVia = {
  /** Upper case: UDP, TCP, TLS ... */
  readonly transport: string;
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | null;
  /** Names in lower case, values as written. */
  readonly params: readonly SipParam[];
};

export declare function parseVia(text: string): SipVia | undefined;
export declare function emitVia(via: SipVia): string;
/** The value of a parameter, unquoted; "" when it has none, `undefined` when it is not there. */
export declare function viaParam(via: SipVia, name: string): string | undefined;
/** The Via as the receiver of the request keeps it: source address, and source port if rport was asked for. */
export declare function withReceived(via: SipVia, address: string, port: number): SipVia;
/** Where a response goes over UDP. */
export declare function responseTarget(via: SipVia): { readonly address: string; readonly port: number };
