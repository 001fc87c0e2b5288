/**
 * Asks DNS servers over UDP, in the order of their owner, and remembers what they say (RFC 1035 section 7, RFC 2308); when
 * none of them can tell any more, what was said last is good for a little longer (RFC 8767).
 */

import { type Instant, NEVER } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import { type DnsMessage, type DnsRecord, emitDns, parseDns, type Question } from "../wire/dns/dns.js";
import type { Endpoint } from "../wire/hop.js";
import {
  LIFE_OF_FAILURE,
  LIFE_OF_NOTHING,
  LONGEST_LIFE,
  LONGEST_LIFE_OF_NOTHING,
  MOST_ALIASES,
  MOST_ANSWERS,
  MOST_QUESTIONS,
  SHORTEST_LIFE,
  WAITS,
} from "./limits.js";

/** Numbers, never names. */

export type Answer = {
  readonly question: Question;
  /** Of the type asked for, its aliases resolved; none when the DNS has none, null when no server could tell. */
  readonly records: readonly DnsRecord[] | null;
  /** From then on it is worth asking again. */
  readonly until: Instant;
};

/** What is to be sent, and what has become known: an answer is told once, to all. */
export type ResolverOutput = ({ readonly send: Uint8Array } & Endpoint) | { readonly answer: Answer };

type Asked = {
  readonly question: Question;
  readonly id: number;
  readonly octets: Uint8Array;
  tries: number;
  deadline: Instant;
};

const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

export class Resolver {
  readonly #servers: readonly Endpoint[];
  readonly #chance: Chance;
  readonly #asked = new Map<string, Asked>();
  readonly #answers = new Map<string, Answer>();

  constructor(options: { servers: readonly Endpoint[]; chance: Chance }) {
    this.#servers = options.servers;
    this.#chance = options.chance;
  }

  get deadline(): Instant {
    let deadline = NEVER;
    for (const asked of this.#asked.values()) deadline = Math.min(deadline, asked.deadline);
    return deadline;
  }

  /** What is remembered, while it is good. */
  known(question: Question, now: Instant): Answer | undefined {
    const answer = this.#answers.get(keyOf(question));
    return answer && now < answer.until ? answer : undefined;
  }

  /** Asks, unless that is under way or the answer is known. */
  ask(question: Question, now: Instant): ResolverOutput[] {
    const key = keyOf(question);
    const known = this.known(question, now);
    if (known) return [{ answer: known }];
    if (this.#asked.has(key)) return [];
    const id = this.#chance() & 0xffff;
    const octets = emitDns({
      ...{ id, response: false, truncated: false, code: NO_ERROR, question, answers: [], authorities: [] },
    });
    if (!octets || this.#servers.length === 0 || this.#asked.size >= MOST_QUESTIONS)
      return [this.#remember(question, null, now + LIFE_OF_FAILURE)];
    const asked: Asked = { question, id, octets, tries: 0, deadline: NEVER };
    this.#asked.set(key, asked);
    return this.#try(asked, now);
  }

  poll(now: Instant): ResolverOutput[] {
    const outputs: ResolverOutput[] = [];
    for (const asked of [...this.#asked.values()]) if (asked.deadline <= now) outputs.push(...this.#try(asked, now));
    return outputs;
  }

  /** Nobody but a server we have asked is listened to, and only about what it was asked. */
  receive(octets: Uint8Array, address: string, port: number, now: Instant): ResolverOutput[] {
    const message = parseDns(octets);
    const asked = message && this.#asked.get(keyOf(message.question));
    if (!asked || !message.response || message.id !== asked.id) return [];
    const server = this.#servers.findIndex((one) => one.address === address && one.port === port);
    if (server < 0 || !this.#heardOf(asked, server)) return [];
    const { question } = asked;
    const found = message.code === NO_ERROR ? recordsOf(message) : [];
    const tells =
      message.code === NO_SUCH_NAME || (message.code === NO_ERROR && (found.length > 0 || !message.truncated));
    // A server that cannot tell leaves it to the next.
    if (!tells) return server === this.#serverOf(asked.tries - 1) ? this.#try(asked, now) : [];
    this.#asked.delete(keyOf(question));
    const records = found.filter(({ type }) => type === question.type);
    return [this.#remember(question, records, now + (records.length > 0 ? lifeOf(found) : lifeOfNothing(message)))];
  }

  /** The network is another: what could not be asked is worth another try. */
  forgetFailures(): void {
    for (const [key, { records }] of this.#answers) if (records === null) this.#answers.delete(key);
  }

  #try(asked: Asked, now: Instant): ResolverOutput[] {
    const round = Math.floor(asked.tries / this.#servers.length);
    if (round >= WAITS.length) {
      const key = keyOf(asked.question);
      this.#asked.delete(key);
      const last = this.#answers.get(key)?.records ?? null;
      return [this.#remember(asked.question, last?.length ? last : null, now + LIFE_OF_FAILURE)];
    }
    const { address, port } = this.#servers[this.#serverOf(asked.tries)];
    asked.tries++;
    asked.deadline = now + WAITS[round];
    return [{ send: asked.octets, address, port }];
  }

  #serverOf(tries: number): number {
    return tries % this.#servers.length;
  }

  #heardOf(asked: Asked, server: number): boolean {
    for (let tries = 0; tries < asked.tries; tries++) if (this.#serverOf(tries) === server) return true;
    return false;
  }

  #remember(question: Question, records: readonly DnsRecord[] | null, until: Instant): ResolverOutput {
    const answer = { question, records, until };
    const key = keyOf(question);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= MOST_ANSWERS) break;
      this.#answers.delete(oldest);
    }
    return { answer };
  }
}

const keyOf = ({ name, type }: Question) => `${type} ${name.toLowerCase()}`;

/** The records asked for, with the aliases that lead to them; nothing where the aliases end nowhere. */
function recordsOf({ question, answers }: DnsMessage): readonly DnsRecord[] {
  let name = question.name;
  const aliases: DnsRecord[] = [];
  for (;;) {
    const found = answers.filter((record) => record.type === question.type && record.name === name);
    if (found.length > 0) return [...aliases, ...found];
    const alias = answers.find((record) => record.type === "CNAME" && record.name === name);
    if (alias?.type !== "CNAME" || aliases.length === MOST_ALIASES) return [];
    aliases.push(alias);
    name = alias.target;
  }
}

/** ms. */
function lifeOf(records: readonly DnsRecord[]): number {
  let seconds = Number.POSITIVE_INFINITY;
  for (const { ttl } of records) seconds = Math.min(seconds, ttl);
  return Math.min(Math.max(1000 * seconds, SHORTEST_LIFE), LONGEST_LIFE);
}

function lifeOfNothing({ authorities }: DnsMessage): number {
  for (const record of authorities)
    if (record.type === "SOA")
      return Math.min(Math.max(1000 * Math.min(record.ttl, record.minimum), SHORTEST_LIFE), LONGEST_LIFE_OF_NOTHING);
  return LIFE_OF_NOTHING;
}
