import { deepEqual, doesNotMatch, equal, match, ok, throws } from "node:assert/strict";
import { ROUTES } from "../../../firmware/web/routes.js";
import { tablePieces } from "../../../firmware/web/settings-table.js";
import { Client, HOST, PASSWORD, visit } from "./client.js";

describe("the page of a whole adapter", () => {
  it("is its owner's once he has set a password", () => {
    const { client } = visit();
    const { product, version, ...fresh } = client.get("/api/session");
    deepEqual(fresh, { state: "fresh", role: null, csrf: null, language: null });
    ok(product && version);
    equal(client.told(422, "POST", "/api/password", { password: "short" }).error.includes("8"), true);
    client.enter();
    const { state, role, csrf } = client.get("/api/session");
    equal(state, "in");
    equal(role, "admin");
    equal(csrf.length, 32);
  });

  it("tells how the adapter and its lines are, and what to do", () => {
    const { client } = visit({ "Proxy[2]": "10.0.0.1", "User_ID[2]": "102" });
    const status = client.enter().get("/api/status");
    equal(status.lines.length, 2);
    equal(status.address, "10.0.0.2");
    equal(status.lines[1].registration.server, "10.0.0.1");
    equal(status.lines[1].registration.state, "registering");
    const advice = status.advice.find(({ line }: { line: number }) => line === 1);
    equal(advice.setting, "Proxy[1]");
    ok(advice.todo);
  });

  it("has the rows of a radio where there is one, and nowhere else", () => {
    const namesOf = (hasRadio: boolean): string[] => {
      const piece = tablePieces("en", true, hasRadio);
      let text = "";
      for (let at = 0, next = piece(0); next !== null; next = piece(++at)) text += next;
      return JSON.parse(text).map(({ name }: { name: string }) => name);
    };
    const without = namesOf(false);
    deepEqual(
      namesOf(true).filter((name) => !without.includes(name)),
      ["WiFi_SSID", "WiFi_Passphrase"],
    );
  });

  it("shows, checks and changes settings", () => {
    const { client, adapter } = visit({ "SIP_Port[2]": "5070" });
    client.enter();
    const table = client.get("/api/settings/table");
    const proxy = table.find(({ name }: { name: string }) => name === "Proxy");
    equal(proxy.line, true);
    equal(proxy.group, "Account");
    equal(proxy.advanced, false);
    const asked = client.ask("GET", "/api/settings/table");
    equal(client.ask("GET", "/api/settings/table", undefined, { "if-none-match": asked.headers.etag }).status, 304);
    deepEqual(client.get("/api/settings"), {
      values: { "SIP_Port[2]": "5070" },
      secrets: ["Admin_Passwd"],
      overridden: ["SIP_Port[2]"],
    });
    const changes = { "Proxy[1]": "pbx.example.net", "Password[1]": "canary in the mine", User_Password: "for guests" };
    deepEqual(client.told(200, "POST", "/api/settings/check", { changes }), { applied: [], waiting: [] });
    equal(adapter.config.getLine("Proxy", 1), "");
    deepEqual(client.told(200, "PUT", "/api/settings", { changes }).applied, [
      "Proxy[1]",
      "Password[1]",
      "User_Password",
    ]);
    equal(adapter.config.getLine("Password", 1), "canary in the mine");
    const { values, secrets } = client.get("/api/settings");
    deepEqual(values, { "Proxy[1]": "pbx.example.net", "SIP_Port[2]": "5070" });
    deepEqual(secrets, ["Password[1]", "Admin_Passwd", "User_Password"]);
  });

  it("takes all of a change or nothing, and says why", () => {
    const { client, adapter } = visit();
    client.enter();
    const changes = { "Proxy[1]": "pbx.example.net", Nonsense: "1", RTP_Port_Min: "abc", Admin_Passwd: "short" };
    const { refused } = client.told(422, "PUT", "/api/settings", { changes });
    deepEqual(refused.map(({ name }: { name: string }) => name).sort(), ["Admin_Passwd", "Nonsense", "RTP_Port_Min"]);
    equal(adapter.config.getLine("Proxy", 1), "");
    client.told(400, "PUT", "/api/settings", { changes: 7 });
    client.told(422, "PUT", "/api/settings", { changes: { "Proxy[1]": 7 } });
    equal(client.ask("PUT", "/api/settings", "{{{").status, 400);
  });

  it("changes nothing when flash does not take it", () => {
    const { client, adapter, flash, served } = visit();
    client.enter();
    const { write } = flash;
    flash.write = () => {
      throw new Error("the power is gone");
    };
    for (const changes of [{ "Proxy[1]": "a.example" }, { "Proxy[1]": "a.example", User_Password: "for guests" }]) {
      const { error } = client.told(500, "PUT", "/api/settings", { changes });
      match(error, /the power is gone/);
      equal(adapter.config.getLine("Proxy", 1), "");
    }
    client.told(500, "POST", "/api/password", { old: PASSWORD, password: "another horse" });
    client.told(500, "POST", "/api/tokens", { name: "script" });
    flash.write = write;
    deepEqual(client.get("/api/settings").secrets, ["Admin_Passwd"]);
    deepEqual(client.get("/api/tokens").tokens, []);
    new Client(() => served[0]).enter();
  });
});

