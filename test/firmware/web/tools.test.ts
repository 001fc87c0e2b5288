import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { deskProgram, makeImage } from "../../../boards/image.mjs";
import { countries } from "../../../firmware/config/countries.js";
import { settingsNamed } from "../../../firmware/config/names.js";
import { presets } from "../../../firmware/config/presets.js";
import { refuse } from "../../../firmware/config/setting.js";
import type { HttpUpload } from "../../../hal/http.js";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";
import { Slots } from "../../../hal/simulated/slots.js";
import { imageLock } from "../../../sim/node/image-lock.js";
import { bench } from "../adapter/board.js";
import { Client, HOST, visit } from "./client.js";
import { deskVisit, listen } from "./desk.js";

describe("a dial plan on trial", () => {
  it("tells key by key what is left, what is waited for, and what comes of it", () => {
    const { client } = visit();
    client.enter();
    const trial = (plan: string, keys: string) => client.told(200, "POST", "/api/dialplan", { plan, keys });
    const { steps, result, error } = trial("(<9,:1>[2-9]xx|0S2|00.)", "00");
    deepEqual(steps, [
      {
        key: "0",
        candidates: [
          { sequence: "<9,:1>[2-9]xx", state: "dead" },
          { sequence: "0S2", state: "complete" },
          { sequence: "00.", state: "complete" },
        ],
        timer: { name: "short", ms: 2000 },
      },
      {
        key: "0",
        candidates: [
          { sequence: "0S2", state: "dead" },
          { sequence: "00.", state: "complete" },
        ],
        timer: { name: "short", ms: 3000 },
      },
    ]);
    deepEqual(result, { number: "00", host: null, emergency: false });
    equal(error, null);
    deepEqual(trial("(<9,:1>[2-9]xx)", "9234").result, { number: "1234", host: null, emergency: false });
    deepEqual(trial("(xxx)", "12").result, { refused: "incomplete" });
    deepEqual(trial("(xxx)", "12").steps[1].timer, { name: "long", ms: 10_000 });
    deepEqual(trial("(1x!)", "12").result, { refused: "barred" });
    deepEqual(trial("(1x)", "2").result, { refused: "invalid" });
    deepEqual(trial("(1x|", "1"), { steps: [], result: null, error: trial("(1x|", "1").error });
    ok(trial("(1x|", "1").error.column > 0);
    deepEqual(trial("(S0<:600>)", "").result, { number: "600", host: null, emergency: false });
    deepEqual(trial("(x.)", "12").result.number, "12");
    client.told(400, "POST", "/api/dialplan", { plan: "(x.)", keys: "1".repeat(1000) });
    client.told(400, "POST", "/api/dialplan", {});
  });
});

describe("presets", () => {
  it("of providers and countries hold values the table takes", () => {
    const { client } = visit();
    client.enter();
    equal(client.get("/api/presets").length, presets.length);
    equal(new Set(presets.map(({ id }) => id)).size, presets.length);
    for (const { id, settings, asks } of presets) {
      for (const [name, value] of Object.entries(settings)) {
        const [named] = settingsNamed(`${name}[1]`, 2);
        equal(refuse(named.setting, value), null, `${id}: ${name}`);
      }
      for (const name of asks) equal(settingsNamed(`${name}[1]`, 2).length, 1, `${id}: ${name}`);
    }
    equal(countries.length >= 12, true);
    for (const { id, settings } of client.get("/api/countries")) {
      for (const [name, value] of Object.entries(settings)) {
        const named = settingsNamed(name, 2);
        equal(refuse(named[0].setting, value as string), null, `${id}: ${name}`);
      }
      client.told(200, "POST", "/api/settings/check", { changes: settings });
    }
  });
});

