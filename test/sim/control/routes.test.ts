import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { VirtualTime } from "../../../sim/time.js";
import { emitWav, parseWav } from "../../../sim/wav.js";
import { asking, BareDesk } from "./stage.js";

const stage = () => {
  const time = new VirtualTime();
  const desk = new BareDesk(time);
  return { time, desk, ask: asking(desk) };
};

const OFF = { body: { state: "off" } };
const ON = { body: { state: "on" } };

describe("hook", () => {
  it("moves at once, and says nothing of what is so already", () => {
    const { desk, ask } = stage();
    equal(ask("POST /api/lines/1/hook", OFF).status, 204);
    equal(desk.handset(1)?.hook, "off");
    equal(desk.handset(2)?.hook, "on");
    equal(ask("POST /api/lines/1/hook", OFF).status, 204);
    equal(ask("POST /api/lines/1/hook", ON).status, 204);
    equal(ask("POST /api/lines/1/hook", ON).status, 204);
    equal(desk.events.last, 2);
    deepEqual(JSON.parse(desk.events.after(0)?.json ?? ""), { t: 0, line: 1, type: "hook", state: "off" });
  });

  it("answers a flash when the hook is back", () => {
    const { time, desk, ask } = stage();
    ask("POST /api/lines/1/hook", OFF);
    const flash = ask("POST /api/lines/1/hook", { body: { state: "flash" } });
    time.advance(299);
    equal(flash.status, null);
    equal(desk.handset(1)?.hook, "on");
    time.advance(1);
    equal(flash.status, 204);
    equal(desk.handset(1)?.hook, "off");
    const longer = ask("POST /api/lines/1/hook", { body: { state: "flash", ms: 3000 } });
    time.advance(2999);
    equal(longer.status, null);
    time.advance(1);
    equal(longer.status, 204);
  });

  it("flashes nothing on hook, and no telephone that is put down meanwhile", () => {
    const { ask } = stage();
    equal(ask("POST /api/lines/1/hook", { body: { state: "flash" } }).status, 409);
    ask("POST /api/lines/1/hook", OFF);
    const flash = ask("POST /api/lines/1/hook", { body: { state: "flash" } });
    ask("POST /api/lines/1/hook", ON);
    equal(flash.status, 409);
  });

  it("takes nothing else", () => {
    const { desk, ask } = stage();
    ask("POST /api/lines/1/hook", OFF);
    for (const body of [
      {},
      { state: "up" },
      { state: null },
      { state: true },
      { state: "on", ms: 300 },
      { state: "flash", ms: 9 },
      { state: "flash", ms: 3001 },
      { state: "flash", ms: 30.5 },
      { state: "flash", ms: "300" },
      { state: "flash", ms: null },
      { state: "on", hook: "on" },
      { state: "on", __proto__x: 1 },
      [],
      null,
      "on",
      7,
    ]) {
      const { status, text } = ask("POST /api/lines/1/hook", { body });
      equal(status, 400, JSON.stringify(body));
      equal(typeof JSON.parse(text).error, "string");
    }
    for (const raw of ["", "{", "{'state':'on'}", '{"state":"on"}}', '\ufeff{"state":"on"}'])
      equal(ask("POST /api/lines/1/hook", { raw: Buffer.from(raw) }).status, 400, raw);
    equal(ask("POST /api/lines/1/hook", { raw: Buffer.from('{"state":"\xff"}', "latin1") }).status, 400);
    equal(ask("POST /api/lines/1/hook", { raw: Buffer.from('{"__proto__":1,"state":"on"}') }).status, 400);
    equal(desk.handset(1)?.hook, "off");
    equal(desk.events.last, 1);
  });
});

