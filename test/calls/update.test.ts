/** The firmware of a whole desk replaced: from a file, from an address and by rule, proven or gone back from, through cuts of the power. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { deskProgram, makeImage, signImage } from "../../boards/image.mjs";
import { LEAST_MS, TRIAL_MS } from "../../firmware/adapter/health.js";
import { VERSION } from "../../firmware/adapter/version.js";
import type { HttpAnswer, HttpClient, HttpQuestion } from "../../hal/http-client.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import type { DeskOptions } from "../../sim/desk.js";
import { imageLock } from "../../sim/node/image-lock.js";
import type { VirtualTime } from "../../sim/time.js";
import { HOST } from "../firmware/web/client.js";
import { deskVisit, listen } from "../firmware/web/desk.js";

const KEY = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

const image = (version: string, behaves: "well" | "deaf" | "dead" = "well") =>
  makeImage("simulated", version, deskProgram(behaves));

/** As long as it likes, and still a program. */
const longImage = (version: string, octets: number) =>
  makeImage("simulated", version, Buffer.concat([deskProgram(), Buffer.alloc(octets, " ")]));

/** A web server: the answer to each path, in pieces, a while after it was asked. */
class PieceServer implements HttpClient {
  readonly asked: string[] = [];
  readonly files: { [url: string]: Uint8Array | number } = {};
  taken = 0;
  piece = 1000;
  readonly #time: () => VirtualTime;
  constructor(time: () => VirtualTime) {
    this.#time = time;
  }
  ask({ url, onBody }: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    this.asked.push(url);
    const file = this.files[url] ?? 404;
    let at = 0;
    let isOpen = true;
    const headers = {};
    const none = new Uint8Array(0);
    const go = () => {
      if (!isOpen) return;
      if (typeof file === "number")
        return done(file === 0 ? { failed: "no route" } : { status: file, headers, body: none });
      if (at >= file.length) return done({ status: 200, headers, body: onBody ? none : file });
      const piece = onBody ? file.slice(at, at + this.piece) : file;
      at += piece.length;
      this.taken += piece.length;
      if (onBody && !onBody(piece)) return done({ failed: "the answer is not wanted" });
      this.#time().after(10, go);
    };
    this.#time().after(20, go);
    return () => {
      isOpen = false;
    };
  }
}

/** An owner at the page of a desk that takes images. */
function house(options: Partial<DeskOptions> = {}, key: string | null = null) {
  let time!: VirtualTime;
  const server = new PieceServer(() => time);
  const visit = deskVisit({ images: imageLock(key), client: server, ...options });
  time = visit.time;
  const { desk, client, served } = visit;
  const send = (octets: Uint8Array, query = "") => {
    const upload = served[0].upload?.({
      ...{ method: "PUT", path: "/api/update", query, from: "10.0.0.9" },
      headers: {
        ...{ host: HOST, origin: `http://${HOST}`, cookie: `session=${client.cookie}` },
        ...{ "x-csrf": client.csrf ?? "", "content-length": String(octets.length) },
      },
    });
    for (let at = 0; at < octets.length; at += 700) if (!upload?.write(octets.slice(at, at + 700))) break;
    const { status, body } = upload?.end() ?? { status: 0, body: "" };
    return `${status} ${JSON.parse(String(body)).error ?? ""}`.trim();
  };
  const enter = () => {
    client.cookie = null;
    client.csrf = null;
    client.enter();
  };
  const events = (type: string) => {
    const all: { readonly [name: string]: unknown }[] = [];
    for (let next = desk.events.after(0); next !== null; next = desk.events.after(next.id)) {
      const event = JSON.parse(next.json);
      if (event.type === type) all.push(event);
    }
    return all;
  };
  enter();
  return {
    ...{ ...visit, server, send, enter, events },
    told: () => events("log").map(({ text }) => String(text)),
    view: () => client.get("/api/update"),
    version: () => desk.adapter.status().version,
    wait: (ms: number) => time.advance(ms),
    restart() {
      client.ask("POST", "/api/reboot", {});
      time.advance(5000);
      enter();
    },
    set: (changes: { readonly [name: string]: string | null }) => client.told(200, "PUT", "/api/settings", { changes }),
  };
}

