import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitSessionExpires, parseMinSe, parseSessionExpires } from "../../../../firmware/wire/sip/session-expires.js";
import { record } from "./sip-samples.js";

describe("session intervals", () => {
  it("name their seconds, and who refreshes", () => {
    deepEqual(parseSessionExpires("4000;refresher=uac"), { interval: 4000, refresher: "uac" });
    deepEqual(parseSessionExpires(" 1800 ; Refresher = UAS ; x=y"), { interval: 1800, refresher: "uas" });
    deepEqual(parseSessionExpires("90"), { interval: 90, refresher: null });
    deepEqual(parseSessionExpires("90;refresher=nobody"), { interval: 90, refresher: null });
  });

  it("are refused without a number", () => {
    for (const text of ["", ";refresher=uac", "soon", "-90", "90,91", "90;", "90;=", '90;refresher="uac'])
      equal(parseSessionExpires(text), undefined, text);
  });

  it("have a least", () => {
    equal(parseMinSe("3600"), 3600);
    equal(parseMinSe("90 ;lr"), 90);
    for (const text of ["", "x", "90;;", "1 2"]) equal(parseMinSe(text), undefined, text);
  });

  it("are written as they are read", () => {
    equal(emitSessionExpires({ interval: 1800, refresher: "uas" }), "1800;refresher=uas");
    const values = record({
      interval: fc.nat(),
      refresher: fc.constantFrom("uac" as const, "uas" as const, null),
    });
    fc.assert(fc.property(values, (value) => deepEqual(parseSessionExpires(emitSessionExpires(value)), value)));
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9;=" refshu]{0,20}$/), (text) => {
        ok((parseSessionExpires(text)?.interval ?? 0) >= 0 && (parseMinSe(text) ?? 0) >= 0);
      }),
    );
  });
});