describe("dial", () => {
  it("answers once the last key has been released", () => {
    const { time, desk, ask } = stage();
    ask("POST /api/lines/1/hook", OFF);
    const dial = ask("POST /api/lines/1/dial", { body: { digits: "12,3", on: 100, off: 50 } });
    time.advance(1340);
    equal(dial.status, null);
    equal(desk.handset(1)?.dialling, true);
    time.advance(60);
    equal(dial.status, 204);
  });

  it("is refused on hook and while another runs, and ends with the receiver down", () => {
    const { ask } = stage();
    const keys = { body: { digits: "5551212" } };
    equal(ask("POST /api/lines/1/dial", keys).status, 409);
    ask("POST /api/lines/1/hook", OFF);
    const dial = ask("POST /api/lines/1/dial", keys);
    equal(dial.status, null);
    equal(ask("POST /api/lines/1/dial", keys).status, 409);
    equal(ask("POST /api/lines/1/dial", { body: { digits: "x" } }).status, 400);
    ask("POST /api/lines/1/hook", ON);
    equal(dial.status, 409);
  });

  it("takes digits as the contract has them", () => {
    const { ask } = stage();
    const status = (body: object) => ask("POST /api/lines/1/dial", { body }).status;
    for (const body of [
      { digits: "0123456789*#ABCD," },
      { digits: "1".repeat(64) },
      { digits: "1", method: "pulse" },
      { digits: "1", method: "pulse", on: 20, off: 5000 },
      { digits: "1", method: "dtmf", on: 20, off: 5000 },
    ])
      equal(status(body), 409, JSON.stringify(body)); // on hook: nothing else was wrong
    for (const body of [
      {},
      { digits: "" },
      { digits: "1".repeat(65) },
      { digits: "E" },
      { digits: "a" },
      { digits: "1 2" },
      { digits: 12 },
      { digits: "1*", method: "pulse" },
      { digits: "A", method: "pulse" },
      { digits: "1", method: "tone" },
      { digits: "1", method: null },
      { digits: "1", on: 19 },
      { digits: "1", off: 5001 },
      { digits: "1", on: "80" },
      { digits: "1", speed: 1 },
    ])
      equal(status(body), 400, JSON.stringify(body));
  });
});

describe("speak", () => {
  const sound = emitWav(new Int16Array(8000).fill(1000));

  it("takes eight sounds at most, off hook", () => {
    const { ask } = stage();
    equal(ask("POST /api/lines/1/speak", { raw: sound }).status, 409);
    ask("POST /api/lines/1/hook", OFF);
    const statuses = Array.from({ length: 12 }, () => ask("POST /api/lines/1/speak", { raw: sound }).status);
    const taken = statuses.filter((status) => status === 204).length;
    ok(taken === 8 || taken === 9, `${taken}`); // one plays, eight wait
    equal(statuses.at(-1), 409);
    equal(ask("DELETE /api/lines/1/speak").status, 204);
    equal(ask("POST /api/lines/1/speak", { raw: sound }).status, 204);
    equal(ask("DELETE /api/lines/2/speak").status, 204);
  });

  it("takes nothing but sound", () => {
    const { ask } = stage();
    ask("POST /api/lines/1/hook", OFF);
    for (const raw of [new Uint8Array(), Buffer.from("RIFF"), Buffer.from("{}"), sound.slice(0, 30)])
      equal(ask("POST /api/lines/1/speak", { raw }).status, 400);
  });
});

describe("recordings", () => {
  for (const file of ["heard.wav", "line.wav"]) {
    it(`${file} has exactly the seconds asked for, and says when it ends`, () => {
      const { time, ask } = stage();
      time.advance(90_000);
      const samplesOf = (query: string) => {
        const reply = ask(`GET /api/lines/1/${file}${query}`);
        equal(reply.status, 200, query);
        equal(reply.headers["content-type"], "audio/wav");
        const wav = parseWav(reply.octets);
        return ["samples" in wav && wav.samples.length, reply.headers["x-end"]];
      };
      deepEqual(samplesOf(""), [80_000, "90000"]);
      deepEqual(samplesOf("?seconds=0.5"), [4000, "90000"]);
      deepEqual(samplesOf("?seconds=60&end=80000"), [480_000, "80000"]);
      deepEqual(samplesOf("?end=0&seconds=1"), [8000, "0"]);
    });

    it(`${file} of a moment ago waits until it is whole`, () => {
      const { time, ask } = stage();
      time.advance(90_000);
      const reply = ask(`GET /api/lines/1/${file}?end=90000`);
      equal(reply.status, null);
      time.advance(100);
      equal(reply.status, 200);
      equal(reply.headers["x-end"], "90000");
    });

    it(`${file} refuses what it cannot have`, () => {
      const { time, ask } = stage();
      time.advance(90_000);
      for (const query of [
        "seconds=0",
        "seconds=60.1",
        "seconds=-1",
        "seconds=x",
        "seconds=",
        "end=90001",
        "end=-1",
        "end=now",
        "s=1",
      ])
        equal(ask(`GET /api/lines/1/${file}?${query}`).status, 400, query);
    });
  }
});