describe("passwords in a profile", () => {
  it("are those of the page from then on, and written only when they are others", () => {
    const { client, adapter, flash, served } = visit();
    equal(adapter.setPasswords({ admin: "short" })?.includes("8"), true);
    equal(client.get("/api/session").state, "fresh");
    equal(adapter.setPasswords({ admin: PASSWORD, user: "" }), null);
    client.enter();
    const kept = () =>
      JSON.stringify([flash.read("logins.0"), flash.read("logins.1")].map((slot) => [...(slot ?? [])]));
    const before = kept();
    equal(adapter.setPasswords({ admin: PASSWORD, user: "" }), null);
    equal(kept(), before);
    client.get("/api/status");
    equal(adapter.setPasswords({ admin: "another horse", user: "for guests" }), null);
    equal(client.ask("GET", "/api/status").status, 401);
    new Client(() => served[0]).enter("for guests", "user");
    flash.write = () => {
      throw new Error("the power is gone");
    };
    throws(() => adapter.setPasswords({ admin: "a third horse" }), /the power is gone/);
    new Client(() => served[0]).enter("another horse");
  });
});

describe("what a user may", () => {
  it("see and change is his own tab", () => {
    const { client, adapter, served, time } = visit({ "Proxy[1]": "10.0.0.1" });
    client.enter().told(200, "PUT", "/api/settings", { changes: { User_Password: "for guests" } });
    const guest = new Client(
      () => served[0],
      "10.0.0.8",
      (ms) => time.advance(ms),
    ).enter("for guests", "user");
    equal(guest.get("/api/session").role, "user");
    deepEqual(guest.get("/api/settings"), { values: {}, secrets: [], overridden: [] });
    guest.told(200, "PUT", "/api/settings", { changes: { "Default_Ring[1]": "3" } });
    equal(adapter.config.getLine("Default_Ring", 1), "3");
    for (const changes of [
      { "Proxy[1]": "evil.example" },
      { "Password[1]": "x" },
      { "Display_Name[1]": "x" },
      { Admin_Passwd: "for guests" },
      { "Default_Ring[1]": "4", "Proxy[1]": "evil.example" },
    ])
      guest.told(403, "PUT", "/api/settings", { changes });
    equal(adapter.config.getLine("Default_Ring", 1), "3");
    guest.get("/api/status");
    guest.get("/api/calls");
    for (const { method, path, who } of ROUTES)
      if (who === "admin") equal(guest.ask(method, path.replace("{n}", "1"), {}).status, 403, `${method} ${path}`);
    guest.told(403, "POST", "/api/password", { old: "for guests", password: "my own adapter", role: "admin" });
    guest.told(204, "POST", "/api/password", { old: "for guests", password: "for better guests" });
    client.told(204, "POST", "/api/password", { old: PASSWORD, password: "", role: "user" });
    equal(guest.ask("GET", "/api/status").status, 401);
    equal(guest.ask("POST", "/api/login", { role: "user", password: "" }).status, 401);
  });
});

describe("files of the page", () => {
  it("are a page without a script where there are none", () => {
    const { client } = visit();
    const { status, headers, text } = client.ask("GET", "/");
    equal(status, 200);
    match(headers["content-security-policy"], /default-src 'self'.*frame-ancestors 'none'/);
    match(text, /no password yet/);
    equal(client.ask("GET", "/style.css").status, 200);
    client.enter();
    doesNotMatch(client.ask("GET", "/").text, /no password yet/);
    equal(client.ask("GET", "/nowhere").status, 404);
    equal(client.ask("POST", "/").status, 405);
    equal(client.ask("HEAD", "/").text, "");
    equal(client.ask("GET", "/", undefined, { host: "evil.example" }).status, 403);
    equal(client.ask("GET", "/", undefined, { host: HOST.toUpperCase() }).status, 200);
  });
});
