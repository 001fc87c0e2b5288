/** A walk through every page and every tab, in both languages, narrow and wide, light and dark; its pictures are for people. */
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { type Saying, sayer } from "../../firmware/web/app/sayings.js";
import type { Refused, Row, Settings, Status } from "../../firmware/web/app/shapes.js";
import { Guest, PASSWORD, ROOMS } from "./guest.js";
import { enter, KINDS } from "./kinds.js";
import { needsBrowser } from "./visitor.js";

const USER_PASSWORD = "a user's password";
const TABS = ["System", "SIP", "Provisioning", "Regional", "Line 1", "Line 2", "User 1", "User 2"];
/** What the user may open. */
const HIS_ROOMS = ["status", "settings", "calls", "access"];
const LANGUAGES = ["en", "de"] as const;
const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [360, 1100] as const;

describe("a walk through the adapter's page", function () {
  this.timeout(120_000);
  const guest = new Guest();
  const { page, button, field, ask } = guest;

  /** As the page itself asks. */
  const send = (method: string, path: string, body: object) =>
    page().evaluate(
      async ([method, path, body]) => {
        const { csrf } = (await (await fetch("/api/session")).json()) as { csrf: string };
        const headers = { "content-type": "application/json", "x-csrf": csrf };
        const response = await fetch(path, { method, headers, body });
        const text = await response.text();
        return { status: response.status, said: text === "" ? null : JSON.parse(text) };
      },
      [method, path, JSON.stringify(body)] as const,
    );
  const language = async (wanted: "en" | "de") => {
    await page().locator(".appearance select").first().selectOption(wanted);
    await page().locator(`html[lang=${wanted}]`).waitFor();
  };
  const logIn = async (role: "admin" | "user", password: string) => {
    await page().locator("form select").selectOption(role);
    await page().locator("form input[type=password]").fill(password);
    await page().locator("form button[type=submit]").click();
    await page().locator("nav.rooms").waitFor();
  };
  /** Looks at what is open, and takes its picture. */
  const look = async (name: string, whole = true) => {
    await page().locator("main h1").waitFor();
    await page().waitForTimeout(120);
    equal(await guest.visitor.barriers(), "", name);
    equal(await guest.visitor.overflow(), 0, name);
    equal(await guest.visitor.smallTargets(), "", name);
    await guest.visitor.picture(`walk-${name}`, whole);
  };

  before(async function () {
    needsBrowser(this);
    await guest.come();
    await page().goto(guest.desk.web);
    await page().getByLabel("New password").fill(PASSWORD);
    await page().getByLabel("The same again").fill(PASSWORD);
    await button("Set password").click();
    await page().locator("nav.rooms").waitFor();
    // one line that fails, and settings that cannot be fetched: failures are to be seen, too
    const changes = { User_Password: USER_PASSWORD, "Password[2]": "not the password", Profile_Rule: "/ata.cfg" };
    equal(
      (await send("PUT", "/api/settings", { changes: { ...changes, Resync_Error_Retry_Delay: "3600" } })).status,
      200,
    );
    await page().waitForTimeout(1000);
  });
  after(() => guest.leave());

  for (const wanted of LANGUAGES)
    for (const scheme of SCHEMES)
      for (const width of WIDTHS)
        it(`opens everything in ${wanted}, ${scheme}, ${width} px wide`, async () => {
          await page().emulateMedia({ colorScheme: scheme });
          await page().setViewportSize({ width, height: 800 });
          await language(wanted);
          const at = `${wanted}-${scheme}-${width}`;
          for (const room of ROOMS.filter((one) => one !== "settings")) {
            await guest.visitor.open(room);
            await look(`${at}-${room}`);
          }
          const english = new Set((await ask<readonly Row[]>("/api/settings/table")).map(({ help }) => help));
          for (const tab of TABS) {
            await guest.visitor.open(`settings/${encodeURIComponent(tab)}`);
            await page().locator("nav.tabs").waitFor();
            await page().locator("main input[type=checkbox]").first().check();
            await page().locator(".field").first().waitFor();
            // as much of it as somebody sees
            await look(`${at}-tab-${tab.replace(" ", "-")}`, false);
            const helps = await page().locator(".field > .help").allTextContents();
            const untold = helps.filter((text) => english.has(text.trim()));
            equal(untold.length, wanted === "en" ? untold.length : 0, untold.join("\n"));
          }
        });

  it("hides the way about behind a button where it is narrow, and shows it when asked", async () => {
    await page().setViewportSize({ width: 360, height: 800 });
    await language("de");
    await guest.visitor.open("status");
    const menu = page().locator("nav.rooms > .menu");
    equal(await page().locator("nav.rooms a").first().isVisible(), false);
    equal(await menu.getAttribute("aria-expanded"), "false");
    await menu.click();
    equal(await menu.getAttribute("aria-expanded"), "true");
    await look("menu-open");
    await page().getByRole("link", { name: "Wartung" }).click();
    await page().getByRole("heading", { name: "Wartung", exact: true }).waitFor();
    await page().locator("nav.rooms a").first().waitFor({ state: "hidden" });
    await language("en");
  });

  it("is wide and light again", async () => {
    await page().emulateMedia({ colorScheme: "light" });
    await page().setViewportSize({ width: 1100, height: 900 });
  });

  it("says in German why a value of any kind is refused", async () => {
    await language("de");
    const say = sayer(await ask<readonly Saying[]>("/api/sayings"));
    for (const [kind, [name, bad]] of Object.entries(KINDS)) {
      if (bad === null) continue;
      await guest.visitor.open(`settings/${encodeURIComponent(name)}`);
      await enter(field(name), bad);
      const { said } = await send("POST", "/api/settings/check", { changes: { [name]: bad } });
      const [{ reason }] = (said as { refused: readonly Refused[] }).refused;
      const german = say(reason);
      notEqual(german, reason, kind);
      const told = page()
        .locator(".field", { has: field(name) })
        .locator(".error");
      await told.getByText("Nicht angenommen: ").waitFor();
      equal(await told.textContent(), `Nicht angenommen: ${german}`, kind);
    }
    await button(/^Speichern/).click();
    await page()
      .getByText(/^Nichts gespeichert: /)
      .waitFor();
    await guest.visitor.picture("walk-refused-in-german", false);
    await button("Verwerfen").click();
  });

  it("takes a comma for the point of a number", async () => {
    await language("de");
    await guest.visitor.open("settings/SIP_T1");
    await enter(field("SIP_T1"), "0,75");
    equal(await field("SIP_T1").inputValue(), "0.75");
    await button("Verwerfen").click();
  });

  it("saves a choice by what it means, and keeps its value", async () => {
    await language("de");
    await guest.visitor.open("settings/Network_Jitter_Level[1]");
    await field("Network_Jitter_Level[1]").selectOption({ label: "sehr hoch" });
    await button("Speichern (1)").click();
    await page().getByText("Gespeichert: 1.").waitFor();
    equal((await ask<Settings>("/api/settings")).values["Network_Jitter_Level[1]"], "very high");
  });

  it("says how fetching stands, and fetches now", async () => {
    const before = (await ask<Status>("/api/status")).provisioning;
    ok(before?.error && before.last !== null && before.next !== null, JSON.stringify(before));
    await language("de");
    await guest.visitor.open("settings/Provisioning");
    await page().getByText("Zuletzt gescheitert: DHCP nennt keinen Server für Dateien").waitFor();
    await language("en");
    await page().getByText("The last time it failed: DHCP names no server for files").waitFor();
    await page().waitForTimeout(1100);
    await button("Fetch now").click();
    await page().getByText("Asked for").waitFor();
    const { last } = before;
    for (let tries = 0; tries < 50; tries++) {
      const now = (await ask<Status>("/api/status")).provisioning;
      if (now?.last !== last && now?.last !== null) break;
      await page().waitForTimeout(100);
    }
    notEqual((await ask<Status>("/api/status")).provisioning?.last, last);
    await guest.visitor.picture("walk-fetching", false);
    equal((await send("POST", "/api/resync", { rule: "[--key" })).status, 422);
  });

  it("shows a user his own, and no more", async () => {
    await button("Log out").click();
    await page().locator("form select").selectOption("user");
    const tries = page().locator("form input[type=password]");
    for (const said of ["That password is wrong.", "That password is wrong.", "That password is wrong.", "Too many"]) {
      await tries.fill("not his password");
      await button("Log in").click();
      await page().locator("form .notice", { hasText: said }).waitFor();
      while ((await tries.inputValue()) !== "") await page().waitForTimeout(50);
    }
    await look("too-many-tries");
    await page().waitForTimeout(1000);
    await logIn("user", USER_PASSWORD);
    for (const wanted of LANGUAGES) {
      await language(wanted);
      for (const room of HIS_ROOMS) {
        await guest.visitor.open(room);
        await look(`user-${wanted}-${room}`);
      }
      const links = page().locator("nav.rooms a");
      deepEqual(
        (await links.evaluateAll((nodes) => nodes.map((node) => (node as unknown as { hash: string }).hash))).sort(),
        HIS_ROOMS.map((room) => `#${room}`).sort(),
      );
      for (const place of ["settings/Provisioning", "settings/Proxy[1]", "settings/User 2", "maintenance"]) {
        await guest.visitor.open(place);
        await page().locator("main h1").waitFor();
        equal(await field("Proxy[1]").count(), 0);
        equal(await page().locator("#fetching").count(), 0);
      }
    }
    const rows = await ask<readonly Row[]>("/api/settings/table");
    ok(rows.length > 0 && rows.every(({ user, tab }) => user && tab === "User"));
    equal((await ask<Status>("/api/status")).provisioning, undefined);
    equal((await send("POST", "/api/resync", {})).status, 403);
    equal((await send("PUT", "/api/settings", { changes: { "Proxy[1]": "evil" } })).status, 403);
    await guest.visitor.open("settings");
    await page().locator("main input[type=checkbox]").first().check();
    await field("Default_Ring[1]").fill("3");
    await button(/\(1\)$/).click();
    await page().getByText("Gespeichert: 1.").waitFor();
  });

  it("has nothing to complain of, and asks nobody else", () => {
    equal(guest.visitor.complaints.join("\n"), "");
  });
});
