import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { expanded, MACROS } from "../../../firmware/provision/macros.js";
import { parseTarget } from "../../../firmware/provision/target.js";
import { facts } from "./facts.js";

const target = parseTarget("https://prov.example.net:8443/a/b.xml?x=1");
ok(!("refused" in target));
const settings = { GPP_A: "ABCDEF", GPP_SA: "geheim", "User_ID[2]": "102" };
const all = facts(
  { target, error: "no answer", since: 7, why: 2, lostFor: (line) => line, external: "203.0.113.9" },
  settings,
);

describe("a macro", () => {
  for (const [text, value] of [
    ["/spa$PSN.cfg", "/spaATA.cfg"],
    ["$PN $MAC -- Requesting", "Two-Line-ATA 00:0e:08:aa:bb:cc -- Requesting"],
    ["$MA/$MAU/$SN", "000e08aabbcc/000E08AABBCC/000E08AABBCC"],
    ["$SWVER $HWVER $CCERT", "0.1.0 simulated Not Installed"],
    ["$SCHEME://$SERVIP:$PORT$PATH", "https://prov.example.net:8443/a/b.xml?x=1"],
    ["$ERR $PRVST $PRVTMR $REGTMR1 $REGTMR2", "no answer 2 7 1 2"],
    ["$IP $EXTIP $UID2 $UPGCOND", "192.0.2.7 203.0.113.9 102 true"],
    ["$A $GPP_A $(A:2) $(A:2:3) $(GPP_A:5:9) $(A:9)", "ABCDEF ABCDEF CDEF CDE F "],
    ["$$A $B$A", "$A ABCDEF"],
    ["$NONE $(NONE) $MAcfg $( $", "$NONE $(NONE) $MAcfg $( $"],
    ["$SA $GPP_SA", "$SA $GPP_SA"],
  ])
    it(`is written out: ${text}`, () => equal(expanded(text, all), value));

  it("tells a key where keys are wanted", () => equal(expanded("$SA-$(SA:2)-$SB", all, true), "geheim-heim-"));

  it("has a value for every name, also before anything was asked", () => {
    for (const name of MACROS) equal(expanded(`$${name}`, facts()).includes("$"), false, name);
    deepEqual(expanded("$SCHEME$SERV$PORT$PATH", facts()), "");
  });

  it("makes nothing endless", () => {
    equal(expanded("$A".repeat(1000), facts({}, { GPP_A: "x".repeat(2048) })).length, 4096);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expanded(text, all).length <= 4096));
  });
});
