import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { hexOf } from "../../../firmware/base/text.js";
import type { Identity } from "../../../firmware/callerid/identity.js";
import { callSetup, type Format, messageWaiting } from "../../../firmware/callerid/message.js";
import { standards } from "../../../firmware/callerid/standards.js";

const MDMF = standards.bellcore.format;
const SDMF: Format = { ...MDMF, kind: "sdmf" };
const ETSI: Format = { kind: "mdmf", longestNumber: 20, longestName: 50, callType: true, nameAbsence: false };

const date = { year: 2026, month: 11, day: 20, hour: 16, minute: 5, second: 59 };
const caller = (number: string, name = ""): Identity => ({ number, name, absence: null });
const absent = (absence: "private" | "unavailable", name = ""): Identity => ({ number: "", name, absence });

const says = (octets: Uint8Array, known: string) => equal(hexOf(octets), known.replaceAll(" ", ""));

/** Parameters of an MDMF message as text, by type. */
function parametersOf(octets: Uint8Array): Map<number, string> {
  const found = new Map<number, string>();
  equal(octets.length, octets[1] + 3);
  for (let at = 2; at < octets.length - 1; at += 2 + octets[at + 1])
    found.set(octets[at], String.fromCharCode(...octets.slice(at + 2, at + 2 + octets[at + 1])));
  return found;
}

describe("caller ID message", () => {
  it("tells number and date in SDMF", () =>
    says(
      callSetup(caller("4155551234", "ALICE"), date, SDMF),
      "04 12 31 31 32 30 31 36 30 35 34 31 35 35 35 35 31 32 33 34 57",
    ));

  it("tells in SDMF why there is no number", () => {
    says(callSetup(absent("private"), date, SDMF), "04 09 31 31 32 30 31 36 30 35 50 13");
    says(callSetup(absent("unavailable"), date, SDMF), "04 09 31 31 32 30 31 36 30 35 4f 14");
  });

  it("tells number, name and date in MDMF", () =>
    says(
      callSetup(caller("4155551234", "ALICE EXAMPLE"), date, MDMF),
      "80 25 01 08 31 31 32 30 31 36 30 35 02 0a 34 31 35 35 35 35 31 32 33 34 07 0d 41 4c 49 43 45 20 45 58 41 4d 50 4c 45 15",
    ));

  it("hides number and name of a private caller, even when it knows them", () => {
    const known = "80 10 01 08 31 31 32 30 31 36 30 35 04 01 50 08 01 50 29";
    says(callSetup(absent("private"), date, MDMF), known);
    says(callSetup({ number: "4155551234", name: "ALICE", absence: "private" }, date, MDMF), known);
  });

  it("tells messages waiting", () => {
    says(messageWaiting(true, 3, MDMF), "82 03 0b 01 ff 70");
    says(messageWaiting(false, 0, MDMF), "82 03 0b 01 00 6f");
    says(messageWaiting(true, 3, SDMF), "06 03 42 42 42 31");
    says(messageWaiting(false, 0, SDMF), "06 03 6f 6f 6f aa");
  });

  it("begins with the call type where the standard wants it", () => {
    says(
      callSetup(caller("02079460123", "BOB"), date, ETSI),
      "80 1f 11 01 01 01 08 31 31 32 30 31 36 30 35 02 0b 30 32 30 37 39 34 36 30 31 32 33 07 03 42 4f 42 99",
    );
    says(callSetup(absent("private"), date, ETSI), "80 10 11 01 01 01 08 31 31 32 30 31 36 30 35 04 01 50 6f");
    says(messageWaiting(true, 3, ETSI), "82 09 11 01 81 0b 01 ff 13 01 03 c0");
    says(messageWaiting(false, 3, ETSI), "82 09 11 01 81 0b 01 00 13 01 00 c2");
  });

  it("leaves the date out while nobody knows it", () => {
    const parameters = parametersOf(callSetup(caller("101"), null, MDMF));
    equal(parameters.size, 1);
    equal(parameters.get(2), "101");
    says(callSetup(caller("1"), null, SDMF).slice(0, 11), "04 09 30 30 30 30 30 30 30 30 31");
  });

  it("says unavailable when there is nothing to say, and keeps a name that has no number", () => {
    equal(parametersOf(callSetup(caller(""), null, MDMF)).get(4), "O");
    const named = parametersOf(callSetup(absent("unavailable", "Anna"), null, MDMF));
    equal(named.get(4), "O");
    equal(named.get(7), "Anna");
    equal(named.has(8), false);
  });

  it("cuts number and name to what is shown, in letters that a telephone has", () => {
    const parameters = parametersOf(callSetup(caller("1".repeat(30), "Jürgen Müller-Lüdenscheidt"), date, MDMF));
    equal(parameters.get(2), "1".repeat(20));
    equal(parameters.get(7), "Juergen Mueller");
  });

  it("is well formed whoever calls", () => {
    const identity = fc.record({
      number: fc.string({ unit: "binary", maxLength: 300 }),
      name: fc.string({ unit: "binary", maxLength: 300 }),
      absence: fc.constantFrom("private" as const, "unavailable" as const, null),
    });
    fc.assert(
      fc.property(
        identity,
        fc.constantFrom(MDMF, SDMF, ETSI),
        fc.constantFrom(date, null),
        (identity, format, date) => {
          const octets = callSetup(identity, date, format);
          equal(octets.length, octets[1] + 3);
          equal(octets.reduce((sum, octet) => sum + octet, 0) % 256, 0);
          ok(octets.length <= 100);
          if (format.kind === "sdmf") return;
          const parameters = parametersOf(octets);
          ok(!(parameters.has(2) && parameters.has(4)));
          ok(!(parameters.has(7) && parameters.has(8)));
          for (const [type, text] of parameters) if (type !== 0x11) ok(/^[ -~]+$/.test(text), JSON.stringify(text));
        },
      ),
    );
  });
});
