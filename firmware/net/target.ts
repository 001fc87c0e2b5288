/**
 * From the name of a SIP server to where it hears us (RFC 3263 section 4): NAPTR, SRV, then addresses.
 *
 * There is nothing to keep: asked again after each answer, it finds what is known, or says what to ask next.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { below, type Chance } from "../base/random.js";
import type { NaptrRecord, Question, SrvRecord } from "../wire/dns/dns.js";
import type { Hop, Transport } from "../wire/hop.js";
import { MOST_ADDRESSES, MOST_SERVICES } from "./limits.js";
import type { Answer } from "./resolver.js";

export type Sought = {
  readonly host: string;
  readonly port: number | null;
  /** Null for whichever of UDP and TCP the domain prefers; UDP when it does not say. */
  readonly transport: Transport | null;
  /** The kind of address our own network has. */
  readonly family: "A" | "AAAA";
  /** How SRV records are looked for: not at all, those of the domain, or those of this very name. */
  readonly services: "none" | "domain" | "name";
};

export type Target =
  /** Not known yet without answers to these. */
  | { readonly ask: readonly Question[] }
  /**
   * In the order to try them; none when the DNS has none, or, with `failed`, when it could not be asked. Worth another
   * look at `until`.
   */
  | { readonly hops: readonly Hop[]; readonly failed: boolean; readonly until: Instant };

/** How each transport is called in the DNS (RFC 3263 section 4.1), and its port. */
const WAYS = frozen({
  udp: { service: "sip+d2u", prefix: "_sip._udp.", port: 5060 },
  tcp: { service: "sip+d2t", prefix: "_sip._tcp.", port: 5060 },
  tls: { service: "sips+d2t", prefix: "_sips._tcp.", port: 5061 },
} as const);
const EITHER: readonly Transport[] = frozen(["udp", "tcp"]);
const EVERY: readonly Transport[] = frozen(["udp", "tcp", "tls"]);

type Place = { readonly host: string; readonly port: number; readonly transport: Transport };

/** Draws of `chance` decide among equals (RFC 2782): the same draws and records give the same order. */
export function findTarget(sought: Sought, known: (question: Question) => Answer | undefined, chance: Chance): Target {
  const host = sought.host.toLowerCase().replace(TRAILING_DOT, "");
  const named = serviceOf(host);
  const transports = sought.transport ? [sought.transport] : named ? [named] : EITHER;
  const [transport] = transports;
  let until = NEVER;
  const look = (question: Question): Answer | undefined => {
    const answer = known(question);
    if (answer) until = Math.min(until, answer.until);
    return answer;
  };
  const places: Place[] = [];
  if (sought.port !== null) places.push({ host, port: sought.port, transport });
  else if (sought.services !== "none") {
    let services: readonly { readonly name: string; readonly transport: Transport }[] = [{ name: host, transport }];
    if (sought.services === "domain" && !named) {
      const naptr: Question = { name: host, type: "NAPTR" };
      const ways = look(naptr);
      if (!ways) return { ask: [naptr] };
      services =
        servicesOf(ways, transports) ?? transports.map((way) => ({ name: WAYS[way].prefix + host, transport: way }));
    }
    // the first that there is
    for (const { name, transport } of services) {
      const question: Question = { name, type: "SRV" };
      const answer = look(question);
      if (!answer) return { ask: [question] };
      if (answer.records === null) return { hops: [], failed: true, until };
      const records = answer.records.filter((record) => record.type === "SRV");
      // "." says that the service is decidedly not there, and nothing can be sent to port 0.
      for (const { target, port } of ordered(records, chance))
        if (target !== "" && port !== 0) places.push({ host: target, port, transport });
      if (records.length > 0) return addressed(places, sought.family, look, chance, () => until);
    }
  }
  if (places.length === 0) places.push({ host, port: WAYS[transport].port, transport });
  return addressed(places, sought.family, look, chance, () => until);
}

const TRAILING_DOT = /\.$/;

/** The transport of a name that is that of a service already, whatever it was taken for. */
function serviceOf(host: string): Transport | undefined {
  for (const way of EVERY) if (host.startsWith(WAYS[way].prefix)) return way;
}

/** The services of our transports that the domain names, the preferred one first; one that names none of them is tried by the usual names. */
function servicesOf({ records }: Answer, transports: readonly Transport[]) {
  const ways = (records ?? []).filter(
    (record): record is NaptrRecord & typeof record => record.type === "NAPTR" && record.flags.toLowerCase() === "s",
  );
  ways.sort((a, b) => a.order - b.order || a.preference - b.preference);
  const services: { readonly name: string; readonly transport: Transport }[] = [];
  for (const { services: service, replacement: name } of ways) {
    const transport = transports.find((way) => WAYS[way].service === service.toLowerCase());
    if (transport && name !== "") services.push({ name, transport });
  }
  return services.length > 0 ? services : undefined;
}

function addressed(
  places: readonly Place[],
  family: "A" | "AAAA",
  look: (question: Question) => Answer | undefined,
  chance: Chance,
  until: () => Instant,
): Target {
  const hops: Hop[] = [];
  const ask: Question[] = [];
  let failed = false;
  for (const { host, port, transport } of places) {
    const question: Question = { name: host, type: family };
    const answer = look(question);
    if (!answer) {
      if (!ask.some(({ name }) => name === host)) ask.push(question);
      continue;
    }
    if (answer.records === null) failed = true;
    for (const address of addressesOf(answer, chance)) hops.push({ address, port, transport });
  }
  return ask.length > 0 ? { ask } : { hops, failed: failed && hops.length === 0, until: until() };
}

/** Servers turn the list with each answer; we begin where chance says. */
function addressesOf({ records }: Answer, chance: Chance): readonly string[] {
  const addresses: string[] = [];
  for (const record of records ?? [])
    if ((record.type === "A" || record.type === "AAAA") && addresses.length < MOST_ADDRESSES)
      addresses.push(record.address);
  addresses.sort();
  const first = below(chance, addresses.length);
  return [...addresses.slice(first), ...addresses.slice(0, first)];
}

/** Lowest priority first; among equals by chance, as often first as their weight says (RFC 2782, "Weight"). */
function ordered(records: readonly SrvRecord[], chance: Chance): readonly SrvRecord[] {
  const left = [...records].sort(
    (a, b) => a.priority - b.priority || a.weight - b.weight || byName(a.target, b.target) || a.port - b.port,
  );
  const order: SrvRecord[] = [];
  while (left.length > 0 && order.length < MOST_SERVICES) {
    const equals = left.filter(({ priority }) => priority === left[0].priority);
    let sum = 0;
    for (const { weight } of equals) sum += weight;
    let rest = below(chance, sum + 1);
    // those of weight 0 stand first, and are taken when chance says 0
    const chosen = equals.find(({ weight }) => {
      rest -= weight;
      return rest <= 0;
    });
    const at = left.indexOf(chosen ?? equals[0]);
    order.push(...left.splice(at, 1));
  }
  return order;
}

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
