/** Everything the firmware refuses something with is said in German too: what stands in its source and what it answers. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { namesWithoutEffect, withoutEffect } from "../../../../firmware/config/without-effect.js";
import type { NatFiltering, Sight } from "../../../../firmware/net/nat-finding.js";
import { natFinding } from "../../../../firmware/net/nat-finding.js";
import { registrationWordsFor, wordsFor } from "../../../../firmware/phone/statuses.js";
import { variants } from "../../../../firmware/phone/variants.js";
import { sayingAt } from "../../../../firmware/web/german.js";
import { reasonsIn, reasonsOf } from "./reasons-in-source.js";

const at = (address: string, port: number) => ({ address, port });
const FILTERINGS: readonly NatFiltering[] = [
  "endpoint-independent",
  "address-dependent",
  "address-and-port-dependent",
  "unknown",
];

/** What is a word for programs, or for a log that is in English. */
const NOT_SAID: readonly string[] = [
  // of a number that is dialled: the page says it in its own words
  ...["invalid", "barred", "timeout"],
  // what a rule is told of licences
  "Not Installed",
  // of a request, and of the log
  ...["Basic {}", "{}{}and {} more"],
];

/** In English: the page that a board without files shows, and what is told to the log alone. */
const IN_ENGLISH = ["web/status-page.ts", "adapter/dropped.ts", "adapter/modem-watch.ts", "adapter/port.ts"];

/** What drivers say of their chips stands among their code in many ways: it is looked for piece by piece. */
const DRIVERS = join(import.meta.dirname, "../../../../hal/si321x");
const driver = readdirSync(DRIVERS)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(DRIVERS, file), "utf8"))
  .join("\n")
  // a helper of theirs writes the unit, too
  .replace(/\$\{volts\([^}]*\)\}/g, "{} V");
const isOfDriver = (pattern: string) => pattern.split("{}").every((piece) => driver.includes(piece));

/** Reasons that others put together, and words within them. */
const MADE_UP = ["nothing", "{} is none of {}, {}"];

const holes = (text: string) => text.split("{}").length;
const said: (readonly [string, string])[] = [];
for (let at = 0; ; at++) {
  const saying = sayingAt(at);
  if (!saying) break;
  said.push(saying);
}
const source = reasonsIn(
  ...["config", "dialplan", "provision", "web", "wire/tftp", "line/script.ts", "adapter"],
  ...["../hal/esp32/http-ask.ts", "../hal/esp32/http-client.ts"],
);
const aside = new Set(namesWithoutEffect.map((name) => withoutEffect(name.replace("#", "2")) ?? name));
const words = new Set([
  ...statuses(),
  ...nats(),
  "missed",
  "answered elsewhere",
  "given up",
  "No server",
  "No binding",
]);
const english = new Set(said.map(([pattern]) => pattern));

function* statuses() {
  for (let status = 100; status < 800; status++) yield* [wordsFor(status), registrationWordsFor(status)];
  for (const { says } of variants) yield says;
}

/** By all the ways in which servers can be seen and reached. */
function* nats() {
  const local = at("10.0.0.2", 5060);
  const outside = at("192.0.2.1", 5060);
  const other = at("192.0.2.1", 7);
  const first = { server: at("198.51.100.1", 1), mapped: outside };
  const sights: readonly (readonly Sight[])[] = [
    [],
    [{ server: first.server, mapped: local }],
    [first],
    [first, { server: at("198.51.100.1", 2), mapped: other }],
    [first, { server: at("198.51.100.2", 1), mapped: outside }],
    [first, { server: at("198.51.100.1", 2), mapped: outside }, { server: at("198.51.100.2", 1), mapped: other }],
  ];
  for (const seen of sights)
    for (const filtering of FILTERINGS)
      for (const refused of [true, false]) yield natFinding(seen, local, filtering, refused).words;
}

describe("what refusals say in German", () => {
  it("finds the reasons of a source", () => {
    const source = `
      const BUSY = "It is busy.";
      function refuseIt(a: number) { return a ? \`\${a} is too much\` : null; }
      const b = { reason: c ? "it is red" : "green" };
      scanner.refuse("] expected", at);
      refuse(409, BUSY);
      const refuseThat = (text: string) => (text === "" ? null : "this is not empty");`;
    deepEqual(reasonsOf(source), [
      "{} is too much",
      "it is red",
      "green",
      "] expected",
      "It is busy.",
      "this is not empty",
    ]);
  });

  it("has every reason that stands in the source", () => {
    ok(source.size > 150, String(source.size));
    const missing = [...source].filter(
      ([pattern, path]) => !english.has(pattern) && !NOT_SAID.includes(pattern) && !IN_ENGLISH.includes(path),
    );
    deepEqual(
      missing.map(
        ([pattern, path]) => `${path}: "${pattern}" is missing in firmware/config/german or firmware/web/german.ts`,
      ),
      [],
    );
  });

  it("has every reason why a parameter is without effect", () => {
    deepEqual(
      [...aside].filter((reason) => !english.has(reason)),
      [],
    );
  });

  it("has every word for a status of SIP, and for what is between here and the Internet", () => {
    deepEqual(
      [...words].filter((one) => !english.has(one)),
      [],
    );
  });

  it("says each once, with the same blanks to fill in, and nothing the source does not", () => {
    equal(english.size, said.length);
    for (const [pattern, german] of said) {
      equal(holes(german), holes(pattern), pattern);
      ok(german.trim() !== "" && german !== pattern, pattern);
    }
    const nowhere = [...english].filter(
      (pattern) =>
        !source.has(pattern) &&
        !isOfDriver(pattern) &&
        !aside.has(pattern) &&
        !words.has(pattern) &&
        !MADE_UP.includes(pattern),
    );
    deepEqual(nowhere, []);
  });
});