describe("power", () => {
  it("is cut, switched on and cycled", () => {
    const { desk, ask } = stage();
    for (const action of ["cut", "on", "cycle"]) equal(ask("POST /api/power", { body: { action } }).status, 204);
    deepEqual(desk.switched, ["cut", "on", "cycle"]);
  });

  it("knows nothing else", () => {
    const { desk, ask } = stage();
    for (const body of [{}, { action: "off" }, { action: null }, { action: "cut", now: true }])
      equal(ask("POST /api/power", { body }).status, 400);
    equal(ask("GET /api/power").status, 405);
    deepEqual(desk.switched, []);
  });

  it("says why the adapter does not start", () => {
    const { desk, ask } = stage();
    desk.switchPower = () => {
      throw new Error("127.0.0.1:5060 is already in use");
    };
    const { status, text } = ask("POST /api/power", { body: { action: "on" } });
    deepEqual([status, JSON.parse(text).error], [409, "the adapter does not start: 127.0.0.1:5060 is already in use"]);
  });
});

describe("network", () => {
  it("changes the fields given and shows all", () => {
    const { ask } = stage();
    const all = { loss: 0, duplicate: 0, reorder: 0, delay: 0, jitter: 0, down: false };
    deepEqual(JSON.parse(ask("GET /api/network").text), all);
    const put = ask("PUT /api/network", { body: { loss: 0.02, delay: 40 } });
    equal(put.status, 200);
    deepEqual(JSON.parse(put.text), { ...all, loss: 0.02, delay: 40 });
    deepEqual(JSON.parse(ask("PUT /api/network", { body: { down: true } }).text), {
      ...all,
      loss: 0.02,
      delay: 40,
      down: true,
    });
    deepEqual(JSON.parse(ask("PUT /api/network", { body: {} }).text), { ...all, loss: 0.02, delay: 40, down: true });
  });

  it("is left as it was by what is refused", () => {
    const { desk, ask } = stage();
    const before = { ...desk.faults };
    for (const body of [
      { loss: 1.01 },
      { loss: -0.1 },
      { loss: "0" },
      { loss: null },
      { delay: 10_001 },
      { jitter: -1 },
      { down: 1 },
      { loss: 0.5, lost: 1 },
      { delay: 10, down: "no" },
    ])
      equal(ask("PUT /api/network", { body }).status, 400, JSON.stringify(body));
    equal(ask("PUT /api/network", { raw: Buffer.from('{"loss":1e999}') }).status, 400);
    deepEqual(desk.faults, before);
  });
});

describe("sip and capture", () => {
  const row = (t: number, line: number, call: string) => ({
    t,
    line,
    direction: "in" as const,
    local: "127.0.0.1:5060",
    remote: "127.0.0.1:5070",
    transport: "udp" as const,
    message: `OPTIONS sip:x SIP/2.0\r\nCall-ID: ${call}\r\n\r\n`,
  });

  it("finds messages by call, line and time", () => {
    const { desk, ask } = stage();
    deepEqual(JSON.parse(ask("GET /api/sip").text), []);
    const rows = [row(1, 1, "a@b c"), row(2, 2, "7"), row(3, 1, "7")];
    for (const each of rows) desk.trace.add(each);
    const found = (query: string) => JSON.parse(ask(`GET /api/sip?${query}`).text).map(({ t }: { t: number }) => t);
    deepEqual(JSON.parse(ask("GET /api/sip").text), rows);
    deepEqual(found("line=1"), [1, 3]);
    deepEqual(found("call=a%40b+c"), [1]);
    deepEqual(found("call=7"), [2, 3]);
    deepEqual(found("call=7&line=2&since=2"), [2]);
    deepEqual(found("line=9"), []);
    for (const query of ["line=0", "line=x", "line=1.5", "since=-1"])
      equal(ask(`GET /api/sip?${query}`).status, 400, query);
  });

  it("lists thousands in pieces that make one list", () => {
    const { desk, ask } = stage();
    for (let t = 0; t < 137; t++) desk.trace.add(row(t, 1, "x"));
    equal(JSON.parse(ask("GET /api/sip").text).length, 137);
  });

  it("hands the capture over as a file", () => {
    const { ask } = stage();
    const { headers, octets } = ask("GET /api/capture.pcap");
    equal(headers["content-type"], "application/vnd.tcpdump.pcap");
    deepEqual([...octets], [1, 2, 3]);
    equal(headers["content-length"], "3");
  });
});

