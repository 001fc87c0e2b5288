/** The adapter's own page in a real browser: from a fresh adapter to a call, through every setting, and back to fresh. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import type { Row, Settings } from "../../firmware/web/app/shapes.js";
import { type RunningDesk, startDesk } from "./running-desk.js";
import { missing, PICTURES, Visitor } from "./visitor.js";

const PASSWORD = "correct horse battery";
const ROOMS = ["status", "setup", "settings", "calls", "log", "sip", "dialplan", "backup", "maintenance", "access"];
const TABS = ["System", "SIP", "Provisioning", "Regional", "Line 1", "Line 2", "User 1", "User 2"];
const HOSTILE = "<img src=x onerror=alert(1)>";

/** A setting of each kind: what it does not take, and what it does. */
const KINDS: { readonly [kind: string]: readonly [name: string, bad: string | null, good: string] } = {
  yesno: ["Use_Outbound_Proxy[2]", null, "Yes"],
  choice: ["Network_Jitter_Level[2]", null, "medium"],
  number: ["Register_Expires[2]", "often", "1800"],
  text: ["Display_Name[2]", "x".repeat(300), HOSTILE],
  password: ["Password[2]", "x".repeat(300), "pw-102"],
  hex: ["SIP_ToS_DiffServ_Value[2]", "104", "0x60"],
  address: ["Outbound_Proxy[2]", "two words", "127.0.0.1:5999"],
  addresses: ["Alternate_Proxy[2]", "a b", "127.0.0.1:5998, 127.0.0.1:5997"],
  target: ["Voice_Mail_Server[2]", "@@", "news@127.0.0.1"],
  ip: ["EXT_IP", "1.2.3", "192.0.2.1"],
  host: ["HostName", "a_b!", "telephone.example.net"],
  tone: ["Busy_Tone", "425", "425@-15;10(.4/.6/1)"],
  cadence: ["Ring1_Cadence", "60", "60(.8/3.2)"],
  frequencies: ["CWT_Frequency", "loud", "430@-14"],
  dialplan: ["Dial_Plan[2]", "xx.", "(xx.)"],
  numbers: ["Emergency_Number[2]", "help", "112"],
  codes: ["SIT1_RSC", "40", "404"],
  mediatype: ["DTMF_Relay_MIME_Type", "dtmf", "application/dtmf"],
  servicecode: ["Blind_Transfer_Code", "ninety", "*97"],
  timeofday: ["Resync_At__HHmm_", "noon", "0330"],
  delays: ["Resync_Error_Retry_Delay", "soon", "30,300,1800+3600"],
  expression: ["Resync_Trigger_1", "$REGTMR1 gt", "$REGTMR1 gt 300"],
  rule: ["Profile_Rule_D", "[--key", "https://127.0.0.1:1/$MA.xml"],
  certificates: ["Provision_CA", "mine", "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"],
  date: ["Set_Local_Date__mm_dd_", "yesterday", "11/21"],
  daylight: ["Daylight_Saving_Time_Rule", "start=13/1", "start=4/1/7/1;end=10/-1/7/1;save=1"],
  levels: ["Log_Levels", "sip=loud", "sip=debug, *=info"],
};

