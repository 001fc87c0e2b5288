/** The adapter's own page in a real browser: from a fresh adapter to a call, through every setting, and back to fresh. */
import { deepEqual, equal, match } from "node:assert/strict";
import type { Settings } from "../../firmware/web/app/shapes.js";
import { Guest, PASSWORD, ROOMS } from "./guest.js";
import { trySettings } from "./page-settings.js";
import { tryTools } from "./page-tools.js";
import { needsBrowser, PICTURES } from "./visitor.js";

describe("the adapter's page in a browser", function () {
  this.timeout(90_000);
  const guest = new Guest();
  const { page, button, heading, field, ask, hook } = guest;
  const fresh = async (password: string, again: string) => {
    await page().getByLabel("New password").fill(password);
    await page().getByLabel("The same again").fill(again);
    await button("Set password").click();
  };

  before(async function () {
    needsBrowser(this);
    await guest.come();
    process.stderr.write(`      pictures: ${PICTURES}\n`);
  });
  after(() => guest.leave());

  describe("at first", () => {
    it("paints after three requests, before it has asked for any data", async () => {
      const asked: string[] = [];
      await page().route("**/*", (route) => {
        const { pathname } = new URL(route.request().url());
        asked.push(pathname);
        return pathname.startsWith("/api/") || pathname === "/icon.svg" ? route.abort() : route.continue();
      });
      await page().goto(guest.desk.web);
      await page().getByText("One moment").waitFor();
      const files = asked.filter((path) => !path.startsWith("/api/") && path !== "/icon.svg");
      deepEqual(files.sort(), ["/", "/app.css", "/app.js"]);
      await page().unroute("**/*");
      // what was cut off above is no fault of the page
      guest.visitor.complaints.length = 0;
    });

    it("wants a password first, twice the same, and long enough", async () => {
      await page().goto(guest.desk.web);
      await heading("Welcome").waitFor();
      equal(await guest.visitor.barriers(), "");
      await fresh("short", "short");
      await page().getByText("At least 8 characters, please.").first().waitFor();
      await fresh(PASSWORD, "something else");
      await page().getByText("The two are not the same.").waitFor();
      await guest.visitor.picture("first-password");
      await fresh(PASSWORD, PASSWORD);
      await heading("Set-up").waitFor();
    });
  });

  describe("the set-up", () => {
    it("sets what a country wants", async () => {
      await page().getByRole("combobox", { name: "Country" }).selectOption({ label: "Germany" });
      await guest.visitor.picture("setup-country");
      await button("Use this country").click();
      await heading("Provider").waitFor();
      match((await ask<Settings>("/api/settings")).values.Dial_Tone ?? "", /425/);
    });

    it("can be left, and goes on where it was", async () => {
      await page().getByRole("link", { name: "Later" }).click();
      await heading("Status").waitFor();
      await page().reload();
      await page().getByRole("link", { name: "Continue it" }).click();
      await heading("Provider").waitFor();
    });

    it("shows what the profile of a PAP2T would change, what is unknown, and what is without effect", async () => {
      await page()
        .getByLabel(/profile of a PAP2T/)
        .check();
      const profile =
        "<flat-profile><User_ID_2_>102</User_ID_2_><Display_Name_2_>Kitchen</Display_Name_2_>" +
        "<Mini_Certificate_1_>x</Mini_Certificate_1_><No_Such_Thing>1</No_Such_Thing></flat-profile>";
      const file = { name: "pap2t.xml", mimeType: "text/xml", buffer: Buffer.from(profile) };
      await page().getByLabel("Choose a file").setInputFiles(file);
      await page()
        .getByRole("row", { name: /Display_Name\[2\]/ })
        .getByText("Kitchen")
        .waitFor();
      await page().getByText("Unknown here: 1").waitFor();
      await page().getByText("Without effect here: 1").waitFor();
      equal(await guest.visitor.barriers(), "");
      await guest.visitor.picture("setup-profile");
      await button(/^Apply/).click();
      await heading("Registration").waitFor();
      equal((await ask<Settings>("/api/settings")).values["Display_Name[2]"], "Kitchen");
    });

    it("takes account data for each line, and says in words why the server does not", async () => {
      await button("2. Provider").click();
      await page().getByLabel("From a provider in this list").check();
      await page().getByRole("combobox", { name: "Provider" }).selectOption("pbx");
      await button("Continue").click();
      await heading("Account").waitFor();
      equal(await guest.visitor.barriers(), "");
      await field("Password[1]").fill("not the password");
      await guest.visitor.picture("setup-account");
      await button("Save and continue").click();
      await page()
        .getByText(/Line 1: No calls: .*password/)
        .waitFor();
      await guest.visitor.picture("setup-refused");
      await button("3. Account").click();
      await field("User_ID[1]").fill("101");
      await field("Password[1]").fill("pw-101");
      await button("Save and continue").click();
      await page().getByText("Line 1: Ready for calls").waitFor();
      await button("Make a test call").click();
    });

    it("makes a test call", async () => {
      await heading("Test call").waitFor();
      await page().getByLabel("Number to call").fill("102");
      await button("Ring my telephone").click();
      await page().getByText("Your telephone rings").waitFor();
      equal(await guest.visitor.barriers(), "");
      await hook(1, "off");
      await page().getByText("The number is being called").waitFor();
      for (;;) {
        const { lines } = (await (await fetch(`${guest.desk.url}/api/state`)).json()) as {
          lines: { ringing: boolean; call: string }[];
        };
        if (lines[1].ringing || lines[1].call === "ringing") break;
        await page().waitForTimeout(100);
      }
      await hook(2, "off");
      await page().getByText("Connected: the line works.").waitFor();
      await guest.visitor.picture("setup-call");
      await hook(1, "on");
      await page().getByText("The call is over.").waitFor();
      await hook(2, "on");
      await button("Finish").click();
      await heading("Status").waitFor();
      equal(await page().getByText("Continue it").count(), 0);
    });
  });

  describe("all rooms", () => {
    it("says how the lines are, and what happened last", async () => {
      for (const line of [1, 2])
        await page()
          .getByRole("region", { name: `Line ${line}`, exact: true })
          .getByText("Ready for calls")
          .waitFor();
      await page()
        .getByRole("row", { name: /to 102/ })
        .first()
        .waitFor();
      await guest.visitor.picture("status");
    });

    it("opens every room without a barrier, a small target or anything too wide", async () => {
      for (const room of ROOMS) {
        await guest.visitor.open(room);
        await page().locator("main h1").waitFor();
        await page().waitForTimeout(300);
        equal(await guest.visitor.barriers(), "", room);
        equal(await guest.visitor.smallTargets(), "", room);
        equal(await guest.visitor.overflow(), 0, room);
      }
    });
  });

  trySettings(guest);
  tryTools(guest);
});
