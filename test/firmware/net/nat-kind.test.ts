import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { MOST_STUN_SERVERS } from "../../../firmware/net/limits.js";
import type { NatFinding } from "../../../firmware/net/nat-finding.js";
import { NatKind, type NatOutput } from "../../../firmware/net/nat-kind.js";
import type { TransportAddress } from "../../../firmware/wire/stun/stun-address.js";
import { chanceOf } from "../../../sim/chance.js";
import { type Dependence, LOCAL, World, type WorldOptions, type WorldServer } from "./stun-world.js";

const ONE: WorldServer = { address: "192.0.2.1", port: 3478, other: { address: "192.0.2.2", port: 3479 } };
const PLAIN: WorldServer = { address: "192.0.2.1", port: 3478 };
const SECOND: WorldServer = { address: "198.51.100.1", port: 3478 };

const DEPENDENCES: readonly Dependence[] = ["endpoint-independent", "address-dependent", "address-and-port-dependent"];
const OPEN = { mapping: "none", filtering: "endpoint-independent" } as const;
const CONE = { mapping: "endpoint-independent", filtering: "endpoint-independent" } as const;
const STRICT = { mapping: "endpoint-independent", filtering: "address-and-port-dependent" } as const;

/** Runs until something is found; `lost` says of each datagram, there and back, whether it gets lost. */
class Search {
  world: World;
  readonly machine: NatKind;
  readonly found: NatFinding[] = [];
  now = 0;
  readonly #lost: () => boolean;

  constructor(options: WorldOptions, servers: readonly TransportAddress[] = options.servers, lost = () => false) {
    this.world = new World(options);
    this.machine = new NatKind({ servers, local: LOCAL, chance: chanceOf(1, "nat") });
    this.#lost = lost;
  }

  run(): NatFinding {
    this.found.length = 0;
    this.#hear(this.machine.start(this.now));
    for (let n = 0; n < 500 && this.found.length === 0; n++) {
      this.now = this.machine.deadline;
      this.#hear(this.machine.poll(this.now));
    }
    equal(this.machine.deadline, Number.POSITIVE_INFINITY);
    equal(this.found.length, 1);
    return this.found[0];
  }

  #hear(outputs: readonly NatOutput[]): void {
    for (const output of outputs) {
      if ("found" in output) this.found.push(output.found);
      else if (!this.#lost()) {
        const reply = this.world.send(output.send, output);
        if (!reply || this.#lost()) continue;
        const { address, port } = reply.from;
        this.#hear(this.machine.receive(reply.octets, address, port, this.now));
      }
    }
  }
}

const search = (options: WorldOptions, servers?: readonly TransportAddress[]) => new Search(options, servers).run();
const brief = ({ mapping, filtering, kind }: NatFinding) => [mapping, filtering, kind];

