import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { LIFE_OF_FAILURE, LIFE_OF_NOTHING, MOST_ANSWERS, MOST_QUESTIONS } from "../../../firmware/net/limits.js";
import { Resolver, type ResolverOutput } from "../../../firmware/net/resolver.js";
import { type DnsMessage, type DnsRecord, emitDns, parseDns, type Question } from "../../../firmware/wire/dns/dns.js";
import type { Endpoint } from "../../../firmware/wire/hop.js";
import { chanceOf } from "../../../sim/chance.js";

const ONE: Endpoint = { address: "192.0.2.53", port: 53 };
const TWO: Endpoint = { address: "192.0.2.54", port: 53 };
const PBX: Question = { name: "pbx.example.org", type: "A" };
const a = (address: string, ttl = 60, name = PBX.name): DnsRecord => ({ name, ttl, type: "A", address });

/** A resolver, the time, and what it said last. */
class Talk {
  readonly resolver: Resolver;
  now = 0;
  said: readonly ResolverOutput[] = [];

  constructor(servers = [ONE], seed = 1) {
    this.resolver = new Resolver({ servers, chance: chanceOf(seed, "dns") });
  }

  ask(question = PBX): this {
    this.said = this.resolver.ask(question, this.now);
    return this;
  }

  /** Lets time pass to the next deadline, and polls. */
  wait(): this {
    this.now = this.resolver.deadline;
    this.said = this.resolver.poll(this.now);
    return this;
  }

  get sent() {
    return this.said.flatMap((output) => ("send" in output ? [output] : []));
  }

  get answers() {
    return this.said.flatMap((output) => ("answer" in output ? [output.answer] : []));
  }

  get addresses() {
    return this.answers[0]?.records?.map((record) => ("address" in record ? record.address : record.type));
  }

  /** The question as it was asked, for a server to answer. */
  reply(question: Uint8Array, answers: DnsRecord[], more: Partial<DnsMessage> = {}, from = ONE): this {
    const message = parseDns(question);
    ok(message);
    const octets = emitDns({ ...message, response: true, answers, ...more });
    ok(octets);
    this.said = this.resolver.receive(octets, from.address, from.port, this.now);
    return this;
  }
}

