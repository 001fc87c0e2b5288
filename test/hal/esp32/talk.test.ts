/** What the board says and hears: time servers, web servers, its console. */
import { deepEqual, equal, fail, ok } from "node:assert/strict";
import fc from "fast-check";
import { Connection } from "../../../hal/esp32/connection.js";
import { lineOf } from "../../../hal/esp32/console-line.js";
import { AnswerReader, emitHead, placeOf } from "../../../hal/esp32/http-ask.js";
import { BoardClient } from "../../../hal/esp32/http-client.js";
import { emitQuestion, parseAnswer, Sntp } from "../../../hal/esp32/sntp.js";
import type { Datagram, Network, TcpUser } from "../../../hal/network.js";
import { VirtualTime } from "../../../sim/time.js";

const octetsOf = (text: string) => new TextEncoder().encode(text);

describe("SNTP", () => {
  const mark = [7, 9] as const;
  const answer = (seconds: number, change: (packet: Uint8Array) => void = () => {}) => {
    const packet = new Uint8Array(48);
    packet[0] = 0x24;
    packet[1] = 2;
    packet.set(emitQuestion(mark).subarray(40, 48), 24);
    new DataView(packet.buffer).setUint32(40, seconds >>> 0);
    change(packet);
    return packet;
  };

  it("believes an answer to its own question, on both sides of 2036", () => {
    equal(parseAnswer(answer(4_000_000_000), mark), 4_000_000_000 - 2_208_988_800);
    equal(parseAnswer(answer(100), mark), 100 - 2_208_988_800 + 2 ** 32);
  });

  it("believes nobody else", () => {
    for (const change of [
      (packet: Uint8Array) => packet.fill(0, 0, 1),
      (packet: Uint8Array) => packet.fill(0, 1, 2),
      (packet: Uint8Array) => packet.fill(0xe4, 0, 1),
      (packet: Uint8Array) => packet.fill(1, 24, 25),
      (packet: Uint8Array) => packet.fill(0, 40, 44),
    ])
      equal(parseAnswer(answer(4_000_000_000, change), mark), undefined);
    equal(parseAnswer(answer(4_000_000_000).subarray(0, 47), mark), undefined);
    fc.assert(fc.property(fc.uint8Array(), (noise) => void parseAnswer(noise, mark)));
  });

  it("asks the next server when one is silent, and again after some hours", () => {
    const time = new VirtualTime();
    const asked: string[] = [];
    const told: number[] = [];
    let inbox: Datagram[] = [];
    let wake = () => {};
    const network = {
      openUdp({ onReadable }: { onReadable(): void }) {
        wake = onReadable;
        return {
          port: 1,
          read: () => inbox.shift(),
          write(packet: Uint8Array, address: string, port: number) {
            asked.push(`${address}:${port}`);
            if (address !== "10.0.0.2") return;
            const octets = answer(4_000_000_000, (reply) => reply.set(packet.subarray(40, 48), 24));
            inbox = [
              { octets, address: "10.0.0.9", port },
              { octets, address, port },
            ];
            wake();
          },
          close: () => {},
        };
      },
    } as unknown as Network;
    const sntp = new Sntp({
      network,
      chance: () => 5,
      servers: ["one", "unknown", "two"],
      resolve: (name, done) => done(name === "one" ? "10.0.0.1" : name === "two" ? "10.0.0.2" : undefined),
      now: () => time.now(),
      after: (ms, call) => time.after(ms, call),
      onTime: (seconds) => told.push(seconds),
    });
    time.advance(60_000);
    deepEqual(asked, ["10.0.0.1:123", "10.0.0.2:123"]);
    deepEqual(told, [4_000_000_000 - 2_208_988_800]);
    time.advance(7 * 3_600_000);
    equal(asked.length, 3);
    sntp.close();
    time.advance(24 * 3_600_000);
    equal(asked.length, 3);
  });
});