describe("the adapter's page in a browser", function () {
  this.timeout(90_000);
  let desk: RunningDesk;
  let visitor: Visitor;

  const page = () => visitor.page;
  const button = (name: string | RegExp): Locator => page().getByRole("button", { name });
  const heading = (name: string): Locator => page().getByRole("heading", { name, exact: true });
  const field = (name: string): Locator => page().locator(`[name="${name}"]`);
  const hook = async (line: number, state: "on" | "off") => {
    const body = JSON.stringify({ state });
    const headers = { "content-type": "application/json" };
    equal((await fetch(`${desk.url}/api/lines/${line}/hook`, { method: "POST", headers, body })).status, 204);
  };
  const ask = <T>(path: string): Promise<T> =>
    page().evaluate(async (asked) => (await fetch(asked)).json(), path) as Promise<T>;
  const fresh = async (password: string, again: string) => {
    await page().getByLabel("New password").fill(password);
    await page().getByLabel("The same again").fill(again);
    await button("Set password").click();
  };

  before(async function () {
    const lacks = missing();
    if (lacks !== null) {
      if (process.env.CI) throw new Error(lacks);
      process.stderr.write(`${lacks}: skipped\n`);
      this.skip();
    }
    desk = await startDesk();
    visitor = await Visitor.come(desk.web);
    process.stderr.write(`      pictures: ${PICTURES}\n`);
  });
  after(async () => {
    await visitor?.leave();
    await desk?.stop();
  });

  describe("at first", () => {
    it("paints after three requests, before it has asked for any data", async () => {
      const asked: string[] = [];
      await page().route("**/*", (route) => {
        const { pathname } = new URL(route.request().url());
        asked.push(pathname);
        return pathname.startsWith("/api/") || pathname === "/icon.svg" ? route.abort() : route.continue();
      });
      await page().goto(desk.web);
      await page().getByText("One moment").waitFor();
      const files = asked.filter((path) => !path.startsWith("/api/") && path !== "/icon.svg");
      deepEqual(files.sort(), ["/", "/app.css", "/app.js"]);
      await page().unroute("**/*");
      // what was cut off above is no fault of the page
      visitor.complaints.length = 0;
    });

    it("wants a password first, twice the same, and long enough", async () => {
      await page().goto(desk.web);
      await heading("Welcome").waitFor();
      equal(await visitor.barriers(), "");
      await fresh("short", "short");
      await page().getByText("At least 8 characters, please.").first().waitFor();
      await fresh(PASSWORD, "something else");
      await page().getByText("The two are not the same.").waitFor();
      await visitor.picture("first-password");
      await fresh(PASSWORD, PASSWORD);
      await heading("Set-up").waitFor();
    });
  });

  describe("the set-up", () => {
    it("sets what a country wants", async () => {
      await page().getByRole("combobox", { name: "Country" }).selectOption({ label: "Germany" });
      await visitor.picture("setup-country");
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
      equal(await visitor.barriers(), "");
      await visitor.picture("setup-profile");
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
      equal(await visitor.barriers(), "");
      await field("Password[1]").fill("not the password");
      await visitor.picture("setup-account");
      await button("Save and continue").click();
      await page()
        .getByText(/Line 1: No calls: .*password/)
        .waitFor();
      await visitor.picture("setup-refused");
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
      equal(await visitor.barriers(), "");
      await hook(1, "off");
      await page().getByText("The number is being called").waitFor();
      for (;;) {
        const { lines } = (await (await fetch(`${desk.url}/api/state`)).json()) as {
          lines: { ringing: boolean; call: string }[];
        };
        if (lines[1].ringing || lines[1].call === "ringing") break;
        await page().waitForTimeout(100);
      }
      await hook(2, "off");
      await page().getByText("Connected: the line works.").waitFor();
      await visitor.picture("setup-call");
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
      await visitor.picture("status");
    });

    it("opens every room without a barrier, a small target or anything too wide", async () => {
      for (const room of ROOMS) {
        await visitor.open(room);
        await page().locator("main h1").waitFor();
        await page().waitForTimeout(300);
        equal(await visitor.barriers(), "", room);
        equal(await visitor.smallTargets(), "", room);
        equal(await visitor.overflow(), 0, room);
      }
    });
  });

  describe("the settings", () => {
    const open = async (name: string) => {
      await visitor.open(`settings/${encodeURIComponent(name)}`);
      await field(name).waitFor();
    };
    const enter = async (name: string, value: string) => {
      const one = field(name);
      const what = await one.evaluate((node) => (node as unknown as { type: string }).type);
      if (what === "checkbox") await one.setChecked(value === "Yes");
      else if (what === "select-one") await one.selectOption(value);
      else {
        await one.fill(value);
        await one.blur();
      }
    };

    it("have a tab for each of the PAP2T's, and more in the advanced view", async () => {
      await visitor.open("settings");
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
        equal(await visitor.barriers(), "", name);
        equal(await visitor.smallTargets(), "", name);
      }
      await visitor.picture("settings-advanced", false);
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
          await enter(name, bad);
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
      equal(await visitor.barriers(), "");
      await visitor.picture("settings-refused", false);
      deepEqual(await ask<Settings>("/api/settings"), before);
    });

    it("save all of them together, and say so", async () => {
      for (const [name, , good] of Object.values(KINDS)) {
        await open(name);
        await enter(name, good);
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
      await enter("Register_Expires[2]", "60");
      await enter("Register_Expires[2]", "1800");
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

  describe("the tools", () => {
    it("shows what others call themselves as plain text", async () => {
      await visitor.open("status");
      const card = page().getByRole("region", { name: "Line 1", exact: true });
      await page().getByRole("region", { name: "Line 2", exact: true }).getByText("Ready for calls").waitFor();
      await hook(2, "off");
      await page().waitForTimeout(500);
      const headers = { "content-type": "application/json" };
      await fetch(`${desk.url}/api/lines/2/dial`, { method: "POST", headers, body: JSON.stringify({ digits: "101" }) });
      await card.getByText(HOSTILE).waitFor();
      await hook(1, "off");
      await card.getByText("connected").waitFor();
      await card.getByText("MOS").waitFor();
      await visitor.picture("status-call");
    });

    it("says what waits until a line is idle", async () => {
      await visitor.open("settings/Dial_Plan[1]");
      await field("Dial_Plan[1]").fill("(xxx|xx.)");
      await button("Save (1)").click();
      await page()
        .getByText(/Takes effect when idle: line 1/)
        .waitFor();
      await visitor.open("status");
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
      await visitor.open("calls");
      await page()
        .getByRole("row", { name: /from 102/ })
        .first()
        .waitFor();
      await page().getByText(HOSTILE).first().waitFor();
      await visitor.open("log");
      await page().locator(".log li").first().waitFor();
      await visitor.open("sip");
      const rung = page().locator(".ladder summary", { hasText: "INVITE" }).first();
      await rung.click();
      match(
        (await page().locator(".ladder details[open] pre").first().textContent()) ?? "",
        /^(INVITE sip:|SIP\/2.0 )/,
      );
      await visitor.picture("sip");
    });

    it("hands over a capture for as long as one is taken", async () => {
      await button("Capture packets").click();
      await page().waitForTimeout(300);
      const [download] = await Promise.all([page().waitForEvent("download"), button(/^Stop and download/).click()]);
      const octets = readFileSync(await download.path());
      equal(octets.readUInt32LE(0), 0xa1b2c3d4);
    });

    it("tries a dial plan key by key", async () => {
      await visitor.open("dialplan");
      await page().getByRole("textbox", { name: "Dial plan" }).fill("([1-4]xx|0xx.|<9:00>xx.)");
      await page().getByLabel("Keys that are pressed").fill("912");
      await page().getByText("Calls 0012").waitFor();
      await page().getByRole("row", { name: /^9/ }).getByText("no more").first().waitFor();
      equal(await visitor.barriers(), "");
      await visitor.picture("dial-plan");
      await page().getByRole("textbox", { name: "Dial plan" }).fill("(xx");
      await page()
        .getByText(/^Column \d+: /)
        .waitFor();
    });

    it("keeps the settings in a file, and shows what bringing them back would change", async () => {
      await visitor.open("backup");
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
      await visitor.open("maintenance");
      const line = page().getByRole("group", { name: "Line 1" });
      await line.getByRole("button", { name: "Ring" }).click();
      await line.getByText("It rings.").waitFor();
      await page().waitForTimeout(2500);
      await line.getByRole("button", { name: "Play a tone" }).click();
      await line.getByText("Lift the receiver first").waitFor();
      await line.getByRole("button", { name: "Measure" }).click();
      await line.getByText("This line cannot measure.").waitFor();
      await page().getByText("This board cannot update itself.").waitFor();
    });

    it("gives and takes back tokens", async () => {
      await visitor.open("access");
      await page().getByLabel("What it is for").fill("cron");
      await button("New token").click();
      const token = await page()
        .locator("code", { hasText: /^\S{16,}$/ })
        .textContent();
      const headers = { authorization: `Bearer ${token}` };
      equal((await fetch(`${desk.web}/api/status`, { headers })).status, 200);
      await button("Remove cron").click();
      await button("Yes").click();
      await page().getByText("cron has been removed.").waitFor();
      equal((await fetch(`${desk.web}/api/status`, { headers })).status, 401);
    });

    it("speaks German", async () => {
      await page().getByLabel("Language").selectOption("de");
      for (const room of ROOMS) {
        await visitor.open(room);
        await page().waitForTimeout(150);
        equal(await visitor.overflow(), 0, room);
      }
      await page().getByRole("heading", { name: "Zugang", exact: true }).waitFor();
      equal(await page().locator("html").getAttribute("lang"), "de");
      await visitor.open("status");
      await page()
        .getByRole("region", { name: "Leitung 1", exact: true })
        .getByText("Bereit zum Telefonieren")
        .waitFor();
      await visitor.picture("status-german");
      await page().getByLabel("Sprache").selectOption("en");
    });

    it("is dark where the system is, and fits on 360 pixels", async () => {
      await page().emulateMedia({ colorScheme: "dark" });
      await page().setViewportSize({ width: 360, height: 740 });
      for (const room of ROOMS) {
        await visitor.open(room);
        await page().waitForTimeout(200);
        equal(await visitor.overflow(), 0, room);
        equal(await visitor.smallTargets(), "", room);
        equal(await visitor.barriers(), "", room);
        await visitor.picture(`narrow-dark-${room}`, room !== "settings");
      }
      await page().setViewportSize({ width: 1100, height: 900 });
      await visitor.open("status");
      await visitor.picture("status-dark");
      await page().getByLabel("Colours").selectOption("light");
      await visitor.picture("status-light-by-choice");
      await page().getByLabel("Colours").selectOption("auto");
      await page().emulateMedia({ colorScheme: "light" });
    });

    it("is walked through with the keyboard alone", async () => {
      await visitor.open("status");
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
      await visitor.open("access");
      await page().getByLabel("Whose").selectOption("user");
      await page().getByLabel("Your present password").fill(PASSWORD);
      await page().getByLabel("New password").fill("a user's password");
      await page().getByLabel("The same again").fill("a user's password");
      await button("Change password").click();
      await page().getByText("The password has been changed.").waitFor();
      await button("Log out").click();
      await heading("Log in").waitFor();
      equal(await visitor.barriers(), "");
      await page().getByRole("combobox", { name: "As" }).selectOption("user");
      await page().getByLabel("Password", { exact: true }).fill("wrong");
      await button("Log in").click();
      await page().getByText("That password is wrong.").waitFor();
      await page().getByLabel("Password", { exact: true }).fill("a user's password");
      await button("Log in").click();
      await visitor.open("settings");
      await heading("User 1").waitFor();
      deepEqual(await page().getByRole("navigation", { name: "Tabs" }).getByRole("link").allTextContents(), [
        "User 1",
        "User 2",
      ]);
      equal(await visitor.barriers(), "");
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
      await visitor.open("maintenance");
      visitor.mayBeAway = true;
      await button("Restart").click();
      await button("Yes").click();
      await enter();
      await visitor.open("maintenance");
      equal(await button("Factory reset").isDisabled(), true);
      await page().getByLabel("Type RESET to be sure").fill("RESET");
      await button("Factory reset").click();
      await heading("Welcome").waitFor();
    });

    it("has nothing to complain of, and asks nobody else", () => {
      equal(visitor.complaints.join("\n"), "");
    });
  });
});
