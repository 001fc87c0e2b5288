/** The promises of the page to its owner, 1 to 4 and 20: each in its own words. */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { ROUTES } from "../../../firmware/web/routes.js";
import { Client, HOST, PASSWORD, visit } from "./client.js";

const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "constructor"];
const PATHS = [...new Set(ROUTES.map(({ path }) => path.replace("{n}", "1")))];
const OTHERS = [
  "/api",
  "/api/",
  "/api/__proto__",
  "/api/constructor",
  "/api/lines/3/test",
  "/api/status/",
  "/settings",
];
const CHANGES = ROUTES.filter(({ method }) => method !== "GET");

describe("promise 1: no default password", () => {
  it("a fresh adapter shows nothing but where to set one", () => {
    const { client, adapter } = visit();
    const before = adapter.config.owned;
    const open: string[] = [];
    for (const path of [...PATHS, ...OTHERS])
      for (const method of METHODS) {
        const { status, text } = client.ask(method, path, {});
        if (status === 403) match(method === "HEAD" ? "first" : text, /Set a password first|first/);
        else open.push(`${method} ${path} ${status}`);
      }
    deepEqual(open, ["GET /api/session 200", "HEAD /api/session 200", "POST /api/password 400"]);
    for (const [role, password] of [
      ["admin", ""],
      ["admin", "admin"],
      ["user", ""],
    ])
      equal(client.ask("POST", "/api/login", { role, password }).status, 403);
    deepEqual(adapter.config.owned, before);
  });

  it("only a page of ours can set the first one", () => {
    const { client } = visit();
    const forged: { [name: string]: string | null }[] = [
      { origin: null },
      { origin: "http://evil.example" },
      { origin: "null" },
      { host: "evil" },
    ];
    for (const headers of forged)
      equal(client.ask("POST", "/api/password", { password: PASSWORD }, headers).status, 403);
    equal(client.get("/api/session").state, "fresh");
  });

  it("nobody sets a first one twice", () => {
    const { client, served } = visit();
    client.enter();
    const other = new Client(() => served[0], "10.0.0.66");
    equal(other.ask("POST", "/api/password", { password: "mine from now on" }).status, 401);
    equal(other.ask("POST", "/api/password", { old: "", password: "mine from now on" }).status, 401);
    new Client(() => served[0]).enter(PASSWORD);
  });
});

