/** Lines whose server has a name: the desk, its PBX, and a DNS server that says what the test wants. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { type DnsRecord, emitDns, parseDns, type RecordData } from "../../firmware/wire/dns/dns.js";
import type { SettingValues } from "../../hal/board.js";
import { chanceOf } from "../../sim/chance.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { Pbx } from "../../sim/pbx/pbx.js";
import { VirtualDesk } from "./desk.js";

const TTL = 60;

/** A desk at `sip.example.org`, and the DNS server of its network at 10.0.0.53. */
class Named {
  readonly d: VirtualDesk;
  /** Records by type and name; a name of none of them does not exist. */
  zone: { [question: string]: readonly RecordData[] } = {};
  silent = false;
  /** What was asked. */
  readonly asked: string[] = [];

  constructor(settings: SettingValues = {}, zone: Named["zone"] = {}) {
    this.zone = zone;
    this.d = new VirtualDesk({
      settings: { Primary_DNS: "10.0.0.53", "Proxy[1]": "sip.example.org", "Proxy[2]": "sip.example.org", ...settings },
    });
    const socket = this.d.lan.host("10.0.0.53").openUdp({
      port: 53,
      onReadable: () => {
        for (let packet = socket.read(); packet; packet = socket.read()) {
          const reply = this.#answer(packet.octets);
          if (reply) socket.write(reply, packet.address, packet.port);
        }
      },
    });
  }

  /** By line, whether it is registered. */
  get registered(): boolean[] {
    return this.d.desk.adapter.status().lines.map(({ registration }) => registration.state === "registered");
  }

  /** Where the REGISTER requests of both lines went, each place once, from a moment on. */
  registrars(after = 0): string[] {
    const requests = this.d
      .events("sip")
      .filter(({ t, direction, message }) => t >= after && direction === "out" && /^REGISTER /.test(String(message)));
    return [...new Set(requests.map(({ remote }) => String(remote)))];
  }

  pbxAt(address: string, port = 5060): Pbx {
    const network = this.d.lan.host(address);
    return new Pbx({ network, port, time: this.d.time, chance: chanceOf(9, address), digest: nodeCrypto.digest });
  }

  #answer(octets: Uint8Array): Uint8Array | undefined {
    const message = parseDns(octets);
    ok(message && !message.response, "no question");
    const { name, type } = message.question;
    this.asked.push(`${type} ${name}`);
    if (this.silent) return undefined;
    const answers = (this.zone[`${type} ${name}`] ?? []).map((data): DnsRecord => ({ name, ttl: TTL, ...data }));
    const exists = Object.keys(this.zone).some((question) => question.endsWith(` ${name}`));
    return emitDns({ ...message, response: true, code: exists ? 0 : 3, answers });
  }
}

const a = (address: string): RecordData => ({ type: "A", address });
const srv = (target: string, port: number, weight = 0, priority = 10): RecordData => ({
  type: "SRV",
  priority,
  weight,
  port,
  target,
});

