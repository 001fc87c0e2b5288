/** Provisioning inside the real engine: a rule with all there is to it, and a whole PAP2T's profile. */
import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bundle, Engine } from "./engine.js";

describe("provisioning in XS", function () {
  this.timeout(120_000);
  let engine: Engine;
  const tell = async (...command: string[]) =>
    JSON.parse((await engine.command(JSON.stringify(command))).reply) as never;

  before(async () => {
    engine = new Engine();
    await engine.evaluate(await bundle("test/xs/provision-entry.ts"));
    await tell("boot");
    await tell("wait", "1000");
  });
  after(() => engine.close());

  it("understands a rule, and does what it says", async () => {
    const rule =
      '($SWVER eq 9.9(a) and "$A" ne "x")? /never | ("$B" eq "")? (GPP_B="$(MAU:6:6)"; SIP_T1 = 1;)! [--post c --uid "a b"] http://h/$B?m=$MAC';
    await tell("serve", '{"settings":{"SIP_T2":"5"}}');
    equal(await tell("resync", rule), null);
    await tell("wait", "3000");
    deepEqual(await tell("asked"), ["POST http://h/000001?m=02:00:00:00:00:01"]);
    deepEqual(await tell("owned"), { GPP_B: "000001", SIP_T1: "1", SIP_T2: "5" });
    equal(await tell("resync", "http://"), "column 1: the URL names no server");
  });

  it("takes the whole profile of a PAP2T when a rule is set, and again as it is", async () => {
    await tell("serve", readFileSync("test/firmware/config/samples/pap2t.xml", "utf8"));
    equal(await tell("change", '{"Profile_Rule":"https://h/$MA.xml"}'), true);
    await tell("wait", "3000");
    deepEqual(await tell("asked"), ["GET https://h/020000000001.xml"]);
    const { error } = (await tell("status")) as { error: string | null };
    equal(error, null);
    const { "User_ID[2]": user } = (await tell("owned")) as { [name: string]: string };
    equal(user, "104");
    await tell("wait", "3700000");
    deepEqual(await tell("asked"), ["GET https://h/020000000001.xml"]);
  });
});
