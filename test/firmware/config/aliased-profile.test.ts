import { deepEqual } from "node:assert/strict";
import { parseAliasedProfile } from "../../../firmware/config/aliased-profile.js";
import { plain } from "./plain.js";

const ALIASES = "/credentials/name = /flat-profile/Display_Name_1_ ;/credentials/number=/flat-profile/User_ID_1_;";

const read = (text: string, aliases: string) => plain(parseAliasedProfile(text, aliases));

describe("a profile with names of its own", () => {
  it("is settings by what its aliases say, wherever the elements stand", () => {
    const text = "<CPE><x><credentials><name>J. Smith</name><number>14</number><age>3</age></credentials></x></CPE>";
    deepEqual(read(text, ALIASES), {
      settings: { Display_Name_1_: "J. Smith", User_ID_1_: "14" },
      aside: { age: "no alias says what it is" },
      form: "xml",
    });
  });

  it("may have settings by our names, too", () => {
    const text = "<flat-profile><SIP_T1>1</SIP_T1><credentials><name>A</name></credentials></flat-profile>";
    deepEqual(read(text, ALIASES), {
      settings: { SIP_T1: "1", Display_Name_1_: "A" },
      aside: {},
      form: "xml",
    });
    deepEqual(read('{"settings":{"SIP_T1":"1"}}', ALIASES), {
      settings: { SIP_T1: "1" },
      aside: {},
      form: "json",
    });
  });

  it("is refused with aliases that are none, or too many", () => {
    const wrong = { refused: "an alias is /element = /flat-profile/Setting, with ; between two" };
    for (const aliases of ["a = b", "/a = /b", "/a /flat-profile/b"]) deepEqual(read("<a/>", aliases), wrong);
    deepEqual(read("<a/>", "/a = /flat-profile/b;".repeat(31)), { refused: "more than 30 aliases" });
    deepEqual(read("<a>", ALIASES), { refused: "line 1: <a> is not closed" });
  });
});