describe("a line whose server has a name", () => {
  it("finds its address, registers and calls", () => {
    const t = new Named({}, { "A sip.example.org": [a("10.0.0.1")] });
    const { d } = t;
    d.wait(1000);
    deepEqual(t.registered, [true, true]);
    deepEqual(
      t.asked,
      ["NAPTR sip.example.org", "SRV _sip._udp.sip.example.org", "A sip.example.org"],
      "once for both",
    );
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(500);
    ok(d.line(2).ringing);
    d.line(2).lift();
    d.wait(500);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    deepEqual(d.complaints(), []);
  });

  it("asks for nothing but the address when the port is given", () => {
    const t = new Named(
      { "Proxy[1]": "sip.example.org:5060", "Line_Enable[2]": "No" },
      { "A sip.example.org": [a("10.0.0.1")] },
    );
    t.d.wait(1000);
    deepEqual(t.asked, ["A sip.example.org"]);
    equal(t.registered[0], true);
  });

  it("is led by SRV, and stays where chance has led it while the records stay", () => {
    const t = new Named(
      {},
      {
        "SRV _sip._udp.sip.example.org": [srv("a.example.org", 5060, 50), srv("b.example.org", 5070, 50)],
        "A a.example.org": [a("10.0.0.1")],
        "A b.example.org": [a("10.0.0.9")],
      },
    );
    t.pbxAt("10.0.0.9", 5070);
    t.d.wait(1000);
    deepEqual(t.registered, [true, true]);
    const places = t.registrars();
    const sent = t.d.events("sip").length;
    t.d.wait(1000 * (TTL + 5));
    equal(t.asked.filter((question) => question.startsWith("SRV")).length, 2, "asked again");
    deepEqual(t.registrars(), places);
    equal(t.d.events("sip").length, sent, "nobody had to register again");
  });

  it("moves when the records do", () => {
    const t = new Named({}, { "A sip.example.org": [a("10.0.0.1")] });
    t.pbxAt("10.0.0.9");
    t.d.wait(1000);
    deepEqual(t.registrars(), ["10.0.0.1:5060"]);
    t.zone = { "A sip.example.org": [a("10.0.0.9")] };
    t.d.wait(1000 * TTL - 2000);
    deepEqual(t.registrars(), ["10.0.0.1:5060"]);
    t.d.wait(3000);
    deepEqual(t.registrars(59_000), ["10.0.0.9:5060"]);
    deepEqual(t.registered, [true, true]);
  });

  it("says so when the name does not exist, and registers when it does", () => {
    const t = new Named({ "Line_Enable[2]": "No" });
    t.d.wait(30_000);
    equal(t.registered[0], false);
    const warned = t.d.events("log", 1).map(({ text }) => String(text));
    equal(warned.filter((text) => /sip\.example\.org is not found: the DNS knows no server/.test(text)).length, 1);
    t.zone = { "A sip.example.org": [a("10.0.0.1")] };
    t.d.wait(35_000);
    equal(t.registered[0], true);
  });

  it("asks the second server when the first is silent, and again when both are", () => {
    const t = new Named(
      { Primary_DNS: "10.0.0.99", Secondary_DNS: "10.0.0.53" },
      { "A sip.example.org": [a("10.0.0.1")] },
    );
    t.silent = true;
    t.d.wait(60_000);
    deepEqual(t.registered, [false, false]);
    ok(t.d.events("log", 1).some(({ text }) => /no DNS server answers/.test(String(text))));
    t.silent = false;
    t.d.wait(60_000);
    deepEqual(t.registered, [true, true]);
  });

  it("keeps its server while the DNS is silent", () => {
    const t = new Named({}, { "A sip.example.org": [a("10.0.0.1")] });
    t.d.wait(1000);
    t.silent = true;
    const sent = t.d.events("sip").length;
    t.d.wait(300_000);
    deepEqual(t.registered, [true, true]);
    equal(t.d.events("sip").length, sent);
    ok(t.asked.length > 20);
  });

  it("asks the second DNS server only when the first cannot tell", () => {
    const t = new Named(
      { Primary_DNS: "10.0.0.53:53", Secondary_DNS: "10.0.0.54:5353" },
      { "A sip.example.org": [a("10.0.0.1")] },
    );
    let asked = 0;
    t.d.lan.host("10.0.0.54").openUdp({ port: 5353, onReadable: () => asked++ });
    t.d.wait(1000 * TTL + 5000);
    deepEqual([t.registered, asked], [[true, true], 0]);
    t.silent = true;
    t.d.wait(1000 * TTL);
    ok(asked > 0);
  });

  it("keeps the order of its servers while the DNS falls silent bit by bit", () => {
    const t = new Named(
      { "Line_Enable[2]": "No" },
      {
        "SRV _sip._udp.sip.example.org": [srv("a.example.org", 5060, 0, 1), srv("b.example.org", 5070, 0, 2)],
        "A a.example.org": [{ type: "A", address: "10.0.0.1", ttl: 10 } as RecordData],
        "A b.example.org": [{ type: "A", address: "10.0.0.9", ttl: 3600 } as RecordData],
      },
    );
    t.d.wait(1000);
    deepEqual(t.registrars(), ["10.0.0.1:5060"]);
    t.silent = true;
    t.d.wait(300_000);
    deepEqual(t.registrars(), ["10.0.0.1:5060"]);
    equal(t.registered[0], true);
  });

  it("turns first to those at the port of the first, where its owner wants that", () => {
    for (const [method, next] of [
      ["Normal", "10.0.0.8:5070"],
      ["Based on SRV Port", "10.0.0.9:5060"],
    ] as const) {
      const t = new Named(
        { "Proxy_Redundancy_Method[1]": method, "Line_Enable[2]": "No", SIP_Timer_F: "1" },
        {
          "SRV _sip._udp.sip.example.org": [
            srv("none.example.org", 5060, 0, 1),
            srv("b.example.org", 5070, 0, 2),
            srv("c.example.org", 5060, 0, 3),
          ],
          "A none.example.org": [a("10.0.0.7")],
          "A b.example.org": [a("10.0.0.8")],
          "A c.example.org": [a("10.0.0.9")],
        },
      );
      t.pbxAt("10.0.0.8", 5070);
      t.pbxAt("10.0.0.9", 5060);
      t.d.wait(3000);
      deepEqual(t.registrars(), ["10.0.0.7:5060", next]);
      equal(t.registered[0], true);
    }
  });

  it("finds an outbound proxy by its name too", () => {
    const t = new Named(
      { "Use_Outbound_Proxy[1]": "Yes", "Outbound_Proxy[1]": "edge.example.net", "Line_Enable[2]": "No" },
      { "A edge.example.net": [a("10.0.0.1")] },
    );
    t.d.wait(1000);
    equal(t.registered[0], true);
    ok(t.asked.includes("A edge.example.net"));
  });
});