describe("a question to a web server", () => {
  const read = (text: string, maxBody = 100) => {
    const reader = new AnswerReader(maxBody);
    for (const octet of octetsOf(text)) reader.push(Uint8Array.of(octet));
    reader.end();
    const { answer } = reader;
    return answer && "status" in answer ? [answer.status, new TextDecoder().decode(answer.body)] : answer?.failed;
  };

  it("goes to the place its URL names", () => {
    deepEqual(placeOf("http://example.org"), { secure: false, host: "example.org", port: 80, path: "/" });
    deepEqual(placeOf("https://[2001:db8::1]:8443?a=b#c"), {
      secure: true,
      host: "2001:db8::1",
      port: 8443,
      path: "/?a=b",
    });
    for (const url of ["ftp://x/", "http://", "http://a b/", "http://x:0/", "http://x:65536/", "http://u@x/"])
      equal(placeOf(url), undefined);
    const question = {
      method: "POST",
      url: "",
      headers: { accept: "*/*" },
      body: octetsOf("abc"),
      maxBody: 1,
      timeout: 1,
      authorities: null,
    } as const;
    equal(
      emitHead(question, { secure: false, host: "x", port: 8080, path: "/p" }),
      "POST /p HTTP/1.1\r\nhost: x:8080\r\naccept: */*\r\ncontent-length: 3\r\nconnection: close\r\naccept-encoding: identity\r\n\r\n",
    );
  });

  it("is answered by length, in chunks, or to the end of the connection", () => {
    deepEqual(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello more"), [200, "hello"]);
    deepEqual(
      read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nt: v\r\n\r\n"),
      [200, "abcde"],
    );
    deepEqual(read("HTTP/1.0 404 Not Found\r\n\r\nno"), [404, "no"]);
    deepEqual(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n"), [204, ""]);
  });

  it("hands the body on as it comes, keeps none of it, and stops where no more is wanted", () => {
    const taken: string[] = [];
    const reading = (onBody: (octets: Uint8Array) => boolean, text: string) => {
      const reader = new AnswerReader(10, onBody);
      reader.push(octetsOf(text));
      reader.end();
      return reader.answer;
    };
    const take = (octets: Uint8Array) => taken.push(new TextDecoder().decode(octets)) < 3;
    const chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    const answer = reading(take, chunks);
    deepEqual([taken, answer && "body" in answer && answer.body.length], [["abc", "de"], 0]);
    deepEqual(reading(take, "HTTP/1.1 200 OK\r\n\r\nxyz"), { failed: "the answer is not wanted" });
    deepEqual(
      reading(() => true, "HTTP/1.1 200 OK\r\n\r\n12345678901"),
      {
        failed: "the answer is longer than 10 octets",
      },
    );
    const refused = reading(() => fail("a refusal is no body"), "HTTP/1.1 404 No\r\n\r\nwhy");
    equal(refused && "body" in refused && new TextDecoder().decode(refused.body), "why");
  });

  it("fails in words for anything else", () => {
    equal(read("SSH-2.0\r\n"), "this is no web server");
    equal(read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"), "the server ended the connection too soon");
    equal(read("HTTP/1.1 200 OK\r\n\r\n12345", 4), "the answer is longer than 4 octets");
    equal(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"), "the answer cannot be read");
    equal(read(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(9000)}`), "the head of the answer is too long");
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => void new AnswerReader(50).push(noise)));
  });
});

describe("a long answer", () => {
  function asking(timeout: number, onBody?: (octets: Uint8Array) => boolean, longestBody = 1000) {
    const time = new VirtualTime();
    const heard: string[] = [];
    let user!: TcpUser;
    const queue: Uint8Array[] = [];
    let isOpen = true;
    const client = new BoardClient({
      resolve: (_name, done) => done("10.0.0.1"),
      clock: time,
      encode: octetsOf,
      longestBody,
      network: {
        connectTcp(options) {
          user = options;
          return {
            ...{ address: "10.0.0.1", port: 80, read: () => queue.shift() },
            write: (octets: Uint8Array) => octets.length,
            close: () => {
              isOpen = false;
            },
          };
        },
      },
    });
    const question = { method: "GET", url: "http://h/", headers: {}, body: null, authorities: null } as const;
    client.ask({ ...question, maxBody: 1000, timeout, ...(onBody && { onBody }) }, (answer) =>
      heard.push("failed" in answer ? answer.failed : String(answer.status)),
    );
    const send = (text: string) => {
      queue.push(octetsOf(text));
      user.onReadable();
    };
    return { time, heard, send, user: () => user, isOpen: () => isOpen };
  }

  it("may take as long as it likes, while its pieces come in time", () => {
    let length = 0;
    const t = asking(1000, (octets) => {
      length += octets.length;
      return true;
    });
    t.send("HTTP/1.1 200 OK\r\n\r\n");
    for (let n = 0; n < 10; n++) {
      t.time.advance(900);
      t.send("0123456789");
    }
    t.user().onError();
    deepEqual([t.heard, length, t.isOpen()], [["200"], 100, false]);
  });

  it("fails when a piece does not come, and when one is not wanted", () => {
    const slow = asking(1000, () => true);
    slow.send("HTTP/1.1 200 OK\r\n\r\nabc");
    slow.time.advance(1001);
    deepEqual(slow.heard, ["no answer in time"]);
    const refused = asking(1000, () => false);
    refused.send("HTTP/1.1 200 OK\r\n\r\nabc");
    deepEqual([refused.heard, refused.isOpen()], [["the answer is not wanted"], false]);
    const whole = asking(1000);
    whole.send("HTTP/1.1 200 OK\r\n\r\nabc");
    whole.time.advance(900);
    whole.send("def");
    whole.time.advance(101);
    deepEqual(whole.heard, ["no answer in time"]);
  });

  it("is no longer than the board has room for, but where it is taken in pieces", () => {
    const whole = asking(1000, undefined, 5);
    whole.send("HTTP/1.1 200 OK\r\n\r\n012345");
    deepEqual(whole.heard, ["the answer is longer than 5 octets"]);
    const pieces = asking(1000, () => true, 5);
    pieces.send("HTTP/1.1 200 OK\r\n\r\n012345");
    pieces.user().onError();
    deepEqual(pieces.heard, ["200"]);
  });
});

describe("a connection", () => {
  it("takes what there is room for, and says when there is more", () => {
    const told: string[] = [];
    const sent: number[] = [];
    let calls: { onReadable(n: number): void; onWritable(n: number): void; onError(): void } | undefined;
    const connection = new Connection({
      address: "10.0.0.1",
      port: 5060,
      time: new VirtualTime(),
      open(callbacks) {
        calls = callbacks;
        return {
          read: () => octetsOf("abc").buffer as ArrayBuffer,
          write: (octets) => sent.push(octets.length),
          close: () => told.push("closed"),
        };
      },
    });
    connection.user = {
      onReadable: () => told.push("readable"),
      onWritable: () => told.push("writable"),
      onError: () => told.push("error"),
    };
    equal(connection.write(new Uint8Array(5)), 0);
    calls?.onWritable(8);
    deepEqual(
      [connection.write(new Uint8Array(5)), connection.write(new Uint8Array(5)), connection.write(new Uint8Array(5))],
      [5, 3, 0],
    );
    calls?.onWritable(8);
    calls?.onReadable(3);
    equal(connection.read()?.length, 3);
    equal(connection.read(), undefined);
    calls?.onError();
    calls?.onError();
    deepEqual(
      [told, sent],
      [
        ["writable", "writable", "readable", "closed", "error"],
        [5, 3],
      ],
    );
  });

  it("that cannot be made is told of later", () => {
    const time = new VirtualTime();
    const told: string[] = [];
    const connection = new Connection({ address: "x", port: 1, time, open: () => undefined });
    connection.user = { onReadable() {}, onWritable() {}, onError: () => told.push("error") };
    deepEqual(told, []);
    time.advance(1);
    deepEqual(told, ["error"]);
  });
});

describe("the console", () => {
  it("says what happened", () => {
    equal(lineOf({ type: "registration", line: 1, state: "failed", code: 403 }), "line 1: failed (403)");
    equal(
      lineOf({ type: "call", line: 2, state: "ringing", peer: "101", code: null, reason: null }),
      "line 2: ringing, 101",
    );
    equal(lineOf({ type: "log", line: null, level: "warning", text: "a\u001b[2Jb" }), "warning: a [2Jb");
    equal(lineOf({ type: "digit", line: 1, digit: "4", source: "dtmf" }), undefined);
  });

  it("keeps secrets back", () => {
    const message = 'REGISTER sip:x SIP/2.0\r\nAuthorization: Digest response="deadbeef"\r\n\r\n';
    equal(
      lineOf({ type: "sip", line: 1, direction: "out", local: "a:1", remote: "b:2", transport: "udp", message }),
      "line 1: -> b:2 REGISTER sip:x SIP/2.0",
    );
    for (const text of [
      "Password[1]: hunter2",
      'password="hunter2"',
      "token=hunter2&x=y",
      "calls sip:me:hunter2@example.org now",
      '{"secret": "hunter2 and more"}',
      "Authorization: Basic hunter2",
    ]) {
      const line = lineOf({ type: "log", line: null, level: "info", text }) ?? "";
      ok(!line.includes("hunter2"), line);
    }
    ok((lineOf({ type: "log", line: null, level: "info", text: "x".repeat(999) }) ?? "").length <= 200);
  });
});