describe("a new firmware (promise 14: what is wrong is refused, what fails goes back, settings survive)", () => {
  it("runs after a restart, proves itself, and stays", () => {
    const h = house();
    deepEqual([h.version(), h.view().running, h.view().state], [VERSION, VERSION, "idle"]);
    h.set({ "Display_Name[1]": "Kitchen" });
    equal(h.send(image("1.2.0")), "200");
    deepEqual([h.version(), h.view().state, h.view().version], [VERSION, "ready", "1.2.0"]);
    h.restart();
    equal(h.version(), "1.2.0");
    equal(h.desk.adapter.config.getLine("Display_Name", 1), "Kitchen");
    ok(h.view().trial.left > 0 && h.view().trial.left <= 60);
    deepEqual(h.view().trial.missing, []);
    equal(h.send(image("1.3.0")), "409 The firmware that runs is on trial itself: wait for its end.");
    h.wait(LEAST_MS);
    equal(h.view().trial, null);
    ok(h.told().includes("the new firmware has proven itself, and stays"));
    h.desk.switchPower("cycle");
    h.wait(1000);
    deepEqual([h.version(), h.desk.adapter.updater?.view.failed], ["1.2.0", null]);
  });

  it("goes into the other slot each time", () => {
    const h = house();
    for (const version of ["1.0", "1.1", "1.2"]) {
      equal(h.send(image(version)), "200");
      h.restart();
      equal(h.version(), version);
      h.wait(LEAST_MS);
      h.enter();
    }
  });

  it("that never finds its network is gone back from", () => {
    const h = house();
    equal(h.send(image("1.2.0", "deaf")), "200");
    h.restart();
    equal(h.version(), "1.2.0");
    h.wait(TRIAL_MS / 2);
    h.enter();
    deepEqual(h.view().trial.missing, ["network"]);
    h.wait(TRIAL_MS);
    equal(h.version(), VERSION);
    ok(h.told().includes("the new firmware has no address: the one before it is started again"));
    ok(h.told().includes("the firmware has gone back from version 1.2.0, which did not prove itself"));
    h.enter();
    deepEqual([h.view().failed, h.view().trial], ["1.2.0", null]);
  });

  it("that does not start is gone back from at once", () => {
    const h = house();
    equal(h.send(image("1.2.0", "dead")), "200");
    h.restart();
    equal(h.version(), VERSION);
    ok(h.told().includes("version 1.2.0 does not start"));
    equal(h.view().failed, "1.2.0");
  });

  it("that loses its power before it has proven itself is gone back from", () => {
    const h = house();
    h.send(image("1.2.0"));
    h.restart();
    h.wait(LEAST_MS / 2);
    h.desk.switchPower("cycle");
    h.wait(1000);
    equal(h.version(), VERSION);
  });

  it("has to be signed where the desk has a key", () => {
    const h = house({}, KEY);
    equal(h.view().signed, true);
    equal(h.send(image("1.2.0")), "422 The image is not taken: nobody has signed this image.");
    h.restart();
    equal(h.version(), VERSION);
    equal(h.send(signImage(image("1.2.0"), KEY)), "200");
    h.restart();
    equal(h.version(), "1.2.0");
  });

  it("may be of chips on an emulated chain", () => {
    const h = house({ board: "si321x" });
    h.send(image("1.2.0"));
    h.restart();
    h.wait(LEAST_MS + 10_000);
    equal(h.version(), "1.2.0");
    h.desk.switchPower("cycle");
    h.wait(1000);
    equal(h.version(), "1.2.0");
  });
});

describe("the power cut while an image is written", () => {
  /** Cuts the power at one of its writes, before that has happened or after. */
  class CutFlash extends SimulatedFlash {
    cutAt = Number.POSITIVE_INFINITY;
    isAfter = false;
    changes = 0;
    cut = () => {};
    override write(key: string, value: Uint8Array): void {
      this.#change(() => super.write(key, value));
    }
    override erase(key: string): void {
      this.#change(() => super.erase(key));
    }
    #change(act: () => void): void {
      const isNow = ++this.changes === this.cutAt;
      if (!isNow || this.isAfter) act();
      if (!isNow) return;
      this.cut();
      throw new Error("the power is cut");
    }
  }

  function cutAt(n: number, isAfter: boolean) {
    const flash = new CutFlash();
    const h = house({ flash });
    h.send(image("1.0"));
    h.restart();
    h.wait(LEAST_MS);
    h.enter();
    flash.cut = () => h.desk.switchPower("cut");
    flash.isAfter = isAfter;
    const before = flash.changes;
    flash.cutAt = before + n;
    h.send(longImage("1.1", 40_000));
    const wasCut = flash.changes >= flash.cutAt;
    flash.cut = () => {};
    h.desk.switchPower("on");
    h.wait(2000);
    return { version: h.version(), wasCut, h };
  }

  for (const isAfter of [false, true])
    it(`at every write, ${isAfter ? "after" : "before"} it has happened, leaves what ran or what was taken, whole`, () => {
      const versions: string[] = [];
      for (let n = 1; n < 100; n++) {
        const { version, wasCut, h } = cutAt(n, isAfter);
        if (!wasCut) break;
        versions.push(version);
        ok(version === "1.0" || version === "1.1", version);
        if (version === "1.1") {
          h.wait(LEAST_MS);
          h.desk.switchPower("cycle");
          h.wait(1000);
          equal(h.version(), "1.1");
        }
      }
      // not before the loader was told, and never less again
      const taken = versions.indexOf("1.1");
      ok(taken > 5 && taken >= versions.length - 3, versions.join(" "));
      ok(
        versions.slice(taken).every((version) => version === "1.1"),
        versions.join(" "),
      );
    });
});