describe("a line on trial", () => {
  it("rings once, and plays a tone to who has lifted the receiver", () => {
    const { client, desk, time } = deskVisit();
    client.enter();
    const test = (status: number, test: string, line = 1) =>
      client.told(status, "POST", `/api/lines/${line}/test`, { test });
    test(202, "ring");
    time.advance(1000);
    equal(desk.handset(1)?.ringing, true);
    test(409, "ring");
    time.advance(3000);
    equal(desk.handset(1)?.ringing, false);
    test(409, "tone");
    desk.handset(1)?.lift();
    time.advance(35_000);
    test(202, "tone");
    time.advance(1500);
    equal(desk.handset(1)?.hears, "dial");
    time.advance(3000);
    ok(desk.handset(1)?.hears !== "dial");
    test(409, "ring");
    test(409, "measure");
    test(400, "nothing");
    test(404, "ring", 3);
  });

  it("tells what flows in its loop, where the board has a meter, and measures no more where it cannot", () => {
    const { client, desk, time } = deskVisit();
    client.enter();
    client.told(501, "POST", "/api/lines/2/test", { test: "measure" });
    const nothing = { measuring: false, figures: null, complaints: null };
    deepEqual(client.get("/api/lines/2/test"), { ...nothing, offHook: false, loop: { volts: 48, milliamperes: 0 } });
    desk.handset(2)?.lift();
    time.advance(500);
    deepEqual(client.get("/api/lines/2/test"), { ...nothing, offHook: true, loop: { volts: 8, milliamperes: 22 } });
    client.told(404, "GET", "/api/lines/3/test");
  });

  it("is measured by its chip: told as an event, and kept", () => {
    const { client, desk, time } = deskVisit({ board: "si321x" });
    client.enter();
    const live = listen(client);
    time.advance(2000);
    desk.lineCard.chips[0].line.wires = { ringGround: 5000, ringers: 2 };
    client.told(202, "POST", "/api/lines/1/test", { test: "measure" });
    client.told(409, "POST", "/api/lines/1/test", { test: "measure" });
    equal(client.get("/api/lines/1/test").measuring, true);
    time.advance(2000);
    const { measuring, loop, figures, complaints } = client.get("/api/lines/1/test");
    deepEqual([measuring, loop, complaints], [false, { volts: 48, milliamperes: 0 }, ["ring-ground"]]);
    deepEqual([figures.foreignVolts, figures.tipRing, figures.tipGround], [0, "over", "over"]);
    ok(Math.abs(figures.ringGround - 5000) < 1000 && Math.abs(figures.ringers - 2) < 0.2, JSON.stringify(figures));
    deepEqual(live.of("test"), [{ line: 1, figures, complaints }]);
    desk.lineCard.chips[1].power(false);
    time.advance(2000);
    match(client.told(409, "POST", "/api/lines/2/test", { test: "measure" }).error, /out of service/);
    match(client.told(409, "POST", "/api/lines/2/test", { test: "ring" }).error, /out of service/);
  });

  it("that is out of service says why in its status and what to do, and that it is back", () => {
    const { client, desk, time } = deskVisit({ board: "si321x" });
    client.enter();
    time.advance(2000);
    const [, chip] = desk.lineCard.chips;
    chip.power(false);
    time.advance(4000);
    const { lines, advice } = client.get("/api/status");
    deepEqual(
      lines.map(({ service }: { service: { state: string } }) => service.state),
      ["up", "down"],
    );
    equal(lines[1].service.fault.kind, "absent");
    match(advice[0].text, /^The line is out of service: no chip answers/);
    deepEqual([advice[0].id, advice[0].line, advice[0].level], ["chip-absent", 2, "error"]);
    ok(advice[0].todo);
    ok(!advice.some(({ id, line }: { id: string; line: number }) => id === "registered" && line === 2));
    chip.power(true);
    time.advance(30_000);
    deepEqual(client.get("/api/status").lines[1].service, { state: "up", fault: null });
  });

  it("calls by the dial plan when its telephone is answered", () => {
    const { client, desk, time } = deskVisit();
    client.enter().told(202, "POST", "/api/call", { line: 1, number: "102" });
    client.told(409, "POST", "/api/call", { line: 1, number: "102" });
    time.advance(1500);
    equal(desk.handset(1)?.ringing, true);
    equal(desk.handset(2)?.ringing, false);
    desk.handset(1)?.lift();
    time.advance(2000);
    equal(desk.handset(1)?.ringing, false);
    equal(desk.handset(2)?.ringing, true);
    equal(client.get("/api/status").lines[0].calls[0].peer, "102");
    client.told(409, "POST", "/api/lines/1/test", { test: "tone" });
    for (const number of ["", "12a", "sip:x@evil", "1".repeat(65)])
      client.told(422, "POST", "/api/call", { line: 1, number });
    for (const line of [0, 3, "1", 1.5, null]) client.told(422, "POST", "/api/call", { line, number: "1" });
  });

  it("is forgotten when nobody answers, and when somebody else calls", () => {
    const { client, desk, time } = deskVisit();
    client.enter().told(202, "POST", "/api/call", { line: 1, number: "102" });
    time.advance(65_000);
    equal(desk.handset(1)?.ringing, false);
    desk.handset(1)?.lift();
    time.advance(5000);
    equal(desk.handset(2)?.ringing, false);
    desk.handset(1)?.hangUp();
    time.advance(2000);
    client.told(202, "POST", "/api/call", { line: 1, number: "600" });
    desk.handset(2)?.lift();
    time.advance(1000);
    desk.handset(2)?.dial("101", { method: "dtmf", on: 80, off: 80 }, () => {});
    time.advance(5000);
    desk.handset(1)?.lift();
    time.advance(3000);
    equal(client.get("/api/status").lines[0].calls[0].peer, "102");
  });
});

