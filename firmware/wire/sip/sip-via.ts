/** One Via value, and where a response to it goes (RFC 3261 sections 18.2 and 20.42, RFC 3581). */
import { emitHostPort, type HostPort, parseHostPort } from "./sip-host.js";
import { emitParams, paramOf, parseParams, type SipParam } from "./sip-param.js";
import { isToken } from "./sip-text.js";

export type SipVia = {
  /** Upper case: UDP, TCP, TLS ... */
  readonly transport: string;
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | null;
  /** Names in lower case, values as written. */
  readonly params: readonly SipParam[];
  /** Of SIP, where it is not 2.0: read so that its sender can be told. */
  readonly version?: string;
};

const DEFAULT_PORT = 5060;
const DEFAULT_TLS_PORT = 5061;

const USUAL = "SIP/2.0/UDP ";
const PROTOCOL = /^SIP[ \t]*\/[ \t]*(\d{1,3}\.\d{1,3})[ \t]*\/[ \t]*([^ \t;/]+)[ \t]/i;
const VERSION = "2.0";

export function parseVia(text: string): SipVia | undefined {
  // nearly every Via begins like this
  const usual = text.startsWith(USUAL);
  const protocol = usual ? null : PROTOCOL.exec(text);
  if (!usual && (!protocol || !isToken(protocol[2]))) return undefined;
  const transport = protocol ? protocol[2].toUpperCase() : "UDP";
  const start = protocol ? protocol[0].length : USUAL.length;
  let semicolon = text.indexOf(";");
  if (semicolon < 0) semicolon = text.length;
  const sentBy = text.slice(start, semicolon);
  const at = parseHostPort(sentBy) ?? parseSpaced(sentBy);
  const params = parseParams(text, semicolon);
  if (!at || !params) return undefined;
  const via = { transport, host: at.host, port: at.port, params };
  return protocol && protocol[1] !== VERSION ? { ...via, version: protocol[1] } : via;
}

/** Blanks may stand around it, and around the colon of the port. */
function parseSpaced(sentBy: string): HostPort | undefined {
  const colon = sentBy.lastIndexOf(":");
  const host = sentBy.slice(0, Math.max(colon, 0)).trim();
  return parseHostPort(colon < 0 ? sentBy.trim() : `${host}:${sentBy.slice(colon + 1).trim()}`);
}

export function emitVia(via: SipVia): string {
  return `SIP/${via.version ?? VERSION}/${via.transport} ${emitHostPort(via.host, via.port)}${emitParams(via.params)}`;
}

/** The value of a parameter, unquoted; "" when it has none, `undefined` when it is not there. */
export function viaParam(via: SipVia, name: string): string | undefined {
  return paramOf(via.params, name);
}

/**
 * The Via as the receiver of the request keeps it (section 18.2.1): `received` when the host is not the source address
 * or rport was asked for, and the source port in rport. What the sender wrote there himself is overwritten.
 */
export function withReceived(via: SipVia, address: string, port: number): SipVia {
  const rport = viaParam(via, "rport") !== undefined;
  const params: SipParam[] = [];
  for (let i = 0; i < via.params.length; i++) {
    const name = via.params[i][0];
    if (name !== "received" && name !== "rport") params.push(via.params[i]);
  }
  if (rport || via.host !== address.toLowerCase()) params.push(["received", address]);
  if (rport) params.push(["rport", String(port)]);
  const { transport, host, port: sentPort, version } = via;
  return version === undefined
    ? { transport, host, port: sentPort, params }
    : { transport, host, port: sentPort, params, version };
}

/** Where a response goes over UDP (section 18.2.2, RFC 3581 section 4): an address, or a host name still to be looked up. */
export function responseTarget(via: SipVia): { readonly address: string; readonly port: number } {
  const sentPort = via.port ?? (via.transport === "TLS" ? DEFAULT_TLS_PORT : DEFAULT_PORT);
  const maddr = viaParam(via, "maddr");
  if (maddr) return { address: unbracketed(maddr), port: sentPort };
  const received = viaParam(via, "received");
  if (!received) return { address: via.host, port: sentPort };
  const rport = Number(viaParam(via, "rport"));
  return { address: unbracketed(received), port: rport > 0 && rport < 65536 ? rport : sentPort };
}

/** RFC 5118 section 4.5: an IPv6 address comes with brackets and without. */
function unbracketed(address: string): string {
  return address.charCodeAt(0) === 0x5b ? address.slice(1, -1) : address;
}
