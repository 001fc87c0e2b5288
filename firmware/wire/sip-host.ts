/** Host and port as they stand in URIs and Via (RFC 3261 section 25.1, `hostport`). */

export type HostPort = {
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | null;
};

// the underscore is in no RFC, and in many a network
const NAME = /^[A-Za-z0-9._-]+$/;
const IPV6 = /^[0-9A-Fa-f:.]{2,45}$/;
const PORT = /^\d{1,5}$/;

export function parseHostPort(text: string): HostPort | undefined {
  if (text.charCodeAt(0) !== 0x5b) {
    const colon = text.indexOf(":");
    const host = colon < 0 ? text : text.slice(0, colon);
    return NAME.test(host) ? withPort(host, colon < 0 ? null : text.slice(colon + 1)) : undefined;
  }
  const close = text.indexOf("]");
  const host = text.slice(1, close);
  if (close < 0 || !IPV6.test(host) || host.indexOf(":") < 0) return undefined;
  if (close === text.length - 1) return withPort(host, null);
  return text.charCodeAt(close + 1) === 0x3a ? withPort(host, text.slice(close + 2)) : undefined;
}

function withPort(written: string, digits: string | null): HostPort | undefined {
  const host = written.toLowerCase();
  if (digits === null) return { host, port: null };
  const port = Number(digits);
  return PORT.test(digits) && port > 0 && port < 65536 ? { host, port } : undefined;
}

export function emitHostPort(host: string, port: number | null): string {
  const text = host.indexOf(":") < 0 ? host : `[${host}]`;
  return port === null ? text : `${text}:${port}`;
}
