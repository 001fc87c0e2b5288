/** The host's client of MQTT, against a broker of a few lines that reads packets by hand (MQTT 3.1.1). */
import { deepEqual, equal, match } from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { MqttOptions } from "../../../hal/mqtt.js";
import { NodeMqtt } from "../../../sim/node/mqtt.js";

const CONNECT = 1;
const PUBLISH = 3;
const DISCONNECT = 14;

type Packet = { readonly kind: number; readonly flags: number; readonly body: Buffer };

/** The packets in it; all of them are shorter than 128 octets. */
function packetsOf(octets: Buffer): Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < octets.length; at += 2 + octets[at + 1])
    packets.push({
      kind: octets[at] >> 4,
      flags: octets[at] & 15,
      body: octets.subarray(at + 2, at + 2 + octets[at + 1]),
    });
  return packets;
}

/** What stands in a CONNECT behind its head of ten octets: strings with their length before them. */
function stringsOf(body: Buffer): string[] {
  const strings: string[] = [];
  for (let at = 10; at < body.length; ) {
    const length = body.readUInt16BE(at);
    strings.push(body.toString("utf8", at + 2, at + 2 + length));
    at += 2 + length;
  }
  return strings;
}

describe("the host's client of MQTT", () => {
  let server: Server;
  let socket: Socket | null = null;
  let heard: Packet[] = [];
  /** Of CONNACK; null for no answer. */
  let answer: number | null = 0;
  let heardMore = () => {};

  beforeEach((done) => {
    answer = 0;
    heard = [];
    server = createServer((one) => {
      socket = one;
      one.on("error", () => {});
      one.on("data", (octets) => {
        const packets = packetsOf(octets);
        heard.push(...packets);
        if (packets[0].kind === CONNECT && answer !== null) one.write(Buffer.from([0x20, 2, 0, answer]));
        heardMore();
      });
    });
    server.listen(0, "127.0.0.1", done);
  });
  afterEach(() => {
    socket?.destroy();
    server.close();
  });

  const message = (text: string) => ({ topic: "a/b", octets: Buffer.from(text), retain: true });
  const until = async (kind: number) => {
    while (!heard.some((packet) => packet.kind === kind))
      await new Promise<void>((resolve) => {
        heardMore = resolve;
      });
  };

  function connect(changes: Partial<MqttOptions> = {}) {
    let ready = () => {};
    let closed = (_reason: string) => {};
    const isReady = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const isClosed = new Promise<string>((resolve) => {
      closed = resolve;
    });
    const { port } = server.address() as AddressInfo;
    const connection = new NodeMqtt("127.0.0.1").connect({
      ...{ host: "127.0.0.1", port, secure: false, authorities: null, user: "me", password: "geheim", client: "ata-1" },
      ...{ will: message("gone"), keepAlive: 60_000, timeout: 3000, ...changes },
      onReady: () => ready(),
      onClosed: (reason) => closed(reason),
    });
    return { connection, isReady, isClosed };
  }

  it("says who it is, publishes, and takes its leave", async () => {
    const { connection, isReady } = connect();
    equal(connection.publish(message("early")), false);
    await isReady;
    const [{ body }] = heard;
    deepEqual(stringsOf(body), ["ata-1", "a/b", "gone", "me", "geheim"]);
    // name, password and a will that is kept, a clean session; a minute
    deepEqual([body[7], body.readUInt16BE(8)], [0x80 | 0x40 | 0x20 | 0x04 | 0x02, 60]);
    equal(connection.publish(message("hello")), true);
    await until(PUBLISH);
    const publish = heard.find(({ kind }) => kind === PUBLISH);
    deepEqual([publish?.flags, publish?.body.toString("utf8", 5)], [1, "hello"]);
    connection.close();
    await until(DISCONNECT);
  });

  it("is cut off without a word", async () => {
    const { connection, isReady } = connect();
    await isReady;
    const ended = once(socket as Socket, "close");
    connection.cut();
    await ended;
    equal(
      heard.some(({ kind }) => kind === DISCONNECT),
      false,
    );
    equal(connection.publish(message("late")), false);
  });

  it("says why there is no connection", async () => {
    answer = 5;
    match(await connect().isClosed, /not authorized/i);
    answer = null;
    match(await connect({ timeout: 50 }).isClosed, /no answer within 0.05 s/);
    match(await connect({ port: 1 }).isClosed, /ECONNREFUSED/);
    match(await connect({ secure: true, timeout: 500 }).isClosed, /no answer|wrong version|disconnected|reset/i);
  });

  it("hears when it breaks", async () => {
    const { isReady, isClosed } = connect();
    await isReady;
    socket?.destroy();
    match(await isClosed, /broke off/);
  });
});
