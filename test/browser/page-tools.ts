/** What else the adapter's page can do: calls, tools, backups, logins, looks, and the end of it all. Part of page.test.ts. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Settings } from "../../firmware/web/app/shapes.js";
import { type Guest, HOSTILE, PASSWORD, ROOMS } from "./guest.js";

export function tryTools(guest: Guest): void {
  const { page, button, heading, field, ask, hook } = guest;

  describe("the tools", () => {
    it("shows what others call themselves as plain text", async () => {
      await guest.visitor.open("status");
      const card = page().getByRole("region", { name: "Line 1", exact: true });
      await page().getByRole("region", { name: "Line 2", exact: true }).getByText("Ready for calls").waitFor();
      await hook(2, "off");
      await page().waitForTimeout(500);
      const headers = { "content-type": "application/json" };
      await fetch(`${guest.desk.url}/api/lines/2/dial`, {
        method: "POST",
        headers,
        body: JSON.stringify({ digits: "101" }),
      });
      await card.getByText(HOSTILE).waitFor();
      await hook(1, "off");
      await card.getByText("connected").waitFor();
      await card.getByText("MOS").waitFor();
      await guest.visitor.picture("status-call");
    });

    it("says what waits until a line is idle", async () => {
      await guest.visitor.open("settings/Dial_Plan[1]");
      await field("Dial_Plan[1]").fill("(xxx|xx.)");
      await button("Save (1)").click();
      await page()
        .getByText(/Takes effect when idle: line 1/)
        .waitFor();
      await guest.visitor.open("status");
      await page()
        .getByText(/New settings wait until this line is idle/)
        .first()
        .waitFor();
      const card = page().getByRole("region", { name: "Line 1", exact: true });
      await hook(2, "on");
      await hook(1, "on");
      await card.getByText("Receiver on hook").waitFor();
    });

    it("lists calls, the log and SIP as a ladder, which opens", async () => {
      await guest.visitor.open("calls");
      await page()
        .getByRole("row", { name: /from 102/ })
        .first()
        .waitFor();
      await page().getByText(HOSTILE).first().waitFor();
      await guest.visitor.open("log");
      await page().locator(".log li").first().waitFor();
      await guest.visitor.open("sip");
      const rung = page().locator(".ladder summary", { hasText: "INVITE" }).first();
      await rung.click();
      match(
        (await page().locator(".ladder details[open] pre").first().textContent()) ?? "",
        /^(INVITE sip:|SIP\/2.0 )/,
      );
      await guest.visitor.picture("sip");
    });

    it("hands over a capture for as long as one is taken", async () => {
      await button("Capture packets").click();
      await page().waitForTimeout(300);
      const [download] = await Promise.all([page().waitForEvent("download"), button(/^Stop and download/).click()]);
      const octets = readFileSync(await download.path());
      equal(octets.readUInt32LE(0), 0xa1b2c3d4);
    });

    it("tries a dial plan key by key", async () => {
      await guest.visitor.open("dialplan");
      await page().getByRole("textbox", { name: "Dial plan" }).fill("([1-4]xx|0xx.|<9:00>xx.)");
      await page().getByLabel("Keys that are pressed").fill("912");
      await page().getByText("Calls 0012").waitFor();
      await page().getByRole("row", { name: /^9/ }).getByText("no more").first().waitFor();
      equal(await guest.visitor.barriers(), "");
      await guest.visitor.picture("dial-plan");
      await page().getByRole("textbox", { name: "Dial plan" }).fill("(xx");
      await page()
        .getByText(/^Column \d+: /)
        .waitFor();
    });

    it("keeps the settings in a file, and shows what bringing them back would change", async () => {
      await guest.visitor.open("backup");
      const [download] = await Promise.all([page().waitForEvent("download"), button("Download backup").click()]);
      const kept = readFileSync(await download.path(), "utf8");
      equal(JSON.parse(kept).settings["Display_Name[2]"], HOSTILE);
      ok(!kept.includes("pw-10"), "no secrets");
      await page().getByLabel("Passphrase", { exact: true }).fill("open sesame");
      const [whole] = await Promise.all([page().waitForEvent("download"), button("Backup with passwords").click()]);
      ok("secrets" in JSON.parse(readFileSync(await whole.path(), "utf8")));
      const other = kept.replace(JSON.stringify(HOSTILE), '"Parlour"');
      const file = { name: "backup.json", mimeType: "application/json", buffer: Buffer.from(other) };
      await page().getByLabel("Choose a file").setInputFiles(file);
      await page()
        .getByRole("row", { name: /Display_Name\[2\]/ })
        .getByText("Parlour")
        .waitFor();
      await button("Apply (changes: 1)").click();
      await page().getByText("The settings have been taken over.").waitFor();
      equal((await ask<Settings>("/api/settings")).values["Display_Name[2]"], "Parlour");
    });

    it("rings a telephone to test its line, and says what the board cannot do", async () => {
      await guest.visitor.open("maintenance");
      const line = page().getByRole("group", { name: "Line 1" });
      await line.getByRole("button", { name: "Ring" }).click();
      await line.getByText("It rings.").waitFor();
      await page().waitForTimeout(2500);
      await line.getByRole("button", { name: "Play a tone" }).click();
      await line.getByText("Lift the receiver first").waitFor();
      await line.getByRole("button", { name: "Measure" }).click();
      await line.getByText("The chips of this board measure no more than the loop.").waitFor();
      await line.getByText("48 V, 0 mA · Receiver on hook").waitFor();
    });

    it("gives and takes back tokens", async () => {
      await guest.visitor.open("access");
      await page().getByLabel("What it is for").fill("cron");
      await button("New token").click();
      const token = await page()
        .locator("code", { hasText: /^\S{16,}$/ })
        .textContent();
      const headers = { authorization: `Bearer ${token}` };
      equal((await fetch(`${guest.desk.web}/api/status`, { headers })).status, 200);
      await button("Remove cron").click();
      await button("Yes").click();
      await page().getByText("cron has been removed.").waitFor();
      equal((await fetch(`${guest.desk.web}/api/status`, { headers })).status, 401);
    });

    it("speaks German", async () => {
      await page().getByLabel("Language").selectOption("de");
      for (const room of ROOMS) {
        await guest.visitor.open(room);
        await page().waitForTimeout(150);
        equal(await guest.visitor.overflow(), 0, room);
      }
      await page().getByRole("heading", { name: "Zugang", exact: true }).waitFor();
      equal(await page().locator("html").getAttribute("lang"), "de");
      await guest.visitor.open("status");
      await page()
        .getByRole("region", { name: "Leitung 1", exact: true })
        .getByText("Bereit zum Telefonieren")
        .waitFor();
      await guest.visitor.picture("status-german");
      await page().getByLabel("Sprache").selectOption("en");
    });

    it("is dark where the system is, and fits on 360 pixels", async () => {
      await page().emulateMedia({ colorScheme: "dark" });
      await page().setViewportSize({ width: 360, height: 740 });
      for (const room of ROOMS) {
        await guest.visitor.open(room);
        await page().waitForTimeout(200);
        equal(await guest.visitor.overflow(), 0, room);
        equal(await guest.visitor.smallTargets(), "", room);
        equal(await guest.visitor.barriers(), "", room);
        await guest.visitor.picture(`narrow-dark-${room}`, room !== "settings");
      }
      await page().setViewportSize({ width: 1100, height: 900 });
      await guest.visitor.open("status");
      await guest.visitor.picture("status-dark");
      await page().getByLabel("Colours").selectOption("light");
      await guest.visitor.picture("status-light-by-choice");
      await page().getByLabel("Colours").selectOption("auto");
      await page().emulateMedia({ colorScheme: "light" });
    });

    it("is walked through with the keyboard alone", async () => {
      await guest.visitor.open("status");
      await page().reload();
      await heading("Status").waitFor();
      await page().keyboard.press("Tab");
      equal(await page().locator(":focus").textContent(), "Skip to the content");
      await page().keyboard.press("Enter");
      equal(await page().locator(":focus").getAttribute("id"), "main");
      await page().getByRole("link", { name: "Access" }).focus();
      await page().keyboard.press("Enter");
      await heading("Access").waitFor();
    });

    it("lets a user in, to his own settings only", async () => {
      await guest.visitor.open("access");
      await page().getByLabel("Whose").selectOption("user");
      await page().getByLabel("Your present password").fill(PASSWORD);
      await page().getByLabel("New password").fill("a user's password");
      await page().getByLabel("The same again").fill("a user's password");
      await button("Change password").click();
      await page().getByText("The password has been changed.").waitFor();
      await button("Log out").click();
      await heading("Log in").waitFor();
      equal(await guest.visitor.barriers(), "");
      await page().getByRole("combobox", { name: "As" }).selectOption("user");
      await page().getByLabel("Password", { exact: true }).fill("wrong");
      await button("Log in").click();
      await page().getByText("That password is wrong.").waitFor();
      await page().getByLabel("Password", { exact: true }).fill("a user's password");
      await button("Log in").click();
      await guest.visitor.open("settings");
      await heading("User 1").waitFor();
      deepEqual(await page().getByRole("navigation", { name: "Tabs" }).getByRole("link").allTextContents(), [
        "User 1",
        "User 2",
      ]);
      equal(await guest.visitor.barriers(), "");
      await button("Log out").click();
    });

    it("restarts, and forgets everything when that is typed", async () => {
      const enter = async () => {
        await heading("Log in").waitFor();
        await page().getByRole("combobox", { name: "As" }).selectOption("admin");
        await page().getByLabel("Password", { exact: true }).fill(PASSWORD);
        await button("Log in").click();
      };
      await enter();
      await guest.visitor.open("maintenance");
      guest.visitor.mayBeAway = true;
      await button("Restart").click();
      await button("Yes").click();
      await enter();
      await guest.visitor.open("maintenance");
      equal(await button("Factory reset").isDisabled(), true);
      await page().getByLabel("Type RESET to be sure").fill("RESET");
      await button("Factory reset").click();
      await heading("Welcome").waitFor();
    });

    it("has nothing to complain of, and asks nobody else", () => {
      equal(guest.visitor.complaints.join("\n"), "");
    });
  });
}
