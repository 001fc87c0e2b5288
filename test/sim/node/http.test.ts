import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { HttpServerOptions, HttpSink } from "../../../hal/http.js";
import { json, type refuse } from "../../../sim/control/answer.js";
import { WallTime } from "../../../sim/node/clock.js";
import { type Listening, serveControl, WebPort } from "../../../sim/node/http.js";
import { BareDesk } from "../control/stage.js";

const ANY = { host: "127.0.0.1", port: 0 };

describe("the server of the control interface", () => {
  let desk: BareDesk;
  let server: Listening;
  let base: string;

  beforeEach(async () => {
    desk = new BareDesk(new WallTime());
    server = await serveControl(ANY, (head) => desk.doorOf(head));
    base = `http://127.0.0.1:${server.address.port}`;
  });
  afterEach(() => server.close());

  /** Sends octets as they are, and reads to the end. */
  async function raw(text: string | Buffer): Promise<string> {
    const socket: Socket = connect(server.address.port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8").on("data", (data) => {
      answer += data;
    });
    socket.write(text);
    socket.end();
    await once(socket, "close");
    return answer;
  }

  it("answers with the right heads", async () => {
    const response = await fetch(`${base}/api/network`);
    equal(response.status, 200);
    equal(response.headers.get("content-type"), "application/json; charset=utf-8");
    equal(response.headers.get("cache-control"), "no-store");
    equal(response.headers.get("access-control-allow-origin"), null);
    ok(response.headers.get("content-security-policy")?.startsWith("default-src 'none'"));
    equal(((await response.json()) as { down: boolean }).down, false);
    const moved = await fetch(`${base}/api/lines/1/hook`, { method: "POST", body: '{"state":"off"}' });
    equal(moved.status, 204);
    equal(await moved.text(), "");
    const page = await fetch(base);
    equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    const head = await fetch(`${base}/api/state`, { method: "HEAD" });
    equal(head.status, 200);
    equal(await head.text(), "");
  });

  it("answers a body that is too long, however long", async () => {
    const put = (length: number) => fetch(`${base}/api/network`, { method: "PUT", body: new Uint8Array(length) });
    for (const length of [64 * 1024 + 1, 3_000_000, 20_000_000]) {
      const response = await put(length);
      equal(response.status, 413);
      deepEqual(await response.json(), { error: "the body is too long" });
    }
    const wav = await fetch(`${base}/api/lines/1/speak`, {
      method: "POST",
      body: new Uint8Array(10 * 1024 * 1024 + 1),
    });
    equal(wav.status, 413);
    equal((await fetch(`${base}/nowhere`, { method: "POST", body: new Uint8Array(1_000_000) })).status, 404);
  });

  it("refuses strangers by Host and Origin", async () => {
    const asked = (head: string) => raw(`GET /api/state HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
    ok((await asked("Host: evil.example\r\n")).startsWith("HTTP/1.1 403 "));
    ok((await asked("")).startsWith("HTTP/1.1 403 "));
    ok(
      (await asked(`Host: 127.0.0.1:${server.address.port}\r\nOrigin: http://evil.example\r\n`)).startsWith(
        "HTTP/1.1 403 ",
      ),
    );
    ok((await asked(`Host: 127.0.0.1:${server.address.port}\r\n`)).startsWith("HTTP/1.1 200 "));
    ok((await asked(`Host: localhost:${server.address.port}\r\n`)).startsWith("HTTP/1.1 200 "));
  });

  it("stays up under garbage", async () => {
    for (const garbage of [
      "\r\n\r\n\r\n",
      "GARBAGE",
      "GET\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255)),
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(100_000)}\r\n\r\n`,
      "POST /api/network HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      "POST /api/network HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "PUT /api/network HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort",
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
      "CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n",
      "GET /api/events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      "POST /api/network HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\nContent-Length: 0\r\n\r\n",
    ]) {
      const answer = await raw(garbage);
      ok(answer === "" || /^HTTP\/1\.1 4\d\d /.test(answer), answer.slice(0, 100));
    }
    equal((await fetch(`${base}/api/state`)).status, 200);
  });

  it("streams events as they happen, and forgets who has gone", async () => {
    desk.handset(1)?.lift();
    const response = await fetch(`${base}/api/events?since=0`);
    equal(response.headers.get("content-type"), "text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    const until = async (part: string) => {
      while (!seen.includes(part)) seen += (await reader?.read())?.value ?? "";
    };
    await until('"state":"off"');
    desk.handset(1)?.hangUp();
    await until("id: 2\n");
    await reader?.cancel();
    for (let i = 0; i < 5; i++) desk.handset(2)?.lift();
    equal((await fetch(`${base}/api/state`)).status, 200);
  });

  it("sends thousands of events and messages whole", async () => {
    for (let i = 0; i < 5000; i++) {
      desk.events.add({ line: 1, type: "digit", digit: "1", source: "dtmf", text: "x".repeat(100) });
      desk.trace.add({
        t: i,
        line: 1,
        direction: "in",
        local: "",
        remote: "",
        transport: "udp",
        message: "x".repeat(500),
      });
    }
    equal(((await (await fetch(`${base}/api/sip`)).json()) as object[]).length, 5000);
    const reader = (await fetch(`${base}/api/events?since=0`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    while (!seen.includes("id: 5000\n")) seen += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    deepEqual(
      [...seen.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
      Array.from({ length: 5000 }, (_, i) => i + 1),
    );
  });

  it("turns a mistake of ours into a 500, and lives on", async () => {
    const { stderr } = process;
    const write = stderr.write;
    stderr.write = () => true;
    desk.state = () => {
      throw new Error("ours");
    };
    try {
      equal((await fetch(`${base}/api/state`)).status, 500);
    } finally {
      stderr.write = write;
    }
    equal((await fetch(`${base}/api/network`)).status, 200);
  });

  it("says in one line when the port is taken", async () => {
    const door = () => ({
      maxBody: 0,
      enter: (_: unknown, reply: (answer: ReturnType<typeof refuse>) => void) => reply(json({})),
    });
    await rejects(serveControl(server.address, door), {
      message: `127.0.0.1:${server.address.port} is already in use`,
    });
    await rejects(serveControl({ host: "192.0.2.1", port: 0 }, door), /192\.0\.2\.1 is not an address of this host/);
  });
});

describe("the port of the adapter's page", () => {
  it("answers while the adapter has its server open", async () => {
    const web = await WebPort.open(ANY);
    const url = `http://127.0.0.1:${web.address.port}/settings?line=1`;
    try {
      equal((await fetch(url)).status, 503);
      const server = web.openHttp({
        port: 80,
        maxBody: 10,
        respond: ({ method, path, query, headers, body, from }) => ({
          status: 200,
          headers: { "content-type": "text/plain" },
          body: [method, path, query, headers["x-test"], Buffer.from(body).toString(), from].join(" "),
        }),
      });
      equal(server.port, web.address.port);
      throws(
        () => web.openHttp({ port: 80, maxBody: 0, respond: () => ({ status: 200, headers: {}, body: "" }) }),
        /taken/,
      );
      const post = (body: string) => fetch(url, { method: "POST", body, headers: { "X-Test": "yes" } });
      equal(await (await post("0123456789")).text(), "POST /settings line=1 yes 0123456789 127.0.0.1");
      equal((await post("01234567890")).status, 413);
      server.close();
      server.close();
      equal((await fetch(url)).status, 503);
    } finally {
      web.close();
    }
  });

  it("streams for as long as both sides like, and hears who has gone", async () => {
    const web = await WebPort.open(ANY);
    const url = `http://127.0.0.1:${web.address.port}/events`;
    const sinks: HttpSink[] = [];
    let gone = 0;
    const options: HttpServerOptions = {
      port: 80,
      maxBody: 0,
      respond: () => ({
        status: 200,
        headers: { "content-type": "text/event-stream" },
        body: "first;",
        stream: (sink) => {
          sinks.push(sink);
          return () => gone++;
        },
      }),
    };
    const server = web.openHttp(options);
    try {
      const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader();
      let seen = "";
      const until = async (part: string) => {
        while (!seen.includes(part)) seen += (await reader?.read())?.value ?? "";
      };
      await until("first;");
      equal(sinks[0].write("second;"), true);
      equal(sinks[0].write(Uint8Array.from([0x61, 0x3b])), true);
      await until("second;a;");
      await reader?.cancel();
      while (gone < 1) await new Promise((resolve) => setImmediate(resolve));
      equal(sinks[0].write("too late"), false);
      const ended = fetch(url);
      while (sinks.length < 2) await new Promise((resolve) => setImmediate(resolve));
      sinks[1].write("last");
      sinks[1].end();
      equal(await (await ended).text(), "first;last");
      const slow = connect(web.address.port, "127.0.0.1");
      slow.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
      while (sinks.length < 3) await new Promise((resolve) => setImmediate(resolve));
      let pieces = 0;
      while (sinks[2].write("x".repeat(10_000)) && pieces < 10_000) pieces++;
      ok(pieces < 10_000, "nobody reads, and all of it is taken");
      server.close();
      await once(slow.resume(), "close");
    } finally {
      web.close();
    }
  });

  it("hands over a long body as it comes", async () => {
    const web = await WebPort.open(ANY);
    const url = `http://127.0.0.1:${web.address.port}/image`;
    let got = 0;
    let aborted = 0;
    const text = (status: number, body: string) => ({ status, headers: {}, body });
    web.openHttp({
      port: 80,
      maxBody: 10,
      respond: () => text(200, "whole"),
      upload: ({ headers }) =>
        headers["x-upload"] === undefined
          ? null
          : {
              write: (octets) => {
                got += octets.length;
                return got <= 1_000_000;
              },
              end: () => text(got <= 1_000_000 ? 200 : 422, `${got <= 1_000_000}`),
              abort: () => {
                aborted++;
              },
            },
    });
    const put = (length: number, headers: Record<string, string>) =>
      fetch(url, { method: "PUT", body: new Uint8Array(length), headers });
    try {
      equal(await (await put(10, {})).text(), "whole");
      equal((await put(11, {})).status, 413);
      equal((await put(1_000_000, { "x-upload": "1" })).status, 200);
      equal(got, 1_000_000);
      const refused = await put(5_000_000, { "x-upload": "1" });
      equal(refused.status, 422);
      equal(await refused.text(), "false");
      got = 0;
      const socket = connect(web.address.port, "127.0.0.1");
      socket.write("PUT /image HTTP/1.1\r\nHost: x\r\nX-Upload: 1\r\nContent-Length: 100\r\n\r\nhalf");
      while (got === 0) await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
      while (aborted === 0) await new Promise((resolve) => setImmediate(resolve));
      equal(await (await put(10, {})).text(), "whole");
    } finally {
      web.close();
    }
  });
});
