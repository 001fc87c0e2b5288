import { deepEqual, equal, ok } from "node:assert/strict";
import { octetsOf } from "../../../firmware/base/text.js";
import { Exchange } from "../../../hal/esp32/http-exchange.js";
import type { HttpResponse, HttpServerOptions } from "../../../hal/http.js";

describe("an exchange of the page's server", () => {
  function talk(
    options: Partial<HttpServerOptions>,
    method: string,
    target: string,
    headers: { [name: string]: string },
    body = "",
    longest = 8,
  ) {
    const log: string[] = [];
    const unread = octetsOf(body);
    let at = 0;
    const wire = {
      read(count = 0) {
        at += count;
        return unread.slice(at - count, at).buffer;
      },
      write(octets: Uint8Array) {
        log.push(new TextDecoder().decode(octets));
        return 20;
      },
      respond: ({ status, headers }: { status: number; headers: Map<string, string> }) =>
        log.push(`${status} ${[...headers].map((pair) => pair.join("=")).join(" ")}`),
      close: () => log.push("closed"),
    };
    const respond =
      options.respond ??
      ((request) => ({
        status: 200,
        headers: {},
        body: `${request.path}|${request.query}|${request.from}|${new TextDecoder().decode(request.body)}`,
      }));
    const exchange = new Exchange({ port: 80, maxBody: 8, ...options, respond }, wire, "10.0.0.5", octetsOf, longest);
    exchange.request(method, target, new Map(Object.entries(headers)));
    for (let left = unread.length; left > 0; left -= 3) exchange.readable(Math.min(3, left));
    if (log.length === 0) exchange.respond();
    return { log, exchange };
  }

  it("asks with path, query and body, and answers in pieces", () => {
    const { log, exchange } = talk({}, "POST", "/a?b=c", { "content-length": "5" }, "hello");
    for (let i = 0; i < 4; i++) exchange.writable(10);
    deepEqual(log, ["200 connection=close content-length=21", "/a|b=c|10.", "0.0.5|hell", "o"]);
  });

  it("refuses a body that is too long, and what the server would stumble over", () => {
    deepEqual(talk({}, "POST", "/", { "content-length": "9" }, "123456789").log, [
      "413 connection=close content-length=0",
    ]);
    deepEqual(talk({}, "POST", "/", { "content-length": "5" }, "12345", 4).log, [
      "413 connection=close content-length=0",
    ]);
    for (const length of ["-5", "1e3", "", " 7", "99999999999"])
      deepEqual(talk({}, "POST", "/", { "content-length": length }).log, ["closed"]);
    deepEqual(talk({}, "POST", "/", { "transfer-encoding": "gzip" }).log, ["closed"]);
    deepEqual(talk({}, "POST", "/", { "content-length": "100000" }).log, ["closed"]);
  });

  it("hands an upload on as it comes", () => {
    const pieces: string[] = [];
    const upload = {
      write: (octets: Uint8Array) => pieces.push(new TextDecoder().decode(octets)) < 9,
      end: (): HttpResponse => ({ status: 202, headers: {}, body: "" }),
      abort: () => pieces.push("aborted"),
    };
    deepEqual(talk({ upload: () => upload }, "POST", "/", { "content-length": "9" }, "123456789").log, [
      "202 connection=close content-length=0",
    ]);
    deepEqual(pieces, ["123", "456", "789"]);
  });

  it("tells an upload that its sender has gone", () => {
    const told: string[] = [];
    const upload = {
      write: () => true,
      end: () => ({ status: 200, headers: {}, body: "" }),
      abort: () => told.push("aborted"),
    };
    const wire = { read: () => undefined, write: () => 0, respond: () => {}, close: () => {} };
    const exchange = new Exchange(
      { port: 80, maxBody: 8, respond: () => ({ status: 200, headers: {}, body: "" }), upload: () => upload },
      wire,
      "",
      octetsOf,
    );
    exchange.request("POST", "/", new Map([["content-length", "9"]]));
    exchange.done();
    exchange.done();
    deepEqual(told, ["aborted"]);
  });

  it("streams for as long as both like, and loses what does not fit", () => {
    let stopped = 0;
    let sink: { write(piece: string): boolean; end(): void } | undefined;
    const respond = (): HttpResponse => ({
      status: 200,
      headers: {},
      body: "hi",
      stream(to) {
        sink = to;
        return () => stopped++;
      },
    });
    const { log, exchange } = talk({ respond }, "GET", "/", {});
    exchange.writable(20);
    equal(exchange.streams, true);
    equal(sink?.write("more"), true);
    equal(sink?.write("too long for it".repeat(300)), false);
    sink?.end();
    const [head, ...chunks] = log;
    equal(head, "200 connection=close transfer-encoding=Chunked");
    deepEqual(chunks, ["2\r\n", "hi", "\r\n", "4\r\n", "more", "\r\n", "0\r\n\r\n", "closed"]);
    exchange.done();
    deepEqual([stopped, sink?.write("late")], [1, false]);
  });

  it("holds back what a socket has no room for yet, and ends behind it", () => {
    let sink: { write(piece: string): boolean; end(): void } | undefined;
    let sent = "";
    let room = 0;
    let closed = false;
    const wire = {
      read: () => undefined,
      write(octets: Uint8Array) {
        ok(octets.length <= room, `${octets.length} octets, and room for ${room}`);
        sent += new TextDecoder().decode(octets);
        room -= octets.length;
        return room;
      },
      respond: () => {},
      close: () => {
        closed = true;
      },
    };
    const respond = (): HttpResponse => ({
      ...{ status: 200, headers: {}, body: "first" },
      stream(to) {
        sink = to;
        return () => {};
      },
    });
    const exchange = new Exchange({ port: 80, maxBody: 8, respond }, wire, "", octetsOf);
    const makeRoom = (octets: number) => {
      room = octets;
      exchange.writable(octets);
    };
    exchange.request("GET", "/", new Map());
    exchange.respond();
    makeRoom(30);
    const event = "0123456789".repeat(50);
    deepEqual([sink?.write(event), sink?.write(event), sink?.write("x".repeat(4000))], [true, true, false]);
    sink?.end();
    while (!closed) {
      const before = sent.length;
      makeRoom(100);
      ok(sent.length > before);
    }
    equal(sent, `5\r\nfirst\r\n1f4\r\n${event}\r\n1f4\r\n${event}\r\n0\r\n\r\n`);
  });

  it("does not stumble over a connection that has broken while it streams", () => {
    let broken = false;
    let sink: { write(piece: string): boolean; end(): void } | undefined;
    const respond = (): HttpResponse => ({
      status: 200,
      headers: {},
      body: "",
      stream(to) {
        sink = to;
        return () => {};
      },
    });
    const wire = {
      read: () => undefined,
      write() {
        if (broken) throw new Error("not ready");
        return 1_000;
      },
      respond: () => {},
      close: () => {},
    };
    const exchange = new Exchange({ port: 80, maxBody: 8, respond }, wire, "", octetsOf);
    exchange.request("GET", "/", new Map());
    exchange.respond();
    exchange.writable(1_000);
    equal(sink?.write("there"), true);
    broken = true;
    equal(sink?.write("gone"), false);
    sink?.end();
    sink?.end();
  });

  it("answers HEAD without a body", () => {
    const { log, exchange } = talk({}, "HEAD", "/", {});
    exchange.writable(10);
    deepEqual(log, ["200 connection=close content-length=0"]);
  });
});
