/**
 * From the name of a SIP server to where it hears UDP (RFC 3263 section 4): NAPTR, SRV, then addresses.
 *
 * There is nothing to keep: asked again after each answer, it finds what is known, or says what to ask next.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { below, type Chance } from "../base/random.js";
import type { NaptrRecord, Question, SrvRecord } from "../wire/dns.js";
import type { Hop } from "../wire/hop.js";
import { MOST_ADDRESSES, MOST_SERVICES } from "./limits.js";
import type { Answer } from "./resolver.js";

export type Sought = {
  readonly host: string;
  readonly port: number | null;
  /** The kind of address our own network has. */
  readonly family: "A" | "AAAA";
};

export type Target =
  /** Not known yet without answers to these. */
  | { readonly ask: readonly Question[] }
  /**
   * In the order to try them; none when the DNS has none, or, with `failed`, when it could not be asked. Worth another
   * look at `until`.
   */
  | { readonly hops: readonly Hop[]; readonly failed: boolean; readonly until: Instant };

const SIP_PORT = 5060;
const OVER_UDP = "sip+d2u";

type Place = { readonly host: string; readonly port: number };

/** Draws of `chance` decide among equals (RFC 2782): the same draws and records give the same order. */
export function findTarget(sought: Sought, known: (question: Question) => Answer | undefined, chance: Chance): Target {
  const host = sought.host.toLowerCase().replace(/\.$/, "");
  let until = NEVER;
  const look = (question: Question): Answer | undefined => {
    const answer = known(question);
    if (answer) until = Math.min(until, answer.until);
    return answer;
  };
  const places: Place[] = [];
  if (sought.port !== null) places.push({ host, port: sought.port });
  else {
    const naptr: Question = { name: host, type: "NAPTR" };
    const ways = look(naptr);
    if (!ways) return { ask: [naptr] };
    const srv: Question = { name: serviceOf(ways) ?? `_sip._udp.${host}`, type: "SRV" };
    const services = look(srv);
    if (!services) return { ask: [srv] };
    if (services.records === null) return { hops: [], failed: true, until };
    const records = services.records.filter((record) => record.type === "SRV");
    if (records.length === 0) places.push({ host, port: SIP_PORT });
    // "." says that the service is decidedly not there, and nothing can be sent to port 0.
    for (const { target, port } of ordered(records, chance))
      if (target !== "" && port !== 0) places.push({ host: target, port });
  }
  return addressed(places, sought.family, look, chance, () => until);
}

/** The SRV name of SIP over UDP that the domain prefers; one that offers us nothing is tried by its usual name. */
function serviceOf({ records }: Answer): string | undefined {
  const ways = (records ?? []).filter(
    (record): record is NaptrRecord & typeof record =>
      record.type === "NAPTR" && record.flags.toLowerCase() === "s" && record.services.toLowerCase() === OVER_UDP,
  );
  ways.sort((a, b) => a.order - b.order || a.preference - b.preference);
  return ways.find(({ replacement }) => replacement !== "")?.replacement;
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
  for (const { host, port } of places) {
    const question: Question = { name: host, type: family };
    const answer = look(question);
    if (!answer) {
      if (!ask.some(({ name }) => name === host)) ask.push(question);
      continue;
    }
    if (answer.records === null) failed = true;
    for (const address of addressesOf(answer, chance)) hops.push({ address, port, transport: "udp" });
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