describe("the resolver", () => {
  it("asks, is answered, and remembers as long as the TTL says", () => {
    const t = new Talk().ask();
    const [{ send, address, port }] = t.sent;
    deepEqual([address, port, parseDns(send)?.question], ["192.0.2.53", 53, PBX]);
    t.reply(send, [a("10.0.0.1", 60), a("10.0.0.2", 30)]);
    deepEqual(t.addresses, ["10.0.0.1", "10.0.0.2"]);
    equal(t.answers[0].until, 30_000);
    t.now = 29_999;
    deepEqual(t.ask().addresses, ["10.0.0.1", "10.0.0.2"]);
    t.now = 30_000;
    equal(t.ask().sent.length, 1);
  });

  it("asks a question once, however many want to know", () => {
    const t = new Talk().ask();
    equal(t.sent.length, 1);
    deepEqual(t.ask().said, []);
  });

  it("goes round the servers after 1, 2 and 4 s, and gives up for a while", () => {
    const t = new Talk([ONE, TWO]).ask();
    const first = t.sent[0].address;
    const asked: [number, boolean][] = [];
    while (t.answers.length === 0) {
      asked.push([t.now, t.sent[0].address === first]);
      t.wait();
    }
    const round = [0, 1000, 2000, 4000, 6000, 10_000];
    deepEqual(
      asked,
      round.map((at, n) => [at, n % 2 === 0]),
    );
    equal(t.now, 14_000);
    deepEqual(t.answers, [{ question: PBX, records: null, until: 14_000 + LIFE_OF_FAILURE }]);
    deepEqual(t.ask().sent, []);
    t.resolver.forgetFailures();
    equal(t.ask().sent.length, 1);
  });

  it("begins with the first of the servers, and with an id nobody can guess", () => {
    const ids = new Set<number | undefined>();
    for (let seed = 0; seed < 40; seed++) {
      const [{ send, address }] = new Talk([ONE, TWO], seed).ask().sent;
      equal(address, ONE.address);
      ids.add(parseDns(send)?.id);
    }
    ok(ids.size > 35);
  });

  it("says once more what was said last, when nobody can tell any more (RFC 8767)", () => {
    const t = new Talk().ask();
    t.reply(t.sent[0].send, [a("10.0.0.1")]);
    t.now = 60_000;
    t.ask();
    while (t.answers.length === 0) t.wait();
    deepEqual(t.addresses, ["10.0.0.1"]);
    equal(t.answers[0].until, 67_000 + LIFE_OF_FAILURE);
    t.now = t.answers[0].until;
    const [{ send }] = t.ask().sent;
    t.reply(send, [], { code: 3 });
    t.now = t.answers[0].until;
    t.ask();
    while (t.answers.length === 0) t.wait();
    equal(t.answers[0].records, null, "that there was nothing is not said again");
  });

  it("listens to nobody else, about nothing else, under no other id", () => {
    const t = new Talk([ONE, TWO]).ask();
    const [{ send }] = t.sent;
    const [asked, other] = [ONE, TWO];
    const bad = [a("10.6.6.6")];
    for (const stranger of [{ ...asked, port: 54 }, { ...asked, address: "192.0.2.1" }, other])
      deepEqual(t.reply(send, bad, {}, stranger).said, []);
    const id = parseDns(send)?.id ?? 0;
    deepEqual(t.reply(send, bad, { id: id ^ 1 }, asked).said, []);
    deepEqual(t.reply(send, bad, { question: { ...PBX, name: "other.org" } }, asked).said, []);
    deepEqual(t.reply(send, bad, { response: false }, asked).said, []);
    deepEqual(t.resolver.receive(send.slice(0, 20), asked.address, asked.port, 0), []);
    deepEqual(t.reply(send, [a("10.0.0.1")], {}, asked).addresses, ["10.0.0.1"]);
    deepEqual(t.reply(send, bad, {}, asked).said, [], "the second answer to one question");
  });

  it("takes the late answer of a server it has asked before", () => {
    const t = new Talk([ONE, TWO]).ask();
    const [{ send, address, port }] = t.sent;
    t.wait().reply(send, [a("10.0.0.1")], {}, { address, port });
    deepEqual(t.addresses, ["10.0.0.1"]);
    equal(t.resolver.deadline, Number.POSITIVE_INFINITY);
  });

  it("asks the next server at once when one cannot tell", () => {
    const t = new Talk([ONE, TWO]).ask();
    const [{ send, address, port }] = t.sent;
    t.reply(send, [], { code: 2 }, { address, port });
    equal(t.sent.length, 1);
    ok(t.sent[0].address !== address);
    deepEqual(t.reply(send, [], { code: 5 }, { address, port }).said, [], "only once");
  });

  it("knows that there is nothing, as long as the SOA says", () => {
    const soa = (minimum: number, ttl = 3600): DnsRecord => ({ name: "example.org", ttl, type: "SOA", minimum });
    for (const [code, authorities, life] of [
      [3, [soa(90)], 90_000],
      [0, [soa(90)], 90_000],
      [3, [soa(86_400, 20)], 20_000],
      [3, [soa(86_400)], 300_000],
      [3, [], LIFE_OF_NOTHING],
    ] as const) {
      const t = new Talk().ask();
      t.reply(t.sent[0].send, [], { code, authorities });
      deepEqual(t.answers, [{ question: PBX, records: [], until: life }]);
    }
  });

  it("follows aliases, as far as they lead, and no further than eight", () => {
    const alias = (name: string, target: string, ttl = 60): DnsRecord => ({ name, ttl, type: "CNAME", target });
    const t = new Talk().ask();
    t.reply(t.sent[0].send, [alias("b.org", "c.org", 20), a("10.0.0.9", 60, "c.org"), alias(PBX.name, "b.org")]);
    deepEqual([t.addresses, t.answers[0].until], [["10.0.0.9"], 20_000]);
    const round = new Talk().ask();
    round.reply(round.sent[0].send, [alias(PBX.name, "b.org"), alias("b.org", PBX.name)]);
    deepEqual(round.addresses, []);
  });

  it("takes no TTL under 5 s at its word, and half an answer that has nothing for none", () => {
    const t = new Talk().ask();
    const [{ send }] = t.sent;
    equal(t.reply(send, [], { truncated: true }).sent.length, 1);
    equal(t.reply(send, [a("10.0.0.1", 0)], { truncated: true }).answers[0].until, 5000);
  });

  it("answers at once that nobody can tell what cannot be asked", () => {
    equal(new Talk().ask({ name: "a..b", type: "A" }).answers[0].records, null);
    equal(new Talk([]).ask().answers[0].records, null);
  });

  it("keeps so many questions and answers, and no more", () => {
    const t = new Talk();
    const name = (n: number): Question => ({ name: `n${n}.org`, type: "A" });
    for (let n = 0; n < MOST_QUESTIONS; n++) equal(t.ask(name(n)).sent.length, 1);
    equal(t.ask(PBX).answers[0].records, null);
    const later = new Talk();
    for (let n = 0; n <= MOST_ANSWERS; n++) {
      later.ask(name(n));
      later.reply(later.sent[0].send, [a("10.0.0.1", 60, name(n).name)]);
    }
    equal(later.resolver.known(name(0), 0), undefined);
    ok(later.resolver.known(name(1), 0));
  });

  it("answers every question in the end, whatever is said to it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ code: fc.nat({ max: 15 }), truncated: fc.boolean(), other: fc.boolean() }), {
          maxLength: 9,
        }),
        (replies) => {
          const t = new Talk([ONE, TWO]).ask();
          const [{ send }] = t.sent;
          let told = 0;
          for (const { other, ...more } of replies) {
            told += t.reply(send, [], more, other ? TWO : ONE).answers.length;
            if (told === 0) told += t.wait().answers.length;
            if (told > 0) break;
          }
          for (let n = 0; n < 6 && told === 0; n++) told += t.wait().answers.length;
          return told === 1 && t.resolver.deadline === Number.POSITIVE_INFINITY;
        },
      ),
    );
  });
});
