/** Who may do what: every request by everybody, every setting by the user, and what each of them is told. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../firmware/config/line-settings.js";
import { refuse, type Setting } from "../../../firmware/config/setting.js";
import { PAGE_PASSWORDS } from "../../../firmware/config/without-effect.js";
import { ROUTES } from "../../../firmware/web/routes.js";
import { Client, visit } from "./client.js";
import { listen } from "./desk.js";

const USER_PASSWORD = "a user's password";
const USERS = ["Block_CID_Setting", "Message_Waiting", "Default_Ring", "Default_CWT", "Hold_Reminder_Ring"];

/** An adapter with an owner, a user, a script and a stranger before it. */
function house() {
  const visited = visit();
  const { client: admin, served, time } = visited;
  const before = (from: string) =>
    new Client(
      () => served[0],
      from,
      (ms) => time.advance(ms),
    );
  admin.enter();
  admin.told(200, "PUT", "/api/settings", { changes: { User_Password: USER_PASSWORD } });
  const { token } = admin.told(200, "POST", "/api/tokens", { name: "script" });
  const user = before("10.0.0.10").enter(USER_PASSWORD, "user");
  return { ...visited, admin, user, stranger: before("10.0.0.11"), bearer: { authorization: `Bearer ${token}` } };
}

/** All settings by the names they are kept under. */
const NAMED: readonly (readonly [name: string, setting: Setting])[] = [
  ...Object.entries<Setting>(adapterSettings),
  ...Object.entries<Setting>(lineSettings).flatMap(([name, setting]) =>
    [1, 2].map((line) => [`${name}[${line}]`, setting] as const),
  ),
];

const isHis = ({ tab, kind }: Setting) => tab === "User" && kind !== "password";

/** A value that is not the default, and one that would be noticed where it can be a text. */
function otherValue(name: string, setting: Setting): string {
  const canary = `canary-${name.replace(/\W/g, "-").toLowerCase()}`.slice(0, 30);
  const values = [
    canary,
    `${canary}.example`,
    `http://${canary}.example/`,
    "Yes",
    "No",
    "8",
    "0x11",
    "10.9.8.7",
    "112",
  ];
  const of = setting.kind === "choice" ? setting.of : [];
  const scripts = [
    "(xx.)",
    "$REGTMR1 gt 3",
    "start=4/1/7;end=10/1/7;save=1",
    "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----",
    "*77",
    "404",
    "0330",
    "60(1/3)",
    "430@-15",
    "430@-15;10(*/0/1)",
    "sip=debug",
    "a/b",
    "9:9",
  ];
  const rest = [
    "0.05",
    "1.0.2",
    "30",
    "300",
    "20000",
    "0.2",
    "1",
    "0",
    "1.5",
    "-5",
    "-8",
    "70",
    "100",
    "11/20",
    "ring",
    "",
  ];
  const found = [...values, ...of, ...scripts, ...rest].find(
    (value) => refuse(setting, value) === null && value !== setting.fallback && !setting.fallback.includes(value),
  );
  if (found === undefined) throw new Error(`no value for ${name}`);
  return found;
}

