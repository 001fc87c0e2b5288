/** Before the product meets the peers: that they work, and get on with each other. */
import { equal, ok } from "node:assert/strict";
import { needs, ports, Registrar, Sipp } from "./lab.js";

describe("the lab", () => {
  it("has a SIPp that is content with one that behaves, and not with silence", async function () {
    needs(this, "sipp");
    const [port] = ports.sippPair;
    const answers = new Sipp("uas-answer", port, []);
    await answers.listening();
    const calls = new Sipp("drv-call", ports.sippPair[1], ["--to", `127.0.0.1:${port}`]);
    for (const { code, output } of [await calls.outcome, await answers.outcome]) equal(code, 0, output);
    const lonely = new Sipp("uas-answer", port, ["--secs", "1"]);
    ok((await lonely.outcome).code !== 0);
  });

  it("starts and stops a Kamailio of a test's own", async function () {
    needs(this, "kamailio", "curl", "python3");
    const registrar = new Registrar("spare", ports.spare);
    await registrar.start();
    ok((await registrar.rpc("core.version")).includes("kamailio"));
    await registrar.stop();
    ok(!(await registrar.rpc("core.version")).includes("kamailio 5"));
  });
});