describe("the kind of a NAT", () => {
  const NAMES = {
    none: ["Open Internet", "Symmetric UDP Firewall", "Symmetric UDP Firewall"],
    "endpoint-independent": ["Full Cone", "Restricted Cone", "Port Restricted Cone"],
    "address-dependent": ["Symmetric", "Symmetric", "Symmetric"],
    "address-and-port-dependent": ["Symmetric", "Symmetric", "Symmetric"],
  };

  for (const mapping of ["none", ...DEPENDENCES] as const)
    for (const [n, filtering] of DEPENDENCES.entries())
      it(`is found: mapping ${mapping}, filtering ${filtering}`, () => {
        const found = search({ mapping, filtering, servers: [ONE] });
        deepEqual(brief(found), [mapping, filtering, NAMES[mapping][n]]);
        deepEqual([found.blocked, found.translated], [false, mapping !== "none"]);
        deepEqual(found.mapped, mapping === "none" ? LOCAL : { address: "203.0.113.7", port: 40_000 });
        ok(found.words.endsWith("."));
      });

  it("takes no time where everything is answered, and 5.5 s for each silence", () => {
    for (const [filtering, seconds] of [
      ["endpoint-independent", 0],
      ["address-dependent", 5.5],
      ["address-and-port-dependent", 11],
    ] as const) {
      const t = new Search({ mapping: "endpoint-independent", filtering, servers: [ONE] });
      t.run();
      equal(t.now, 1000 * seconds);
    }
  });

  it("sends to the other address only when the filters have been tried", () => {
    const t = new Search({ mapping: "address-dependent", filtering: "endpoint-independent", servers: [ONE] });
    t.run();
    deepEqual(t.world.sent, ["192.0.2.1:3478", "192.0.2.1:3478", "192.0.2.2:3478", "192.0.2.2:3479"]);
  });

  it("is that UDP is blocked when nobody answers", () => {
    const t = new Search({ ...CONE, servers: [ONE, SECOND], blocked: true });
    const { blocked, kind, mapped, translated } = t.run();
    deepEqual([blocked, kind, mapped, translated], [true, "UDP blocked", null, null]);
    equal(t.now, 2 * 39_500);
  });

  it("asks the next server when the first is silent, or says no", () => {
    const gone = { address: "192.0.2.66", port: 3478 };
    const rude: WorldServer = { ...gone, refuses: 403 };
    equal(search({ ...CONE, servers: [ONE] }, [gone, ONE]).kind, "Full Cone");
    equal(search({ ...CONE, servers: [rude, ONE] }).kind, "Full Cone");
    const refused = search({ ...CONE, servers: [rude] });
    deepEqual([refused.blocked, refused.kind], [false, "Unknown"]);
  });

  it("is not known where there is nobody to ask", () => {
    const { blocked, kind, mapped } = search({ ...CONE, servers: [] });
    deepEqual([blocked, kind, mapped], [false, "Unknown", null]);
  });

  it("asks an alternate server everything", () => {
    const busy: WorldServer = { ...SECOND, refuses: 300, alternate: { address: ONE.address, port: ONE.port } };
    equal(search({ ...CONE, servers: [busy, ONE] }, [busy]).kind, "Full Cone");
  });

  it("of one plain server is that there is some NAT, or none", () => {
    const some = search({ ...CONE, servers: [PLAIN] });
    deepEqual([brief(some), some.translated], [["unknown", "unknown", "Unknown"], true]);
    ok(some.words.startsWith("There is a NAT"));
    const none = search({ ...OPEN, servers: [PLAIN] });
    deepEqual([brief(none), none.translated], [["none", "unknown", "Unknown"], false]);
    ok(none.words.startsWith("There is no NAT"));
  });

  it("of two plain servers is whether both see the same", () => {
    const servers = [PLAIN, SECOND];
    deepEqual(brief(search({ ...CONE, servers })), ["endpoint-independent", "unknown", "Unknown"]);
    for (const mapping of ["address-dependent", "address-and-port-dependent"] as const)
      deepEqual(brief(search({ ...CONE, mapping, servers })), ["address-and-port-dependent", "unknown", "Symmetric"]);
  });

  it("of two ports of one host is whether the port matters", () => {
    const servers = [PLAIN, { ...PLAIN, port: 3479 }];
    const kindBy = (mapping: Dependence) => brief(search({ ...CONE, mapping, servers }));
    deepEqual(kindBy("endpoint-independent"), ["unknown", "unknown", "Unknown"]);
    deepEqual(kindBy("address-dependent"), ["unknown", "unknown", "Unknown"]);
    deepEqual(kindBy("address-and-port-dependent"), ["address-and-port-dependent", "unknown", "Symmetric"]);
    const third = [...servers, SECOND];
    const kindOf = (mapping: Dependence) => search({ ...CONE, mapping, servers: third }).mapping;
    deepEqual(DEPENDENCES.map(kindOf), DEPENDENCES);
  });

  it("of a server with another port only is what that port tells", () => {
    const server: WorldServer = { ...PLAIN, other: { address: PLAIN.address, port: 3479 } };
    deepEqual(brief(search({ ...STRICT, mapping: "none", servers: [server] })), [
      ...["none", "address-and-port-dependent", "Symmetric UDP Firewall"],
    ]);
    for (const filtering of ["endpoint-independent", "address-dependent"] as const)
      equal(search({ ...OPEN, filtering, servers: [server] }).filtering, "unknown");
  });

  it("of a server with another address only is what that address tells", () => {
    const server: WorldServer = { ...PLAIN, other: { address: "192.0.2.2", port: PLAIN.port } };
    const t = new Search({ ...CONE, servers: [server] });
    equal(t.run().kind, "Full Cone");
    deepEqual(t.world.changes, [{ address: true, port: false }]);
    equal(search({ ...STRICT, servers: [server] }).filtering, "unknown");
    equal(search({ ...STRICT, servers: [server] }).mapping, "endpoint-independent");
  });

  it("takes silence for nothing where the other address is not shown to be there", () => {
    const boaster: WorldServer = { ...ONE, boasts: true };
    deepEqual(brief(search({ ...OPEN, servers: [boaster] })), ["none", "unknown", "Unknown"]);
    deepEqual(brief(search({ ...CONE, servers: [boaster, SECOND] })), ["endpoint-independent", "unknown", "Unknown"]);
  });

  it("tells nothing of filters by a server that answers from where it was asked, or will not", () => {
    for (const server of [
      { ...ONE, stubborn: true },
      { ...ONE, refusesChange: true },
    ])
      for (const world of [CONE, STRICT])
        deepEqual(brief(search({ ...world, servers: [server] })), ["endpoint-independent", "unknown", "Unknown"]);
  });

  it("asks nobody at a port or an address that is none, or of the other family", () => {
    for (const other of [
      { address: "192.0.2.2", port: 0 },
      { address: "0.0.0.0", port: 3479 },
      { address: "2001:db8::2", port: 3479 },
    ]) {
      const t = new Search({ ...CONE, servers: [{ ...PLAIN, other }] });
      equal(t.run().kind, "Unknown");
      deepEqual(t.world.sent, ["192.0.2.1:3478"]);
    }
  });

  it("asks so many servers, and no more", () => {
    const many = Array.from({ length: 9 }, (_, n) => ({ address: `192.0.2.${n}`, port: 3478 }));
    const t = new Search({ ...CONE, servers: [], blocked: true }, many);
    equal(t.run().kind, "UDP blocked");
    equal(new Set(t.world.sent).size, MOST_STUN_SERVERS);
  });

  it("can be found again, and only once at a time", () => {
    const t = new Search({ ...CONE, servers: [ONE] });
    equal(t.run().kind, "Full Cone");
    for (const [world, kind] of [
      [{ ...CONE, servers: [{ ...ONE, boasts: true }] }, "Unknown"],
      [{ ...CONE, servers: [ONE] }, "Full Cone"],
      [{ ...CONE, servers: [{ ...ONE, refuses: 500 }] }, "Unknown"],
      [{ ...CONE, servers: [ONE], blocked: true }, "UDP blocked"],
      [{ ...STRICT, servers: [ONE] }, "Port Restricted Cone"],
    ] as const) {
      t.world = new World(world);
      equal(t.run().kind, kind);
    }
    const { machine } = new Search({ ...CONE, servers: [ONE] });
    equal(machine.start(0).length, 1);
    deepEqual(machine.start(0), []);
    deepEqual(machine.poll(499), []);
    deepEqual(machine.receive(new Uint8Array([1, 2, 3]), ONE.address, ONE.port, 0), []);
  });

  it("is found in bounded time whatever is lost, and never named more open than it is", () => {
    const dependence = fc.constantFrom(...DEPENDENCES);
    const mapping = fc.constantFrom("none" as const, ...DEPENDENCES);
    const losses = fc.infiniteStream(fc.nat({ max: 99 }));
    const rank = ["endpoint-independent", "address-dependent", "address-and-port-dependent"];
    fc.assert(
      fc.property(mapping, dependence, fc.nat({ max: 60 }), losses, (mapping, filtering, percent, losses) => {
        const lost = () => losses.next().value < percent;
        const t = new Search({ mapping, filtering, servers: [ONE, SECOND] }, undefined, lost);
        const found = t.run();
        ok(t.now <= 2 * 39_500 + 6 * 5500);
        if (found.filtering !== "unknown") ok(rank.indexOf(found.filtering) >= rank.indexOf(filtering));
        if (found.mapped) equal(found.translated, mapping !== "none");
        if (found.mapping === "endpoint-independent") equal(mapping, "endpoint-independent");
      }),
    );
  });
});
