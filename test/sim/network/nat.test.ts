import { deepEqual, equal, notEqual, throws } from "node:assert/strict";
import type { Network, Udp } from "../../../hal/network.js";
import { Lan } from "../../../sim/network/lan.js";
import { Nat, type NatOptions } from "../../../sim/network/nat.js";
import { VirtualTime } from "../../../sim/time.js";

const INSIDE = "192.168.1.2";
const OUTSIDE = "203.0.113.7";

function world(options: Partial<NatOptions> = {}) {
  const time = new VirtualTime();
  const lan = new Lan({ time });
  const nat = new Nat({ time, outside: lan.host(OUTSIDE), address: INSIDE, ...options });
  return { time, lan, nat };
}

/** A socket that keeps what it hears as "address:port". */
function socket(network: Network, port: number): Udp & { heard: string[] } {
  const heard: string[] = [];
  const udp: Udp = network.openUdp({
    port,
    onReadable: () => {
      for (let packet = udp.read(); packet; packet = udp.read()) heard.push(`${packet.address}:${packet.port}`);
    },
  });
  return Object.assign(udp, { heard });
}

const octets = Uint8Array.of(1);
const placeOf = (text: string): [string, number] => [text.split(":")[0], Number(text.split(":")[1])];

describe("a NAT", () => {
  it("shows a host inside by an address of its own, and lets in the answers", () => {
    const { time, lan, nat } = world();
    const phone = socket(nat, 5060);
    const server = socket(lan.host("198.51.100.1"), 5060);
    equal(nat.address, INSIDE);
    phone.write(octets, "198.51.100.1", 5060);
    time.advance(1);
    const [[address]] = [placeOf(server.heard[0])];
    equal(address, OUTSIDE);
    server.write(octets, ...placeOf(server.heard[0]));
    time.advance(1);
    deepEqual(phone.heard, ["198.51.100.1:5060"]);
  });

  it("gives one port for all, or one for each, as its kind is", () => {
    const seen = (mapping: NatOptions["mapping"]) => {
      const { time, lan, nat } = world({ mapping });
      const phone = socket(nat, 5060);
      const places = [
        ["198.51.100.1", 1000],
        ["198.51.100.1", 1001],
        ["198.51.100.2", 1000],
      ] as const;
      const servers = places.map(([address, port]) => socket(lan.host(address), port));
      for (const [address, port] of places) phone.write(octets, address, port);
      time.advance(1);
      return new Set(servers.map(({ heard }) => heard[0])).size;
    };
    deepEqual([seen("endpoint-independent"), seen("address-dependent"), seen("address-and-port-dependent")], [1, 2, 3]);
  });

  it("lets in all, the hosts, or only the ports it has sent to, as its kind is", () => {
    const letsIn = (filtering: NatOptions["filtering"]) => {
      const { time, lan, nat } = world({ filtering });
      const phone = socket(nat, 5060);
      const server = socket(lan.host("198.51.100.1"), 1000);
      phone.write(octets, "198.51.100.1", 1000);
      time.advance(1);
      const place = placeOf(server.heard[0]);
      server.write(octets, ...place);
      socket(lan.host("198.51.100.1"), 1001).write(octets, ...place);
      socket(lan.host("198.51.100.2"), 1000).write(octets, ...place);
      time.advance(1);
      return phone.heard.length;
    };
    deepEqual(
      [letsIn("endpoint-independent"), letsIn("address-dependent"), letsIn("address-and-port-dependent")],
      [3, 2, 1],
    );
  });

  it("forgets a port that nothing goes out by, and gives another one then", () => {
    const { time, lan, nat } = world({ lifetime: 30_000 });
    const phone = socket(nat, 5060);
    const server = socket(lan.host("198.51.100.1"), 1000);
    phone.write(octets, "198.51.100.1", 1000);
    time.advance(30_001);
    server.write(octets, ...placeOf(server.heard[0]));
    time.advance(1);
    equal(phone.heard.length, 0);
    phone.write(octets, "198.51.100.1", 1000);
    time.advance(1);
    notEqual(server.heard[1], server.heard[0]);
  });

  it("may get another address, and tells nobody", () => {
    const { time, lan, nat } = world();
    const phone = socket(nat, 5060);
    const server = socket(lan.host("198.51.100.1"), 1000);
    phone.write(octets, "198.51.100.1", 1000);
    time.advance(1);
    nat.renumber(lan.host("203.0.113.9"));
    server.write(octets, ...placeOf(server.heard[0]));
    phone.write(octets, "198.51.100.1", 1000);
    time.advance(1);
    equal(phone.heard.length, 0);
    equal(placeOf(server.heard[1])[0], "203.0.113.9");
  });

  it("has each port inside once", () => {
    const { nat } = world();
    const first = nat.openUdp({ port: 5060, onReadable: () => {} });
    throws(() => nat.openUdp({ port: 5060, onReadable: () => {} }), /5060 of 192\.168\.1\.2 is taken/);
    first.close();
    nat.openUdp({ port: 5060, onReadable: () => {} });
    notEqual(nat.openUdp({ onReadable: () => {} }).port, nat.openUdp({ onReadable: () => {} }).port);
  });
});