describe("promise 2: nothing secret can be read", () => {
  it("a secret is in no answer, no event, no backup, no log", () => {
    const { client, adapter, time, lan } = visit({ "Proxy[1]": "10.0.0.1", "User_ID[1]": "101" });
    const thief = lan.host("10.0.0.1");
    const socket = thief.openUdp({ port: 5060, onReadable: () => {} });
    client.enter();
    const table = client.get("/api/settings/table");
    const changes: { [name: string]: string } = {};
    const canaries: string[] = [];
    for (const { name, secret, line, maxLength } of table)
      if (secret)
        for (const n of line ? [1, 2] : [0]) {
          const canary = `canary-${canaries.length}-of-${name}`.slice(0, maxLength);
          canaries.push(canary);
          changes[n === 0 ? name : `${name}[${n}]`] = canary;
        }
    ok(canaries.length > 2);
    for (const [rule, name] of ["Profile_Rule", "Report_Rule"].entries()) {
      const canary = `canary-written-out-${rule}`;
      canaries.push(canary);
      changes[name] = `[--key ${canary} --pwd "pw-${canary}"] https://prov.example.net/a.xml`;
    }
    client.told(200, "PUT", "/api/settings", { changes: { ...changes, User_Password: "canary of guests" } });
    client.seen.length = 0;
    client.ask("GET", "/api/events");
    client.ask("GET", "/api/capture");
    // whatever the server says, the settings' secrets are what it may know
    for (const canary of canaries) {
      const answer = `SIP/2.0 401 Unauthorized\r\nWarning: 399 x "${canary}"\r\n\r\n`;
      socket.write(Buffer.from(answer), "10.0.0.2", 5060);
    }
    canaries.push(PASSWORD, "canary of guests");
    const { token } = client.told(200, "POST", "/api/tokens", { name: "script" });
    client.seen.pop(); // which tells it this once
    canaries.push(token);
    time.advance(2000);
    for (const { method, path } of ROUTES) {
      if (path === "/api/logout" || path === "/api/reboot" || path === "/api/factory-reset") continue;
      client.ask(method, path.replace("{n}", "1"), {});
    }
    client.ask("POST", "/api/backup", { passphrase: "a phrase to pass" });
    client.ask("POST", "/api/restore", { file: client.ask("GET", "/api/backup").text });
    client.ask("POST", "/api/restore", { file: JSON.stringify({ settings: changes }) });
    client.ask("PUT", "/api/settings", { changes: { ...changes, Nonsense: "1" } });
    const all = client.seen.join("\n");
    ok(all.length > 20_000);
    match(all, /Warning: 399 x \\"\*\*\*/);
    for (const canary of canaries) ok(!all.includes(canary), canary);
    equal(adapter.config.getLine("Password", 1), changes["Password[1]"]);
  });

  it("nor is it what somebody has signed in with in flash", () => {
    const { client, flash } = visit();
    client.enter();
    const { token } = client.told(200, "POST", "/api/tokens", { name: "script" });
    for (const slot of [0, 1]) {
      const kept = Buffer.from(flash.read(`logins.${slot}`) ?? []).toString("latin1");
      doesNotMatch(kept, new RegExp(`${PASSWORD}|${token}`));
    }
  });
});

describe("promise 3: whoever changes something is signed in, and asks from our page", () => {
  /** What each route is asked with, so that it would do something. */
  const bodies: { readonly [path: string]: object } = {
    "/api/settings": { changes: { "Proxy[1]": "evil.example" } },
    "/api/password": { old: PASSWORD, password: "another horse" },
    "/api/tokens": { name: "script" },
    "/api/factory-reset": { confirm: "RESET" },
    "/api/restore": { file: '{"settings":{"Proxy[1]":"evil.example"}}', apply: true },
  };
  const forged: { readonly [header: string]: readonly (string | null)[] } = {
    host: [null, "", "evil.example", `${HOST}.evil.example`, "ata:81"],
    origin: [null, "null", "http://evil.example", `http://${HOST}.evil.example`, `https://${HOST}`, "http://ata"],
    cookie: [null, "session=", "session=00000000000000000000000000000000", "sessio=x"],
    "x-csrf": [null, "", "00000000000000000000000000000000"],
  };

  for (const [header, values] of Object.entries(forged))
    it(`${header}: left out or forged, nothing happens`, () => {
      const { client, adapter, restarts, time } = visit();
      client.enter();
      const before = adapter.config.owned;
      for (const { method, path } of CHANGES) {
        if (header !== "host" && header !== "origin" && path === "/api/login") continue;
        for (const value of values) {
          const { status } = client.ask(method, path.replace("{n}", "1"), bodies[path] ?? {}, { [header]: value });
          ok(status === 401 || status === 403, `${method} ${path} ${header}: ${value} was answered ${status}`);
        }
      }
      time.advance(5000);
      deepEqual(adapter.config.owned, before);
      deepEqual(restarts, []);
      deepEqual(client.get("/api/tokens").tokens, []);
      client.enter(PASSWORD);
    });

  it("and the same requests are served with everything in place", () => {
    const { client, adapter } = visit();
    client.enter().told(200, "PUT", "/api/settings", bodies["/api/settings"]);
    equal(adapter.config.getLine("Proxy", 1), "evil.example");
  });

  it("a script needs its token and nothing else, and changes no password and no token", () => {
    const { client, adapter, served } = visit();
    const { token } = client.enter().told(200, "POST", "/api/tokens", { name: "script" });
    const script = new Client(() => served[0], "10.0.0.20");
    const bearer = { authorization: `Bearer ${token}`, origin: null };
    equal(script.ask("PUT", "/api/settings", { changes: { "Proxy[1]": "pbx.example" } }, bearer).status, 200);
    equal(adapter.config.getLine("Proxy", 1), "pbx.example");
    equal(script.ask("GET", "/api/status", undefined, bearer).status, 200);
    equal(script.ask("POST", "/api/password", { old: PASSWORD, password: "another horse" }, bearer).status, 403);
    equal(script.ask("POST", "/api/tokens", { name: "more" }, bearer).status, 403);
    equal(script.ask("DELETE", "/api/tokens", { name: "script" }, bearer).status, 403);
    const evil = { ...bearer, origin: "http://evil.example" };
    equal(script.ask("PUT", "/api/settings", { changes: {} }, evil).status, 403);
    for (const authorization of ["", "Bearer", `Bearer ${token}x`, `Basic ${token}`, `Bearer ${"x".repeat(5000)}`])
      equal(script.ask("GET", "/api/status", undefined, { authorization }).status, 401);
    client.told(422, "POST", "/api/tokens", { name: "script" });
    client.told(422, "POST", "/api/tokens", { name: "<script>" });
    for (let n = 2; n <= 8; n++) client.told(200, "POST", "/api/tokens", { name: `number ${n}` });
    client.told(422, "POST", "/api/tokens", { name: "number 9" });
    client.told(204, "DELETE", "/api/tokens", { name: "script" });
    client.told(404, "DELETE", "/api/tokens", { name: "script" });
    equal(script.ask("GET", "/api/status", undefined, bearer).status, 401);
  });

  it("a session ends when nobody does anything, when it is over, and when the password is another", () => {
    const { client, served, time } = visit();
    client.enter();
    time.advance(59 * 60_000);
    client.get("/api/status");
    time.advance(59 * 60_000);
    client.get("/api/status");
    time.advance(60 * 60_000);
    equal(client.ask("GET", "/api/status").status, 401);
    client.csrf = null;
    client.enter();
    const other = new Client(() => served[0]).enter();
    client.told(204, "POST", "/api/password", { old: PASSWORD, password: "another horse" });
    client.get("/api/status");
    equal(other.ask("GET", "/api/status").status, 401);
    client.told(204, "POST", "/api/logout");
    equal(client.ask("GET", "/api/status").status, 401);
  });
});

describe("promise 4: who guesses passwords waits, and nobody else", () => {
  it("longer each time, and comes in with the right one when the time is over", () => {
    const { client, served, time } = visit();
    client.enter();
    const guesser = new Client(() => served[0], "10.0.0.66");
    const guess = (password: string) => guesser.ask("POST", "/api/login", { role: "admin", password });
    const waits: number[] = [];
    for (let n = 0; n < 14; n++) {
      const { status, headers } = guess(`guess ${n}`);
      if (status === 429) {
        waits.push(Number(headers["retry-after"]));
        equal(guess(PASSWORD).status, 429);
        new Client(() => served[0], "10.0.0.9").enter();
        time.advance(1000 * waits[waits.length - 1]);
      } else equal(status, 401);
    }
    deepEqual(waits, [1, 2, 4, 8, 16, 32]);
    equal(guess(PASSWORD).status, 204);
  });

  it("is as true of the old password when it is changed", () => {
    const { client, time } = visit();
    client.enter();
    const change = (old: string) => client.ask("POST", "/api/password", { old, password: "another horse" }).status;
    deepEqual(["a", "b", "c", PASSWORD].map(change), [401, 401, 401, 429]);
    time.advance(1000);
    equal(change(PASSWORD), 204);
  });

  it("is not got around by many addresses", () => {
    const { client, served } = visit();
    client.enter();
    for (let n = 0; n < 500; n++)
      new Client(() => served[0], `10.1.${n >> 8}.${n & 255}`).ask("POST", "/api/login", {
        role: "admin",
        password: "x",
      });
    new Client(() => served[0], "10.0.0.10").enter();
  });
});

describe("promise 20: a factory reset leaves no secret", () => {
  it("and the adapter is fresh again", () => {
    const first = visit();
    first.client.enter();
    first.client.told(200, "PUT", "/api/settings", { changes: { "Password[1]": "canary in the mine" } });
    first.client.told(422, "POST", "/api/factory-reset", {});
    first.client.told(202, "POST", "/api/factory-reset", { confirm: "RESET" });
    first.time.advance(40_000);
    deepEqual(first.restarts, ["factory reset"]);
    const { client } = visit({}, { flash: first.flash });
    equal(client.get("/api/session").state, "fresh");
    client.enter("quite another one");
    deepEqual(client.get("/api/settings").values, {});
  });
});

describe("whatever is asked", () => {
  it("is answered, and changes nothing unless it may", () => {
    const { client, adapter, served } = visit();
    client.enter();
    const before = adapter.config.owned;
    const header = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(HOST, `http://${HOST}`, "session=", "Bearer x"),
    );
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(
        "[".repeat(5000),
        '{"changes":{"__proto__":null}}',
        '{"role":"admin","password":7}',
        "{}",
        "null",
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...METHODS),
        fc.oneof(fc.constantFrom(...PATHS, ...OTHERS), fc.string()),
        fc.dictionary(fc.constantFrom("cookie", "x-csrf", "authorization", "origin", "if-none-match"), header),
        body,
        (method, path, headers, text) => {
          const stranger = new Client(() => served[0], "10.0.0.77");
          const { status } = stranger.ask(method, path, text, headers);
          ok(status >= 200 && status < 600);
          ok(status !== 500, `${method} ${path}`);
        },
      ),
      { numRuns: 500 },
    );
    const safe = PATHS.filter((path) => !/password|logout|reset|reboot|login/.test(path));
    fc.assert(
      fc.property(fc.constantFrom(...METHODS), fc.constantFrom(...safe, ...OTHERS), body, (method, path, text) => {
        const { status } = client.ask(method, path, text);
        ok(status >= 200 && status !== 500, `${method} ${path} ${text}`);
      }),
      { numRuns: 500 },
    );
    deepEqual(adapter.config.owned, before);
  });
});