describe("the roles of the page", () => {
  it("are kept at every request", () => {
    const { user, stranger, bearer } = house();
    for (const { method, path, who } of ROUTES) {
      if (path === "/api/logout") continue;
      const target = path.replace("{n}", "1");
      for (const how of method === "GET" ? ["GET", "HEAD"] : [method]) {
        const asked = `${how} ${path}`;
        const { status: strange } = stranger.ask(how, target, {});
        if (who === "user" || who === "admin") equal(strange, 401, asked);
        if (path === "/api/password" || path === "/api/login") continue;
        const { status: his } = user.ask(how, target, {});
        if (who === "admin") equal(his, 403, asked);
        else ok(his !== 401 && his !== 403, `${asked}: ${his}`);
      }
      // a script is the administrator, but for what would take it out of his hands
      if (method === "GET") {
        const { status } = stranger.ask(method, target, undefined, { ...bearer, origin: null });
        ok(status !== 401 && status !== 403, `${method} ${path} by a script: ${status}`);
      }
    }
  });

  it("are kept at every setting", () => {
    const { admin, user, adapter } = house();
    const his: string[] = [];
    const values = Object.fromEntries(NAMED.map(([name, setting]) => [name, otherValue(name, setting)]));
    for (const [name, setting] of NAMED)
      for (const [method, path] of [
        ["POST", "/api/settings/check"],
        ["PUT", "/api/settings"],
      ]) {
        const before = adapter.config.owned;
        for (const value of [values[name], null, ""]) {
          const { status, text } = user.ask(method, path, { changes: { [name]: value } });
          if (isHis(setting)) ok(status === 200 || status === 422, `${name}: ${status} ${text}`);
          else {
            equal(status, 403, `${method} ${name}`);
            match(text, /administrator/);
            deepEqual(adapter.config.owned, before);
          }
        }
        if (isHis(setting)) {
          user.told(200, method, path, { changes: { [name]: values[name] } });
          if (method === "PUT") his.push(name);
        }
      }
    deepEqual(his.sort(), USERS.flatMap((name) => [`${name}[1]`, `${name}[2]`]).sort());
    for (const name of his) equal(adapter.config.valueOf(name), values[name], name);
    // nothing of his in company of what is not
    const before = adapter.config.owned;
    const mixed = { "Default_Ring[1]": "2", "Proxy[1]": "evil.example" };
    user.told(403, "PUT", "/api/settings", { changes: mixed });
    deepEqual(adapter.config.owned, before);
    admin.told(200, "PUT", "/api/settings", { changes: mixed });
  });

  it("are kept by passwords: the user changes his own alone, and by its old one", () => {
    const { user, admin } = house();
    for (const name of PAGE_PASSWORDS)
      for (const value of ["another password", "", null])
        user.told(403, "PUT", "/api/settings", { changes: { [name]: value } });
    const change = (role: string, old: string) =>
      user.ask("POST", "/api/password", { role, old, password: "his new password" }).status;
    equal(change("admin", USER_PASSWORD), 403);
    equal(change("user", "not the old one"), 401);
    equal(change("user", USER_PASSWORD), 204);
    admin.enter();
    admin.told(200, "PUT", "/api/settings", { changes: { User_Passwd: "" } });
    equal(user.ask("GET", "/api/status").status, 401);
  });

  it("tell the user his own settings, and nothing of the others", () => {
    const { admin, user, time } = house();
    const changes: { [name: string]: string } = {};
    for (const [name, setting] of NAMED)
      if (setting.kind === "text" || setting.kind === "password" || setting.kind === "host" || isHis(setting))
        changes[name] = otherValue(name, setting);
    admin.told(200, "PUT", "/api/settings", { changes: { ...changes, "Proxy[1]": "", "Proxy[2]": "" } });
    user.seen.length = 0;
    const { values, secrets, overridden } = user.get("/api/settings");
    deepEqual(Object.keys(values).sort(), USERS.flatMap((name) => [`${name}[1]`, `${name}[2]`]).sort());
    deepEqual([secrets, overridden], [[], []]);
    for (const query of ["", "?lang=de"]) {
      const table: { name: string; user: boolean; tab: string }[] = user.get(`/api/settings/table${query}`);
      deepEqual(table.map(({ name }) => name).sort(), [...USERS].sort());
      ok(table.every((row) => row.user && row.tab === "User"));
      // Those of a radio are of no use here.
      const useful = NAMED.filter(([, { touches }]) => touches !== "radio");
      equal(admin.get(`/api/settings/table${query}`).length, new Set(useful.map(([name]) => name.split("[")[0])).size);
    }
    const heard = listen(user);
    time.advance(3000);
    for (const { method, path } of ROUTES) if (method === "GET") user.ask(method, path.replace("{n}", "1"));
    const all = user.seen.join("\n") + JSON.stringify(heard.events);
    equal(/canary/i.exec(all)?.input.slice(0, 200), undefined);
  });
});