describe("an update", () => {
  const image = makeImage("simulated", "1.2.3", deskProgram());
  /** An adapter whose board takes images, and what comes into its flash. */
  function updating() {
    const flash = new SimulatedFlash();
    const slots = new Slots(flash);
    const lock = imageLock(null);
    const started = bench();
    Object.defineProperty(started.board, "update", { value: slots.start(lock) });
    started.start();
    const client = new Client(() => started.served[0]);
    const upload = (length: number | null, headers: { [name: string]: string } = {}, query = "") => {
      const head = {
        ...{ method: "PUT", path: "/api/update", query, from: "10.0.0.9" },
        headers: {
          ...{ host: HOST, origin: `http://${HOST}`, cookie: `session=${client.cookie}`, "x-csrf": client.csrf ?? "" },
          ...(length === null ? { "transfer-encoding": "chunked" } : { "content-length": String(length) }),
          ...headers,
        },
      };
      return started.served[0].upload?.(head) as HttpUpload;
    };
    const view = () => client.get("/api/update");
    return { client, upload, view, next: () => new Slots(flash).start(lock).version, time: started.time };
  }

  it("goes nowhere on a board without room for a second image", () => {
    const { client } = visit();
    client.enter();
    for (const method of ["GET", "PUT", "POST", "DELETE"]) equal(client.ask(method, "/api/update", {}).status, 501);
  });

  it("is taken in pieces from the administrator alone", () => {
    const { client, upload, view, next } = updating();
    equal(upload(image.length).end().status, 403);
    client.enter();
    equal(view().state, "idle");
    for (const [name, value] of [
      ["cookie", ""],
      ["x-csrf", ""],
      ["origin", "http://evil.example"],
      ["host", "evil"],
    ]) {
      const refused = upload(image.length, { [name]: value });
      equal(refused.write(image), false);
      ok([401, 403].includes(refused.end().status));
    }
    equal(view().state, "idle");
    const taken = upload(image.length);
    equal(taken.write(image.subarray(0, 40)), true);
    deepEqual(view(), {
      ...{ state: "receiving", percent: 52, error: null, source: "file", version: "1.2.3" },
      ...{ running: "0.1.0", trial: null, failed: null, signed: false },
    });
    equal(upload(image.length).end().status, 409);
    equal(client.ask("POST", "/api/update", { url: "http://h/" }).status, 409);
    equal(taken.write(image.subarray(40)), true);
    equal(taken.end().status, 200);
    deepEqual([view().state, view().percent], ["ready", 100]);
    equal(upload(image.length).end().status, 409);
    equal(next(), "1.2.3");
  });

  it("fails aloud: too long, too short, for another board, without a length, broken off", () => {
    const { client, upload, view, next } = updating();
    client.enter();
    equal(upload(null).end().status, 411);
    equal(upload(20_000_000).end().status, 411);
    const longer = upload(10);
    equal(longer.write(image), false);
    match(String(longer.end().body), /longer than was told/);
    const shorter = upload(image.length);
    shorter.write(image.subarray(0, 70));
    match(String(shorter.end().body), /not whole/);
    const other = upload(1000);
    equal(other.write(makeImage("WT32-ETH01", "1.2.3", new Uint8Array(900))), false);
    equal(other.end().status, 422);
    match(view().error, /another board: WT32-ETH01/);
    const large = upload(300_000);
    equal(large.write(makeImage("simulated", "1.2.3", new Uint8Array(299_000))), false);
    match(String(large.end().body), /room for/);
    const noise = makeImage("simulated", "1.2.3", new Uint8Array(900));
    const wrong = upload(noise.length);
    equal(wrong.write(noise), true);
    match(String(wrong.end().body), /no program for a simulated board/);
    const broken = upload(image.length);
    broken.write(image.subarray(0, 50));
    broken.abort();
    deepEqual([view().state, view().error], ["failed", "the sender has gone"]);
    equal(next(), null);
    const again = upload(image.length);
    again.write(image);
    equal(again.end().status, 200);
    throws(() => client.get("/api/nowhere"));
  });

  it("is broken off by its owner, and by time", () => {
    const { client, upload, view, time } = updating();
    client.enter();
    equal(client.ask("DELETE", "/api/update", {}).status, 409);
    const taken = upload(image.length);
    taken.write(image.subarray(0, 60));
    equal(client.ask("DELETE", "/api/update", {}).status, 204);
    equal(taken.write(image.subarray(60)), false);
    equal(taken.end().status, 422);
    equal(view().error, "it has been broken off");
    const slow = upload(image.length);
    slow.write(image.subarray(0, 60));
    time.advance(3_600_001);
    equal(slow.write(image.subarray(60)), false);
    client.csrf = null;
    client.enter();
    equal(view().error, "it took too long");
  });

  it("of an older version is taken when its owner says so, and never below his limit", () => {
    const { client, upload, view, next } = updating();
    client.enter();
    const send = (version: string, query = "") => {
      const older = makeImage("simulated", version, deskProgram());
      const put = upload(older.length, {}, query);
      put.write(older);
      return String(put.end().body);
    };
    match(send("0.0.9"), /version 0.0.9 is older than the one that runs, 0.1.0/);
    client.told(200, "PUT", "/api/settings", { changes: { Downgrade_Rev_Limit: "0.0.8" } });
    match(send("0.0.7", "older=yes"), /older than Downgrade_Rev_Limit allows, 0.0.8/);
    client.told(200, "PUT", "/api/settings", { changes: { Downgrade_Rev_Limit: null } });
    match(send("0.0.7", "older=yes"), /ready/);
    deepEqual([view().version, next()], ["0.0.7", "0.0.7"]);
  });

  it("is fetched from an address that is one", () => {
    const { client } = updating();
    client.enter();
    const refusal = (url: unknown) => JSON.parse(client.ask("POST", "/api/update", { url }).text).error;
    match(refusal(undefined), /is wanted/);
    match(refusal("ftp://h/a"), /ftp is none of/);
    match(refusal("tftp://h/a"), /only Upgrade_Rule/);
    match(refusal("http://"), /names no server/);
  });

  it("a long body is taken from nobody who may not send one", () => {
    const { served, client } = visit();
    const long = (path: string) => ({
      ...{ method: "POST", path, query: "", from: "10.0.0.66" },
      headers: { host: HOST, origin: `http://${HOST}`, "content-length": "90000" },
    });
    client.enter();
    for (const path of ["/api/restore", "/api/login", "/api/settings", "/", "/nowhere"]) {
      const refused = served[0].upload?.(long(path));
      equal(refused?.write(image), false);
      ok([401, 405, 413].includes(refused?.end().status ?? 0), path);
    }
  });
});

describe("the adapter as a whole", () => {
  it("starts anew when its administrator says so, after the answer", () => {
    const { client, time, restarts } = visit();
    client.enter().told(202, "POST", "/api/reboot", {});
    deepEqual(restarts, []);
    time.advance(40_000);
    equal(restarts.length, 1);
  });
});
