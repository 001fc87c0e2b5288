/** Addresses as the DNS has them, in octets, and as we write them (RFC 1035 section 3.4.1, RFC 3596, RFC 5952). */

const IP4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const GROUPS = 8;

export function emitIp4(octets: Uint8Array, at: number): string {
  return `${octets[at]}.${octets[at + 1]}.${octets[at + 2]}.${octets[at + 3]}`;
}

/** As sockets and the DNS write it, whoever has written it: IPv6 in the form of RFC 5952, any other host as it is. */
export function plainAddress(host: string): string {
  const octets = host.indexOf(":") < 0 ? undefined : parseIp6(host);
  return octets ? emitIp6(Uint8Array.from(octets), 0) : host;
}

export function parseIp4(text: string): number[] | undefined {
  if (!IP4.test(text)) return undefined;
  const octets = text.split(".").map(Number);
  return octets.every((octet) => octet < 256) ? octets : undefined;
}

/** The longest run of two or more zero groups becomes `::` (RFC 5952 section 4.2). */
export function emitIp6(octets: Uint8Array, at: number): string {
  const groups: string[] = [];
  let best = 0;
  let length = 1;
  let run = 0;
  for (let i = 0; i < GROUPS; i++) {
    const group = (octets[at + 2 * i] << 8) | octets[at + 2 * i + 1];
    groups.push(group.toString(16));
    run = group === 0 ? run + 1 : 0;
    if (run <= length) continue;
    length = run;
    best = i + 1 - run;
  }
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, best).join(":")}::${groups.slice(best + length).join(":")}`;
}

/** Without a tail in dots. */
export function parseIp6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}
