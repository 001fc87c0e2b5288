import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type DnsMessage,
  type DnsRecord,
  type DnsType,
  emitDns,
  LONGEST_DNS_MESSAGE,
  MOST_DNS_RECORDS,
  parseDns,
} from "../../../../firmware/wire/dns/dns.js";

const octets = (hex: string) =>
  Uint8Array.from(hex.replace(/\s/g, "").match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** www.example.org A, twice 192.0.2.x, the owner by a pointer; the first by its alias. */
const ANSWER = octets(`
  1234 8180 0001 0003 0000 0000
  03777777 076578616d706c65 036f7267 00 0001 0001
  c00c 0005 0001 0000003c 0006 03737069 c010
  c02d 0001 0001 0000001e 0004 c0000201
  c02d 0001 0001 80000001 0004 c0000202`);

const message = (answers: DnsRecord[], type: DnsType = "A", authorities: DnsRecord[] = []): DnsMessage => ({
  id: 0xbeef,
  response: true,
  truncated: false,
  code: 0,
  question: { name: "example.org", type },
  answers,
  authorities,
});

describe("dns", () => {
  it("asks", () => {
    deepEqual(
      emitDns({ ...message([], "SRV"), question: { name: "_sip._udp.lab.test", type: "SRV" }, response: false }),
      octets("beef 0100 0001 0000 0000 0000 045f736970 045f756470 036c6162 0474657374 00 0021 0001"),
    );
  });

  it("reads an answer with pointers and an alias", () => {
    deepEqual(parseDns(ANSWER), {
      id: 0x1234,
      response: true,
      truncated: false,
      code: 0,
      question: { name: "www.example.org", type: "A" },
      answers: [
        { name: "www.example.org", ttl: 60, type: "CNAME", target: "spi.example.org" },
        { name: "spi.example.org", ttl: 30, type: "A", address: "192.0.2.1" },
        { name: "spi.example.org", ttl: 0, type: "A", address: "192.0.2.2" },
      ],
      authorities: [],
    });
  });

  it("reads SRV and NAPTR as a server writes them", () => {
    const head = "0001 8580 0001 0001 0000 0000 036c6162 0474657374 00";
    deepEqual(
      parseDns(octets(`${head} 0021 0001 c00c 0021 0001 00000005 000c 000a 0064 13c4 03736970 c00c`))?.answers,
      [{ name: "lab.test", ttl: 5, type: "SRV", priority: 10, weight: 100, port: 5060, target: "sip.lab.test" }],
    );
    const naptr = "001e 0032 01 73 07 5349502b443255 00 045f736970 045f756470 c00c";
    deepEqual(parseDns(octets(`${head} 0023 0001 c00c 0023 0001 00000005 001b ${naptr}`))?.answers, [
      {
        name: "lab.test",
        ttl: 5,
        type: "NAPTR",
        order: 30,
        preference: 50,
        flags: "s",
        services: "SIP+D2U",
        regexp: "",
        replacement: "_sip._udp.lab.test",
      },
    ]);
  });

  it("leaves records of other kinds and classes out", () => {
    const text = "1234 8180 0001 0002 0000 0000 016100 0001 0001";
    const others = "c00c 0010 0001 0000003c 0003 026869 c00c 0001 0003 0000003c 0004 7f000001";
    deepEqual(parseDns(octets(`${text} ${others}`))?.answers, []);
  });

  it("writes IPv6 as RFC 5952 wants it", () => {
    for (const address of ["::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "1:0:0:2::3", "::", "fe80::"]) {
      const written = emitDns(message([{ name: "a", ttl: 1, type: "AAAA", address }]));
      deepEqual(written && parseDns(written)?.answers, [{ name: "a", ttl: 1, type: "AAAA", address }]);
    }
  });

  it("refuses every beginning of a message", () => {
    for (let length = 0; length < ANSWER.length; length++) equal(parseDns(ANSWER.slice(0, length)), undefined);
  });

  it("follows no pointer forward, to itself, or in a circle", () => {
    const to = (pointer: string) => parseDns(octets(`1234 8180 0001 0000 0000 0000 0161 ${pointer} 0001 0001`));
    for (const pointer of ["c00c", "c00e", "c010", "ffff"]) equal(to(pointer), undefined, pointer);
    // to the header, which is a name here: 00 at octet 8
    equal(to("c008")?.question.name, "a");
  });

  it("refuses too much", () => {
    const a: DnsRecord = { name: "a", ttl: 1, type: "A", address: "192.0.2.1" };
    const many = (count: number) => parseDns(emitDns(message(new Array(count).fill(a))) ?? new Uint8Array());
    equal(many(MOST_DNS_RECORDS)?.answers.length, MOST_DNS_RECORDS);
    equal(many(MOST_DNS_RECORDS + 1), undefined);
    equal(parseDns(new Uint8Array([...ANSWER, ...new Uint8Array(LONGEST_DNS_MESSAGE)])), undefined);
    const named = (name: string) => emitDns({ ...message([]), question: { name, type: "A" } });
    for (const wrong of ["a..b", ".", "a".repeat(64), `${"a.".repeat(127)}ab`, "a b", "ä.org"])
      equal(named(wrong), undefined);
    equal(named(`${"a.".repeat(126)}a`)?.length, 12 + 255 + 4);
  });

  const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
  const name = fc.array(label, { maxLength: 5 }).map((labels) => labels.join("."));
  const text = fc.stringMatching(/^[ -~]{0,20}$/);
  const n16 = fc.nat({ max: 0xffff });
  const data = fc.oneof(
    fc.record({ type: fc.constant("A" as const), address: fc.ipV4() }),
    fc.record({ type: fc.constant("CNAME" as const), target: name }),
    fc.record({ type: fc.constant("SOA" as const), minimum: fc.nat() }),
    fc.record({ type: fc.constant("SRV" as const), priority: n16, weight: n16, port: n16, target: name }),
    fc.record({
      type: fc.constant("NAPTR" as const),
      order: n16,
      preference: n16,
      flags: text,
      services: text,
      regexp: text,
      replacement: name,
    }),
  );
  const record = fc.tuple(name, fc.nat(), data).map(([name, ttl, data]): DnsRecord => ({ name, ttl, ...data }));

  it("reads whatever it writes", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.array(record, { maxLength: 4 }), (answers, authorities) => {
        const whole = message(answers, "NAPTR", authorities);
        const written = emitDns(whole);
        deepEqual(written && parseDns(written), whole);
      }),
    );
  });

  it("survives any octets, and any damage to good ones", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (junk) => void parseDns(junk)));
    fc.assert(
      fc.property(fc.nat({ max: ANSWER.length - 1 }), fc.nat({ max: 255 }), (at, octet) => {
        const damaged = ANSWER.slice();
        damaged[at] = octet;
        for (const { name } of parseDns(damaged)?.answers ?? []) if (name.length > 254) return false;
        return true;
      }),
    );
  });
});
