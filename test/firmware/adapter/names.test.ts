import { deepEqual, equal, match } from "node:assert/strict";
import fc from "fast-check";
import { Loop } from "../../../firmware/adapter/loop.js";
import { Names } from "../../../firmware/adapter/names.js";
import { type DnsMessage, type DnsRecord, emitDns, parseDns } from "../../../firmware/wire/dns/dns.js";
import type { Endpoint, Place } from "../../../firmware/wire/hop.js";
import { bench } from "./board.js";

const DNS: Endpoint = { address: "10.0.0.53", port: 53 };
const PBX: Place = { host: "pbx.example.org", port: 5060, transport: "udp" };

/** The names of one adapter, and a DNS server that answers `address` to everything, or nothing while that is null. */
function talk(servers: readonly Endpoint[] = [DNS]) {
  const { board, time, lan, journal } = bench();
  const loop = new Loop(board.clock);
  const known = { servers, domain: "" };
  const names = new Names(board, loop, () => ({ ...known }));
  const server = { address: null as string | null, asked: [] as DnsMessage[], from: 0 };
  const socket = lan.host(DNS.address).openUdp({
    port: DNS.port,
    onReadable() {
      for (let packet = socket.read(); packet; packet = socket.read()) {
        const message = parseDns(packet.octets);
        if (!message) continue;
        server.asked.push(message);
        server.from = packet.port;
        if (server.address === null) continue;
        const { name } = message.question;
        const answers: DnsRecord[] = [{ name, ttl: 60, type: "A", address: server.address }];
        const reply = emitDns({ ...message, response: true, answers });
        if (reply) socket.write(reply, packet.address, packet.port);
      }
    },
  });
  const told: (string | null)[] = [];
  const find = () => {
    names.find(1, PBX, { services: "domain", byPort: false }, ([hop]) =>
      told.push(hop ? `${hop.address}:${hop.port}` : null),
    );
    loop.rearm(loop.now());
  };
  const wait = (ms: number) => time.advance(ms);
  return { names, loop, known, server, socket, told, find, wait, journal };
}

describe("the names of an adapter", () => {
  it("are told when they are found, and when they have moved", () => {
    const { server, told, find, wait } = talk();
    server.address = "10.0.0.1";
    find();
    wait(100);
    deepEqual(told, ["10.0.0.1:5060"]);
    wait(120_000);
    deepEqual(told, ["10.0.0.1:5060"]);
    server.address = "10.0.0.9";
    wait(60_000);
    deepEqual(told, ["10.0.0.1:5060", "10.0.0.9:5060"]);
  });

  it("are asked for at once when the network is another", () => {
    const { names, loop, server, told, find, wait, journal } = talk();
    find();
    wait(8_000);
    deepEqual(told, [null]);
    match(JSON.stringify(journal), /pbx\.example\.org is not found: no DNS server answers/);
    server.address = "10.0.0.1";
    names.moved(loop.now());
    wait(100);
    deepEqual(told, [null, "10.0.0.1:5060"]);
  });

  it("are asked of servers that DHCP names later, and of others when it names others", () => {
    const { names, loop, known, server, told, find, wait, journal } = talk([]);
    server.address = "10.0.0.1";
    find();
    wait(60_000);
    deepEqual(told, []);
    match(JSON.stringify(journal), /pbx\.example\.org is a name, and no DNS server is set/);
    known.servers = [DNS];
    names.moved(loop.now());
    wait(100);
    deepEqual(told, ["10.0.0.1:5060"]);
    server.address = "10.0.0.2";
    known.servers = [{ address: "10.0.0.54", port: 53 }, DNS];
    names.moved(loop.now());
    loop.rearm(loop.now());
    wait(1_500);
    deepEqual(told, ["10.0.0.1:5060", "10.0.0.2:5060"]);
  });

  it("without a dot are those of the domain", () => {
    const { names, loop, known, server, told, wait } = talk();
    known.domain = "example.org";
    server.address = "10.0.0.1";
    names.moved(loop.now());
    for (const host of ["pbx", "pbx.example.net"])
      names.find(1, { ...PBX, host }, { services: "none", byPort: false }, ([hop]) => told.push(hop.address));
    wait(100);
    deepEqual(
      server.asked.map(({ question }) => question.name),
      ["pbx.example.org", "pbx.example.net"],
    );
    deepEqual(told, ["10.0.0.1", "10.0.0.1"]);
  });

  it("are not asked for when all is over", () => {
    const { names, server, find, wait } = talk();
    find();
    wait(100);
    names.close();
    wait(60_000);
    equal(server.asked.length, 1);
  });

  it("are found whatever else comes to the socket", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), fc.boolean(), (junk, ours) => {
        const { server, socket, told, find, wait } = talk();
        find();
        wait(100);
        const { id } = server.asked[0];
        for (const octets of junk) {
          if (ours && octets.length > 2) octets.set([id >> 8, id]);
          socket.write(octets, "10.0.0.2", server.from);
        }
        server.address = "10.0.0.1";
        wait(7_000);
        deepEqual(told, ["10.0.0.1:5060"]);
      }),
      { numRuns: 30 },
    );
  });
});
