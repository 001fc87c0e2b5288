import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Answer } from "../../../firmware/net/resolver.js";
import { findTarget, type Sought } from "../../../firmware/net/target.js";
import type { DnsRecord, DnsType, RecordData } from "../../../firmware/wire/dns/dns.js";
import { chanceOf } from "../../../sim/chance.js";

/** What the DNS knows: records by type and name; null where it does not answer. All lives 60 s but those named. */
type Zone = { readonly [question: string]: readonly RecordData[] | null };

const a = (address: string): RecordData => ({ type: "A", address });
const srv = (target: string, port: number, priority = 10, weight = 0): RecordData => ({
  ...{ type: "SRV", priority, weight, port, target },
});
const naptr = (services: string, replacement: string, order = 10, flags = "s"): RecordData => ({
  ...{ type: "NAPTR", order, preference: 50, flags, services, regexp: "", replacement },
});

/** Asks until there is an answer: what was asked, and what came of it. */
function found(
  host: string,
  port: number | null,
  zone: Zone,
  chance = chanceOf(1, "srv"),
  more: Partial<Sought> = { transport: "udp" },
) {
  const sought: Sought = { host, port, transport: null, family: "A", services: "domain", ...more };
  const known = new Map<string, Answer>();
  const asked: string[] = [];
  for (let step = 0; step < 20; step++) {
    const target = findTarget(sought, ({ name, type }) => known.get(`${type} ${name}`), chance);
    if ("hops" in target) {
      const hops = target.hops.map(
        ({ address, port, transport }) => `${address}:${port}${transport === "udp" ? "" : ` ${transport}`}`,
      );
      return { asked, hops, failed: target.failed, until: target.until };
    }
    for (const { name, type } of target.ask) {
      const key = `${type} ${name}`;
      asked.push(key);
      const data = key in zone ? zone[key] : [];
      const records = data?.map((data): DnsRecord => ({ name, ttl: 60, ...data })) ?? null;
      const question = { name, type: type as DnsType };
      known.set(key, { question, records, until: 60_000 + asked.length });
    }
  }
  throw new Error(`no end: ${asked}`);
}

