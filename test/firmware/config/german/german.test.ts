/** Every setting there is has its words in German, in the tables beside the English ones. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { adapterSettings } from "../../../../firmware/config/adapter-settings.js";
import { germanChoices, germanOf } from "../../../../firmware/config/german/german.js";
import { lineSettings } from "../../../../firmware/config/line-settings.js";
import type { Setting } from "../../../../firmware/config/setting.js";
import { rowOf } from "../../../../firmware/web/settings-table.js";

const settings: readonly (readonly [string, Setting])[] = [
  ...Object.entries<Setting>(adapterSettings),
  ...Object.entries<Setting>(lineSettings),
];
const choices = new Set(settings.flatMap(([, setting]) => (setting.kind === "choice" ? setting.of : [])));

/** Choices that say the same in every language: names of codecs and protocols, numbers, zones, what a line is made of. */
const ITSELF = /^(UDP|TCP|TLS|G711[ua]|RFC\d+|[\d|+.unF]+|GMT([+-]\d\d:\d\d)?|ETSI DTMF|\d)$/;

describe("the settings in German", () => {
  it("have a name and a help for every setting", () => {
    const missing = settings.filter(([name]) => germanOf(name) === undefined).map(([name]) => name);
    deepEqual(
      missing.map((name) => `${name} has no German words: add it to a table in firmware/config/german/`),
      [],
    );
  });

  it("are sentences of their own, with the numbers and the examples of the English ones", () => {
    for (const [name, { help }] of settings) {
      const [label, words] = germanOf(name) ?? ["", ""];
      ok(label.length > 0 && label.length <= 40, `${name}: ${label}`);
      ok(words.endsWith(".") && words !== help, `${name}: ${words}`);
      const rfcs = (text: string) => [...text.matchAll(/RFC ?\d+/g)].map(String).sort();
      deepEqual(rfcs(words), rfcs(help), name);
    }
  });

  it("say what each choice means, and no choice that is none", () => {
    deepEqual(
      [...choices].filter((value) => !Object.hasOwn(germanChoices, value) && !ITSELF.test(value)),
      [],
      "choices without German words: add them to germanChoices",
    );
    deepEqual(
      Object.keys(germanChoices).filter((value) => !choices.has(value)),
      [],
    );
  });

  it("are what the page is told, and values stay as they are", () => {
    const row = rowOf("Network_Jitter_Level", "de") as { of?: readonly string[]; says?: readonly string[] };
    deepEqual(row.of, ["low", "medium", "high", "very high", "extremely high"]);
    deepEqual(row.says, ["niedrig", "mittel", "hoch", "sehr hoch", "äußerst hoch"]);
    equal(rowOf("Proxy", "de").label, "SIP-Server");
    equal(rowOf("Proxy").label, "Proxy");
    equal("says" in rowOf("Preferred_Codec", "de"), false);
  });
});