describe("events", () => {
  const follow = (stageOf: ReturnType<typeof stage>, target: string, lastEventId?: string) => {
    const { stream, headers } = stageOf.ask(`GET ${target}`, { lastEventId });
    const texts: string[] = [];
    const stop = stream?.start({ write: (text) => texts.push(text) > 0, onRoom: () => {} });
    return { texts, stop, headers, ids: () => texts.map((text) => Number(/^id: (\d+)/.exec(text)?.[1])) };
  };

  it("are live, or begin at a time, or after a number", () => {
    const s = stage();
    for (let i = 0; i < 4; i++) {
      s.desk.events.add({ line: 1, type: "hook", state: "off" });
      s.time.advance(10);
    }
    const live = follow(s, "/api/events");
    const all = follow(s, "/api/events?since=0");
    const since = follow(s, "/api/events?since=15");
    const after = follow(s, "/api/events", "3");
    const both = follow(s, "/api/events?since=0", "2");
    const ahead = follow(s, "/api/events", "99");
    s.desk.events.add({ line: 2, type: "hook", state: "on" });
    deepEqual(live.ids(), [5]);
    deepEqual(all.ids(), [1, 2, 3, 4, 5]);
    deepEqual(since.ids(), [3, 4, 5]);
    deepEqual(after.ids(), [4, 5]);
    deepEqual(both.ids(), [3, 4, 5]);
    deepEqual(ahead.ids(), [5]);
    equal(live.headers["content-type"], "text/event-stream");
    deepEqual(live.texts, ['id: 5\ndata: {"t":40,"line":2,"type":"hook","state":"on"}\n\n']);
    live.stop?.();
    s.desk.events.add({ line: 2, type: "hook", state: "off" });
    equal(live.texts.length, 1);
  });

  it("are kept alive by a comment every 15 s", () => {
    const s = stage();
    const { texts, stop } = follow(s, "/api/events");
    s.time.advance(14_999);
    deepEqual(texts, []);
    s.time.advance(15_001);
    equal(texts.length, 2);
    ok(texts.every((text) => /^:.*\n\n$/.test(text)));
    stop?.();
    s.time.advance(60_000);
    equal(texts.length, 2);
  });

  it("refuse another place to begin", () => {
    const { ask } = stage();
    equal(ask("GET /api/events?since=x").status, 400);
    equal(ask("GET /api/events?since=-1").status, 400);
    equal(ask("GET /api/events?from=1").status, 400);
    equal(ask("GET /api/events", { lastEventId: "x" }).status, 400);
  });
});

describe("the control interface", () => {
  it("answers any body and any query with a status of the contract", () => {
    const request = fc.record({
      call: fc.constantFrom(
        "POST /api/lines/1/hook",
        "POST /api/lines/1/dial",
        "PUT /api/network",
        "POST /api/lines/1/speak",
        "GET /api/sip",
        "GET /api/lines/2/line.wav",
      ),
      query: fc.string(),
      raw: fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
    });
    fc.assert(
      fc.property(request, ({ call, query, raw }) => {
        const { ask } = stage();
        const target = query === "" ? call : `${call}?${query.replaceAll(" ", "+")}`;
        const { status } = ask(target, { raw });
        ok(status === null || [200, 204, 400, 409].includes(status), String(status));
      }),
    );
  });
});
