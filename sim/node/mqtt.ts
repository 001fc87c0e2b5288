/** The host's client of MQTT, by the package `mqtt`, in the shape of `hal/mqtt.ts`. The package is loaded when somebody connects. */
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, rootCertificates } from "node:tls";
import type { MqttClient } from "mqtt";
import type { MqttConnection, MqttMessage, MqttOptions } from "../../hal/mqtt.js";
import type { DeskMqtt } from "../powered.js";

/** Octets that may wait for a broker who is slow. */
const MOST_WAITING = 65_536;

export class NodeMqtt implements DeskMqtt {
  /** Of our connections, as the adapter's other sockets have it. */
  readonly #localAddress: string;

  constructor(localAddress: string) {
    this.#localAddress = localAddress;
  }

  connect(options: MqttOptions): NodeMqttConnection {
    return new NodeMqttConnection(options, this.#localAddress);
  }
}

class NodeMqttConnection implements MqttConnection {
  readonly #options: MqttOptions;
  readonly #late: NodeJS.Timeout;
  #client: MqttClient | null = null;
  #socket: Socket | null = null;
  #ready = false;
  #full = false;
  #over = false;
  #why = "the connection broke off";

  constructor(options: MqttOptions, localAddress: string) {
    this.#options = options;
    this.#late = setTimeout(() => this.#lose(`no answer within ${options.timeout / 1000} s`), options.timeout);
    this.#begin(localAddress).catch((error: unknown) => this.#lose(wordsOf(error)));
  }

  publish({ topic, octets, retain }: MqttMessage): boolean {
    if (!this.#ready || this.#over || !this.#client || !this.#socket) return false;
    this.#full = this.#socket.writableLength > MOST_WAITING;
    if (this.#full) return false;
    this.#client.publish(topic, Buffer.from(octets), { qos: 0, retain });
    return true;
  }

  close(): void {
    this.#end(!this.#ready);
  }

  /** Without a word, as when the power goes. */
  cut(): void {
    this.#end(true);
  }

  async #begin(localAddress: string): Promise<void> {
    const { user, password, client: clientId, will, keepAlive } = this.#options;
    const { MqttClient } = await import("mqtt");
    if (this.#over) return;
    const client = new MqttClient(() => this.#open(localAddress), {
      ...{ clientId, clean: true, protocolVersion: 4, keepalive: Math.ceil(keepAlive / 1000) },
      ...(user === "" ? {} : { username: user, password }),
      will: { topic: will.topic, payload: Buffer.from(will.octets), qos: 0, retain: will.retain },
      ...{ reconnectPeriod: 0, queueQoSZero: false, connectTimeout: 2 * this.#options.timeout },
    });
    this.#client = client;
    client.on("connect", () => {
      if (this.#over) return;
      clearTimeout(this.#late);
      this.#ready = true;
      this.#options.onReady();
    });
    client.on("error", (error) => this.#lose(wordsOf(error)));
    client.on("close", () => this.#lose(this.#why));
  }

  #open(localAddress: string): Socket {
    const { host, port, secure, authorities } = this.#options;
    const ca = authorities === null ? undefined : [...rootCertificates, authorities];
    const servername = isIP(host) ? "" : host;
    const socket = secure
      ? connectTls({ ...{ host, port, localAddress, servername, ca }, minVersion: "TLSv1.2", rejectUnauthorized: true })
      : connectTcp({ host, port, localAddress });
    socket.on("error", (error) => {
      this.#why = wordsOf(error);
    });
    socket.on("drain", () => {
      if (!this.#full || this.#over) return;
      this.#full = false;
      this.#options.onReady();
    });
    this.#socket = socket;
    return socket;
  }

  #lose(reason: string): void {
    if (this.#over) return;
    this.#end(true);
    this.#options.onClosed(reason);
  }

  #end(forced: boolean): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#late);
    this.#client?.end(forced);
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
