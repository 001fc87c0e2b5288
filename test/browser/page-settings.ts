/** The settings of the adapter's page: every tab, a value of every kind refused and saved. Part of page.test.ts. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Row, Settings } from "../../firmware/web/app/shapes.js";
import { type Guest, HOSTILE } from "./guest.js";

const TABS = ["System", "SIP", "Provisioning", "Regional", "Line 1", "Line 2", "User 1", "User 2"];

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

export function trySettings(guest: Guest): void {
  const { page, button, heading, field, ask } = guest;

  describe("the settings", () => {
    const open = async (name: string) => {
      await guest.visitor.open(`settings/${encodeURIComponent(name)}`);
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
      equal(await guest.visitor.barriers(), "");
      await guest.visitor.picture("settings-refused", false);
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
}
