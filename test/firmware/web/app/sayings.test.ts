/** What the adapter says is found in the table it hands over, with its numbers and names, whatever they are. */
import { equal } from "node:assert/strict";
import fc from "fast-check";
import { adapterSettings } from "../../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../../firmware/config/line-settings.js";
import { refuse, type Setting } from "../../../../firmware/config/setting.js";
import { type Saying, sayer } from "../../../../firmware/web/app/sayings.js";
import { sayingAt } from "../../../../firmware/web/german.js";

const sayings: Saying[] = [];
for (let at = 0, saying = sayingAt(0); saying; saying = sayingAt(++at)) sayings.push(saying);
const say = sayer(sayings);

describe("what the adapter says, on a German page", () => {
  it("is said in German, blanks filled with the same", () => {
    equal(say("this is no certificate in PEM"), "das ist kein Zertifikat in PEM");
    equal(say("70000 is more than 65535"), "70000 ist mehr als 65535");
    equal(say("nothing is no number"), "nichts ist keine Zahl");
    equal(say("column 4: ) expected, but the plan ends here"), "Spalte 4: hier fehlt ), aber der Wählplan ist zu Ende");
    equal(say("column 3: more than 12 segments"), "Spalte 3: mehr als 12 Segmente");
    equal(
      say("This is no rule: column 1: a URL, a condition or an assignment is expected."),
      "Das ist keine Regel: Spalte 1: hier fehlt eine URL, eine Bedingung oder eine Zuweisung.",
    );
  });

  it("is left as it is where nobody knows the words", () => {
    for (const text of ["", "{}", "$&", "(", "what nobody has ever said"]) equal(say(text), text);
    equal(sayer([])("longer than 3 characters"), "longer than 3 characters");
  });

  it("means the saying it was made of", () => {
    for (const [english, german] of sayings) {
      const fill = (pattern: string) => {
        let at = 0;
        return pattern.replace(/\{\}/g, () => `x${++at}`);
      };
      equal(say(fill(english)), fill(german), english);
    }
  });

  it("is in German for whatever any setting refuses", () => {
    const all: readonly (readonly [string, Setting])[] = Object.entries<Setting>({
      ...adapterSettings,
      ...lineSettings,
    });
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(..."(|)[]{}<>:;,.*#xSPLC0123456789/@=!?$ "), maxLength: 20 }),
      fc.constantFrom(
        "",
        "x".repeat(3000),
        "\u0000",
        "äöü",
        "-1",
        "1e9",
        "99999999999",
        "$A",
        "http://",
        "[--key",
        "1/2",
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), text, ([name, setting], value) => {
        const reason = refuse(setting, value);
        if (reason !== null && say(reason) === reason) throw new Error(`${name}: ${reason}`);
      }),
      { numRuns: 3000 },
    );
  });
});
