/** The shape the board gives to Moddable's MQTT client, on one that behaves as it does. */
import { deepEqual, equal, throws } from "node:assert/strict";
import { BoardMqtt, type MqttCallbacks, type MqttClient } from "../../../hal/esp32/mqtt.js";
import type { MqttOptions } from "../../../hal/mqtt.js";
import { VirtualTime } from "../../../sim/time.js";

/** Has so much room, and throws when more is written, as Moddable's does. */
class Client implements MqttClient {
  readonly said: string[] = [];
  room = 0;
  readonly callbacks: MqttCallbacks;
  constructor(callbacks: MqttCallbacks) {
    this.callbacks = callbacks;
  }
  write(
    octets: Uint8Array | null,
    { operation, topic = "", retain = false }: Parameters<MqttClient["write"]>[1],
  ): number {
    if (octets === null) {
      this.said.push(`operation ${operation}`);
      return this.room;
    }
    const length = 5 + topic.length + octets.length;
    if (length > this.room) throw new Error("overflow");
    this.room -= length;
    this.said.push(`${topic} ${Buffer.from(octets)}${retain ? " kept" : ""}`);
    return this.room;
  }
  close(): void {
    this.said.push("closed");
  }
  writable(count: number): void {
    this.room = count;
    this.callbacks.onWritable(count);
  }
}

const message = (text: string) => ({ topic: "t", octets: Buffer.from(text), retain: true });

function connected(changes: Partial<MqttOptions> = {}, secure = true, fails = false) {
  const time = new VirtualTime();
  const heard: string[] = [];
  let client!: Client;
  let isWanted = () => true;
  const mqtt = new BoardMqtt({
    open(_options, callbacks, isOpen) {
      if (fails) throw new Error("no memory");
      isWanted = isOpen;
      client = new Client(callbacks);
      return client;
    },
    secure,
    after: (ms, call) => time.after(ms, call),
  });
  const connection = mqtt.connect({
    ...{ host: "b", port: 1883, secure: false, authorities: null, user: "", password: "", client: "c" },
    ...{ will: message("gone"), keepAlive: 60_000, timeout: 5000, ...changes },
    onReady: () => heard.push("ready"),
    onClosed: (reason) => heard.push(reason),
  });
  return { time, heard, connection, client: () => client, isWanted: () => isWanted() };
}

describe("MQTT on the board", () => {
  it("takes what fits, and says when more does", () => {
    const { time, heard, connection, client } = connected();
    equal(connection.publish(message("early")), false);
    client().writable(20);
    deepEqual([heard, connection.publish(message("12345"))], [["ready"], true]);
    equal(connection.publish(message("12345")), false);
    client().writable(12);
    equal(connection.publish(message("12345")), false);
    client().writable(13);
    equal(connection.publish(message("12345")), true);
    client().writable(40);
    deepEqual(heard, ["ready", "ready", "ready"]);
    time.advance(60_000);
    deepEqual(client().said, ["t 12345 kept", "t 12345 kept"]);
  });

  it("tells the broker when it goes, and hears nothing after that", () => {
    const { time, heard, connection, client, isWanted } = connected();
    client().writable(100);
    connection.close();
    connection.close();
    client().writable(100);
    client().callbacks.onError();
    time.advance(60_000);
    equal(connection.publish(message("late")), false);
    deepEqual([heard, client().said, isWanted()], [["ready"], ["operation 14", "closed"], false]);
  });

  it("says why there is no connection, never from within a call", () => {
    for (const [changes, secure, fails, reason] of [
      [{ secure: true }, false, false, "this board has no TLS"],
      [{ secure: true, authorities: "PEM" }, true, false, "no answer within 5 s"],
      [{}, true, true, "no memory"],
      [{}, true, false, "no answer within 5 s"],
    ] as const) {
      const { time, heard } = connected(changes, secure, fails);
      deepEqual(heard, []);
      time.advance(10_000);
      deepEqual(heard, [reason]);
    }
    const refused = connected();
    refused.client().callbacks.onError();
    deepEqual(refused.heard, []);
    refused.time.advance(0);
    deepEqual(refused.heard, ["no connection, or the broker lets us not in"]);
    const doubted = connected({ secure: true });
    doubted.client().callbacks.onRefused("the certificate of the server has expired");
    doubted.client().callbacks.onError();
    doubted.time.advance(0);
    deepEqual(doubted.heard, ["the certificate of the server has expired"]);
  });

  it("that breaks is told of once", () => {
    const { time, heard, client } = connected();
    client().writable(100);
    client().callbacks.onError();
    client().callbacks.onError();
    time.advance(10_000);
    deepEqual(heard, ["ready", "the connection broke off"]);
  });

  it("waits where the client has less room than it said", () => {
    const { heard, connection, client } = connected();
    client().writable(100);
    client().room = 3;
    throws(() => client().write(Buffer.from("12345"), { topic: "t" }));
    equal(connection.publish(message("12345")), false);
    client().writable(100);
    deepEqual([heard, connection.publish(message("12345"))], [["ready", "ready"], true]);
  });
});