describe("the table of settings in German", () => {
  it("has a tag of its own, and the same names and values", () => {
    const { admin, user } = house();
    const english = admin.ask("GET", "/api/settings/table");
    const german = admin.ask("GET", "/api/settings/table?lang=de");
    const his = user.ask("GET", "/api/settings/table");
    equal(new Set([english, german, his].map(({ headers }) => headers.etag)).size, 3);
    const again = { "if-none-match": german.headers.etag };
    equal(admin.ask("GET", "/api/settings/table?lang=de", undefined, again).status, 304);
    equal(admin.ask("GET", "/api/settings/table", undefined, again).status, 200);
    const without = (text: string) =>
      JSON.parse(text).map(({ label, help, says, ...row }: { [name: string]: unknown }) => row);
    deepEqual(without(german.text), without(english.text));
    ok(!german.text.includes('"help":"The SIP server'));
    match(german.text, /Besetztton/);
  });

  it("comes with what refusals say", () => {
    const { user } = house();
    const { text, headers } = user.ask("GET", "/api/sayings");
    const sayings: [string, string][] = JSON.parse(text);
    ok(sayings.length > 300);
    equal(new Map(sayings).get("longer than {} characters"), "länger als {} Zeichen");
    equal(user.ask("GET", "/api/sayings", undefined, { "if-none-match": headers.etag }).status, 304);
  });
});

describe("fetching settings by the page's order", () => {
  it("goes by the owner's rules, by one alone, or not at all", () => {
    const { admin, adapter, time } = house();
    const fetching = () => admin.get("/api/status").provisioning;
    deepEqual(fetching(), { rules: false, last: null, next: null, error: null });
    match(admin.told(409, "POST", "/api/resync").error, /No rule/);
    match(admin.told(422, "POST", "/api/resync", { rule: "[--key" }).error, /^This is no rule: column \d+: /);
    admin.told(422, "POST", "/api/resync", { rule: 7 });
    const changes = { Profile_Rule: "/ata.cfg", Resync_Error_Retry_Delay: "", Resync_Periodic: "7200" };
    admin.told(200, "PUT", "/api/settings", { changes });
    time.advance(60_000);
    const first = fetching();
    deepEqual(first, { ...first, rules: true, error: "DHCP names no server for files" });
    equal(first.next - first.last, 7200);
    admin.told(202, "POST", "/api/resync");
    time.advance(60_000);
    ok(fetching().last > first.last);
    admin.told(202, "POST", "/api/resync", { rule: '(Display_Name[1]="Hall")!' });
    time.advance(60_000);
    equal(fetching().error, null);
    equal(adapter.config.getLine("Display_Name", 1), "Hall");
  });

  it("sets passwords of the page by an assignment in a rule, or says why not", () => {
    const { admin, time } = house();
    const rule = (password: string) => `(User_Password="${password}")!`;
    admin.told(202, "POST", "/api/resync", { rule: rule("short") });
    time.advance(60_000);
    match(admin.get("/api/status").provisioning.error, /^User_Password: A password has at least 8 characters/);
    admin.told(202, "POST", "/api/resync", { rule: rule("set by a rule") });
    time.advance(60_000);
    equal(admin.ask("POST", "/api/login", { role: "user", password: "set by a rule" }).status, 204);
  });

  it("is heard of by whoever listens, as a change without words", () => {
    const { admin, time } = house();
    const heard = listen(admin);
    time.advance(1000);
    const before = heard.of("status").length;
    admin.told(202, "POST", "/api/resync", { rule: "/ata.cfg" });
    time.advance(60_000);
    ok(heard.of("status").length > before);
    for (const status of heard.of("status")) equal(Object.hasOwn(status as object, "provisioning"), false);
  });
});
