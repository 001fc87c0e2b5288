/** New firmware on the adapter's page in a real browser: from a file and from an address, refused, taken, on trial. */
import { equal } from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deskProgram, makeImage } from "../../boards/image.mjs";
import { Guest, PASSWORD } from "./guest.js";
import { needsBrowser } from "./visitor.js";

const PIECE = 8192;
const PAUSE_MS = 40;

describe("the update of the adapter in a browser", function () {
  this.timeout(60_000);
  const guest = new Guest();
  const { page, button } = guest;
  let server: Server;
  let url = "";
  const image = (version: string, board = "simulated", length = 0) =>
    makeImage(board, version, Buffer.concat([deskProgram(), Buffer.alloc(length, " ")]));
  const choose = (name: string, buffer: Buffer) =>
    page().getByLabel("Choose an image").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  const said = (text: string | RegExp) => page().getByText(text).first().waitFor();

  before(async function () {
    needsBrowser(this);
    server = createServer(async (request, response) => {
      if (request.url !== "/a.image") {
        response.writeHead(404).end();
        return;
      }
      const octets = image("2.0.0", "simulated", 150_000);
      for (let at = 0; at < octets.length; at += PIECE) {
        response.write(octets.subarray(at, at + PIECE));
        await new Promise((passed) => setTimeout(passed, PAUSE_MS));
      }
      response.end();
    });
    await new Promise<void>((open) => server.listen(0, "127.0.0.1", open));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await guest.come();
  });
  after(async () => {
    await guest.leave();
    server?.close();
  });

  it("shows what runs, and that no signature is wanted", async () => {
    await page().goto(guest.desk.web);
    await page().getByLabel("New password").fill(PASSWORD);
    await page().getByLabel("The same again").fill(PASSWORD);
    await button("Set password").click();
    await guest.heading("Set-up").waitFor();
    await guest.visitor.open("maintenance");
    await said(/^Version 0\.1\.0 runs\. It was built without a key/);
    equal(await guest.visitor.barriers(), "");
    equal(await guest.visitor.smallTargets(), "");
    equal(await guest.visitor.overflow(), 0);
    await guest.visitor.picture("update");
  });

  it("says why a file is not taken", async () => {
    await choose("other.image", image("2.0.0", "WT32-ETH01"));
    await said(/Not taken over: this image is for another board: WT32-ETH01/);
    await choose("old.image", image("0.0.9"));
    await said(/version 0\.0\.9 is older than the one that runs, 0\.1\.0/);
  });

  it("says why an address is none, and that nothing is there", async () => {
    await page().getByLabel("Address of an image").fill("tftp://h/a.image");
    await button("Fetch it").click();
    await said(/by TFTP only Upgrade_Rule does/);
    await page().getByLabel("Address of an image").fill(`${url}/b.image`);
    await button("Fetch it").click();
    await said(/the server answers 404/);
  });

  it("shows how far one has come, and lets it be broken off", async () => {
    await page().getByLabel("Address of an image").fill(`${url}/a.image`);
    await button("Fetch it").click();
    await page().getByRole("progressbar", { name: "Update" }).waitFor();
    const percent = () => page().getByRole("progressbar").getAttribute("value");
    await page().waitForFunction(() => {
      const { document } = globalThis as unknown as {
        document: { querySelector(what: string): { value: number } | null };
      };
      return (document.querySelector("progress")?.value ?? 0) > 10;
    });
    equal(Number(await percent()) < 100, true);
    await guest.visitor.picture("update-on-its-way");
    await button("Break off").click();
    await said(/it has been broken off/);
  });

  it("takes one whole, restarts into it, and says that it is on trial", async () => {
    await page().getByLabel("Address of an image").fill(`${url}/a.image`);
    await button("Fetch it").click();
    await said("Version 2.0.0 starts with the next restart.");
    equal(await guest.visitor.barriers(), "");
    guest.visitor.mayBeAway = true;
    await button("Restart now").click();
    await button("Yes").click();
    await page().getByLabel("Password", { exact: true }).fill(PASSWORD);
    await button("Log in").click();
    await guest.visitor.open("maintenance");
    await said(/^Version 2\.0\.0 runs\./);
    await said(/It is on trial, for \d+ s at most/);
    equal(await page().getByLabel("Choose an image").count(), 0);
    equal(await guest.visitor.barriers(), "");
    await guest.visitor.picture("update-on-trial");
    equal(guest.visitor.complaints.join("\n"), "");
  });
});
