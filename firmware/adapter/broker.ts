/** Events and what stands, published at a broker of the owner's by MQTT (docs/events.md). */
import type { Mqtt, MqttConnection, MqttMessage } from "../../hal/mqtt.js";
import type { Instant } from "../base/instant.js";
import { octetsOf } from "../base/text.js";
import type { Config } from "../config/config.js";
import { authoritiesOf, type EventOptions } from "../config/event-options.js";
import { CONNECT_WITHIN, KEEP_ALIVE } from "../events/limits.js";
import { type Publication, Publishing, type PublishingOrder } from "../events/publishing.js";
import type { LineTopic } from "../events/topics.js";
import type { Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";
import { PRODUCT } from "./version.js";

export type BrokerOptions = NonNullable<EventOptions["broker"]> & {
  readonly version: string;
  /** Home Assistant was told of the lines, and is to forget them. */
  readonly forgets: boolean;
};

export class Broker {
  readonly #board: OverheardBoard;
  readonly #mqtt: Mqtt;
  readonly #loop: Loop;
  readonly #config: Config;
  readonly #options: BrokerOptions;
  readonly #publishing: Publishing;
  #connection: MqttConnection | null = null;

  constructor(board: OverheardBoard, mqtt: Mqtt, loop: Loop, config: Config, options: BrokerOptions) {
    this.#board = board;
    this.#mqtt = mqtt;
    this.#loop = loop;
    this.#config = config;
    this.#options = options;
    const { host, port, prefix, discovers, forgets, version } = options;
    this.#publishing = new Publishing({
      broker: `${host.includes(":") ? `[${host}]` : host}:${port}`,
      ...{ prefix, device: board.mac, lines: board.lines, forgets },
      discovery: discovers ? { product: PRODUCT, version, model: board.name } : null,
    });
    loop.add(this);
    this.moved();
  }

  put(text: string): void {
    this.#did(this.#publishing.put(text, this.#loop.now()));
  }

  set(line: number, topic: LineTopic, text: string): void {
    this.#did(this.#publishing.set(line, topic, text));
  }

  /** The network has another address, or none. */
  moved(): void {
    this.#did(this.#publishing.connected(this.#board.network.address !== null, this.#loop.now()));
  }

  get deadline(): Instant {
    return this.#publishing.deadline;
  }

  poll(now: Instant): void {
    this.#did(this.#publishing.poll(now));
  }

  /** Says farewell, where there is somebody to say it to. */
  close(): void {
    this.#loop.remove(this);
    if (this.#publishing.isReady) this.#connection?.publish(messageOf(this.#publishing.farewell));
    this.#connection?.close();
    this.#connection = null;
  }

  #did(orders: readonly PublishingOrder[]): void {
    for (const order of orders)
      switch (order.do) {
        case "connect":
          this.#connect();
          break;
        case "disconnect":
          this.#connection?.close();
          this.#connection = null;
          break;
        case "publish":
          this.#publish();
          break;
        case "log":
          this.#board.journal({ type: "log", line: null, level: order.level, text: order.text });
      }
    this.#loop.rearm(this.#loop.now());
  }

  #connect(): void {
    const { host, port, secure, user, password } = this.#options;
    const authorities = authoritiesOf(this.#config);
    this.#connection = this.#mqtt.connect({
      ...{ host, port, secure, authorities, user, password, keepAlive: KEEP_ALIVE, timeout: CONNECT_WITHIN },
      client: `ata-${this.#board.mac}`,
      will: messageOf(this.#publishing.farewell),
      onReady: () => this.#did(this.#publishing.ready()),
      onClosed: (reason) => {
        this.#connection = null;
        this.#did(this.#publishing.closed(reason, this.#loop.now()));
      },
    });
  }

  #publish(): void {
    for (let next = this.#publishing.next; next !== null; next = this.#publishing.next) {
      if (!this.#connection?.publish(messageOf(next))) return;
      this.#publishing.published();
    }
  }
}

const messageOf = ({ topic, text, retain }: Publication): MqttMessage => ({ topic, octets: octetsOf(text), retain });
