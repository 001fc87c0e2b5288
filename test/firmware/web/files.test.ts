import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { assetFor } from "../../../firmware/web/assets.js";
import { nodeVault } from "../../../sim/node/vault.js";
import { PASSWORD, type Visit, visit } from "./client.js";

const PASSPHRASE = "a phrase to pass";

/** An adapter whose owner has set a few things. */
function owned(): Visit {
  const started = visit();
  const changes = {
    "Proxy[1]": "pbx.example.net",
    "User_ID[1]": "101",
    "Password[1]": "canary in the mine",
    Dial_Tone: "425@-16;10(*/0/1)",
  };
  started.client.enter().told(200, "PUT", "/api/settings", { changes });
  return started;
}

describe("a backup", () => {
  it("holds what was set, and secrets only under a passphrase", () => {
    const { client } = owned();
    const plain = client.ask("GET", "/api/backup");
    match(plain.headers["content-disposition"], /attachment; filename="backup-[0-9a-f]{12}\.json"/);
    const { version, settings, secrets } = JSON.parse(plain.text);
    equal(version, 1);
    equal(secrets, undefined);
    deepEqual(settings, { Dial_Tone: "425@-16;10(*/0/1)", "Proxy[1]": "pbx.example.net", "User_ID[1]": "101" });
    client.told(422, "POST", "/api/backup", { passphrase: "short" });
    const whole = client.ask("POST", "/api/backup", { passphrase: PASSPHRASE }).text;
    doesNotMatch(whole, /canary/);
    deepEqual(Object.keys(JSON.parse(whole).secrets), ["salt", "iterations", "iv", "data", "mac"]);
  });

  it("brings everything back on another adapter, as it was", () => {
    const file = owned().client.ask("POST", "/api/backup", { passphrase: PASSPHRASE }).text;
    const { client, adapter } = visit();
    client.enter().told(200, "PUT", "/api/settings", { changes: { "Proxy[2]": "old.example" } });
    client.told(422, "POST", "/api/restore", { file, passphrase: "not the phrase" });
    const preview = client.told(200, "POST", "/api/restore", { file, passphrase: PASSPHRASE });
    equal(preview.form, "backup");
    deepEqual(
      preview.changes.map(({ name, from, to, secret }: { [name: string]: unknown }) => [name, from, to, secret]),
      [
        ["Dial_Tone", "350@-19,440@-19;10(*/0/1+2)", "425@-16;10(*/0/1)", false],
        ["Password[1]", "", "", true],
        ["Proxy[1]", "", "pbx.example.net", false],
        ["User_ID[1]", "", "101", false],
        ["Proxy[2]", "old.example", "", false],
      ],
    );
    equal(adapter.config.getLine("Proxy", 1), "");
    client.told(200, "POST", "/api/restore", { file, passphrase: PASSPHRASE, apply: true });
    equal(adapter.config.getLine("Password", 1), "canary in the mine");
    equal(adapter.config.getLine("Proxy", 2), "");
    client.told(200, "POST", "/api/restore", { file, apply: true });
    equal(adapter.config.getLine("Password", 1), "canary in the mine", "secrets it does not hold stay");
  });

  it("is refused when a letter of it is another, and nothing has changed", () => {
    const file = owned().client.ask("POST", "/api/backup", { passphrase: PASSPHRASE }).text;
    const { client, adapter } = visit();
    client.enter();
    for (const part of ["salt", "iv", "data", "mac"]) {
      const backup = JSON.parse(file);
      backup.secrets[part] = backup.secrets[part].replace(/^./, (c: string) => (c === "0" ? "1" : "0"));
      client.told(422, "POST", "/api/restore", { file: JSON.stringify(backup), passphrase: PASSPHRASE, apply: true });
    }
    for (const iterations of [0, -1, 1e9, "x", null])
      client.told(422, "POST", "/api/restore", {
        file: JSON.stringify({ ...JSON.parse(file), secrets: { ...JSON.parse(file).secrets, iterations } }),
        passphrase: PASSPHRASE,
        apply: true,
      });
    deepEqual(adapter.config.owned, {});
  });
});

