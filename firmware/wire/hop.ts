/** Where messages go: numbers, never names, and the transport that carries them (RFC 3261 section 18). */

export type Endpoint = { readonly address: string; readonly port: number };

/** As SIP names them in URIs; Via has them in capitals. */
export type Transport = "udp" | "tcp" | "tls";

export type Hop = Endpoint & { readonly transport: Transport };

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port;
}

export function sameHop(a: Hop | null, b: Hop | null): boolean {
  return a === b || (a?.address === b?.address && a?.port === b?.port && a?.transport === b?.transport);
}

/** Lost messages are repeated by the transport, not by us. */
export function isReliable({ transport }: Hop): boolean {
  return transport !== "udp";
}

/** A server as its owner names it, by name or by number; what is null the DNS shall say (RFC 3263 section 4). */
export type Place = { readonly host: string; readonly port: number | null; readonly transport: Transport | null };
