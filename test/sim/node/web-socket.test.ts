import { deepEqual, equal, match } from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { WebSocket } from "ws";
import { WallTime } from "../../../sim/node/clock.js";
import { type Listening, serveControl } from "../../../sim/node/http.js";
import { BareDesk } from "../control/stage.js";

const ANY = { host: "127.0.0.1", port: 0 };
const KEY = "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n";

describe("live sound by WebSocket", () => {
  let desk: BareDesk;
  let server: Listening;
  const open: WebSocket[] = [];

  beforeEach(async () => {
    desk = new BareDesk(new WallTime());
    server = await serveControl(ANY, (head) => desk.doorOf(head));
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.terminate();
    server.close();
  });

  const dial = (path: string, options: object = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.address.port}${path}`, options);
    open.push(socket);
    return socket;
  };
  /** Somebody who has been let in. */
  const come = async (path: string) => {
    const socket = dial(path);
    await once(socket, "open");
    return socket;
  };
  /** The status and the words by which somebody is kept out. */
  const refused = async (path: string, options?: object) => {
    const socket = dial(path, options);
    socket.on("error", () => {});
    const [, response] = await once(socket, "unexpected-response");
    let text = "";
    for await (const chunk of response) text += chunk;
    return [response.statusCode, JSON.parse(text)];
  };
  /** 20 ms of the pair. */
  const exchange = (heard: number) => {
    const said = new Int16Array(160);
    desk.handset(1)?.frame(new Int16Array(160).fill(heard), said, desk.time.now() + 1000);
    return said;
  };
  /** Octets as they are, and all that comes back. */
  const raw = async (text: string) => {
    const socket = connect(server.address.port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1").on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => {});
    socket.write(text.replaceAll("HOST", `Host: 127.0.0.1:${server.address.port}\r\n`));
    await once(socket, "close");
    return answer;
  };

  it("carries frames both ways", async () => {
    desk.handset(1)?.lift();
    const socket = await come("/api/lines/1/audio");
    const listener = await come("/api/lines/1/audio?listen=true");
    const heard = Promise.all([once(socket, "message"), once(listener, "message")]);
    exchange(0x0102);
    for (const [data, isBinary] of await heard) {
      equal(isBinary, true);
      deepEqual([...data], new Array(160).fill([2, 1]).flat());
    }
    socket.send(Buffer.from(new Array(160).fill([0xfe, 0xff]).flat()));
    socket.ping();
    await once(socket, "pong");
    deepEqual(exchange(0), new Int16Array(160).fill(-2));
  });

  it("refuses a second writer until the first has said goodbye, however soon the next one comes", async () => {
    for (let turn = 0; turn < 20; turn++) {
      const first = await come("/api/lines/1/audio");
      deepEqual(await refused("/api/lines/1/audio"), [409, { error: "somebody speaks into this telephone already" }]);
      first.close();
      await once(first, "close");
    }
    const vanished = await come("/api/lines/1/audio");
    vanished.terminate();
    while (desk.handset(1)?.onEar) await new Promise(setImmediate);
    await come("/api/lines/1/audio");
  });

  it("is for the desk's own page, and for those who are no page", async () => {
    const { port } = server.address;
    const path = "/api/lines/1/audio";
    equal((await refused(path, { origin: "http://evil.example" }))[0], 403);
    equal((await refused(path, { origin: `https://127.0.0.1:${port}` }))[0], 403);
    equal((await refused(path, { headers: { host: `evil.example:${port}` } }))[0], 403);
    equal((await refused("/api/lines/3/audio"))[0], 404);
    equal((await refused(`${path}?x=1`))[0], 400);
    const ours = dial(path, { origin: `http://127.0.0.1:${port}` });
    await once(ours, "open");
  });

  it("ends with who says anything else", async () => {
    for (const [message, status] of [
      ["hello", 1003],
      [new Uint8Array(318), 1007],
      [new Uint8Array(5000), 1009],
    ] as const) {
      const socket = await come("/api/lines/1/audio");
      socket.send(message);
      equal((await once(socket, "close"))[0], status);
    }
  });

  it("drops a listener who does not keep up, and the others hear on", async () => {
    desk.handset(1)?.lift();
    const slow = await come("/api/lines/1/audio?listen=true");
    slow.pause();
    const quick = await come("/api/lines/1/audio");
    let heard = 0;
    quick.on("message", () => heard++);
    // what the host itself keeps for him, and no more than two seconds beyond
    let sent = 0;
    let dropped = false;
    slow.on("close", () => {
      dropped = true;
    });
    for (; sent < 100_000; sent++) {
      exchange(1);
      while (heard < sent - 10) await once(quick, "message");
    }
    slow.resume();
    if (!dropped) await once(slow, "close");
    while (heard < sent) await once(quick, "message");
  });

  it("answers what is no conversation as if nothing but HTTP had been asked for", async () => {
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    match(
      await raw(`GET /api/network HTTP/1.1\r\nHOST${upgrade}${KEY}\r\n`),
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*"down":false/i,
    );
    match(
      await raw("GET /api/network HTTP/1.1\r\nHOSTConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"),
      /^HTTP\/1\.1 200 OK\r\n/,
    );
    match(await raw(`POST /api/lines/1/hook HTTP/1.1\r\nHOST${upgrade}${KEY}\r\n`), /^HTTP\/1\.1 400 /);
    match(
      await raw(`GET /api/lines/1/audio HTTP/1.1\r\nHOST${upgrade}Sec-WebSocket-Key: short\r\n\r\n`),
      /^HTTP\/1\.1 400 [\s\S]*content-type: application\/json[\s\S]*\{"error":/i,
    );
    match(
      await raw("GET /api/lines/1/audio HTTP/1.1\r\nHOSTConnection: close\r\n\r\n"),
      /^HTTP\/1\.1 400 [\s\S]*upgrade: websocket/i,
    );
    match(await raw(`POST /api/lines/1/audio HTTP/1.1\r\nHOST${upgrade}${KEY}\r\n`), /^HTTP\/1\.1 405 /);
    const stream = connect(server.address.port, "127.0.0.1");
    stream.write(`GET /api/events?since=0 HTTP/1.1\r\nHost: 127.0.0.1:${server.address.port}\r\n${upgrade}${KEY}\r\n`);
    match(String((await once(stream, "data"))[0]), /^HTTP\/1\.1 200 OK\r\n[\s\S]*text\/event-stream/);
    stream.destroy();
  });

  it("is silent to garbage, and stays up", async () => {
    for (const garbage of ["\xff\xff\xff\xff", "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", "GET / HTTP/1.1\r\n\r\n"]) {
      const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
      match(await raw(`GET /api/lines/1/audio HTTP/1.1\r\nHOST${upgrade}${KEY}\r\n${garbage}`), /^HTTP\/1\.1 101 /);
    }
    await come("/api/lines/1/audio");
  });

  it("ends with the server", async () => {
    const socket = await come("/api/lines/1/audio");
    server.close();
    equal((await once(socket, "close"))[0], 1006);
  });
});