describe("a profile", () => {
  it("of a PAP2T is shown before it is taken, passwords of the page too", () => {
    const { client, adapter } = visit();
    client.enter();
    const file = `<flat-profile><Proxy_1_>pbx.example.net</Proxy_1_><Password_1_>secret word</Password_1_>
      <G729a_Enable_1_>Yes</G729a_Enable_1_><Nonsense>1</Nonsense><Admin_Passwd>another horse</Admin_Passwd></flat-profile>`;
    const { form, changes, aside, unknown, refused } = client.told(200, "POST", "/api/restore", { file });
    equal(form, "xml");
    deepEqual(changes, [
      { name: "Password[1]", from: "", to: "", secret: true },
      { name: "Proxy[1]", from: "", to: "pbx.example.net", secret: false },
      { name: "Admin_Passwd", from: "", to: "", secret: true },
    ]);
    equal(aside[0].name, "G729a_Enable_1_");
    deepEqual([unknown, refused], [["Nonsense"], []]);
    client.told(200, "POST", "/api/restore", { file, apply: true });
    equal(adapter.config.getLine("Password", 1), "secret word");
    client.told(401, "POST", "/api/login", { role: "admin", password: PASSWORD });
    client.told(204, "POST", "/api/login", { role: "admin", password: "another horse" });
  });

  it("is taken whole or not at all", () => {
    const { client, adapter } = visit();
    client.enter();
    const file = JSON.stringify({ settings: { "Proxy[1]": "pbx.example.net", RTP_Port_Min: "many" } });
    const { refused } = client.told(200, "POST", "/api/restore", { file });
    equal(refused[0].name, "RTP_Port_Min");
    client.told(422, "POST", "/api/restore", { file, apply: true });
    deepEqual(adapter.config.owned, {});
    for (const broken of ["", "{", "<xml", "[1]", '{"version":2,"settings":{}}', '{"other":1}', "<html/>"])
      client.told(422, "POST", "/api/restore", { file: broken, apply: true });
  });

  it("is told as XML that can be taken again, without secrets", () => {
    const { client } = owned();
    const { text, headers } = client.ask("GET", "/api/profile.xml");
    match(headers["content-type"], /^application\/xml/);
    match(text, /<Proxy_1_>pbx\.example\.net<\/Proxy_1_>/);
    doesNotMatch(text, /Password|canary/);
    const { changes, refused } = client.told(200, "POST", "/api/restore", { file: text });
    deepEqual([changes, refused], [[], []]);
  });
});

describe("a file of the page", () => {
  const text = "<!doctype html>".repeat(100);
  const packed = { type: "text/html; charset=utf-8", octets: new Uint8Array(gzipSync(text)), gzip: true, tag: "a1b2" };
  const assets = { "/": packed, "/plain.txt": { ...packed, octets: Buffer.from("plain"), gzip: false } };
  const get = (path: string, headers: { [name: string]: string } = {}, query = "") =>
    assetFor({ method: "GET", path, query, headers, from: "" }, { assets, vault: nodeVault });

  it("goes out as it lies in flash, to whoever takes it so", () => {
    for (const coding of ["gzip", "deflate, gzip;q=0.5", "*", "GZIP"]) {
      const response = get("/", { "accept-encoding": coding });
      equal(response?.headers["content-encoding"], "gzip");
      equal(gunzipSync(response?.body as Uint8Array).toString(), text);
    }
    for (const coding of ["", "identity", "gzip;q=0", "gzipped"]) {
      const response = get("/", { "accept-encoding": coding });
      equal(response?.headers["content-encoding"], undefined);
      equal(Buffer.from(response?.body as Uint8Array).toString(), text);
    }
    equal(get("/plain.txt")?.body, assets["/plain.txt"].octets);
    equal(get("/__proto__"), undefined);
  });

  it("is sent once, and kept for ever under its own tag", () => {
    equal(get("/")?.headers["cache-control"], "no-cache");
    match(get("/", {}, "a1b2")?.headers["cache-control"] ?? "", /immutable/);
    equal(get("/")?.headers.etag, '"a1b2"');
    for (const tag of ['"a1b2"', 'W/"a1b2"', '"x", "a1b2"', "*"])
      equal(get("/", { "if-none-match": tag })?.status, 304);
    equal(get("/", { "if-none-match": '"a1b3"' })?.status, 200);
  });

  it("may run nothing but its own scripts, and stands in no frame", () => {
    const policy = get("/")?.headers["content-security-policy"] ?? "";
    ok(policy.includes("default-src 'self'") && policy.includes("frame-ancestors 'none'"));
    doesNotMatch(policy, /unsafe/);
    equal(get("/")?.headers["x-content-type-options"], "nosniff");
    equal(get("/")?.headers["referrer-policy"], "no-referrer");
  });
});