describe("where a SIP server is", () => {
  it("is its address alone, when the port is given", () => {
    const { asked, hops, until } = found("PBX.example.org.", 5070, { "A pbx.example.org": [a("192.0.2.1")] });
    deepEqual([asked, hops, until], [["A pbx.example.org"], ["192.0.2.1:5070"], 60_001]);
  });

  it("is an IPv6 address where our network has those", () => {
    const zone: Zone = { "AAAA pbx.org": [{ type: "AAAA", address: "2001:db8::1" }] };
    deepEqual(found("pbx.org", 5060, zone, undefined, { family: "AAAA" }).hops, ["2001:db8::1:5060"]);
  });

  it("is by NAPTR, SRV and address, whichever dies first", () => {
    const { asked, hops, until } = found("lab.test", null, {
      "NAPTR lab.test": [
        naptr("SIPS+D2T", "_sips._tcp.lab.test", 1),
        naptr("SIP+D2U", "_sip._udp.second.test", 30),
        naptr("sip+d2u", "_sip._udp.first.test", 20, "S"),
        naptr("SIP+D2U", "other.test", 5, "u"),
      ],
      "SRV _sip._udp.first.test": [srv("two.test", 5070, 20), srv("one.test", 5062, 10)],
      "A one.test": [a("192.0.2.1")],
      "A two.test": [a("192.0.2.2")],
    });
    deepEqual(asked, ["NAPTR lab.test", "SRV _sip._udp.first.test", "A one.test", "A two.test"]);
    deepEqual(hops, ["192.0.2.1:5062", "192.0.2.2:5070"]);
    equal(until, 60_001);
  });

  it("is by SRV without NAPTR, or with none for UDP, or when that question is not answered", () => {
    for (const ways of [[], [naptr("SIPS+D2T", "_sips._tcp.lab.test")], null])
      deepEqual(
        found("lab.test", null, {
          "NAPTR lab.test": ways,
          "SRV _sip._udp.lab.test": [srv("sip.lab.test", 5099)],
          "A sip.lab.test": [a("192.0.2.1")],
        }).hops,
        ["192.0.2.1:5099"],
      );
  });

  it("is by whichever of UDP and TCP the domain prefers, where the owner does not mind", () => {
    const zone: Zone = {
      "NAPTR lab.test": [naptr("SIP+D2U", "_sip._udp.lab.test", 2), naptr("SIP+D2T", "_sip._tcp.lab.test", 1)],
      "SRV _sip._tcp.lab.test": [srv("a.test", 5070)],
      "SRV _sip._udp.lab.test": [srv("a.test", 5080)],
      "A a.test": [a("192.0.2.1")],
    };
    const hops = (transport: "udp" | "tcp" | null, without: readonly string[] = []) => {
      const rest = Object.fromEntries(Object.entries(zone).filter(([name]) => !without.includes(name)));
      return found("lab.test", null, rest, undefined, { transport }).hops;
    };
    deepEqual(hops(null), ["192.0.2.1:5070 tcp"]);
    deepEqual(hops("udp"), ["192.0.2.1:5080"]);
    deepEqual(hops("tcp"), ["192.0.2.1:5070 tcp"]);
    deepEqual(hops(null, ["NAPTR lab.test"]), ["192.0.2.1:5080"], "UDP where it does not say");
    deepEqual(hops(null, ["NAPTR lab.test", "SRV _sip._udp.lab.test"]), ["192.0.2.1:5070 tcp"]);
  });

  it("is that of the service, where it is the service that has been named", () => {
    const zone: Zone = {
      "SRV _sip._udp.lab.test": [srv("a.test", 5070)],
      "SRV _sip._tcp.lab.test": [srv("a.test", 5080)],
      "A a.test": [a("192.0.2.1")],
    };
    for (const services of ["domain", "name"] as const) {
      const { asked, hops } = found("_SIP._UDP.lab.test", null, zone, undefined, { services, transport: "udp" });
      deepEqual([asked, hops], [["SRV _sip._udp.lab.test", "A a.test"], ["192.0.2.1:5070"]]);
      const either = found("_sip._tcp.lab.test", null, zone, undefined, { services, transport: null });
      deepEqual(either.hops, ["192.0.2.1:5080 tcp"]);
    }
  });

  it("is the address at 5060 without SRV", () => {
    deepEqual(found("lab.test", null, { "A lab.test": [a("192.0.2.1")] }).hops, ["192.0.2.1:5060"]);
  });

  it("is nowhere, when the DNS says so", () => {
    const nowhere = { hops: [], failed: false };
    const { hops, failed } = found("lab.test", null, {
      "SRV _sip._udp.lab.test": [srv("", 0)],
      "A lab.test": [a("1.1.1.1")],
    });
    deepEqual({ hops, failed }, nowhere);
    const portless = { "SRV _sip._udp.lab.test": [srv("a.test", 0)], "A a.test": [a("1.1.1.1")] };
    deepEqual(found("lab.test", null, portless).hops, []);
    const none = found("lab.test", 5060, {});
    deepEqual({ hops: none.hops, failed: none.failed }, nowhere);
  });

  it("is not known, when nobody answers", () => {
    equal(found("lab.test", 5060, { "A lab.test": null }).failed, true);
    equal(found("lab.test", null, { "NAPTR lab.test": null, "SRV _sip._udp.lab.test": null }).failed, true);
    const zone: Zone = { "SRV _sip._udp.lab.test": [srv("a.test", 1), srv("b.test", 2)], "A a.test": null };
    deepEqual(found("lab.test", null, { ...zone, "A b.test": [a("192.0.2.2")] }).hops, ["192.0.2.2:2"]);
    equal(found("lab.test", null, zone).failed, true);
  });

  it("is the same again from the same records in another order", () => {
    const order = (list: RecordData[]) => found("lab.test", 5060, { "A lab.test": list }, () => 0x9000_0000).hops;
    const [one, two, three] = [a("192.0.2.1"), a("192.0.2.2"), a("192.0.2.3")];
    deepEqual(order([one, two, three]), order([three, one, two]));
  });

  it("is first among equals as often as its weight says", () => {
    const zone: Zone = {
      "SRV _sip._udp.w.test": [
        srv("a.test", 1, 10, 80),
        srv("b.test", 2, 10, 20),
        srv("c.test", 3, 10, 0),
        srv("d.test", 4, 20, 999),
      ],
      "A a.test": [a("10.0.0.1")],
      "A b.test": [a("10.0.0.2")],
      "A c.test": [a("10.0.0.3")],
      "A d.test": [a("10.0.0.4")],
    };
    const chance = chanceOf(7, "weights");
    const first = new Map<string, number>();
    for (let n = 0; n < 2000; n++) {
      const { hops } = found("w.test", null, zone, chance);
      equal(hops.length, 4);
      equal(hops[3], "10.0.0.4:4");
      first.set(hops[0], (first.get(hops[0]) ?? 0) + 1);
    }
    const times = (hop: string) => first.get(hop) ?? 0;
    ok(Math.abs(times("10.0.0.1:1") - 1584) < 100, `${times("10.0.0.1:1")}`);
    ok(Math.abs(times("10.0.0.2:2") - 396) < 100, `${times("10.0.0.2:2")}`);
    ok(times("10.0.0.3:3") < 60, `${times("10.0.0.3:3")}`);
  });

  it("is found or not, with whatever records, and never more than 64 places", () => {
    const target = fc.constantFrom("a.test", "b.test", "");
    const n16 = fc.nat({ max: 0xffff });
    const service = fc.tuple(target, n16, n16, n16).map(([target, port, p, w]) => srv(target, port, p % 3, w));
    const addresses = fc.array(fc.ipV4().map(a), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(service, { maxLength: 20 }),
        addresses,
        addresses,
        fc.nat(),
        (services, first, second, seed) => {
          const zone: Zone = { "SRV _sip._udp.x.test": services, "A a.test": first, "A b.test": second };
          return found("x.test", null, zone, chanceOf(seed, "x")).hops.length <= 64;
        },
      ),
    );
  });
});