describe("an image at an address", () => {
  const URL = "http://images.example/a.image";

  it("is fetched by the owner's order, and tells how far it has come", () => {
    const h = house();
    h.server.files[URL] = longImage("2.0", 8000);
    const events = listen(h.client);
    equal(h.client.ask("POST", "/api/update", { url: URL }).status, 202);
    h.wait(60);
    const { state, percent, source, version } = h.view();
    deepEqual([state, source, version], ["receiving", "address", "2.0"]);
    ok(percent > 0 && percent < 100);
    h.wait(1000);
    equal(h.view().state, "ready");
    const told = events.of("update") as { readonly state: string; readonly percent: number }[];
    ok(told.length > 5);
    deepEqual(
      told.map(({ percent }) => percent),
      told.map(({ percent }) => percent).sort((a, b) => a - b),
    );
    equal(told.at(-1)?.state, "ready");
    h.restart();
    equal(h.version(), "2.0");
  });

  it("says in words what is wrong, and takes no more of it than it has to", () => {
    const h = house();
    const failing = (file: Uint8Array | number) => {
      h.server.files[URL] = file;
      h.client.told(202, "POST", "/api/update", { url: URL });
      h.wait(2000);
      const { state, error } = h.view();
      equal(state, "failed");
      return error;
    };
    match(failing(404), /404/);
    match(failing(0), /no route/);
    h.server.taken = 0;
    match(failing(makeImage("WT32-ETH01", "2.0", Buffer.alloc(100_000))), /another board/);
    equal(h.server.taken, 1000);
    match(failing(Buffer.alloc(100_000)), /no firmware image/);
    match(failing(longImage("2.0", 8000).subarray(0, 5000)), /not whole/);
    match(failing(image("0.0.1")), /older than the one that runs/);
    equal(h.version(), VERSION);
  });

  it("is let be when its owner says so, and with the power", () => {
    const h = house();
    h.server.files[URL] = longImage("2.0", 8000);
    h.client.told(202, "POST", "/api/update", { url: URL });
    h.wait(60);
    h.client.told(204, "DELETE", "/api/update", {});
    const { taken } = h.server;
    h.wait(1000);
    equal(h.server.taken, taken);
    equal(h.view().error, "it has been broken off");
    h.client.told(202, "POST", "/api/update", { url: URL });
    h.wait(60);
    h.desk.switchPower("cycle");
    h.wait(2000);
    h.enter();
    deepEqual([h.version(), h.view().state], [VERSION, "idle"]);
  });
});

