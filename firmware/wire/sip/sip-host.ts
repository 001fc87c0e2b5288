/** Host and port as they stand in URIs and Via (RFC 3261 section 25.1, `hostport`). */

export type HostPort = {
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | null;
};

// the underscore is in no RFC, and in many a network
const NAMED = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;
const IPV6 = /^\[(?=[^\]]*:)([0-9A-Fa-f:.]{2,45})\](?::(\d{1,5}))?$/;

export function parseHostPort(text: string): HostPort | undefined {
  const parts = NAMED.exec(text) ?? IPV6.exec(text);
  if (!parts) return undefined;
  const host = parts[1].toLowerCase();
  if (parts[2] === undefined) return { host, port: null };
  const port = Number(parts[2]);
  return port > 0 && port < 65536 ? { host, port } : undefined;
}

export function emitHostPort(host: string, port: number | null): string {
  const text = host.indexOf(":") < 0 ? host : `[${host}]`;
  return port === null ? text : `${text}:${port}`;
}
