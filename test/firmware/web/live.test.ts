import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Client } from "./client.js";
import { deskVisit, listen } from "./desk.js";

const KEYS = { method: "dtmf", on: 80, off: 80 } as const;

type Status = { lines: { call: string; calls: { state: string; peer: string; quality: { mos: number } | null }[] }[] };

/** Line 1 calls line 2, which answers and hangs up after so many seconds; or does not answer. */
function call({ time, desk }: ReturnType<typeof deskVisit>, seconds: number | null) {
  desk.handset(1)?.lift();
  time.advance(1000);
  desk.handset(1)?.dial("102", KEYS, () => {});
  time.advance(6000);
  if (seconds !== null) {
    desk.handset(2)?.lift();
    time.advance(1000 * seconds);
  }
  desk.handset(1)?.hangUp();
  time.advance(500);
  desk.handset(2)?.hangUp();
  time.advance(1000);
}

describe("what happens, on the page", () => {
  it("is why a call came to nothing, in words of the table of statuses", () => {
    const { client, desk, time } = deskVisit();
    client.enter();
    const line = () => {
      const { code, words } = client.get("/api/status").lines[0];
      return [code, words];
    };
    deepEqual(line(), [null, ""]);
    desk.handset(1)?.lift();
    time.advance(500);
    desk.handset(1)?.dial("604", KEYS, () => {});
    time.advance(6000);
    deepEqual(line(), [486, "the line is busy"]);
    desk.handset(1)?.hangUp();
    time.advance(1000);
    deepEqual(line(), [null, ""]);
    const [{ words, answered }] = client.get("/api/calls").calls;
    deepEqual([words, answered], ["the line is busy", false]);
  });

  it("is told as it happens: states, log, messages, finished calls, settings", () => {
    const visit = deskVisit();
    const { client, time } = visit;
    const ear = listen(client.enter());
    equal(ear.status, 200);
    equal(ear.of("status").length, 1);
    time.advance(10_000);
    equal(ear.of("status").length, 1, "nothing has changed");
    call(visit, 5);
    const states = (ear.of("status") as Status[]).map(({ lines }) => lines[0].call);
    for (const state of ["dialing", "calling", "connected", "idle"]) ok(states.includes(state), state);
    const talking = (ear.of("status") as Status[]).filter(({ lines }) => lines[0].call === "connected");
    equal(talking[0].lines[0].calls[0].peer, "102");
    ok((talking[talking.length - 1].lines[0].calls[0].quality?.mos ?? 0) > 4);
    equal(ear.of("call").length, 2);
    ok(ear.of("log").length > 4);
    match(JSON.stringify(ear.of("sip")), /INVITE sip:102@/);
    client.told(200, "PUT", "/api/settings", { changes: { "Display_Name[1]": "Kitchen" } });
    deepEqual(ear.of("settings"), [{ names: ["Display_Name[1]"] }]);
  });

  it("is told no more than twice a second, and comes with signs of life", () => {
    const visit = deskVisit();
    const { client, time, desk } = visit;
    const ear = listen(client.enter());
    for (let n = 0; n < 100; n++) {
      desk.handset(1)?.lift();
      time.advance(50);
      desk.handset(1)?.hangUp();
      time.advance(50);
    }
    ok(ear.of("status").length <= 22, String(ear.of("status").length));
    let beats = 0;
    ear.sink.write = (piece) => {
      if (piece === ":\n\n") beats++;
      return true;
    };
    time.advance(60_000);
    ok(beats >= 3 && beats <= 4, String(beats));
  });

  it("is told when the network goes, and comes", () => {
    const { client, time, desk } = deskVisit();
    const ear = listen(client.enter());
    const addresses = () => (ear.of("status") as { address: string | null }[]).map(({ address }) => address);
    desk.changeFaults({ down: true });
    time.advance(2000);
    desk.changeFaults({ down: false });
    time.advance(2000);
    deepEqual(new Set(addresses()), new Set(["127.0.0.1", null]));
  });

  it("has room for two, who make room when they go, fall behind or are signed out", () => {
    const { client, time, served } = deskVisit();
    const first = listen(client.enter());
    const second = listen(client);
    equal(listen(client).status, 503);
    first.leave();
    const third = listen(client);
    equal(third.status, 200);
    second.sink.keepsUp = false;
    time.advance(20_000);
    equal(second.ended, true);
    const other = new Client(() => served[0]).enter();
    const fourth = listen(other);
    other.told(204, "POST", "/api/logout");
    time.advance(16_000);
    equal(fourth.ended, true);
    equal(third.ended, false);
    time.advance(3_600_000);
    equal(third.ended, true);
  });

  it("a user hears of lines and calls, and of nothing else", () => {
    const visit = deskVisit();
    const { client, served } = visit;
    client.enter().told(200, "PUT", "/api/settings", { changes: { User_Password: "for guests" } });
    const ear = listen(new Client(() => served[0]).enter("for guests", "user"));
    call(visit, 2);
    client.told(200, "PUT", "/api/settings", { changes: { "Display_Name[1]": "Kitchen" } });
    deepEqual([...new Set(ear.events.map(({ event }) => event))].sort(), ["call", "status"]);
  });
});

