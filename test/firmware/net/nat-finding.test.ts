import { deepEqual, equal, match } from "node:assert/strict";
import { type NatFiltering, natFinding, type Sight } from "../../../firmware/net/nat-finding.js";

const LOCAL = { address: "192.168.1.20", port: 5060 };
const FILTERINGS: readonly NatFiltering[] = [
  "endpoint-independent",
  "address-dependent",
  "address-and-port-dependent",
  "unknown",
];

/** Servers, by host and port, that see us at one port or another; at port 5060 untranslated. */
const seen = (...rows: readonly [host: number, port: number, at: number][]): Sight[] =>
  rows.map(([host, port, at]) => ({
    server: { address: `192.0.2.${host}`, port },
    mapped: at === LOCAL.port ? LOCAL : { address: "203.0.113.7", port: at },
  }));

const SIGHTS = {
  none: seen([1, 3478, 5060]),
  "endpoint-independent": seen([1, 3478, 9000], [2, 3478, 9000]),
  "address-dependent": seen([1, 3478, 9000], [2, 3478, 9001], [2, 3479, 9001]),
  "address-and-port-dependent": seen([1, 3478, 9000], [2, 3478, 9001], [2, 3479, 9002]),
  unknown: seen([1, 3478, 9000]),
};

describe("a finding about a NAT", () => {
  it("has one of eight names, and a sentence, for whatever is found", () => {
    const names = new Set<string>();
    for (const [mapping, sights] of Object.entries(SIGHTS))
      for (const filtering of FILTERINGS) {
        const found = natFinding(sights, LOCAL, filtering, false);
        deepEqual([found.mapping, found.filtering, found.blocked], [mapping, filtering, false]);
        equal(found.translated, mapping !== "none");
        match(found.words, mapping === "none" ? /^There is no NAT/ : /^(A NAT gives|There is a NAT)/);
        names.add(found.kind);
      }
    const nobody = natFinding([], LOCAL, "unknown", false);
    deepEqual([nobody.blocked, nobody.mapping, nobody.translated], [true, "unknown", null]);
    names.add(nobody.kind);
    deepEqual([...names].sort(), [
      ...["Full Cone", "Open Internet", "Port Restricted Cone", "Restricted Cone", "Symmetric"],
      ...["Symmetric UDP Firewall", "UDP blocked", "Unknown"],
    ]);
  });

  it("is not that all is blocked, when somebody said no", () => {
    const { blocked, kind } = natFinding([], LOCAL, "unknown", true);
    deepEqual([blocked, kind], [false, "Unknown"]);
  });

  it("is no absence of a NAT, when but one of the servers sees us where we are", () => {
    const { mapping, translated } = natFinding(seen([1, 3478, 5060], [2, 3478, 9000]), LOCAL, "unknown", false);
    deepEqual([mapping, translated], ["address-and-port-dependent", true]);
  });
});
