/** The settings of the adapter's page: every tab, a value of every kind refused and saved. Part of page.test.ts. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Row, Settings } from "../../firmware/web/app/shapes.js";
import type { Guest } from "./guest.js";
import { enter, KINDS } from "./kinds.js";

const TABS = ["System", "SIP", "Provisioning", "Regional", "Line 1", "Line 2", "User 1", "User 2"];

export function trySettings(guest: Guest): void {
  const { page, button, heading, field, ask } = guest;

  describe("the settings", () => {
    const open = async (name: string) => {
      await guest.visitor.open(`settings/${encodeURIComponent(name)}`);
      await field(name).waitFor();
    };
    it("have a tab for each of the PAP2T's, and more in the advanced view", async () => {
      await guest.visitor.open("settings");
      const tabs = page().getByRole("navigation", { name: "Tabs" }).getByRole("link");
      await tabs.first().waitFor();
      const names = await tabs.allTextContents();
      deepEqual(
        names,
        TABS.filter((tab) => names.includes(tab)),
      );
      ok(names.length >= 7, names.join());
      await page().getByLabel("Advanced view").check();
      for (const name of names) {
        await tabs.filter({ hasText: name }).first().click();
        await heading(name).waitFor();
        ok((await page().locator(".field").count()) > 0, name);
        equal(await guest.visitor.barriers(), "", name);
        equal(await guest.visitor.smallTargets(), "", name);
      }
      await guest.visitor.picture("settings-advanced", false);
    });

    it("are found by name, label and help", async () => {
      await page().getByLabel("Search all settings").fill("jitter level");
      await field("Network_Jitter_Level[1]").waitFor();
      await page().getByLabel("Search all settings").fill("");
    });

    it("have no kind that is not tried here", async () => {
      const kinds = new Set((await ask<readonly Row[]>("/api/settings/table")).map(({ kind }) => kind));
      const untried = [...kinds].filter((kind) => !Object.hasOwn(KINDS, kind));
      deepEqual(untried, []);
    });

    for (const [kind, [name, bad]] of Object.entries(KINDS))
      if (bad !== null)
        it(`refuse what is no ${kind}, under its field`, async () => {
          await open(name);
          await enter(field(name), bad);
          const wrong = page()
            .locator(".field", { has: field(name) })
            .getByText(/^Not accepted: /);
          await wrong.waitFor();
          equal(await field(name).getAttribute("aria-invalid"), "true");
        });

    it("save nothing while one of them is refused", async () => {
      const before = await ask<Settings>("/api/settings");
      await button(/^Save/).click();
      await page()
        .getByText(/^Nothing was saved/)
        .waitFor();
      equal(await guest.visitor.barriers(), "");
      await guest.visitor.picture("settings-refused", false);
      deepEqual(await ask<Settings>("/api/settings"), before);
    });

    it("save all of them together, and say so", async () => {
      for (const [name, , good] of Object.values(KINDS)) {
        await open(name);
        await enter(field(name), good);
        await page()
          .locator(".field", { has: field(name) })
          .getByText("changed", { exact: true })
          .waitFor();
      }
      await button(/^Save/).click();
      await page()
        .getByText(/^Saved: /)
        .waitFor();
      const { values, secrets } = await ask<Settings>("/api/settings");
      for (const [kind, [name, , good]] of Object.entries(KINDS))
        if (kind === "password") ok(secrets.includes(name));
        else equal(values[name], good, name);
    });

    it("save nothing where nothing is changed", async () => {
      const sent: string[] = [];
      page().on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
      await open("Register_Expires[2]");
      await enter(field("Register_Expires[2]"), "60");
      await enter(field("Register_Expires[2]"), "1800");
      await button("Save (0)").click();
      await page().getByText("Nothing has been changed").waitFor();
      deepEqual(sent, []);
    });

    it("go back to their defaults", async () => {
      for (const name of [
        "Register_Expires[2]",
        "Use_Outbound_Proxy[2]",
        "Alternate_Proxy[2]",
        "EXT_IP",
        "Log_Levels",
      ]) {
        await open(name);
        await button(`Default ${name}`).click();
        await page()
          .locator(".field", { has: field(name) })
          .getByText("back to its default")
          .waitFor();
      }
      await button(/^Save/).click();
      await page()
        .getByText(/^Saved: /)
        .waitFor();
      equal(Object.hasOwn((await ask<Settings>("/api/settings")).values, "Register_Expires[2]"), false);
      equal(await field("Log_Levels").inputValue(), "info");
    });

    it("never tell a password", async () => {
      await open("Password[2]");
      equal(await field("Password[2]").inputValue(), "");
      equal(await field("Password[2]").getAttribute("placeholder"), "set");
    });
  });
}