describe("what has happened, on the page", () => {
  it("is a list of calls, newest first, that can be erased", () => {
    const visit = deskVisit();
    const { client } = visit;
    call(visit, 5);
    call(visit, null);
    const { calls } = client.enter().get("/api/calls");
    const told = calls.map(({ t, mos, ...row }: { t: string; mos: number | null }) => row);
    deepEqual(told, [
      { line: 2, direction: "in", number: "101", name: "Line 1", seconds: 0, answered: false, words: "missed" },
      { line: 1, direction: "out", number: "102", name: "", seconds: 0, answered: false, words: "given up" },
      { line: 2, direction: "in", number: "101", name: "Line 1", seconds: 6, answered: true, words: "" },
      { line: 1, direction: "out", number: "102", name: "", seconds: 6, answered: true, words: "" },
    ]);
    ok(calls[2].mos > 4);
    client.told(204, "DELETE", "/api/calls");
    deepEqual(client.get("/api/calls").calls, []);
  });

  it("keeps the last calls and lines, in so much memory", () => {
    const visit = deskVisit();
    for (let n = 0; n < 34; n++) call(visit, null);
    visit.client.enter();
    const calls = String(Buffer.from(visit.client.raw("GET", "/api/calls").body));
    const log = String(Buffer.from(visit.client.raw("GET", "/api/log").body));
    for (const [text, most] of [
      [calls, 4096],
      [log, 6144],
    ] as const)
      ok(text.length > 0.9 * most && text.length < most + 16, String(text.length));
    const { entries } = JSON.parse(log);
    ok(entries[0].t > 0 && entries.at(-1).t > entries[0].t);
    ok(JSON.parse(calls).calls.length > 20);
    deepEqual(Object.keys(entries[0]).sort(), ["level", "line", "room", "t", "text"]);
  });

  it("is a trace of at most 8 KiB, and a capture, without credentials and keys", () => {
    const visit = deskVisit({ settings: { "DTMF_Tx_Method[1]": "INFO" } });
    const { client, time, desk } = visit;
    client.enter();
    const octets: Uint8Array[] = [];
    const { body, stream, headers } = client.raw("GET", "/api/capture");
    equal(headers["content-type"], "application/vnd.tcpdump.pcap");
    octets.push(body as Uint8Array);
    stream?.({ write: (piece) => octets.push(piece as Uint8Array) > 0, end: () => {} });
    equal(client.raw("GET", "/api/capture").status, 503);
    desk.handset(1)?.lift();
    time.advance(1000);
    desk.handset(1)?.dial("102", KEYS, () => {});
    time.advance(6000);
    desk.handset(2)?.lift();
    time.advance(1000);
    const traced = () => {
      const { messages } = client.get("/api/trace");
      return messages.map(({ message }: { message: string }) => message).join("\n");
    };
    match(traced(), /^INVITE sip:102@/m);
    desk.handset(1)?.dial("73", KEYS, () => {});
    time.advance(2000);
    const all = traced();
    ok(all.length > 4000 && all.length <= 8 * 1024, String(all.length));
    match(all, /^Signal\s*=\s*\*/m);
    const file = Buffer.concat(octets);
    for (const text of [all, file.toString("latin1")]) {
      ok(!/Signal\s*=\s*[0-9]/.test(text));
      ok(!/response="(?!\*\*\*)/.test(text));
    }
    equal(file.readUInt32LE(0), 0xa1b2c3d4);
    let packets = 0;
    for (let at = 24; at < file.length; packets++) {
      const length = file.readUInt32LE(at + 8);
      equal(file[at + 16], 0x45);
      equal(file.readUInt16BE(at + 18), length);
      let sum = 0;
      for (let word = 0; word < 20; word += 2) sum += file.readUInt16BE(at + 16 + word);
      equal((sum & 0xffff) + (sum >>> 16), 0xffff, "the checksum of the header");
      at += 16 + length;
    }
    ok(packets >= 8, String(packets));
  });
});
