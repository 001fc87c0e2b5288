/**
 * What the program needs of a chip's memory: Moddable's engine with the heap of the WT32-ETH01, which grows here where it would
 * end there. Slots are counted as on the chip; octets are those of a machine of 64 bits, up to twice as many.
 */
import { equal, ok } from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Desk, pause } from "./desk.js";
import { base } from "./lab.js";

const root = join(import.meta.dirname, "../..");
const BUILT_WITHIN = 300_000;
const PAGE = base + 955;
/** 64 T1 (RFC 3261 section 17), and some more. */
const TRANSACTIONS_LAST = 36_000;
/** As the stream of events says to browsers. */
const RETRY = 2_000;

const sdk = process.env.MODDABLE;
const isThere = sdk !== undefined && existsSync(join(sdk, "build/bin/lin/release"));

/** Live after a collection, and the most there was room for. */
type Heap = {
  readonly slots: number;
  readonly octets: number;
  readonly mostSlots: number;
  readonly mostOctets: number;
};

/**
 * What is needed now, with a tenth to spare; the most is what the engine begins with, and less than the 4,928 slots and
 * 78,848 octets that the board can have.
 */
const LIMITS = {
  idle: { slots: 1_500, octets: 16_000 },
  page: { slots: 2_200, octets: 25_000 },
  talking: { slots: 2_800, octets: 43_000 },
  most: { slots: 4_096, octets: 65_536 },
};

if (isThere)
  describe("the heap of the program in Moddable's engine", () => {
    let desk: Desk;
    let program: ChildProcess;
    let said = "";
    let told = "";

    before(async function () {
      this.timeout(BUILT_WITHIN);
      execFileSync(process.execPath, [join(root, "boards/firmware.mjs"), "lin"], { stdio: "pipe" });
      desk = await Desk.start([]);
      const lines = [1, 2].flatMap((line) => [
        `SIP_Port[${line}]=${base + 955 + line}`,
        `Proxy[${line}]=${desk.ready.pbx}`,
        `User_ID[${line}]=${102 + line}`,
        `Password[${line}]=pw-${102 + line}`,
      ]);
      program = spawn(join(root, "build/bin/lin/release/ata"), [`Web_Server_Port=${PAGE}`, ...lines, "1:600", "2:600"]);
      program.stdout?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      program.stderr?.setEncoding("utf8").on("data", (text: string) => {
        told += text;
      });
    });

    after(async () => {
      isDone = true;
      program?.kill("SIGTERM");
      await listening;
      await desk?.stop();
    });

    async function heap(): Promise<Heap> {
      const before = told.length;
      program.kill("SIGUSR1");
      const line = /heap: (\d+) slots and (\d+) octets live, room for (\d+) and (\d+)/;
      for (let waited = 0; waited < 5_000 && !line.test(told.slice(before)); waited += 50) await pause(50);
      const [slots, octets, mostSlots, mostOctets] = (line.exec(told.slice(before)) ?? []).slice(1).map(Number);
      console.log(`      ${slots} slots, ${octets} octets; the most: ${mostSlots}, ${mostOctets}`);
      return { slots, octets, mostSlots, mostOctets };
    }

    async function until(line: RegExp): Promise<void> {
      for (let waited = 0; waited < 20_000 && !line.test(said); waited += 50) await pause(50);
      ok(line.test(said), said.slice(-500));
    }

    let cookie = "";
    let csrf = "";
    async function ask(path: string, body?: object): Promise<string> {
      const origin = `http://127.0.0.1:${PAGE}`;
      const response = await fetch(origin + path, {
        method: body ? "POST" : "GET",
        headers: { origin, cookie, "x-csrf": csrf, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      cookie ||= response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      ok(response.ok, `${path}: ${response.status}`);
      return response.headers.get("content-type")?.startsWith("text/event-stream") ? "" : response.text();
    }

    let listening = Promise.resolve();
    let isHeard = false;
    let isDone = false;
    /** Listens as a browser does: who could not keep up is sent away, and comes again. */
    async function listen(): Promise<void> {
      const response = await fetch(`http://127.0.0.1:${PAGE}/api/events`, { headers: { cookie } });
      equal(response.status, 200);
      isHeard = true;
      try {
        for await (const piece of response.body ?? []) ok(piece);
      } catch {
        // The program has ended.
      }
      isHeard = false;
      await pause(RETRY);
      if (!isDone) await listen();
    }

    it("holds two lines", async function () {
      this.timeout(60_000);
      await until(/the page is at/);
      const { slots, octets } = await heap();
      ok(slots <= LIMITS.idle.slots, `${slots} slots`);
      ok(octets <= LIMITS.idle.octets, `${octets} octets`);
    });

    it("holds the page, with somebody signed in who listens", async function () {
      this.timeout(60_000);
      await ask("/");
      await ask("/api/password", { password: "correct horse" });
      listening = listen();
      for (const path of ["/api/status", "/api/settings/table", "/api/settings", "/api/log", "/api/calls"])
        ok((await ask(path)).length > 1, path);
      const { slots, octets } = await heap();
      ok(slots <= LIMITS.page.slots + LIMITS.talking.slots - LIMITS.idle.slots, `${slots} slots`);
      ok(octets <= LIMITS.talking.octets, `${octets} octets`);
    });

    it("holds two lines that talk while the page is open", async function () {
      this.timeout(60_000);
      await until(/line 1: connected/);
      await until(/line 2: connected/);
      for (const path of ["/api/status", "/api/settings", "/api/calls"]) await ask(path);
      for (let waited = 0; waited < 5_000 && !isHeard; waited += 50) await pause(50);
      await pause(1_000);
      ok(isHeard, "nobody listens");
      const { slots, octets, mostSlots, mostOctets } = await heap();
      ok(slots <= LIMITS.talking.slots, `${slots} slots`);
      ok(octets <= LIMITS.talking.octets, `${octets} octets`);
      ok(mostSlots <= LIMITS.most.slots, `room for ${mostSlots} slots`);
      ok(mostOctets <= LIMITS.most.octets, `room for ${mostOctets} octets`);
    });

    it("looks through a whole profile meanwhile, and keeps it, as if it were a short one", async function () {
      this.timeout(60_000);
      ({ csrf } = JSON.parse(await ask("/api/session")));
      const file = await ask("/api/profile.xml");
      ok(file.length > 15_000, `${file.length} characters`);
      await ask("/api/restore", { file });
      await ask("/api/restore", { file, apply: true });
      await ask("/api/backup");
      const { slots, mostSlots } = await heap();
      ok(slots <= LIMITS.talking.slots, `${slots} slots`);
      ok(mostSlots <= LIMITS.most.slots, `room for ${mostSlots} slots`);
    });

    it("is given back when they have hung up", async function () {
      this.timeout(60_000);
      await until(/line 1: idle/);
      await until(/line 2: idle/);
      await pause(TRANSACTIONS_LAST);
      const { slots } = await heap();
      ok(slots <= LIMITS.page.slots + LIMITS.page.slots - LIMITS.idle.slots, `${slots} slots`);
      equal(program.exitCode, null);
    });
  });
