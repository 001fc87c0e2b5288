/** The desk in a real browser: a call from 101 to 102 with the mouse. */
import { equal, match } from "node:assert/strict";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { type RunningDesk, startDesk } from "./running-desk.js";
import { CHROMIUM, needsBrowser } from "./visitor.js";

describe("the desk in a browser", function () {
  this.timeout(60_000);
  let desk: RunningDesk;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const telephone = (line: number): Locator => page.getByRole("region", { name: `Telephone ${line}` });

  before(async function () {
    needsBrowser(this);
    desk = await startDesk();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("request", (request) => request.url().startsWith(desk.url) || complaints.push(`asked ${request.url()}`));
    await page.goto(desk.url);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
  });

  it("shows both telephones, ready", async () => {
    for (const line of [1, 2]) await telephone(line).getByText("ready").waitFor();
  });

  it("calls with the keys, rings, shows the caller, and connects", async () => {
    await telephone(1).getByRole("button", { name: "Pick up" }).click();
    await telephone(1).locator(".hears", { hasText: "dial" }).waitFor();
    for (const key of "102") await telephone(1).getByRole("button", { name: key, exact: true }).click();
    await telephone(2).getByRole("button", { name: "Answer" }).waitFor();
    await telephone(1).locator(".hears", { hasText: "ringback" }).waitFor();
    await telephone(2).locator(".window-top", { hasText: "101" }).waitFor();
    if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE });
    await telephone(2).locator(".handset").click();
    for (const line of [1, 2]) await telephone(line).locator(".call", { hasText: "connected" }).waitFor();
  });

  it("lists the SIP messages as they come", async () => {
    const invite = page.locator(".sip summary", { hasText: "INVITE sip:102@" }).first();
    await invite.click();
    match((await page.locator(".sip details[open] pre").first().textContent()) ?? "", /^INVITE sip:102@/);
  });

  it("hangs up, and hears it at the other end", async () => {
    await telephone(1).locator(".handset").click();
    await telephone(2).locator(".call", { hasText: "ended" }).waitFor();
    await telephone(2).locator(".hears", { hasText: "reorder" }).waitFor();
    await telephone(2).locator(".handset").click();
    await telephone(2).locator(".call", { hasText: "idle" }).waitFor();
  });

  it("pulls the cable, and plugs it in again", async () => {
    const plug = page.getByRole("checkbox", { name: "pulled out" });
    await plug.check();
    equal(((await (await fetch(`${desk.url}/api/network`)).json()) as { down: boolean }).down, true);
    await plug.uncheck();
  });

  it("does not take the newer wish back when the answer to an older one comes late", async () => {
    const plug = page.getByRole("checkbox", { name: "pulled out" });
    const late: Promise<void>[] = [];
    await page.route("**/api/network", (route) => {
      if (route.request().method() !== "GET") return route.continue();
      const answered = route.fetch().then(async (response) => {
        await new Promise((passed) => setTimeout(passed, 200));
        await route.fulfill({ response });
      });
      late.push(answered);
      return answered;
    });
    await plug.check();
    await page.waitForTimeout(50);
    await plug.uncheck();
    const relapsed = await plug.evaluate(
      (box) =>
        new Promise((done) => {
          const until = performance.now() + 500;
          const look = () => {
            if ((box as unknown as { checked: boolean }).checked) done(true);
            else if (performance.now() > until) done(false);
            else setTimeout(look, 2);
          };
          look();
        }),
    );
    equal(relapsed, false);
    await Promise.all(late);
    equal(((await (await fetch(`${desk.url}/api/network`)).json()) as { down: boolean }).down, false);
    await page.unroute("**/api/network");
  });

  it("has nothing to complain of, and asks nobody else", () => {
    equal(complaints.join("\n"), "");
  });
});
