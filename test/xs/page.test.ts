/** The page inside the real engine: what an owner does on his first evening. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { bundle, Engine } from "./engine.js";

type Answer = { status: number; cookie: string };

/** Units of one turn: what comes again and again, and what an owner does once in a while; digests are made in the engine here. */
const MOST_UNITS = 60_000;
const MOST_ONCE = 900_000;
const ONCE = ["POST /api/password", "POST /api/backup", "POST /api/restore"];

describe("the page in XS", function () {
  this.timeout(120_000);
  let engine: Engine;
  let headers: { [name: string]: string } = {};
  const units: { [request: string]: number } = {};
  const tell = async (...command: unknown[]) => {
    const { reply, meter } = await engine.command(JSON.stringify(command));
    return { value: JSON.parse(reply) as never, units: meter.compute };
  };
  const ask = async (status: number, method: string, path: string, body?: object) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const { value, units: used } = await tell("ask", method, path, headers, text);
    const answer: Answer = value;
    units[`${method} ${path}`] = used;
    const told: string = (await tell("told")).value;
    equal(answer.status, status, `${method} ${path}: ${told}`);
    return { ...answer, text: told };
  };
  const json = async (path: string) => JSON.parse((await ask(200, "GET", path)).text);

  before(async () => {
    engine = new Engine();
    await engine.evaluate(await bundle("test/xs/page-entry.ts"));
    await tell("boot");
    await tell("wait", 1000);
  });
  after(() => engine.close());

  it("lets its owner in", async () => {
    await ask(403, "GET", "/api/status");
    headers = { origin: "http://ata" };
    const { cookie } = await ask(204, "POST", "/api/password", { password: "correct horse" });
    headers = { origin: "http://ata", cookie: cookie.split(";")[0] };
    headers["x-csrf"] = (await json("/api/session")).csrf;
  });

  it("tells and changes what it has", async () => {
    equal((await json("/api/status")).lines[1].registration.state, "registered");
    ok((await json("/api/settings/table")).length > 150);
    const german: { name: string; label: string }[] = await json("/api/settings/table?lang=de");
    equal(german.find(({ name }) => name === "Dial_Plan")?.label, "Wählplan");
    ok((await json("/api/sayings")).length > 300);
    await ask(200, "PUT", "/api/settings", { changes: { "Password[1]": "canary", "Display_Name[1]": "Küche" } });
    const { values, secrets } = await json("/api/settings");
    equal(values["Display_Name[1]"], "Küche");
    ok(secrets.includes("Password[1]"));
    await ask(422, "PUT", "/api/settings", { changes: { RTP_Port_Min: "many" } });
    const { steps } = JSON.parse((await ask(200, "POST", "/api/dialplan", { plan: "(xx|1S2)", keys: "1" })).text);
    equal(steps[0].candidates.length, 2);
    const file = (await ask(200, "POST", "/api/backup", { passphrase: "a phrase to pass" })).text;
    const restored = JSON.parse(
      (await ask(200, "POST", "/api/restore", { file, passphrase: "a phrase to pass" })).text,
    );
    deepEqual(restored.changes, []);
    for (const path of ["/api/log", "/api/trace", "/api/calls", "/api/presets", "/api/countries"]) await json(path);
    await ask(200, "GET", "/api/profile.xml");
    await ask(200, "GET", "/");
    await ask(200, "GET", "/api/events");
    await ask(202, "POST", "/api/lines/1/test", { test: "ring" });
    await tell("wait", 5000);
  });

  it("takes no longer for it than can be waited for", () => {
    for (const [request, used] of Object.entries(units))
      ok(used < (ONCE.includes(request) ? MOST_ONCE : MOST_UNITS), `${request}: ${used}`);
  });
});
