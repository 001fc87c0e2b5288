/** What the owner of a board sees of chips that fail and of wires that are measured, in a real browser. */
import { equal, match } from "node:assert/strict";
import { Guest, PASSWORD } from "./guest.js";
import { needsBrowser } from "./visitor.js";

describe("a chip that fails, as its owner sees it", function () {
  this.timeout(60_000);
  const guest = new Guest();
  const { page, button, heading } = guest;
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(`${guest.desk.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    equal(status, 204, path);
  };
  const harm = (line: number, body: object) => post(`/api/lines/${line}/chip`, body);
  const card = (name: string) => page().getByRole("region", { name, exact: true });

  before(async function () {
    needsBrowser(this);
    await guest.come("--board", "si321x", "--fault", "2:leakage");
    await page().goto(guest.desk.web);
    await heading("Welcome").waitFor();
    await page().getByLabel("New password").fill(PASSWORD);
    await page().getByLabel("The same again").fill(PASSWORD);
    await button("Set password").click();
    await heading("Set-up").waitFor();
    await guest.visitor.open("status");
  });
  after(() => guest.leave());

  it("is told in words, with what to do, while the other line is ready", async () => {
    await card("Line 2").getByText("Out of service: current leaks away").waitFor();
    await card("Line 1").getByText("Ready for calls").waitFor();
    await page()
      .getByText(/Out of service: the battery falls to \d\.\d V within \d+ ms: leakage or a short circuit\./)
      .waitFor();
    await page()
      .getByText(/^Unplug the telephone cable\. If the line comes back/)
      .waitFor();
    equal(await guest.visitor.barriers(), "");
    await guest.visitor.picture("chip-fault");
  });

  it("is told in German, too", async () => {
    await page().getByLabel("Language").selectOption("de");
    await card("Leitung 2").getByText("Außer Betrieb: es fließt Strom ab").waitFor();
    await page()
      .getByText(/Außer Betrieb: die Speisung fällt auf \d\.\d V binnen \d+ ms: Leckstrom oder Kurzschluss\./)
      .waitFor();
    await page()
      .getByText(/^Ziehen Sie das Telefonkabel\. Kommt die Leitung wieder/)
      .waitFor();
    await page().getByLabel("Sprache").selectOption("en");
  });

  it("is ready again by itself when it has been mended", async () => {
    await harm(2, { fault: null });
    await card("Line 2").getByText("Ready for calls").waitFor({ timeout: 20_000 });
    await page()
      .getByText(/Out of service/)
      .waitFor({ state: "detached" });
  });

  it("is no fault of wires: these are measured, and judged", async () => {
    await guest.visitor.open("maintenance");
    const line = page().getByRole("group", { name: "Line 1" });
    const measure = line.getByRole("button", { name: "Measure" });
    await measure.click();
    await line.getByText("The line is as it should be.").waitFor();
    await line.getByText("48 V, 0 mA · Receiver on hook").waitFor();
    await line.getByText("1 REN").waitFor();
    await harm(1, { wires: { ringGround: 5000 } });
    await measure.click();
    await line.getByText("Current flows from wire b (RING) to ground.").waitFor();
    match((await line.textContent()) ?? "", /Wire b \(RING\) to ground[45](\.\d)? kΩ/);
    equal(await guest.visitor.barriers(), "");
    await guest.visitor.picture("line-measured");
    await guest.hook(1, "off");
    await page().waitForTimeout(500);
    await measure.click();
    await line.getByText("The line is in use.").waitFor();
    await line.getByText(/mA · Receiver lifted$/).waitFor();
    await guest.hook(1, "on");
  });

  it("while a call is up ends it, and the page says so at once", async () => {
    await guest.visitor.open("status");
    await guest.hook(2, "off");
    await page().waitForTimeout(700);
    await post("/api/lines/2/dial", { digits: "600" });
    await card("Line 2").getByText("connected").waitFor();
    await harm(2, { fault: "dcdc" });
    await card("Line 2").getByText("Out of service: it has no battery voltage").waitFor();
    await card("Line 2").getByText("connected").waitFor({ state: "detached" });
    equal(guest.visitor.complaints.join("\n"), "");
  });
});