describe("an upgrade by rule", () => {
  const URL = "https://images.example/simulated-2.0.image";
  const RULE = { Upgrade_Rule: `($SWVER lt 2.0)? https://images.example/$HWVER-2.0.image`, Resync_Random_Delay: "0" };
  const MAC = "Two-Line-ATA 02:00:00:00:00:01";
  const WHERE = "https://images.example:443/simulated-2.0.image";

  it("is fetched while nobody calls, tells so, restarts, and is content then", () => {
    const h = house();
    h.server.files[URL] = image("2.0");
    h.set(RULE);
    h.wait(3000);
    deepEqual(h.server.asked, [URL]);
    ok(h.told().includes(`${MAC} -- Requesting upgrade ${WHERE}`));
    ok(h.told().includes(`${MAC} -- Successful upgrade ${WHERE} -- version 2.0`), h.told().join("\n"));
    h.wait(5000);
    equal(h.version(), "2.0");
    h.wait(3 * 3_600_000);
    deepEqual([h.version(), h.server.asked.length], ["2.0", 1]);
  });

  it("waits for the end of calls, to be fetched and to be started", () => {
    const h = house();
    h.server.files[URL] = longImage("2.0", 20_000);
    h.server.piece = 100;
    h.desk.handset(1)?.lift();
    h.wait(1000);
    h.set(RULE);
    h.wait(60_000);
    deepEqual(h.server.asked, []);
    h.desk.handset(1)?.hangUp();
    h.wait(2500);
    deepEqual(h.server.asked, [URL]);
    h.desk.handset(1)?.lift();
    h.wait(60_000);
    deepEqual([h.view().state, h.version()], ["ready", VERSION]);
    h.desk.handset(1)?.hangUp();
    h.wait(10_000);
    equal(h.version(), "2.0");
  });

  it("takes the first alternative that holds, and none where none does", () => {
    const h = house();
    h.server.files["http://h/b"] = image("3.0");
    h.set({
      ...RULE,
      Upgrade_Rule: '($SWVER gt 9)? http://h/a | ("$UPGCOND" eq "true" and $UPGST eq 1)? http://h/b | http://h/c',
    });
    h.wait(10_000);
    deepEqual([h.server.asked, h.version()], [["http://h/b"], "3.0"]);
    const other = house();
    other.set({ ...RULE, Upgrade_Rule: "($SWVER gt 9)? http://h/a" });
    other.wait(10_000);
    deepEqual(other.server.asked, []);
  });

  it("lets an image of the version that runs be, and one that is older", () => {
    const h = house();
    h.server.files["http://h/a"] = image(VERSION);
    h.set({ ...RULE, Upgrade_Rule: "http://h/a" });
    h.wait(10_000);
    deepEqual([h.view().state, h.told().filter((text) => text.includes("pgrade failed"))], ["idle", []]);
    h.server.files["http://h/a"] = image("0.0.9");
    h.wait(3_600_000);
    ok(h.told().includes(`${MAC} -- Upgrade failed: version 0.0.9 is older than the one that runs, ${VERSION}`));
    h.enter();
    h.set({ Downgrade_Rev_Limit: "0.0.5", Upgrade_Error_Retry_Delay: "60" });
    h.wait(3_700_000);
    equal(h.version(), "0.0.9");
  });

  it("tries again after a failure, as late as was set, and has settings fetched", () => {
    const h = house();
    h.set({ ...RULE, Upgrade_Error_Retry_Delay: "60,120", Profile_Rule: "http://h/profile.xml", Resync_Periodic: "0" });
    h.wait(1000);
    const tries = () => h.server.asked.filter((url) => url === URL).length;
    h.wait(10_000);
    equal(tries(), 1);
    ok(h.server.asked.filter((url) => url.endsWith("profile.xml")).length > 1);
    h.wait(55_000);
    equal(tries(), 2);
    h.wait(110_000);
    equal(tries(), 2);
    h.server.files[URL] = image("2.0");
    h.wait(20_000);
    deepEqual([tries(), h.version()], [3, "2.0"]);
  });

  it("does not try a version twice that did not prove itself", () => {
    const h = house();
    h.server.files[URL] = image("2.0", "deaf");
    h.set({ ...RULE, Upgrade_Error_Retry_Delay: "600" });
    h.wait(10_000);
    equal(h.version(), "2.0");
    h.wait(TRIAL_MS + 10_000);
    equal(h.version(), VERSION);
    h.wait(3 * 3_600_000);
    equal(h.version(), VERSION);
    ok(h.told().includes(`${MAC} -- Upgrade failed: version 2.0 has failed here before`));
    h.server.files[URL] = image("2.1");
    h.wait(700_000);
    equal(h.version(), "2.1");
  });

  it("is not looked for where its owner does not want it, or what it names is none", () => {
    const h = house();
    h.set({ ...RULE, Upgrade_Enable: "No" });
    h.wait(10_000);
    deepEqual(h.server.asked, []);
    h.set({ Upgrade_Enable: "Yes", Upgrade_Rule: "[--key $SA] http://h/a" });
    h.wait(3000);
    deepEqual(h.server.asked, []);
    ok(h.told().some((text) => /Upgrade failed: an image is signed, not enciphered/.test(text)));
    h.set({ Upgrade_Rule: '(SIP_T1="1")! http://h/a' });
    h.wait(3000);
    ok(h.told().some((text) => /Upgrade failed: Upgrade_Rule sets no settings/.test(text)));
  });

  it("comes to its end where the board takes none", () => {
    const h = house({ images: undefined });
    h.set(RULE);
    h.wait(10_000);
    const failures = () => h.told().filter((text) => /Upgrade failed/.test(text));
    match(failures()[0], /Upgrade failed: this board has no room for a second image, and is updated by cable/);
    h.wait(48 * 3_600_000);
    equal(failures().length, 1, "nothing gives it that room");
    deepEqual(h.server.asked, []);
  });
});
